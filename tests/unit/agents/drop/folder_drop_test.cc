#include <filesystem>
#include <string>

#include "core/base/limits.h"
#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "tests/support/full_disk.h"
#include "tests/unit/agents/drop/drop_fixture.h"
#include "tests/unit/agents/source/source_fixture.h"

namespace stile::agent {
namespace {

namespace fs = std::filesystem;

constexpr const char* kName = "2026-10_calls.csv";
constexpr const char* kTaken = "in/.taken-2026-10_calls.csv";

class FolderDropTest : public DropFixture<SourceFixture> {
 protected:
  void drop(const std::string& content, const std::string& name = kName) const {
    put(content, name);
  }
  void drop(const std::vector<ExportRow>& rows) const { put(export_text(rows), kName); }
  DropLine line() override { return return_line(*source_); }
  bool failed_for(Reason reason, const std::string& file = kName) const {
    return DropFixture::failed_for(reason, file);
  }
};

TEST_F(FolderDropTest, SendsAnExportAndDeletesIt) {
  const auto rows = rows_of(300);
  drop(rows);
  EXPECT_TRUE(settle().value());
  EXPECT_TRUE(fs::is_empty(place("in")));
  const std::string result = text("sent/2026-10_calls.csv.result.json");
  const std::string digest = crypto::hex(crypto::sha256(export_text(rows)));
  for (const std::string& said :
       {std::string("\"export\":\"2026-10_calls.csv\""), "\"sha256\":\"" + digest + "\"",
        std::string("\"account\":\"cad-export\",\"month\":\"2026-10\",\"rows\":300,\"sent\":300,"),
        std::string("\"first\":1,\"last\":2,\"rows\":300}]")}) {
    EXPECT_NE(result.find(said), std::string::npos) << said << "\n" << result;
  }
  EXPECT_TRUE(fs::is_empty(place("failed")));
  EXPECT_FALSE(settle().value());
}

TEST_F(FolderDropTest, SendsTheSameRowsOnce) {
  drop(rows_of(3));
  ASSERT_TRUE(settle().value());
  drop(rows_of(3));
  ASSERT_TRUE(settle().value());
  EXPECT_TRUE(has("sent/2026-10_calls.csv.result.json", "\"sent\":3,"));
  EXPECT_TRUE(
      has("sent/2026-10_calls.csv.2.result.json", "\"sent\":0,\"revised\":0,\"unchanged\":3,"));
  EXPECT_TRUE(has("sent/2026-10_calls.csv.2.result.json", "\"consignments\":[]"));
  send(rows_of(3));
  EXPECT_EQ(rows_taken().size(), 3U);
}

TEST_F(FolderDropTest, ReadsAgainWhatAKilledAgentHadBegun) {
  send(rows_of(1));
  drop(rows_of(3));
  fs::rename(place(std::string("in/") + kName), place(kTaken));
  ASSERT_TRUE(settle().value());
  EXPECT_TRUE(
      has("sent/2026-10_calls.csv.result.json", "\"sent\":2,\"revised\":0,\"unchanged\":1,"));
  EXPECT_FALSE(is_there(kTaken));
}

TEST_F(FolderDropTest, KeepsARejectedRowWithItsReason) {
  drop({{.reference = "CC-1"},
        {.reference = "CC-2", .time = "30/09/2026 21:10"},
        {.reference = "CC-3", .caller = "=cmd"}});
  ASSERT_TRUE(settle().value());
  EXPECT_TRUE(has("sent/2026-10_calls.csv.result.json", "\"rejected\":2,\"held\":0,"));
  EXPECT_TRUE(has("sent/2026-10_calls.csv.result.json",
                  "\"rejected_rows\":\"failed/2026-10_calls.csv.rejected.csv\""));
  const std::string rejected = text("failed/2026-10_calls.csv.rejected.csv");
  EXPECT_EQ(std::count(rejected.begin(), rejected.end(), '\n'), 3) << rejected;
  EXPECT_NE(rejected.find("\r\n3,,OUTSIDE_OCCASION,the call-out is of 2026-09,send it with --month "
                          "2026-09,CC-2,N1,"),
            std::string::npos)
      << rejected;
  EXPECT_NE(rejected.find("\r\n4,Caller Type,MALFORMED,"), std::string::npos) << rejected;
  EXPECT_NE(rejected.find(",'=cmd,"), std::string::npos) << "a spreadsheet would compute it";
  EXPECT_FALSE(is_there("failed/2026-10_calls.csv")) << "the rest is in no file any more";
}

TEST_F(FolderDropTest, ARowThatCannotBeReadSoFarIsKeptWithoutCellsOfAnother) {
  const std::string text_of_two = export_text({{.reference = "CC-1"}, {.reference = "CC-2"}});
  drop(text_of_two + std::string("CC-3\0,x\r\n", 9));
  ASSERT_TRUE(settle().value());
  EXPECT_FALSE(has("failed/2026-10_calls.csv.rejected.csv", "CC-2"));
}

TEST_F(FolderDropTest, SaysWhyAnExportCannotBeSent) {
  drop(export_text({{}}), "calls.csv");
  ASSERT_TRUE(settle().value());
  EXPECT_TRUE(failed_for(Reason::kUsage, "calls.csv"));
  EXPECT_TRUE(has("failed/calls.csv.result.json", "mend with: a name such as 2026-10_"));
  drop("a,b\r\n1,2\r\n");
  ASSERT_TRUE(settle().value());
  EXPECT_TRUE(failed_for(Reason::kMissingField));
  drop(export_text({{}}) + "CC-2,\"open\r\n", "2026-10 cut off.csv");
  ASSERT_TRUE(settle().value());
  EXPECT_TRUE(failed_for(Reason::kMalformed, "2026-10 cut off.csv"));
  EXPECT_TRUE(has("failed/2026-10 cut off.csv.result.json", "\"what\":\"line 3: "));
}

TEST_F(FolderDropTest, SaysWhatWentBeforeTheFault) {
  drop(export_text(rows_of(600)) + "CC-2,\"open\r\n");
  ASSERT_TRUE(settle().value());
  EXPECT_TRUE(failed_for(Reason::kMalformed));
  const std::string result = text("failed/2026-10_calls.csv.result.json");
  EXPECT_NE(result.find("\"rows\":600,\"sent_before_the_fault\":[{"), std::string::npos) << result;
  EXPECT_NE(result.find("\"first\":1,\"last\":2,\"rows\":512}]"), std::string::npos) << result;
  EXPECT_NE(log_.find("512 rows sent before the fault; sha256 "), std::string::npos) << log_;
  drop("a,b\r\n1,2\r\n");
  ASSERT_TRUE(settle().value());
  EXPECT_TRUE(has("failed/2026-10_calls.csv.2.result.json", "\"sent_before_the_fault\":[]"));
}

TEST_F(FolderDropTest, SendsForNobodyWhoMayNotSend) {
  sender_ = Error{Reason::kNotPermitted, "not in the people file"};
  drop(rows_of(1));
  ASSERT_TRUE(settle().value());
  EXPECT_TRUE(failed_for(Reason::kNotPermitted));
  EXPECT_TRUE(gateway_.came().empty());
}

TEST_F(FolderDropTest, SendsNoFileThatHasAnotherName) {
  drop(rows_of(1));
  fs::create_hard_link(place(std::string("in/") + kName), folder_.file("another's"));
  ASSERT_TRUE(settle().value());
  EXPECT_TRUE(failed_for(Reason::kNotPermitted));
  EXPECT_TRUE(gateway_.came().empty());
}

TEST_F(FolderDropTest, SendsOnlyTheFileWhoseOwnerItAsked) {
  drop(rows_of(1));
  std::ofstream(folder_.file("other"), std::ios::binary) << export_text(rows_of(3));
  meanwhile_ = [&] { fs::rename(folder_.file("other"), place(kTaken)); };
  ASSERT_TRUE(settle().value());
  EXPECT_TRUE(has("sent/2026-10_calls.csv.result.json", "\"rows\":1,"));
}

TEST_F(FolderDropTest, WaitsForWhatIsStillBeingWritten) {
  const std::string whole = export_text(rows_of(3));
  const std::string cut_off = whole.substr(0, whole.size() - 5) + ",\"";
  for (const std::string& begun : {export_text(rows_of(2)), cut_off}) {
    drop(begun);
    meanwhile_ = [&] { std::ofstream(place(kTaken), std::ios::app) << "\r\n"; };
    EXPECT_EQ(settle().reason(), Reason::kUnavailable);
    EXPECT_TRUE(is_there(kTaken));
    EXPECT_TRUE(fs::is_empty(place("sent")) && fs::is_empty(place("failed")));
  }
  std::ofstream(place(kTaken), std::ios::binary) << whole;
  meanwhile_ = [] {};
  ASSERT_TRUE(settle().value());
  EXPECT_TRUE(has("sent/2026-10_calls.csv.result.json", "\"rows\":3,"));
}

TEST_F(FolderDropTest, KeepsAnExportThatNoAgreementLetsGo) {
  scheme_.agreements.clear();
  use_documents();
  drop(rows_of(1));
  ASSERT_TRUE(settle().value());
  EXPECT_TRUE(failed_for(Reason::kNoAgreement));
}

TEST_F(FolderDropTest, WaitsWhileTheDocumentsAreTooOld) {
  drop(rows_of(1));
  now_ += 30 * 86400;
  EXPECT_EQ(settle().reason(), Reason::kStale);
  EXPECT_TRUE(is_there(kTaken));
  now_ = support::kNow;
  EXPECT_TRUE(settle().value());
  EXPECT_TRUE(has("sent/2026-10_calls.csv.result.json", "\"sent\":1,"));
}

TEST_F(FolderDropTest, KeepsTheExportUntilItsRowsAreDurable) {
  const auto rows = rows_of(2000);
  drop(rows);
  {
    const support::FullDisk full(600'000);
    EXPECT_EQ(settle().reason(), Reason::kIo);
  }
  EXPECT_EQ(text(kTaken), export_text(rows));
  EXPECT_FALSE(is_there("sent/2026-10_calls.csv.result.json"));
  reopen();
  EXPECT_TRUE(settle().value());
  send(rows);
  EXPECT_EQ(rows_taken().size(), rows.size());
}

TEST_F(FolderDropTest, KeepsTheExportUntilItsRejectedRowsAreDurable) {
  drop({{.reference = "CC-1"}, {.time = "30/09/2026 21:10"}});
  fs::create_directory(place("failed/2026-10_calls.csv.rejected.csv.part"));
  std::ofstream(place("failed/2026-10_calls.csv.rejected.csv.part/x")) << "in the way";
  EXPECT_FALSE(settle().ok());
  EXPECT_TRUE(is_there(kTaken));
}

TEST_F(FolderDropTest, AnExportThatCannotLeaveYetHasOneResult) {
  const auto at_work = agent();
  drop("a,b\r\n1,2\r\n");
  meanwhile_ = [&] { fs::create_directories(place(std::string("failed/") + kName)); };
  EXPECT_EQ(at_work->settle_one().reason(), Reason::kIo);
  EXPECT_EQ(at_work->settle_one().reason(), Reason::kIo);
  EXPECT_TRUE(is_there("failed/2026-10_calls.csv.result.json"));
  EXPECT_FALSE(is_there("failed/2026-10_calls.csv.2.result.json"));
  fs::remove(place(std::string("failed/") + kName));
  EXPECT_TRUE(at_work->settle_one().value());
  EXPECT_TRUE(failed_for(Reason::kMissingField));
  meanwhile_ = [] {};
  drop(rows_of(1));
  EXPECT_TRUE(at_work->settle_one().value());
  EXPECT_TRUE(has("sent/2026-10_calls.csv.2.result.json", "\"sent\":1,"))
      << "another file of the name is another export";
}

TEST_F(FolderDropTest, ANameThatIsNoTextMakesNoResultThatDoesNotRead) {
  drop(export_text({{}}), "2026-10_\xE9t\xE9.csv");
  ASSERT_TRUE(settle().value());
  EXPECT_TRUE(has("sent/2026-10_\xE9t\xE9.csv.result.json", "\"export\":\"\","));
}

TEST_F(FolderDropTest, ANameThatIsTooLongBlocksNothingAndIsSaid) {
  const std::string base = "2026-10_" + std::string(192, 'x');
  for (const auto& name : {".taken-" + base + std::string(48, 'y'), base + std::string(55, 'z')}) {
    drop(export_text({{}}), name);
    ASSERT_TRUE(settle().value()) << name;
    EXPECT_FALSE(is_there("in/" + name));
  }
  for (const auto& name : {base, base + ".2"}) {
    EXPECT_TRUE(failed_for(Reason::kUsage, name));
    EXPECT_TRUE(has("failed/" + name + ".result.json", "longer than 200 bytes; mend with: "));
  }
  EXPECT_TRUE(gateway_.came().empty());
  drop(export_text({{}}), base);
  ASSERT_TRUE(settle().value());
  EXPECT_TRUE(is_there("sent/" + base + ".3.result.json")) << "200 bytes are not too long";
}

TEST_F(FolderDropTest, LogsNoName) {
  drop(export_text({{}, {.reference = "CC-2", .time = "30/09/2026 21:10"}}),
       "2026-10_Jane Doe.csv");
  drop(export_text({{}}), "Jane Doe.csv");
  ASSERT_TRUE(settle().value());
  ASSERT_TRUE(settle().value());
  EXPECT_NE(
      log_.find(
          "export_sent 2 rows: 1 sent, 0 revised, 0 unchanged, 0 withheld, 1 rejected; sha256 "),
      std::string::npos)
      << log_;
  EXPECT_NE(log_.find("export_failed USAGE"), std::string::npos) << log_;
  EXPECT_EQ(log_.find("Jane"), std::string::npos) << log_;
}

}  // namespace
}  // namespace stile::agent
