#include "agents/cli/doctor.h"

#include <pwd.h>
#include <unistd.h>

#include <filesystem>

#include "agents/cli/diagnosis.h"
#include "agents/control/server.h"
#include "core/storage/database.h"
#include "core/tls/identity_files.h"
#include "stile/v1/control.pb.h"
#include "tests/unit/agents/cli/files_fixture.h"
#include "tests/unit/core/tls/made_identity.h"

namespace stile::agent {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kGibibyte = 1U << 30;

// A whole recipient whose agent answers and is attached, unless a test takes something away.
class DoctorTest : public FilesFixture {
 protected:
  DoctorTest() {
    for (const char* folder : {"documents", "out", "identity", "store"}) {
      fs::create_directory(folder_.file(folder));
    }
    write_key("signing.key", support::kOfsted);
    write("areas.textproto", scheme_.areas);
    write("people.textproto", "person { account: \"a\" name: \"A\" role: INSPECTOR }\n");
    write_identity(support::kOfsted);
    scheme_.directory.valid_until = "2026-11-14T00:00Z";
    EXPECT_TRUE(storage::Database::open(store(), storage::OpenMode::kCreate)
                    ->run("CREATE TABLE t (x)")
                    .ok());
    order_.config = folder_.file("agent.textproto");
    order_.space = [this](const fs::path&) -> Result<std::uintmax_t> { return free_; };
  }

  std::string store() const { return folder_.file("store/inbox.db"); }
  void write_key(const std::string& name, const std::string& of) {
    const Hash seed = support::signing_seed_of(of);
    ASSERT_TRUE(crypto::write_key_file(folder_.file(name), view(seed)).ok());
  }
  void write_identity(const std::string& id) {
    const auto made = tls::make_identity({id}, "01");
    fs::remove(folder_.file("identity/tls.key"));
    ASSERT_TRUE(crypto::write_key_file(folder_.file("identity/tls.key"), made.key).ok());
    write("identity/tls.pem", made.certificate);
    write("identity/roots.pem", made.certificate);
  }
  std::string config() const {
    std::string text = "agency: \"" + std::string(support::kOfsted) +
                       "\"\nidentity: \"identity\"\ngateway: \"127.0.0.1:8443\"\n" +
                       "gateway_identity: \"" + support::kGateway + "\"\nsocket: \"stile.sock\"\n" +
                       "people: \"people.textproto\"\ndocuments: \"documents\"\n" +
                       "areas: \"areas.textproto\"\nsigning_key: \"signing.key\"\n" +
                       "signing_key_name: \"" + support::kOfsted + "\"\n";
    for (const char* root : {"root/one", "root/two", "root/three"}) {
      text += "root: \"" + support::vkey_of(root) + "\"\n";
    }
    return text +
           "recipient { store: \"store/inbox.db\" sealing_key: \"sealing.key\" out: \"out\" }\n";
  }

  // seen() is what the doctor says of a world in which the agent, if any, answers with `status`.
  std::string seen(Instant now = support::kNow) {
    for (const auto& [file, note] : scheme_.notes()) write("documents/" + file, note);
    write("agent.textproto", config());
    std::unique_ptr<ControlServer> agent;
    if (answers_) agent = answering();
    code_ = doctor(order_, now, said_).value();
    return said_.text();
  }
  bool says(const std::string& words) {
    const std::string said = seen();
    EXPECT_NE(said.find(words), std::string::npos) << said;
    return said.find(words) != std::string::npos;
  }

  DoctorOrder order_;
  std::uintmax_t free_ = 8 * kGibibyte;
  bool answers_ = true;
  std::vector<std::string> witnessed_;  // what the agent says of the ledger's witnesses
  ExitCode status_ = ExitCode::kOk;
  bool wrong_clock_ = false;
  bool ledger_alarm_ = false;
  std::string whose_ = support::kOfsted;  // agent it is; empty: it does not say
  std::string role_ = "DATA_OFFICER";
  ExitCode code_ = ExitCode::kOk;

