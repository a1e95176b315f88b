#include <algorithm>
#include <filesystem>

#include "tests/unit/agents/recipient/return_fixture.h"

namespace stile::agent {
namespace {

constexpr const char* kStems[] = {"call-outs", "missing-episodes", "arrests",
                                  "concerns",  "home-months",      "manifests"};

class InboxExportTest : public ReturnFixture {
 protected:
  explicit InboxExportTest(const support::Scheme& scheme = whole_return())
      : ReturnFixture(scheme) {}

  // cell_of() is a cell of the first row of a file; nothing here is quoted.
  std::string cell_of(const std::string& file, const std::string& column) {
    const auto lines = lines_of("october/" + file);
    const auto names = cells(lines.at(0));
    const auto at = std::ranges::find(names, column) - names.begin();
    return cells(lines.at(1)).at(static_cast<std::size_t>(at));
  }
  static std::vector<std::string> cells(std::string line) {
    if (line.ends_with('\r')) line.pop_back();
    std::vector<std::string> cells(1);
    for (const char c : line) {
      if (c == ',') {
        cells.emplace_back();
      } else {
        cells.back() += c;
      }
    }
    return cells;
  }
};

TEST_F(InboxExportTest, WritesAFileForEachTypeWithItsMetadata) {
  send_one_of_each();
  ASSERT_EQ(exported(), ExitCode::kOk);
  for (const std::string stem : kStems) {
    EXPECT_EQ(lines_of("october/" + stem + ".csv").size(), 2U) << stem;
    EXPECT_NE(
        text_of("october/" + stem + ".csv-metadata.json").find("\"url\":\"" + stem + ".csv\""),
        std::string::npos);
  }
  EXPECT_NE(said_.json().find("{\"month\":\"2026-10\",\"type\":\"call-out\",\"file\":"
                              "\"october/call-outs.csv\",\"rows\":1,\"sha256\":\""),
            std::string::npos);
}

TEST_F(InboxExportTest, WritesFilesOfNothingToo) {
  ASSERT_EQ(exported(), ExitCode::kOk);
  for (const std::string stem : kStems) {
    EXPECT_EQ(lines_of("october/" + stem + ".csv").size(), 1U) << stem;
  }
}

TEST_F(InboxExportTest, WritesRowsInTheOrderOfDays) {
  send({event(RecordType::kCallOut, "1", support::kSecondHome, "2026-10-01T20:15Z"),
        event(RecordType::kCallOut, "2", support::kHome, "2026-10-20T20:15Z"),
        event(RecordType::kCallOut, "3", support::kHome, "2026-10-02T20:15Z")});
  ASSERT_EQ(exported(), ExitCode::kOk);
  const auto lines = lines_of("october/call-outs.csv");
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_TRUE(lines[0].starts_with(
      "source,agreement,consignment,event_reference,revision,annotation,home,"));
  EXPECT_NE(lines[1].find("ofsted:SC900002,2026-10-01,evening,"), std::string::npos);
  EXPECT_NE(lines[2].find("ofsted:SC900001,2026-10-02,evening,"), std::string::npos);
  EXPECT_NE(lines[3].find("ofsted:SC900001,2026-10-20,evening,"), std::string::npos);
  EXPECT_TRUE(lines[3].ends_with(",distant,testshire-data\r")) << lines[3];
}

TEST_F(InboxExportTest, CountsWhatTheHomesMonthListsAndNoneOfTheRest) {
  send_one_of_each();
  ASSERT_EQ(exported(), ExitCode::kOk);
  EXPECT_EQ(cell_of("home-months.csv", "calls_by_staff"), "3");
  EXPECT_EQ(cell_of("home-months.csv", "calls_by_child"), "0");
  EXPECT_EQ(cell_of("home-months.csv", "month"), "2026-10");
}

class WithoutOffencesTest : public InboxExportTest {
 protected:
  WithoutOffencesTest() : InboxExportTest(without_offences()) {}

