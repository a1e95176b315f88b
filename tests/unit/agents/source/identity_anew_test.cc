// What two officers have approved and the gateway does not let go, because one of them is replaced.
#include <algorithm>
#include <optional>

#include "agents/source/intake_store.h"
#include "agents/source/schema.h"
#include "tests/unit/agents/source/identity_fixture.h"

namespace stile::agent {
namespace {

using record::ChangeReason;
using support::kOfficer;
using support::kSecondOfficer;

// The gateway's directory is newer than the force's: in it one of the two is data officer no more.
class ReplacedOfficerTest : public IdentityFixture {
 protected:
  void SetUp() override {
    request_ = sent_and_asked();
    ASSERT_EQ(approve_first(*request_), ExitCode::kOk) << said_.messages();
    gateway_.refuse([](const Taken& one) -> std::optional<GivenRefusal> {
      if (one.consignment.rows.at(0).row.sealed_identity.empty()) return std::nullopt;
      return GivenRefusal{Reason::kTooFewSignatures, {}, 0};
    });
    EXPECT_EQ(approve_second(*request_), ExitCode::kRefused);
    EXPECT_TRUE(said("no data officer any more; mend with")) << said_.messages();
  }
  // identities_sent() is how often an identity came to the gateway, taken or not.
  std::size_t identities_sent() const {
    const auto all = gateway_.came();
    return static_cast<std::size_t>(std::ranges::count_if(all, [](const Taken& one) {
      return !one.consignment.rows.at(0).row.sealed_identity.empty();
    }));
  }

  std::optional<record::IdentityRequest> request_;
};

TEST_F(ReplacedOfficerTest, IsSaidAtOnceAndWaitsForNoTime) {
  EXPECT_NE(asked_for().find("\"state\":\"waits\",\"officers\":0,"
                             "\"why\":\"TOO_FEW_SIGNATURES\""),
            std::string::npos)
      << asked_for();
  EXPECT_EQ(counted("identity_request WHERE proposed <> x'' OR sealed <> x'' OR account <> ''"), 0);
  now_ = now_ + 3600;
  source_->documents_changed();
  // What goes next has gone behind all that waited.
  ASSERT_EQ(source_->change(order(ChangeReason::kAccuracyContested), "officer", said_),
            ExitCode::kOk);
  EXPECT_EQ(identities_sent(), 1U);
  Said officer;
  source_->changes(true, officer, Sight::kOfficer);
  EXPECT_NE(officer.text().find("two officers have to approve it anew"), std::string::npos)
      << officer.text();
}

TEST_F(ReplacedOfficerTest, OfficersWhomTheDirectoryHasApproveItAnew) {
  constexpr const char* kThird = "testshire-third-officer";
  gateway_.refuse({});
  std::string& duty = scheme_.agency(support::kTestshire).duty;
  duty = support::replaced(duty, support::vkey_of(kOfficer), support::vkey_of(kThird));
  use_documents();
  EXPECT_EQ(approve(*request_, {kOfficer}, "officer", proposed(*request_)), ExitCode::kRefused);
  ASSERT_EQ(approve(*request_, {kSecondOfficer}, "other-officer", proposed(*request_)),
            ExitCode::kOk)
      << said_.messages();
  EXPECT_NE(asked_for().find("\"officers\":1,\"why\":\"\""), std::string::npos) << asked_for();
  told(0);
  ASSERT_EQ(approve(*request_, {kSecondOfficer, kThird}, "third-officer", proposed(*request_)),
            ExitCode::kOk)
      << said_.messages();
  told(1);
  EXPECT_NE(asked_for(true).find("\"state\":\"approved\""), std::string::npos);
}

TEST_F(ReplacedOfficerTest, NothingElsePutsAnAnswerBack) {
  gateway_.refuse({});
  ASSERT_EQ(approve_first(*request_), ExitCode::kOk) << said_.messages();
  ASSERT_EQ(approve_second(*request_), ExitCode::kOk) << said_.messages();
  told(1);
  source_.reset();
  auto store = storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kWrite);
  for (const char* sql : {"UPDATE identity_request SET change = NULL",
                          "UPDATE identity_request SET change = NULL, account = '', proposed = x'',"
                          " sealed = x''",
                          "UPDATE identity_request SET account = 'another'"}) {
    EXPECT_EQ(store->run(sql).reason(), Reason::kIntegrity) << sql;
  }
}

TEST_F(ReplacedOfficerTest, AStoreOfAnEarlierVersionTakesOnWhyOneIsApprovedAnew) {
  const std::string path = folder_.file("earlier.db");
  {
    auto database = storage::Database::open(path, storage::OpenMode::kCreate);
    const storage::Schema newest = intake_schema();
    ASSERT_TRUE(database->migrate({newest.application, newest.steps.first(12)}).ok());
  }
  ASSERT_TRUE(IntakeStore::open(path, support::signer_named(support::kLog).verifier()).ok());
  const auto reader = IntakeReader::open(path);
  ASSERT_TRUE(reader.ok()) << reader.error().detail;
  EXPECT_TRUE(reader.value()->identity_requests().all()->empty());
}

}  // namespace
}  // namespace stile::agent
