#include "agents/cli/agreement_diff.h"

#include "tests/unit/agents/cli/files_fixture.h"

namespace stile::agent {
namespace {

class AgreementDiffTest : public FilesFixture {
 protected:
  AgreementDiffTest() : old_(write("old.note", note("agreement-1.note"))) {
    scheme_.agreement().version = 2;
  }
  Result<ExitCode> diff() {
    new_ = write("new.text", support::text_of(scheme_.agreement()));
    return agreement_diff(old_, new_, said_);
  }

  std::string old_;
  std::string new_;
};

TEST_F(AgreementDiffTest, EndsWithOneWhenSomethingWidensAndNamesThatFirst) {
  scheme_.agreement().until = "2028-12-31";
  scheme_.withhold("LEVEL");
  EXPECT_EQ(diff().value(), ExitCode::kFaults);
  EXPECT_TRUE(said_.text().starts_with("WIDENS   The last day changes")) << said_.text();
  EXPECT_NE(said_.text().find("narrows  Of each call-out"), std::string::npos) << said_.text();
  EXPECT_NE(said_.json().find("\"effect\":\"widens\""), std::string::npos);
}

TEST_F(AgreementDiffTest, EndsWithNoneWhenNothingDoes) {
  scheme_.withhold("LEVEL");
  EXPECT_EQ(diff().value(), ExitCode::kOk);
  EXPECT_EQ(said_.text().find("WIDENS"), std::string::npos);
}

TEST_F(AgreementDiffTest, SaysThatAVersionMustGrow) {
  scheme_.agreement().version = 1;
  EXPECT_EQ(diff().value(), ExitCode::kOk);
  EXPECT_NE(said_.messages().find("version is not higher"), std::string::npos);
}

TEST_F(AgreementDiffTest, ComparesNothingThatMayNotBeSigned) {
  scheme_.grant("TIME", "KEEP");
  EXPECT_EQ(diff().reason(), Reason::kWidens);
}

}  // namespace
}  // namespace stile::agent