  static support::Scheme without_offences() {
    support::Scheme scheme = whole_return();
    for (auto& clause : scheme.agreement().clauses) {
      std::erase_if(clause.grants, [](const auto& grant) { return grant.first == "OFFENCE"; });
    }
    return scheme;
  }
};

TEST_F(WithoutOffencesTest, LeavesCountsEmptyThatTheAgreementDoesNotGrant) {
  send_home_month({{record::Measure::kCallsByStaff, 3}});
  ASSERT_EQ(exported(), ExitCode::kOk);
  EXPECT_EQ(cell_of("home-months.csv", "calls_by_child"), "0");
  EXPECT_EQ(cell_of("home-months.csv", "arrests"), "");
  EXPECT_EQ(cell_of("home-months.csv", "outcome_formal"), "");
}

TEST_F(InboxExportTest, TellsWhatTheForceDoesNotCollectFromNone) {
  send_one_of_each();
  ASSERT_EQ(exported(), ExitCode::kOk);
  EXPECT_EQ(cell_of("manifests.csv", "call_outs_complete"), "true");
  EXPECT_EQ(cell_of("manifests.csv", "call_outs_rejected"), "3");
  EXPECT_EQ(cell_of("manifests.csv", "missing_episodes_rejected"), "0");
  EXPECT_EQ(cell_of("manifests.csv", "arrests_complete"), "");
}

TEST_F(InboxExportTest, WritesOnlyWhatIsSelected) {
  send_one_of_each();
  send({event(RecordType::kCallOut, "7", support::kSecondHome)});
  ASSERT_EQ(exported({.home = support::home(support::kSecondHome), .type = RecordType::kCallOut}),
            ExitCode::kOk);
  EXPECT_EQ(lines_of("october/call-outs.csv").size(), 2U);
  EXPECT_FALSE(std::filesystem::exists(folder_.file("october/arrests.csv")));
}

TEST_F(InboxExportTest, WritesNothingThatTheForceKnowsTheChildBy) {
  send({event(RecordType::kCallOut, "CAD-77")});
  ASSERT_EQ(exported(), ExitCode::kOk);
  EXPECT_EQ(text_of("october/call-outs.csv").find("CAD-77"), std::string::npos);
  EXPECT_EQ(text_of("october/call-outs.csv").find("NOMINAL"), std::string::npos);
}

TEST_F(InboxExportTest, ReplacesEarlierFilesAsAWhole) {
  send({event(RecordType::kCallOut, "1")});
  ASSERT_EQ(exported(), ExitCode::kOk);
  send({event(RecordType::kCallOut, "2")});
  ASSERT_EQ(exported(), ExitCode::kOk);
  EXPECT_EQ(lines_of("october/call-outs.csv").size(), 3U);
  for (const auto& file : std::filesystem::directory_iterator(folder_.file("october"))) {
    EXPECT_NE(file.path().extension(), ".part");
  }
}

TEST_F(InboxExportTest, LetsTheGroupReadAndNobodyWrite) {
  ASSERT_EQ(exported(), ExitCode::kOk);
  namespace fs = std::filesystem;
  const auto others = fs::perms::others_read | fs::perms::others_write | fs::perms::group_write;
  for (const char* file : {"october/call-outs.csv", "october/call-outs.csv-metadata.json"}) {
    const fs::perms mode = fs::status(folder_.file(file)).permissions();
    EXPECT_NE(mode & fs::perms::group_read, fs::perms::none) << file;
    EXPECT_EQ(mode & others, fs::perms::none) << file;
  }
}

TEST_F(InboxExportTest, WritesIntoItsOwnFolderOnly) {
  for (const char* folder : {"../o", "/tmp/o", "..", ".hidden", "", "-o", "a b", "a/b"}) {
    EXPECT_EQ(exported({}, folder), ExitCode::kUsage) << folder;
  }
}

}  // namespace
}  // namespace stile::agent