 private:
  std::unique_ptr<ControlServer> answering() const {
    const auto people =
        std::make_shared<const People>(People::parse("person { account: \"" + own_account() +
                                                         "\" name: \"P\" role: " + role_ + " }",
                                                     "people")
                                           .value());
    return ControlServer::listen(
               folder_.file("stile.sock"), [people] { return people; },
               [status = status_, wrong_clock = wrong_clock_, ledger_alarm = ledger_alarm_,
                witnessed = witnessed_, whose = whose_](
                   const Person&, const v1::ControlRequest& request, Reporter& reporter) {
                 EXPECT_TRUE(request.has_agent_status());
                 if (!whose.empty()) reporter.line("agent of " + whose, "");
                 if (wrong_clock) {
                   reporter.line("this machine's clock is 1440 minutes ahead of the gateway's", "");
                 }
                 if (ledger_alarm) reporter.line("ledger: leaf 7: does not read", "");
                 for (const auto& line : witnessed) reporter.line(line, "");
                 if (status == ExitCode::kFaults) {
                   reporter.line("2 notifications unread, 1 of them overdue", "");
                 }
                 return status;
               })
        .value();
  }
  static std::string own_account() { return ::getpwuid(::geteuid())->pw_name; }
};

TEST_F(DoctorTest, FindsNothingAmissWhereNothingIs) {
  const std::string said = seen();
  EXPECT_EQ(code_, ExitCode::kOk) << said;
  EXPECT_EQ(said.find("fault"), std::string::npos) << said;
  EXPECT_EQ(said.find("warning"), std::string::npos) << said;
  for (const char* thing : {"configuration", "certificate", "directory", "own entry", "agreement",
                            "agent", "gateway", "disk", "store"}) {
    EXPECT_NE(said.find("ok      " + std::string(thing) + " "), std::string::npos) << thing;
  }
}

TEST_F(DoctorTest, SaysWhoseAgentAnswers) {
  EXPECT_TRUE(says("ok      agent         answers, for " + std::string(support::kOfsted)));
}

TEST_F(DoctorTest, AnotherAgencysAgentIsAFaultAndSaysNothingOfThisOne) {
  whose_ = support::kTestshire;
  witnessed_ = {"witnessed: 5 leaves, by force/testshire 2026-11-03T09:00:00Z"};
  const std::string said = seen();
  EXPECT_EQ(code_, ExitCode::kFaults);
  EXPECT_NE(said.find("another agency's answers: " + std::string(support::kTestshire) +
                      "; mend with: --socket"),
            std::string::npos)
      << said;
  EXPECT_EQ(said.find("gateway "), std::string::npos) << said;
  EXPECT_EQ(said.find("witnesses"), std::string::npos) << said;
}

TEST_F(DoctorTest, AnAgentOfAnOlderVersionDoesNotSayWhoseItIs) {
  whose_.clear();
  EXPECT_TRUE(says("ok      agent         answers"));
  EXPECT_EQ(code_, ExitCode::kOk);
}

TEST_F(DoctorTest, SaysWhoWitnessesTheLedger) {
  witnessed_ = {"witnessed: 5 leaves, by force/testshire 2026-11-03T09:00:00Z"};
  EXPECT_TRUE(says("ok      witnesses     5 leaves, by force/testshire 2026-11-03T09:00:00Z"));
  EXPECT_EQ(code_, ExitCode::kOk);
}

TEST_F(DoctorTest, SaysThatNobodyDoes) {
  witnessed_ = {"witnessed: by nobody: the directory names no quorum"};
  EXPECT_TRUE(says("warning witnesses     none: the directory names no quorum; mend with: "));
  EXPECT_EQ(code_, ExitCode::kOk);
}

TEST_F(DoctorTest, FindsThatReturnsWaitForWitnesses) {
  status_ = ExitCode::kFaults;
  witnessed_ = {"witnessed: nothing yet", "unwitnessed: no quorum of witnesses for 4 hours"};
  EXPECT_TRUE(says("fault   witnesses     no quorum of witnesses for 4 hours; mend with: "));
  EXPECT_EQ(code_, ExitCode::kFaults);
}

TEST_F(DoctorTest, SaysTheSameToPrograms) {
  seen();
  EXPECT_NE(said_.json().find(R"({"state":"ok","thing":"store","what":"whole","mend":""})"),
            std::string::npos)
      << said_.json();
}

TEST_F(DoctorTest, FindsAKeyThatOthersMayRead) {
  fs::permissions(folder_.file("signing.key"), fs::perms::owner_read | fs::perms::group_read);
  EXPECT_TRUE(says("fault   configuration"));
  EXPECT_EQ(code_, ExitCode::kFaults);
  EXPECT_NE(said_.text().find("signing_key: "), std::string::npos) << said_.text();
}

TEST_F(DoctorTest, FindsTheCertificateOfAnother) {
  write_identity(support::kTestshire);
  EXPECT_TRUE(
      says("its certificate is that of spiffe://stile.example/force/testshire/agent; "
           "mend with: certs/issue"));
  EXPECT_EQ(code_, ExitCode::kFaults);
}

TEST_F(DoctorTest, FindsACertificateThatHasEnded) {
  const auto files = tls::IdentityFiles::in_folder(folder_.file("identity"));
  const std::string said = seen(tls::own_expiry(files).value());
  EXPECT_NE(said.find("fault   certificate   ended "), std::string::npos) << said;
}

TEST_F(DoctorTest, WarnsOfACertificateThatNobodyRenews) {
  const auto files = tls::IdentityFiles::in_folder(folder_.file("identity"));
  const std::string said = seen(tls::own_expiry(files).value() - 86400);
  EXPECT_NE(said.find("warning certificate   ends "), std::string::npos) << said;
}

TEST_F(DoctorTest, FindsWhatOfTheLedgerHasToBeLookedInto) {
  ledger_alarm_ = true;
  status_ = ExitCode::kFaults;
  EXPECT_TRUE(says("fault   ledger        leaf 7: does not read; mend with: `stile audit alarms`"));
  EXPECT_EQ(code_, ExitCode::kFaults);
  status_ = ExitCode::kIo;  // also of an agent that is not attached
  EXPECT_TRUE(says("fault   gateway       not attached"));
  EXPECT_TRUE(says("fault   ledger        leaf 7: does not read"));
}

TEST_F(DoctorTest, FindsADirectoryThatHasRunOut) {
  scheme_.directory.valid_until = "2026-11-02T00:00Z";
  EXPECT_TRUE(says("the directory is outside its dates; mend with: "));
  EXPECT_EQ(code_, ExitCode::kFaults);
}

TEST_F(DoctorTest, WarnsOfADirectoryThatRunsOut) {
  scheme_.directory.valid_until = "2026-11-05T00:00Z";
  EXPECT_TRUE(says("warning directory     runs out 2026-11-05T00:00Z"));
  EXPECT_EQ(code_, ExitCode::kOk);
}

TEST_F(DoctorTest, FindsThatTheDirectoryHasAnotherKey) {
  fs::remove(folder_.file("signing.key"));
  write_key("signing.key", "another");
  EXPECT_TRUE(says("signing_key: the directory has another key"));
  EXPECT_EQ(code_, ExitCode::kFaults);
}

TEST_F(DoctorTest, FindsAnEntryThatHasEnded) {
  scheme_.agency(support::kOfsted).valid_to = "2026-11-02";
  EXPECT_TRUE(says("fault   own entry"));
  EXPECT_EQ(code_, ExitCode::kFaults);
}

TEST_F(DoctorTest, WarnsOfAnAgreementThatEnds) {
  scheme_.agreement().until = "2026-11-20";
  scheme_.agreement().review = "2026-11-20";
  EXPECT_TRUE(says("ends after 2026-11-20; mend with: "));
  EXPECT_EQ(code_, ExitCode::kOk);
}

TEST_F(DoctorTest, WarnsWhereNoAgreementIsInForce) {
  scheme_.agreements.clear();
  EXPECT_TRUE(says("warning agreement     none of this agency is in force"));
}

TEST_F(DoctorTest, FindsThatNoAgentAnswers) {
  answers_ = false;
  EXPECT_TRUE(says("fault   agent         none answers"));
  EXPECT_EQ(code_, ExitCode::kFaults);
}

TEST_F(DoctorTest, FindsThatTheGatewayIsNotAttached) {
  status_ = ExitCode::kIo;
  EXPECT_TRUE(says("ok      agent         answers"));
  EXPECT_NE(said_.text().find("fault   gateway       not attached"), std::string::npos);
  EXPECT_EQ(code_, ExitCode::kFaults);
}

TEST_F(DoctorTest, WarnsOfNotificationsThatNobodyHasRead) {
  status_ = ExitCode::kFaults;
  EXPECT_TRUE(says("warning notices       2 notifications unread, 1 of them overdue"));
  EXPECT_NE(said_.text().find("ok      gateway       attached"), std::string::npos);
  EXPECT_EQ(code_, ExitCode::kOk);
}

TEST_F(DoctorTest, FindsAClockThatIsNotTheGateways) {
  status_ = ExitCode::kFaults;
  wrong_clock_ = true;
  EXPECT_TRUE(says("fault   clock         this machine's clock is 1440 minutes ahead"));
  EXPECT_NE(said_.text().find("mend with: `timedatectl`"), std::string::npos);
  EXPECT_NE(said_.text().find("warning notices       2 notifications"), std::string::npos);
  EXPECT_EQ(code_, ExitCode::kFaults);
}

TEST_F(DoctorTest, WarnsWhoMayNotAskTheAgent) {
  role_ = "INSPECTOR";
  EXPECT_TRUE(says("warning agent         does not tell"));
  EXPECT_EQ(code_, ExitCode::kOk);
}

TEST_F(DoctorTest, SaysWhetherThereIsRoom) {
  free_ = kGibibyte / 2;
  EXPECT_TRUE(says("warning disk          512 MiB free"));
  EXPECT_EQ(code_, ExitCode::kOk);
  free_ = kGibibyte / 32;
  EXPECT_TRUE(says("fault   disk          32 MiB free"));
  EXPECT_EQ(code_, ExitCode::kFaults);
}

TEST_F(DoctorTest, FindsADamagedStore) {
  for (const char* ending : {"-wal", "-shm"}) fs::remove(store() + ending);
  std::fstream(store(), std::ios::in | std::ios::out | std::ios::binary) << "no database";
  EXPECT_TRUE(says("fault   store"));
  EXPECT_EQ(code_, ExitCode::kFaults);
}

TEST_F(DoctorTest, AStoreThatIsNotThereYetIsNoFault) {
  fs::remove(store());
  EXPECT_TRUE(says("warning store         none yet"));
  EXPECT_EQ(code_, ExitCode::kOk);
}

TEST_F(DoctorTest, IsForAgentsOnly) {
  write("agent.textproto", "listen: \"127.0.0.1:8443\"\n");
  EXPECT_EQ(doctor(order_, support::kNow, said_).reason(), Reason::kUsage);
}

}  // namespace
}  // namespace stile::agent
