#include "agents/source/export_map.h"

#include <sstream>

#include "tests/support/built_from.h"
#include "tests/unit/agents/source/source_fixture.h"

namespace stile::agent {
namespace {

std::shared_ptr<const ColumnMap> shipped(const std::string& system, const std::string& from = {},
                                         const std::string& to = {}) {
  const std::string file = support::source_dir() + "/policies/column-maps/" + system + ".textproto";
  std::ifstream in(file);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!from.empty()) text = support::replaced(text, from, to);
  return std::make_shared<const ColumnMap>(load_column_map(text, file).value());
}

constexpr char kRecords[] =
    "Record Type;Occurrence Ref;Person Ref;Premises URN;Recorded On;DOB;Care Status;Premises Type;"
    "Responsible LA;Reason;Subject Role;Offence;Disposal;CSE/CCE Flag;Injury;"
    "Challenged By Subject;Restriction\r\n"
    "Custody Record;OCC-1;P-1;SC900001;2026-10-04T21:10;2012-05-04;LAC;Children's Home;E10000093;"
    "Arrest;Subject;Damage;NYA;None;Injured;N;\r\n"
    "Protect Concern;OCC-1;P-1;SC900001;2026-10-04T21:10;2012-05-04;LAC;Children's Home;E10000093;"
    "CSE;Subject;;;Flagged;;N;\r\n"
    "Protect Concern;OCC-2;P-2;SC900001;2026-10-05T21:10;2012-05-04;LAC;Children's Home;E10000093;"
    "Self Harm;Subject;;;None;;N;R2 Live enquiry\r\n";

TEST(ExportMapTest, IsTheOneWhoseColumnsTheExportHas) {
  const ColumnMaps maps = {shipped("command-and-control"), shipped("missing-persons"),
                           shipped("records-management")};
  std::istringstream from(kRecords);
  EXPECT_EQ(map_of(maps, from).value()->system(), "records-management");
  EXPECT_EQ(from.tellg(), 0);
}

TEST(ExportMapTest, OfAnExportThatFitsNoneSaysWhatEachLacks) {
  const ColumnMaps maps = {shipped("command-and-control"), shipped("records-management")};
  std::istringstream from("A,B,C\r\n");
  const auto map = map_of(maps, from);
  ASSERT_EQ(map.reason(), Reason::kMissingField);
  for (const auto* part : {"command-and-control: ", "Incident Ref", "records-management: "}) {
    EXPECT_NE(map.error().detail.find(part), std::string::npos) << part;
  }
}

TEST(ExportMapTest, OfAnExportThatFitsTwoTakesNeither) {
  const ColumnMaps maps = {
      shipped("records-management"),
      shipped("records-management", "system: \"records-management\"", "system: \"other\"")};
  std::istringstream from(kRecords);
  const auto map = map_of(maps, from);
  ASSERT_EQ(map.reason(), Reason::kAmbiguous);
  EXPECT_NE(map.error().detail.find("records-management"), std::string::npos);
}

// Two systems of one force, each with its own map, in one agreement.
class SystemsTest : public SourceFixture {
 protected:
  SystemsTest() {
    scheme_.add_every_type();
    use_documents();
  }
  ExitCode send_records(std::string_view rows = kRecords) {
    column_map_ = shipped("records-management");
    std::ofstream(folder_.file("month.csv"), std::ios::binary) << rows;
    said_ = Said();
    return source_->send(support::kMonth, "month.csv", "analyst", said_);
  }
  std::vector<record::Treated> treated() const {
    std::vector<record::Treated> all;
    for (const auto& row : rows_taken()) {
      all.push_back(wire::decode_fields(row.row.fields).value());
    }
    return all;
  }
};

TEST_F(SystemsTest, ArrestsAndConcernsOfOneExportAreDistinctEvents) {
  EXPECT_EQ(send_records(), ExitCode::kOk);
  const auto all = treated();
  ASSERT_GE(all.size(), 2U);
  EXPECT_EQ(all[0].type, record::RecordType::kArrest);
  EXPECT_EQ(all[0].kind, record::Kind::kArrested);
  EXPECT_EQ(all[1].type, record::RecordType::kConcern);
  EXPECT_EQ(all[1].kind, record::Kind::kSexualExploitation);
  const auto rows = rows_taken();
  EXPECT_NE(rows[0].row.event_token, rows[1].row.event_token);
  EXPECT_TRUE(rows[0].subject_token.empty());
  for (const auto& row : all) EXPECT_NE(row.kind, record::Kind::kSelfHarm);  // held
}

TEST_F(SystemsTest, OneSystemsExportSaysNothingOfAnothersRows) {
  send({{.reference = "CC-1"}});
  send_records();
  EXPECT_FALSE(said("absent"));
  const auto manifest = treated().back();
  using record::Collection;
  using enum record::RecordType;
  EXPECT_EQ(manifest.collections, (std::vector<Collection>{{kCallOut, true, 1, 0, 0},
                                                           {kMissingEpisode, false, 0, 0, 0},
                                                           {kArrest, true, 1, 0, 0},
                                                           {kConcern, true, 1, 0, 0}}));
}

// What a row adds to its home's month is stored behind the row, however drafts fill up meanwhile.
TEST_F(SystemsTest, ARowRepeatedWithAnotherFactIsLearntBehindItsRow) {
  const std::string text = kRecords;
  const std::string header = text.substr(0, text.find('\n') + 1);
  const auto row = [](std::string_view type, int number, std::string_view reason,
                      std::string_view disputed) {
    return std::string(type) + ";OCC-" + std::to_string(1000 + number) +
           ";P-1;SC900001;2026-10-04T21:10;2012-05-04;LAC;Children's Home;E10000093;" +
           std::string(reason) + ";Subject;;;None;;" + std::string(disputed) + ";\r\n";
  };
  std::string rows =
      header + row("Custody Record", 0, "Arrest", "N") + row("Custody Record", 0, "Arrest", "Y");
  for (int i = 1; i <= 600; ++i) rows += row("Protect Concern", i, "CSE", "N");
  EXPECT_EQ(send_records(rows), ExitCode::kOk) << said_.messages();
  std::uint32_t disputed = 0;
  for (const auto& one : treated()) {
    for (const auto& [measure, value] : one.counts) {
      if (measure == record::Measure::kDisputed) disputed = value;
    }
  }
  EXPECT_EQ(disputed, 1U);
}

TEST_F(SystemsTest, ATypeWithoutAClauseIsWithheld) {
  std::erase_if(scheme_.agreement().clauses,
                [](const auto& clause) { return clause.record == "ARREST"; });
  use_documents();
  EXPECT_EQ(send_records(), ExitCode::kOk);
  EXPECT_TRUE(said("OCC-1 withheld: NO_CLAUSE, agreement testshire-ofsted"));
  for (const auto& row : treated()) EXPECT_NE(row.type, record::RecordType::kArrest);
}

}  // namespace
}  // namespace stile::agent
