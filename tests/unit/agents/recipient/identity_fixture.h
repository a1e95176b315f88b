#pragma once

#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "agents/recipient/own_identity_request.h"
#include "core/crypto/digest.h"
#include "core/record/identity_request.h"
#include "tests/unit/agents/recipient/following.h"
#include "tests/unit/agents/recipient/notice_fixture.h"
#include "tests/unit/agents/recipient/return_fixture.h"

namespace stile::agent {

// IdentityLies are what a dishonest source does with an identity that was asked for.
struct IdentityLies {
  std::function<void(record::BoundIdentity& bound)> bound = {};
  std::string signer = support::kTestshire;
  std::optional<crypto::SealingPublicKey> to = {};
  std::function<void(record::Row& row)> row = {};
};

// Asking is an inbox whose data officer asks who a child is of whom the force has sent a record; it
// has two data officers, who approve it.
template <typename Fixture>
class Asking : public Fixture {
 protected:
  template <typename... T>
  explicit Asking(const T&... with) : Fixture(with...) {
    name_officers({"first-officer", "second-officer"});
  }
  // name_officers() is what the directory says here; the gateway goes on with what it began with.
  void name_officers(const std::vector<std::string>& keys) {
    std::string duty;
    for (const auto& key : keys) duty += "data_officer_key: \"" + support::vkey_of(key) + "\"\n";
    this->scheme_.agency(support::kTestshire).duty = duty;
    this->documents_ = this->scheme_.document_set();
  }

  ExitCode ask(const std::string& reference) { return ask(order(reference)); }
  ExitCode ask(const IdentityOrder& order) {
    this->said_ = Said();
    return this->inbox_->ask_identity("officer", order, Language::kEnglish, this->said_);
  }
  static IdentityOrder order(const std::string& reference) {
    return {.reference = reference,
            .basis = record::IdentityBasis::kDataSubjectRight,
            .asked_for = {"Ann Other", "S47-2026-18"},
            .days = kDaysToAnswer};
  }
  std::string requests(bool all = false) {
    Said said;
    EXPECT_EQ(this->inbox_->list_identity_requests("officer", all, Language::kEnglish, said),
              ExitCode::kOk);
    return said.text() + said.json();
  }
  ExitCode show(const std::string& reference) {
    this->said_ = Said();
    return this->inbox_->show_identity("officer", reference, Language::kEnglish, this->said_);
  }
  std::string everything() const {
    return this->said_.text() + this->said_.json() + this->said_.messages();
  }
  bool said(std::string_view what) const { return everything().find(what) != std::string::npos; }

  // waiting() are the requests that wait to go up, each verified to be signed here.
  std::vector<Bytes> waiting() {
    std::vector<Bytes> all;
    const auto own = support::signer_named(this->self_).verifier();
    const std::vector<Bytes> notes = this->inbox_->untaken(100).value();
    for (const Bytes& text : notes) {
      const auto note = crypto::parse_note(text).value();
      EXPECT_EQ(crypto::verified_names(note, std::span(&own, 1))->size(), 1U);
      if (record::is_identity_request(note.text)) all.push_back(text);
    }
    return all;
  }
  static record::IdentityRequest read(const Bytes& note) {
    return record::parse_identity_request(crypto::parse_note(note)->text).value();
  }
  // sent() asks, and has the gateway take it: the request's digest.
  Hash sent(const std::string& reference) {
    EXPECT_EQ(ask(reference), ExitCode::kOk) << everything();
    const std::vector<Bytes> notes = waiting();
    EXPECT_EQ(notes.size(), 1U);
    EXPECT_TRUE(this->inbox_->taken(crypto::sha256(notes.back())).ok());
    return record::identity_request_digest(crypto::parse_note(notes.back())->text);
  }

  static record::Identity zed() {
    return {.surname = "Zedworthy", .forenames = "Tomos", .date_of_birth = to_day({2012, 5, 4})};
  }
  // identified() is how the source answers a request about a row that it has sent.
  wire::Consignment identified(const wire::Consignment& before, const Hash& request,
                               std::uint64_t number, const IdentityLies& lies = {},
                               std::size_t place = 0) {
    const auto what =
        record::parse_statement(crypto::parse_note(before.statement)->text)->disclosure;
    const auto seal = [&](record::Row& row) {
      record::BoundIdentity bound{zed(), {request, row.event_token, what.agreement, what.to}};
      if (lies.bound) lies.bound(bound);
      row.sealed_identity = record::seal_identity(bound, support::signer_named(lies.signer),
                                                  lies.to.value_or(this->sealing_key()))
                                .value();
      if (lies.row) lies.row(row);
    };
    return support::following(before, record::ChangeReason::kIdentified, number, {.row = seal},
                              place);
  }

  bool is_whole() {
    this->said_ = Said();
    return this->inbox_->verify("officer", this->said_) == ExitCode::kOk;
  }
  // altered() is what `verify` finds once somebody has changed the store around its triggers.
  std::string altered(const std::string& sql) {
    this->vandalise(sql);
    EXPECT_FALSE(is_whole()) << sql;
    return this->said_.text();
  }
  bool holds(ByteView bytes) const {
    for (const auto* ending : {"", "-wal"}) {
      std::ifstream in(this->folder_.file("inbox.db") + ending, std::ios::binary);
      const std::string all{std::istreambuf_iterator<char>(in), {}};
      if (all.find(bytes) != all.npos) return true;
    }
    return false;
  }
  std::int64_t logged(const std::string& what) {
    return this->number_of(("SELECT count(*) FROM operation_log WHERE " + what).c_str());
  }
};

// AskingRegulator is one with a return of two rows, of which it asks about the second.
class AskingRegulator : public Asking<ReturnFixture> {
 protected:
  AskingRegulator() { took(sent_); }

  wire::Consignment answer(const Hash& request, const IdentityLies& lies = {}) {
    return identified(sent_, request, next_number(), lies, 1);
  }
  // asked_and_told() is a request that was answered: the answer.
  wire::Consignment asked_and_told() {
    const auto told = answer(sent(reference_));
    took(told);
    return told;
  }
  wire::Consignment without(record::ChangeReason why, std::uint64_t revision = 2) {
    return support::following(sent_, why, next_number(),
                              {.row = [revision](record::Row& row) { row.revision = revision; }},
                              1);
  }

  const wire::Consignment sent_ =
      hand_of(RecordType::kCallOut)
          .consign(std::vector{event(RecordType::kCallOut, "1"), event(RecordType::kCallOut, "2")},
                   next_number());
  const std::string reference_ = crypto::crockford(sent_.rows[1].row.event_token);
};

}  // namespace stile::agent
