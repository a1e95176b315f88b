#include "agents/cli/agreement_explain.h"

#include "core/agreement/evaluate.h"
#include "core/agreement/plain_words.h"
#include "tests/support/source_hand.h"
#include "tests/unit/agents/cli/files_fixture.h"

namespace stile::agent {
namespace {

class AgreementExplainTest : public FilesFixture {
 protected:
  AgreementExplainTest() {
    order_.home = support::kHome;
    order_.event = "2026-10-31T23:30Z";
  }
  Result<ExitCode> explain() {
    order_.file = write("agreement.note", note("agreement-1.note"));
    order_.directory = write("directory.note", note("directory.note"));
    order_.documents = {write("homes.note", note("homes-1.note"))};
    for (std::size_t i = 1; i <= scheme_.statuses.size(); ++i) {
      const std::string name = "status-" + std::to_string(i) + ".note";
      order_.documents.emplace_back(write(name, note(name)));
    }
    order_.areas = write("areas.textproto", scheme_.areas);
    order_.roots = {support::vkey_of("root/one"), support::vkey_of("root/two"),
                    support::vkey_of("root/three")};
    return agreement_explain(order_, support::kNow, said_);
  }
  bool said(const std::string& what) const { return said_.text().find(what) != std::string::npos; }

  ExplainOrder order_;
};

TEST_F(AgreementExplainTest, SaysFieldByFieldWhatGoes) {
  scheme_.withhold("LEVEL");
  ASSERT_EQ(explain().value(), ExitCode::kOk) << said_.text();
  EXPECT_TRUE(said("Under agreement testshire-ofsted clause monthly-return this goes to"));
  EXPECT_TRUE(said("  + the child's age, as a band"));
  EXPECT_TRUE(said("  - not the incident's level"));
  EXPECT_NE(said_.json().find("\"field\":\"age\",\"treatment\":\"band\""), std::string::npos)
      << said_.json();
}

// What it says is what Evaluation grants, field for field (design I9).
TEST_F(AgreementExplainTest, SaysWhatTheEvaluationGrants) {
  ASSERT_EQ(explain().value(), ExitCode::kOk);
  const auto documents = scheme_.document_set();
  const auto what = support::disclosure_to(support::kOfsted, scheme_.agreement_hash());
  const auto evaluation = agreement::Evaluation::begin(*documents, what, support::kNow).value();
  for (int i = 1; i <= record::kFieldCount; ++i) {
    const auto field = static_cast<record::Field>(i);
    const bool granted = evaluation.clause().treatments.grants(field);
    const std::string line = std::string("\"decision\":\"") + (granted ? "granted" : "withheld") +
                             "\",\"agreement\":\"testshire-ofsted\",\"clause\":\"monthly-return\","
                             "\"field\":\"" +
                             std::string(name(field)) + "\"";
    const bool said = said_.json().find(line) != std::string::npos;
    EXPECT_EQ(said, granted || agreement::worth_denying(evaluation.clause(), field)) << line;
  }
}

TEST_F(AgreementExplainTest, SaysWhatASmallHomeKeepsBack) {
  order_.home = support::kSmallHome;
  ASSERT_EQ(explain().value(), ExitCode::kOk);
  EXPECT_TRUE(said("  - not the child's age, for so small a home"));
}

TEST_F(AgreementExplainTest, NamesReasonAgreementClauseAndField) {
  order_.home = support::kOthershireHome;
  EXPECT_EQ(explain().value(), ExitCode::kRefused);
  EXPECT_TRUE(said("Nothing goes: NOT_ROUTED")) << said_.text();
  EXPECT_NE(said_.json().find("\"reason\":\"NOT_ROUTED\",\"agreement\":\"testshire-ofsted\","
                              "\"clause\":\"monthly-return\",\"field\":\"home\""),
            std::string::npos)
      << said_.json();
}

TEST_F(AgreementExplainTest, RefusesAnotherMonthAsTheProgramsDo) {
  order_.month = "2026-09";
  EXPECT_EQ(explain().value(), ExitCode::kRefused);
  EXPECT_TRUE(said(std::string(name(Reason::kOutsideOccasion))));
}

TEST_F(AgreementExplainTest, KnowsStatusesAndDates) {
  scheme_.add_status("SUSPENDED", "2026-11-02T09:00Z", support::signatories_of(support::kOfsted));
  EXPECT_EQ(explain().value(), ExitCode::kRefused);
  EXPECT_TRUE(said(std::string(name(Reason::kSuspended)))) << said_.text();
  order_.at = "2026-11-02T08:00Z";
  EXPECT_EQ(explain().value(), ExitCode::kOk) << said_.text();
}

TEST_F(AgreementExplainTest, RefusesOneThatTooFewSigned) {
  scheme_.agreement().signing.signers.pop_back();
  EXPECT_EQ(explain().value(), ExitCode::kRefused);
  EXPECT_TRUE(said(std::string(name(Reason::kTooFewSignatures)))) << said_.text();
}

TEST_F(AgreementExplainTest, BelievesNoDirectoryThatTheRootsDidNotSign) {
  scheme_.directory.signing.signers = {"root/one"};
  EXPECT_FALSE(explain().ok());
}

TEST_F(AgreementExplainTest, ListsTheKindsOfRecordItKnows) {
  order_.record = "gossip";
  const auto refused = explain();
  EXPECT_EQ(refused.reason(), Reason::kUsage);
  EXPECT_NE(refused.error().detail.find("call-out"), std::string::npos);
}

}  // namespace
}  // namespace stile::agent
