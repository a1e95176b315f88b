#include "agents/cli/agreement_check.h"

#include "tests/support/built_from.h"
#include "tests/unit/agents/cli/files_fixture.h"

namespace stile::agent {
namespace {

using support::replaced;

class AgreementCheckTest : public FilesFixture {
 protected:
  std::string text() const { return support::text_of(scheme_.agreements[0]); }
  // check() holds a text against the invented directory and the shipped grounds.
  Result<ExitCode> check(const std::string& text) {
    return agreement_check(
        {write("agreement.text", text), write("directory.note", note("directory.note")),
         support::source_dir() + "/policies/grounds/grounds.textproto"},
        support::kNow, said_);
  }
  bool said(const std::string& what) const { return said_.text().find(what) != std::string::npos; }
  std::string file() const { return folder_.file("agreement.text"); }
};

TEST_F(AgreementCheckTest, FindsNothingInAGoodOneButWarns) {
  EXPECT_EQ(check(text()).value(), ExitCode::kOk) << said_.text();
  EXPECT_TRUE(said("no fault found"));
  EXPECT_NE(said_.messages().find("Think twice"), std::string::npos);
}

TEST_F(AgreementCheckTest, ChecksOneThatIsSigned) {
  EXPECT_EQ(check(note("agreement-1.note")).value(), ExitCode::kOk) << said_.text();
}

TEST_F(AgreementCheckTest, NamesLineAndColumnOfWhatDoesNotRead) {
  EXPECT_EQ(check(replaced(text(), "version: 1\n", "version: 1\nurgent: yes\n")).value(),
            ExitCode::kFaults);
  EXPECT_TRUE(said(file() + ":4:")) << said_.text();
}

TEST_F(AgreementCheckTest, FindsTabsCarriageReturnsAndAByteOrderMark) {
  EXPECT_EQ(check(replaced(text(), "version: ", "version:\t")).value(), ExitCode::kFaults);
  EXPECT_EQ(check(replaced(text(), "version: 1", "version: 1\r")).value(), ExitCode::kFaults);
  EXPECT_EQ(check("\xEF\xBB\xBF" + text()).value(), ExitCode::kFaults);
}

TEST_F(AgreementCheckTest, NamesThePlaceOfAFieldThatIsWrong) {
  EXPECT_EQ(check(replaced(text(), "until: \"2027-12-31\"", "until: \"2027-13-31\"")).value(),
            ExitCode::kFaults);
  EXPECT_TRUE(said(": until: ")) << said_.text();
  EXPECT_FALSE(said(file() + ":1:1")) << said_.text();
}

TEST_F(AgreementCheckTest, NamesTheClauseThatWidens) {
  scheme_.grant("TIME", "KEEP");
  EXPECT_EQ(check(text()).value(), ExitCode::kRefused);
  EXPECT_TRUE(said("clause monthly-return grants time as keep")) << said_.text();
  EXPECT_TRUE(said("(" + std::string(name(Reason::kWidens)) + ")")) << said_.text();
  EXPECT_FALSE(said(file() + ":1:1")) << said_.text();
}

TEST_F(AgreementCheckTest, RefusesAForceAsRecipient) {
  scheme_.agreement().recipient = support::kOthershire;
  EXPECT_EQ(check(text()).value(), ExitCode::kRefused);
  EXPECT_TRUE(said("no force may receive")) << said_.text();
}

TEST_F(AgreementCheckTest, FindsDatesOutOfOrderAndOneThatIsOver) {
  scheme_.agreement().review = "2028-01-01";
  EXPECT_EQ(check(text()).value(), ExitCode::kFaults);
  scheme_.agreement().review = "2026-05-01";
  scheme_.agreement().until = "2026-11-02";
  EXPECT_EQ(check(text()).value(), ExitCode::kRefused);
  EXPECT_TRUE(said("its last day is over")) << said_.text();
}

TEST_F(AgreementCheckTest, FindsEveryGroundThatDoesNotFit) {
  scheme_.agreement().source_grounds = {"uk-gdpr-6-1-c", "uk-gdpr-6-1-e"};
  scheme_.agreement().recipient_grounds = {
      "crime-and-disorder-act-1998-s115",
      "regulation-and-inspection-of-social-care-wales-act-2016"};
  EXPECT_EQ(check(text()).value(), ExitCode::kRefused);
  EXPECT_TRUE(said("source: legal_ground \"uk-gdpr-6-1-c\" is no ground of a source"));
  EXPECT_TRUE(said("\"uk-gdpr-6-1-e\" is no ground of a force"));
  EXPECT_TRUE(said("\"crime-and-disorder-act-1998-s115\" is no ground of a regulator"));
  EXPECT_TRUE(said("holds in Wales only, which is not where regulator/ofsted is"));
  EXPECT_TRUE(said(std::string(name(Reason::kGroundUnfit))));
}

TEST_F(AgreementCheckTest, FindsPartiesThatTheDirectoryDoesNotHave) {
  scheme_.agreement().source = "spiffe://stile.example/force/farshire/agent";
  scheme_.agreement().processor = "spiffe://elsewhere.example/gateway";
  EXPECT_EQ(check(text()).value(), ExitCode::kRefused);
  EXPECT_TRUE(said("source: is not in the directory"));
  EXPECT_TRUE(said("processor: the directory's gateway is"));
}

TEST_F(AgreementCheckTest, NamesTheClauseThatCountsWhatNeverGoes) {
  scheme_.add_every_type();
  std::erase_if(scheme_.agreement().clauses,
                [](const auto& clause) { return clause.record != "RETURN_MANIFEST"; });
  EXPECT_EQ(check(text()).value(), ExitCode::kFaults);
  EXPECT_TRUE(said("clause manifests counts records, and no clause lets any go")) << said_.text();
  EXPECT_FALSE(said(file() + ":1:1")) << said_.text();
}

TEST_F(AgreementCheckTest, SaysWhatNobodyChecked) {
  const CheckOrder alone{write("agreement.text", text()), {}, {}};
  EXPECT_EQ(agreement_check(alone, support::kNow, said_).value(), ExitCode::kOk);
  EXPECT_NE(said_.messages().find("nobody checked the legal grounds"), std::string::npos);
}

}  // namespace
}  // namespace stile::agent
