// What a recipient's data officer asks over the agent's socket, and what the agent makes of it.
#include "agents/reidentify_handler.h"

#include <gtest/gtest.h>
#include <pwd.h>
#include <unistd.h>

#include <memory>
#include <string>

#include "agents/cli/remote_reidentify.h"
#include "stile/v1/control.pb.h"
#include "tests/support/keys.h"
#include "tests/support/said.h"
#include "tests/support/scheme.h"
#include "tests/support/temporary_folder.h"

namespace stile::agent {
namespace {

class ReidentifyTest : public ::testing::Test {
 protected:
  void SetUp() override {
    InboxOptions options{
        folder_.file("inbox.db"),
        folder_.file("sealing.key"),
        folder_.path(),
        support::agency(support::kOfsted),
        std::make_shared<crypto::NoteSigner>(support::signer_named(support::kOfsted)),
        support::signer_named(support::kLog).verifier(),
        [this] { return documents_; },
        [] { return support::kNow; },
        crypto::system_random()};
    inbox_ = Inbox::open(std::move(options)).value();
    const std::string account = ::getpwuid(::geteuid())->pw_name;
    people_ = std::make_shared<const People>(
        People::parse("person { account: \"" + account + "\" name: \"P\" role: DATA_OFFICER }",
                      "people")
            .value());
    server_ = ControlServer::listen(
                  agent_.socket, [this] { return people_; },
                  [this](const Person& person, const v1::ControlRequest& asked, Reporter& to) {
                    last_ = asked;
                    return answer_reidentify(nullptr, inbox_.get(), person, asked, to);
                  })
                  .value();
  }
  ExitCode answered(v1::ControlRequest asked, Inbox* inbox) {
    said_ = Said();
    return answer_reidentify(nullptr, inbox, {"mary", "Mary", {Role::kDataOfficer}}, asked, said_);
  }
  static IdentityQuery query() {
    return {.reference = "0000",
            .basis = "court-order",
            .person = "Ann Other",
            .matter = "FD26P00001",
            .days = 3,
            .language = "cy"};
  }

  support::Scheme scheme_;
  std::shared_ptr<const agreement::DocumentSet> documents_ = scheme_.document_set();
  support::TemporaryFolder folder_;
  Agent agent_{folder_.file("stile.sock")};
  std::shared_ptr<const People> people_;
  std::unique_ptr<Inbox> inbox_;
  v1::ControlRequest last_;
  Said said_;
  std::unique_ptr<ControlServer> server_;
};

TEST_F(ReidentifyTest, ARequestArrivesWhole) {
  EXPECT_EQ(reidentify_request(agent_, query(), said_).value(), ExitCode::kUsage);
  EXPECT_NE(said_.messages().find("no record of that reference"), std::string::npos)
      << said_.messages();
  const auto& asked = last_.reidentify_request();
  EXPECT_EQ(asked.reference(), "0000");
  EXPECT_EQ(asked.basis(), "court-order");
  EXPECT_EQ(asked.person(), "Ann Other");
  EXPECT_EQ(asked.matter(), "FD26P00001");
  EXPECT_EQ(asked.days(), 3U);
  EXPECT_EQ(asked.language(), "cy");
}

TEST_F(ReidentifyTest, ListsAndShows) {
  EXPECT_EQ(reidentify_list(agent_, true, "", said_).value(), ExitCode::kOk);
  EXPECT_TRUE(last_.reidentify_list().all());
  EXPECT_EQ(reidentify_show(agent_, "0000", "", said_).value(), ExitCode::kUsage);
  EXPECT_EQ(last_.reidentify_show().reference(), "0000");
}

TEST_F(ReidentifyTest, SaysHowABasisAndALanguageAreWritten) {
  auto wrong = query();
  wrong.basis = "because";
  EXPECT_EQ(reidentify_request(agent_, wrong, said_).value(), ExitCode::kUsage);
  EXPECT_NE(said_.messages().find("children-act-1989-s47, "), std::string::npos)
      << said_.messages();
  EXPECT_EQ(reidentify_list(agent_, false, "fr", said_).value(), ExitCode::kUsage);
  EXPECT_EQ(reidentify_show(agent_, "0000", "fr", said_).value(), ExitCode::kUsage);
  EXPECT_NE(said_.messages().find("en or cy"), std::string::npos);
}

TEST_F(ReidentifyTest, AnAgencyThatReceivesOrSendsNothingSaysSo) {
  v1::ControlRequest list, handed;
  list.mutable_reidentify_list();
  handed.mutable_reidentify_asked();
  EXPECT_EQ(answered(list, nullptr), ExitCode::kUsage);
  EXPECT_EQ(said_.messages(), "this agency receives no records\n");
  EXPECT_EQ(answered(handed, inbox_.get()), ExitCode::kUsage);
  EXPECT_EQ(said_.messages(), "this agency sends no records\n");
}

}  // namespace
}  // namespace stile::agent
