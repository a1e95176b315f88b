#include "agents/cli/agreement_status.h"

#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

#include "agents/cli/document.h"
#include "core/wire/document_codec.h"
#include "tests/unit/agents/cli/files_fixture.h"

namespace stile::agent {
namespace {

using agreement::StatusKind;

class AgreementStatusTest : public FilesFixture {
 protected:
  AgreementStatusTest() {
    // The keys of Ofsted's signatories, as the invented directory has them.
    for (const std::string& name : support::signatories_of(support::kOfsted)) {
      const Hash seed = support::signing_seed_of(name);
      const std::string file = folder_.file("key-" + std::to_string(keys_.size()));
      EXPECT_TRUE(crypto::write_key_file(file, view(seed)).ok());
      keys_.push_back({name, file});
    }
    order_.file = write("agreement.note", note("agreement-1.note"));
    order_.serial = 1;
    order_.key = keys_[0].second;
    order_.name = keys_[0].first;
    order_.out = folder_.file("status.note");
  }

  // in_force() is what the programs make of the agreement with this note beside it.
  Result<const agreement::Agreement*> in_force(const std::string& status_note) {
    auto notes = scheme_.notes();
    notes.push_back({"status.note", status_note});
    auto documents = wire::read_documents(notes, scheme_.areas_file()).value();
    set_ = agreement::DocumentSet::verify(std::move(documents), scheme_.trust()).value();
    return set_->in_force(scheme_.agreement_hash(), support::kNow);
  }

  StatusOrder order_;
  std::vector<std::pair<std::string, std::string>> keys_;
  std::optional<agreement::DocumentSet> set_;
};

TEST_F(AgreementStatusTest, TwoSignatoriesOfOneSideSuspend) {
  ASSERT_EQ(agreement_status(StatusKind::kSuspended, order_, support::kNow, said_).value(),
            ExitCode::kOk);
  EXPECT_TRUE(in_force(read(order_.out)).ok());
  const SignOrder second{order_.out, keys_[1].second, keys_[1].first,
                         folder_.file("status-2.note")};
  ASSERT_TRUE(document_sign(second).ok());
  EXPECT_EQ(in_force(read(second.out)).reason(), Reason::kSuspended);
}

TEST_F(AgreementStatusTest, SaysWhoElseSigns) {
  ASSERT_TRUE(agreement_status(StatusKind::kResumed, order_, support::kNow, said_).ok());
  EXPECT_NE(said_.messages().find("resumes testshire-ofsted version 1 from 2026-11-03T09:00Z"),
            std::string::npos)
      << said_.messages();
  EXPECT_NE(said_.messages().find("both controllers"), std::string::npos);
}

TEST_F(AgreementStatusTest, BeginsWhenItSays) {
  order_.effective = "2026-12-01T00:00Z";
  ASSERT_TRUE(agreement_status(StatusKind::kEnded, order_, support::kNow, said_).ok());
  EXPECT_NE(read(order_.out).find("effective: \"2026-12-01T00:00Z\""), std::string::npos);
  EXPECT_NE(read(order_.out).find("kind: ENDED"), std::string::npos);
}

TEST_F(AgreementStatusTest, WantsASerialAMinuteAndASignedAgreement) {
  order_.serial = 0;
  EXPECT_EQ(agreement_status(StatusKind::kEnded, order_, support::kNow, said_).reason(),
            Reason::kUsage);
  order_.serial = 1;
  order_.effective = "tomorrow";
  EXPECT_FALSE(agreement_status(StatusKind::kEnded, order_, support::kNow, said_).ok());
  order_.effective.clear();
  order_.file = write("agreement.text", support::text_of(scheme_.agreement()));
  EXPECT_FALSE(agreement_status(StatusKind::kEnded, order_, support::kNow, said_).ok());
  EXPECT_FALSE(std::filesystem::exists(order_.out));
}

}  // namespace
}  // namespace stile::agent
