#pragma once

#include <gtest/gtest.h>

#include <span>
#include <string>
#include <vector>

#include "core/crypto/encoding.h"
#include "core/record/identity_request.h"
#include "tests/support/identifying.h"
#include "tests/unit/agents/source/answer_fixture.h"

namespace stile::agent {

// IdentityFixture is a force with two data officers, whom Ofsted asks who the child of a row is.
class IdentityFixture : public AnswerFixture {
 protected:
  IdentityFixture() {
    support::name_officers(scheme_);
    use_documents();
  }

  // request_of() is Ofsted's about the first row of what the gateway took.
  static record::IdentityRequest request_of(const Taken& one) {
    return support::identity_request(one.consignment);
  }
  bool take(const Bytes& note) {
    return source_->notes().take(std::span(&note, 1)).value().size() == 1;
  }
  // sent_and_asked() sends a month, and has Ofsted ask about its first row.
  record::IdentityRequest sent_and_asked() {
    send(october());
    const auto request = request_of(gateway_.taken().at(0));
    EXPECT_TRUE(take(support::request_note(request)));
    return request;
  }
  std::string asked_for(bool all = false) {
    Said said;
    EXPECT_EQ(source_->identity_requests(all, "officer", said), ExitCode::kOk);
    return said.json();
  }
  // token_asked() is the event of the row that is asked about.
  Token token_asked(std::size_t row = 0) const {
    return gateway_.taken().at(0).consignment.rows.at(row).row.event_token;
  }
  std::string proposed(const record::IdentityRequest& request, const std::string& child = "N1",
                       const std::string& surname = "Example") const {
    const Hash digest = record::identity_request_digest(record::identity_request_text(request));
    return record::proposed_identity_text(
        {digest,
         child,
         {{.surname = surname, .forenames = "Tegan"},
          {digest, token_asked(), gateway_.taken().at(0).statement.disclosure.agreement,
           request.to}}});
  }
  ExitCode approve(const record::IdentityRequest& request, const std::vector<std::string>& officers,
                   const std::string& account, const std::string& whom) {
    said_ = Said();
    const auto digest = record::identity_request_digest(record::identity_request_text(request));
    return source_->approve_identity(
        {crypto::hex(digest), support::request_note(request, officers),
         support::signed_by(officers.empty() ? std::vector<std::string>{"a-stranger"} : officers,
                            whom)},
        account, said_);
  }
  ExitCode approve_first(const record::IdentityRequest& request) {
    return approve(request, {support::kOfficer}, "officer", proposed(request));
  }
  ExitCode approve_second(const record::IdentityRequest& request) {
    return approve(request, {support::kOfficer, support::kSecondOfficer}, "other-officer",
                   proposed(request));
  }
  ExitCode refuse(const record::IdentityRequest& request) {
    said_ = Said();
    const auto digest = record::identity_request_digest(record::identity_request_text(request));
    return source_->refuse_identity(crypto::hex(digest), "officer", said_);
  }
  // told() are the answers to requests that the gateway took, once there are so many.
  std::vector<Taken> told(std::size_t count) const {
    std::vector<Taken> all;
    EXPECT_TRUE(eventually([&] {
      all = gateway_.taken();
      std::erase_if(all, [](const Taken& one) {
        const auto& why = one.statement.disclosure.occasion.change;
        return !why || !record::answers_request(*why);
      });
      return all.size() >= count;
    }));
    EXPECT_EQ(all.size(), count);
    return all;
  }
  std::int64_t counted(const std::string& from_where) const {
    auto store = storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kRead);
    return store->integer(("SELECT count(*) FROM " + from_where).c_str()).value();
  }
};

}  // namespace stile::agent
