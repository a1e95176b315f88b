#include "agents/cli/check.h"

#include <filesystem>
#include <sstream>

#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "tests/unit/agents/cli/files_fixture.h"

namespace stile::agent {
namespace {

namespace fs = std::filesystem;

// A whole recipient but for its TLS identity, which only certs/issue makes: that is the one fault
// that every configuration here has.
class CheckCommandTest : public FilesFixture {
 protected:
  CheckCommandTest() {
    fs::create_directory(folder_.file("documents"));
    fs::create_directory(folder_.file("out"));
    write_key("signing.key", support::kOfsted);
    write("areas.textproto", scheme_.areas);
    write("people.textproto", "person { account: \"a\" name: \"A\" role: INSPECTOR }\n");
  }

  void write_key(const std::string& name, const std::string& of) {
    const Hash seed = support::signing_seed_of(of);
    ASSERT_TRUE(crypto::write_key_file(folder_.file(name), view(seed)).ok());
  }
  void write_documents() {
    for (const auto& [file, note] : scheme_.notes()) write("documents/" + file, note);
  }
  std::string config() const {
    std::string text =
        "agency: \"" + std::string(support::kOfsted) + "\"\n" +
        "identity: \"identity\"\ngateway: \"127.0.0.1:8443\"\n" + "gateway_identity: \"" +
        support::kGateway + "\"\n" + "socket: \"stile.sock\"\npeople: \"people.textproto\"\n" +
        "documents: \"documents\"\nareas: \"areas.textproto\"\n" +
        "signing_key: \"signing.key\"\nsigning_key_name: \"" + support::kOfsted + "\"\n";
    for (const char* root : {"root/one", "root/two", "root/three"}) {
      text += "root: \"" + support::vkey_of(root) + "\"\n";
    }
    return text + "recipient { store: \"inbox.db\" sealing_key: \"sealing.key\" out: \"out\" }\n";
  }
  // faults() are the lines but for the one about the identity.
  std::string faults(const std::string& text) {
    write_documents();
    const auto code = check_config(write("agent.textproto", text), support::kNow, said_);
    EXPECT_EQ(code.value(), ExitCode::kFaults);
    std::string rest;
    std::istringstream lines(said_.text());
    for (std::string line; std::getline(lines, line);) {
      if (line.find(": identity: ") == line.npos) rest += line + "\n";
    }
    return rest;
  }
};

TEST_F(CheckCommandTest, FindsNothingElseInAWholeConfiguration) { EXPECT_EQ(faults(config()), ""); }

TEST_F(CheckCommandTest, SaysWhereTheFaultIs) {
  const auto found = faults(support::replaced(config(), "127.0.0.1:8443", "127.0.0.1"));
  EXPECT_EQ(found, folder_.file("agent.textproto") + ":3:1: gateway: is host:port\n");
}

TEST_F(CheckCommandTest, SaysWhichMeansOfHandingOnCannotBeUsed) {
  write("tell", "#!/bin/sh\n");
  fs::create_directory(folder_.file("spool"));
  const auto found =
      faults(config() +
             "handing {\n  command: \"tell\"\n  spool: \"spool\"\n"
             "  smtp { server: \"mail\" sender: \"A <a@b.example>\" roots: \"none\" }\n}\n");
  for (const char* what : {"command: ", "chmod 0755 ", "spool: ", "spool/ack: no such folder",
                           "server: is no mail server", "sender: is no plain mailbox", "roots: "}) {
    EXPECT_NE(found.find(what), std::string::npos) << what << "\n" << found;
  }
  fs::permissions(folder_.file("tell"), fs::perms(0755));
  fs::create_directory(folder_.file("spool/ack"));
  EXPECT_EQ(faults(config() + "handing { command: \"tell\" spool: \"spool\" }\n"), found);
}

TEST_F(CheckCommandTest, WantsAMeansOfHandingOn) {
  EXPECT_NE(faults(config() + "handing {}\n").find("handing: names no means"), std::string::npos);
}

TEST_F(CheckCommandTest, WantsMetricsForThisMachineOnly) {
  EXPECT_EQ(faults(config() + "metrics: \"127.0.0.1:9465\"\n"), "");
}

TEST_F(CheckCommandTest, FindsMetricsThatOthersCouldRead) {
  const auto found = faults(config() + "metrics: \"0.0.0.0:9465\"\n");
  EXPECT_NE(found.find("metrics: only this machine may ask; mend with: "), std::string::npos)
      << found;
}

TEST_F(CheckCommandTest, FindsTextsOfLeavesThatWouldGoTooSoon) {
  std::string gateway =
      "listen: \"127.0.0.1:8443\"\ndocuments: \"documents\"\nareas: \"areas.textproto\"\n";
  for (const char* root : {"root/one", "root/two", "root/three"}) {
    gateway += "root: \"" + support::vkey_of(root) + "\"\n";
  }
  EXPECT_EQ(faults(gateway + "log_retention_days: 366\n").find("log_retention_days"),
            std::string::npos);
  const auto as_long = faults(gateway + "log_retention_days: 365\n");
  EXPECT_NE(as_long.find("log_retention_days: is not more than the 365 days for which agreement "),
            std::string::npos)
      << as_long;
  const auto young = faults(gateway + "log_retention_days: 59\n");
  EXPECT_NE(young.find("log_retention_days: from 60"), std::string::npos) << young;
}

constexpr const char* kTiles = "listen: \"127.0.0.1:8443\"\ntiles: \"tiles\"\n";

TEST_F(CheckCommandTest, FindsAFolderOfTilesThatIsNotThere) {
  EXPECT_NE(faults(kTiles).find("tiles: no such folder"), std::string::npos);
}

TEST_F(CheckCommandTest, FindsTheFolderOfTiles) {
  std::filesystem::create_directory(folder_.file("tiles"));
  EXPECT_EQ(faults(kTiles).find("tiles: no such folder"), std::string::npos);
}

TEST_F(CheckCommandTest, FindsAFolderOfTheDropThatIsNotThere) {
  std::filesystem::create_directories(folder_.file("drop/in"));
  const auto found = faults(config() + "source { drop: \"drop\" }\n");
  EXPECT_NE(found.find("drop/sent: no such folder; mend with: make it"), std::string::npos)
      << found;
  EXPECT_NE(found.find("drop/failed: no such folder"), std::string::npos) << found;
  EXPECT_EQ(found.find("drop/in"), std::string::npos) << found;
}

TEST_F(CheckCommandTest, TheFolderForEventsIsAnother) {
  const auto found = faults(config() + "source { drop: \"drop\" notify_drop: \"events\" }\n");
  EXPECT_NE(found.find("events/in: no such folder; mend with: make it"), std::string::npos)
      << found;
  const auto one = faults(config() + "source { drop: \"drop\" notify_drop: \"./drop\" }\n");
  EXPECT_NE(one.find("is the folder of `drop`"), std::string::npos) << one;
}

TEST_F(CheckCommandTest, FindsAFolderOfTheDropThatIsOnAnotherFileSystem) {
  for (const auto* name : {"drop/in", "drop/sent"}) fs::create_directories(folder_.file(name));
  fs::create_directory_symlink("/proc", folder_.file("drop/failed"));
  const auto found = faults(config() + "source { drop: \"drop\" }\n");
  EXPECT_NE(found.find("drop/failed: on another file system than "), std::string::npos) << found;
}

TEST_F(CheckCommandTest, FindsEveryFaultAtOnce) {
  fs::remove(folder_.file("people.textproto"));
  fs::remove(folder_.file("out"));
  const auto found = faults(config());
  EXPECT_NE(found.find(":6:1: people: "), std::string::npos) << found;
  EXPECT_NE(found.find(": out: "), std::string::npos) << found;
}

TEST_F(CheckCommandTest, NamesLineAndColumnOfWhatIsNoSetting) {
  const auto found = faults("agency: \"x\"\n  nonsense: 1\n");
  EXPECT_NE(found.find("agent.textproto:2:"), std::string::npos) << found;
}

TEST_F(CheckCommandTest, FindsADirectoryThatHasRunOut) {
  scheme_.directory.valid_until = "2026-11-02T00:00Z";
  EXPECT_NE(faults(config()).find("outside its dates"), std::string::npos);
}

TEST_F(CheckCommandTest, FindsAnAgreementThatTooFewSigned) {
  scheme_.agreement().signing.signers.pop_back();
  const auto found = faults(config());
  EXPECT_NE(found.find("agreement-1.note:1:1: TOO_FEW_SIGNATURES"), std::string::npos) << found;
}

TEST_F(CheckCommandTest, WarnsOfHomesThatTheDirectoryDoesNotList) {
  scheme_.homes.push_back(scheme_.homes.front());
  scheme_.homes.back().serial = 2;
  scheme_.homes.back().signing.listed = false;
  EXPECT_EQ(faults(config()), "");
  const auto stray = crypto::hex(crypto::sha256(support::text_of(scheme_.homes.back())));
  EXPECT_NE(said_.messages().find("homes-3.note: left out: homes " + stray), std::string::npos)
      << said_.messages();
}

TEST_F(CheckCommandTest, FindsADirectoryThatTheRootsDidNotSign) {
  scheme_.directory.signing.signers = {"root/one"};
  EXPECT_NE(faults(config()).find(": documents: "), std::string::npos);
}

TEST_F(CheckCommandTest, FindsAKeyThatIsNotTheDirectorys) {
  fs::remove(folder_.file("signing.key"));
  write_key("signing.key", "another");
  EXPECT_NE(faults(config()).find("signing_key: the directory has another key"), std::string::npos);
}

TEST_F(CheckCommandTest, WantsThreeRoots) {
  const auto root = "root: \"" + support::vkey_of("root/three") + "\"\n";
  EXPECT_NE(faults(support::replaced(config(), root, "")).find("three root keys"),
            std::string::npos);
}

}  // namespace
}  // namespace stile::agent
