#include <algorithm>
#include <map>

#include "core/storage/database.h"
#include "core/storage/statement.h"
#include "tests/unit/agents/source/source_fixture.h"

// What a source counts itself: the months of homes, and the manifest.
namespace stile::agent {
namespace {

using record::Collection;
using record::Count;
using record::Measure;
using record::RecordType;
using record::Treated;

class MonthFiguresTest : public SourceFixture {
 protected:
  MonthFiguresTest() {
    scheme_.add_every_type();
    use_documents();
  }

  // taken() are the records of a type that the gateway took, in their order.
  std::vector<Treated> taken(RecordType type) const {
    std::vector<Treated> all;
    for (const auto& row : rows_taken()) {
      auto treated = wire::decode_fields(row.row.fields).value();
      if (treated.type == type) all.push_back(std::move(treated));
    }
    return all;
  }
  // counts() are the newest of a home.
  std::map<Measure, std::uint32_t> counts(std::string_view home = support::kHome) const {
    std::map<Measure, std::uint32_t> newest;
    for (const auto& month : taken(RecordType::kHomeMonth)) {
      if (month.home->text() != home) continue;
      newest.clear();
      for (const auto& [measure, value] : month.counts) newest[measure] = value;
    }
    return newest;
  }
  // collection() is what the newest manifest says of a type.
  Collection collection(RecordType type = RecordType::kCallOut) const {
    const auto manifests = taken(RecordType::kReturnManifest);
    if (manifests.empty()) return {};
    const auto& said = manifests.back().collections;
    const auto found = std::ranges::find(said, type, &Collection::type);
    return found == said.end() ? Collection{} : *found;
  }
  std::size_t manifests() const { return taken(RecordType::kReturnManifest).size(); }
};

TEST_F(MonthFiguresTest, EachHomeHasItsMonthAndTheManifestComesLast) {
  send({{.reference = "CC-1"}, {.reference = "CC-2", .home = "SC900002", .caller = "Child"}});
  EXPECT_EQ(counts()[Measure::kCallsByStaff], 1U);
  EXPECT_EQ(counts()[Measure::kStaffCallsAppropriate], 1U);
  EXPECT_EQ(counts()[Measure::kChildMissing], 1U);
  EXPECT_EQ(counts(support::kSecondHome)[Measure::kCallsByChild], 1U);
  EXPECT_EQ(counts(support::kSecondHome).count(Measure::kCallsByStaff), 0U);
  EXPECT_EQ(wire::decode_fields(rows_taken().back().row.fields)->type, RecordType::kReturnManifest);
  EXPECT_TRUE(said("home months: 2 sent, 0 revised, 0 unchanged"));
  EXPECT_TRUE(said("manifest 1 of the month sent"));
}

TEST_F(MonthFiguresTest, ManifestSaysWhatTheRecipientIsToHave) {
  send({{.reference = "CC-1"}, {.reference = "CC-2"}});
  EXPECT_EQ(collection(), (Collection{RecordType::kCallOut, true, 2, 0, 0}));
  EXPECT_EQ(collection(RecordType::kArrest), (Collection{RecordType::kArrest, false, 0, 0, 0}));
  EXPECT_EQ(taken(RecordType::kReturnManifest).front().revision, 1U);
  EXPECT_EQ(taken(RecordType::kReturnManifest).front().month, support::kMonth);
}

TEST_F(MonthFiguresTest, WhatSaysTheSameDoesNotGoAgain) {
  const std::vector<ExportRow> rows = {{.reference = "CC-1"}, {.reference = "CC-2"}};
  send(rows);
  const auto before = rows_taken().size();
  send(rows);
  EXPECT_EQ(rows_taken().size(), before);
  EXPECT_TRUE(said("home months: 0 sent, 0 revised, 1 unchanged"));
}

TEST_F(MonthFiguresTest, ACallAboutTwoChildrenIsOneCall) {
  send({{.person = "N1"}, {.person = "N2"}});
  EXPECT_EQ(counts()[Measure::kCallsByStaff], 1U);
  EXPECT_EQ(counts()[Measure::kChildMissing], 2U);
  EXPECT_EQ(collection().records, 2U);
}

TEST_F(MonthFiguresTest, RowsOfOneIncidentAreOneCall) {
  send({{.reference = "CC-1", .incident = "I-1"}, {.reference = "CC-2", .incident = "I-1"}});
  EXPECT_EQ(counts()[Measure::kCallsByStaff], 1U);
  EXPECT_EQ(counts()[Measure::kChildMissing], 2U);
}

// R17: nothing that a recipient gets depends on a row that is held.
TEST_F(MonthFiguresTest, AHeldRowCountsNowhereAndComesAsALateRowOnceReleased) {
  send({{.reference = "CC-1"}, {.reference = "CC-2", .hold = "Risk to Child"}});
  EXPECT_TRUE(said("line 3: CC-2 held: detrimental-to-child"));
  EXPECT_TRUE(said("1 sent, 0 revised, 0 unchanged, 0 withheld, 0 rejected, 1 held"));
  const auto with_held = rows_taken();
  EXPECT_EQ(collection(), (Collection{RecordType::kCallOut, true, 1, 0, 0}));
  EXPECT_EQ(counts()[Measure::kCallsByStaff], 1U);
  send({{.reference = "CC-1"}, {.reference = "CC-2"}});
  EXPECT_EQ(collection().records, 2U);
  EXPECT_EQ(counts()[Measure::kCallsByStaff], 2U);
  EXPECT_EQ(rows_taken().size(), with_held.size() + 3);  // the row, its home's month, the manifest
}

TEST_F(MonthFiguresTest, ARowThatIsHeldAfterItWentIsWithdrawnAndCountsNoMore) {
  send({{.reference = "CC-1"}});
  send({{.reference = "CC-1", .caller = "Child", .hold = "Live Investigation"}});
  EXPECT_TRUE(said("CC-1 withdrawn: "));
  EXPECT_FALSE(said("absent"));
  EXPECT_EQ(collection().records, 0U);
}

TEST_F(MonthFiguresTest, AHoldThatIsNotOfTheListRejectsTheRowAndIsToldToNobody) {
  EXPECT_EQ(send({{.reference = "CC-1", .hold = "Ask the sergeant"}}), ExitCode::kFaults);
  EXPECT_TRUE(said("1 rejected"));
  EXPECT_EQ(collection(), (Collection{RecordType::kCallOut, true, 0, 0, 0}));
}

// Were it counted until it is mended and then no more, that would tell of the hold.
TEST_F(MonthFiguresTest, AHeldRowThatIsRejectedForAnotherReasonCountsNowhere) {
  EXPECT_EQ(send({{.reference = "CC-1", .time = "unreadable", .hold = "Risk to Child"},
                  {.reference = "CC-2", .time = "04/09/2026 21:10", .hold = "Risk to Child"},
                  {.reference = "CC-3", .time = "unreadable"},
                  {.reference = "CC-4"}}),
            ExitCode::kFaults);
  EXPECT_TRUE(said("3 rejected"));
  EXPECT_EQ(collection(), (Collection{RecordType::kCallOut, true, 1, 0, 1}));
}

TEST_F(MonthFiguresTest, AMonthIsSearchedWhenEverySystemOfTheTypeWas) {
  second_map_ = column_map(
      "system: \"command-and-control\"\nrecord: CALL_OUT\nheader_rows: 1\n"
      "separator: \",\"\n",
      "system: \"east\"\nrecord: CALL_OUT\nheader_rows: 1\n"
      "separator: \";\"\n");
  EXPECT_EQ(send({{.reference = "CC-1"}}), ExitCode::kOk);
  EXPECT_FALSE(collection().complete);
  second_map_.reset();
  EXPECT_EQ(send({{.reference = "CC-1"}}), ExitCode::kOk);
  EXPECT_TRUE(collection().complete);
}

// What is of another month is that month's to tell of.
TEST_F(MonthFiguresTest, ARowOfAnotherMonthCountsNowhere) {
  EXPECT_EQ(send({{.reference = "CC-1", .time = "04/09/2026 21:10"}, {.reference = "CC-2"}}),
            ExitCode::kFaults);
  EXPECT_TRUE(said("1 rejected"));
  EXPECT_EQ(collection(), (Collection{RecordType::kCallOut, true, 1, 0, 0}));
}

// A map may say that whatever is not cleared is held.
TEST_F(MonthFiguresTest, ARejectedRowIsHeldByAnEmptyCellWhereTheMapSaysSo) {
  column_map_ =
      column_map(R"(code: "secrecy-order" })", R"(code: "secrecy-order" } empty: "secrecy-order")");
  EXPECT_EQ(send({{.reference = "CC-1", .time = "unreadable"},
                  {.reference = "CC-2", .time = "unreadable", .hold = "none"}}),
            ExitCode::kFaults);
  EXPECT_TRUE(said("2 rejected"));
  EXPECT_EQ(collection(), (Collection{RecordType::kCallOut, true, 0, 0, 1}));
}

// A withheld row is remembered until the next export, and would be counted under an agreement that
// begins before it.
TEST_F(MonthFiguresTest, AHeldRowIsNotWithheldWhereThereIsNoAgreement) {
  scheme_.agreements.clear();
  use_documents();
  send({{.reference = "CC-1", .hold = "Risk to Child"}});
  EXPECT_TRUE(said("CC-1 held"));
  EXPECT_EQ(status().find("withheld"), std::string::npos);
}

TEST_F(MonthFiguresTest, ARowThatIsTooShortToShowItsHoldCountsNowhere) {
  write_export({});
  std::ofstream(folder_.file("month.csv"), std::ios::binary | std::ios::app) << "CC-1,N1\r\n";
  EXPECT_EQ(source_->send(support::kMonth, "month.csv", "analyst", said_), ExitCode::kFaults);
  EXPECT_EQ(collection(), (Collection{RecordType::kCallOut, true, 0, 0, 0}));
}

TEST_F(MonthFiguresTest, ARowThatTheGatewayRefusedIsCountedNoMore) {
  gateway_.refuse([](const Taken& one) -> std::optional<GivenRefusal> {
    if (one.statement.disclosure.record != RecordType::kCallOut) return std::nullopt;
    if (one.consignment.rows.size() < 2) return std::nullopt;
    return GivenRefusal{Reason::kUnknownHome,
                        {{.row = 1, .reason = Reason::kUnknownHome, .field = record::Field::kHome}},
                        0};
  });
  const std::vector<ExportRow> rows = {{.reference = "CC-1"}, {.reference = "CC-2"}};
  send(rows);
  gateway_.refuse({});
  send({{.reference = "CC-1"}});
  EXPECT_EQ(collection().records, 1U);
  EXPECT_EQ(counts()[Measure::kCallsByStaff], 1U);
}

TEST_F(MonthFiguresTest, ALateRowRevisesItsHomesMonthAndTheManifest) {
  send({{.reference = "CC-1"}});
  send({{.reference = "CC-1"}, {.reference = "CC-2"}});
  EXPECT_EQ(counts()[Measure::kCallsByStaff], 2U);
  EXPECT_EQ(collection().records, 2U);
  const auto all = taken(RecordType::kReturnManifest);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all.back().revision, 2U);
}

TEST_F(MonthFiguresTest, AHomeWhoseCallsWereAnothersHasAMonthOfNothing) {
  send({{.reference = "CC-1"}});
  send({{.reference = "CC-1", .home = "SC900002"}});
  EXPECT_TRUE(counts().empty());
  EXPECT_EQ(taken(RecordType::kHomeMonth).back().counts.size() +
                taken(RecordType::kHomeMonth)[1].counts.size(),
            counts(support::kSecondHome).size());
  EXPECT_EQ(collection().records, 1U);
}

// The level of a call is in its row and in no count; whether a child called is in both.
TEST_F(MonthFiguresTest, ARevisedRowIsCountedOnceAsItIsNow) {
  send({{.caller = "Home Staff"}});
  send({{.caller = "Child"}});
  EXPECT_EQ(counts().count(Measure::kCallsByStaff), 0U);
  EXPECT_EQ(counts()[Measure::kCallsByChild], 1U);
}

// Whether there is a concern of exploitation is in no row of a return, and counted.
TEST_F(MonthFiguresTest, WhatIsInNoRowRevisesItsHomesMonthOnly) {
  send({{.exploitation = "No"}});
  EXPECT_EQ(counts()[Measure::kExploitationNone], 1U);
  const auto before = rows_taken().size();
  send({{.exploitation = "Yes"}});
  EXPECT_TRUE(said("0 sent, 0 revised, 1 unchanged"));
  EXPECT_TRUE(said("home months: 0 sent, 1 revised, 0 unchanged"));
  EXPECT_EQ(counts()[Measure::kExploitationConcern], 1U);
  EXPECT_EQ(counts().count(Measure::kExploitationNone), 0U);
  EXPECT_EQ(rows_taken().size(), before + 1);
}

// What was learnt of a row before it was revised is older than the revision.
TEST_F(MonthFiguresTest, ARowThatComesWithAnotherFactAndThenRevisedIsCountedAsRevised) {
  send({{.exploitation = "No"}});
  send({{.exploitation = "Yes"}, {.category = "Concern for Safety", .exploitation = "No"}});
  EXPECT_TRUE(said("0 sent, 1 revised, 1 unchanged"));
  EXPECT_EQ(counts()[Measure::kExploitationNone], 1U);
  EXPECT_EQ(counts().count(Measure::kExploitationConcern), 0U);
}

TEST_F(MonthFiguresTest, ANilReturnIsAManifestOfNothing) {
  EXPECT_EQ(send({}), ExitCode::kOk);
  EXPECT_EQ(collection(), (Collection{RecordType::kCallOut, true, 0, 0, 0}));
  EXPECT_TRUE(taken(RecordType::kHomeMonth).empty());
}

TEST_F(MonthFiguresTest, AMonthThatIsNotOverIsNotComplete) {
  write_export({{.time = "02/11/2026 21:10"}});
  EXPECT_EQ(source_->send({2026, 11}, "month.csv", "analyst", said_), ExitCode::kOk);
  EXPECT_EQ(collection(), (Collection{RecordType::kCallOut, false, 1, 0, 0}));
}

TEST_F(MonthFiguresTest, WithheldAndRejectedRowsAreCountedAndAnotherRegulatorsAreNot) {
  send({{.reference = "CC-1"},
        {.reference = "CC-2", .home = "SC999999"},
        {.reference = "CC-3", .time = "unreadable"},
        {.reference = "CC-4", .care_home = "N"}});
  EXPECT_EQ(collection(), (Collection{RecordType::kCallOut, true, 1, 1, 1}));
  send({{.reference = "CC-1"}, {.reference = "CC-2"}, {.reference = "CC-3"}});
  EXPECT_EQ(collection(), (Collection{RecordType::kCallOut, true, 3, 0, 0}));
  EXPECT_EQ(manifests(), 2U);
}

TEST_F(MonthFiguresTest, OnlyWhatIsGrantedIsCounted) {
  for (auto& clause : scheme_.agreement().clauses) {
    if (clause.record != "HOME_MONTH") continue;
    std::erase_if(clause.grants, [](const auto& grant) { return grant.first == "CHILD_ROLE"; });
  }
  use_documents();
  send({{}});
  EXPECT_EQ(counts().count(Measure::kChildMissing), 0U);
  EXPECT_EQ(counts()[Measure::kCallsByStaff], 1U);
}

TEST_F(MonthFiguresTest, NothingIsCountedWithoutAClause) {
  std::erase_if(scheme_.agreement().clauses,
                [](const auto& clause) { return clause.record != "CALL_OUT"; });
  use_documents();
  send({{}});
  EXPECT_EQ(rows_taken().size(), 1U);
}

// A month whose figures went weeks after its rows, and whose only child is held.
class HeldMonthTest : public MonthFiguresTest {
 protected:
  void SetUp() override {
    send({{.reference = "CC-1", .person = "N1"}});
    ASSERT_EQ(source_->place_hold({.system = "command-and-control",
                                   .child = "N1",
                                   .ground = "inquiry",
                                   .matter = {},
                                   .purpose = "legal-hold"},
                                  "officer", said_),
              ExitCode::kOk);
    source_.reset();
    {
      auto store = storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kWrite);
      storage::Statement later(store.value(),
                               "INSERT INTO retention (consignment, until) SELECT id, ? FROM"
                               " consignment WHERE id > 1");
      ASSERT_EQ(later.run(support::kNow + 400 * Instant{86'400}).value(), 2U);
    }
    reopen();
  }
  void pass(int days) {
    now_ = support::kNow + days * Instant{86'400} + 60;
    scheme_.directory.valid_from = utc_minute_text(now_ - 86'400);
    scheme_.directory.valid_until = utc_minute_text(now_ + 86'400);
    use_documents();
    const Status done = source_->destroy_due(now_);
    ASSERT_TRUE(done.ok()) << done.error().detail;
    send({{.reference = "CC-1", .person = "N1"}, {.reference = "CC-2", .person = "N2"}});
  }
};

TEST_F(HeldMonthTest, IsCountedWhileItsTimeIsNotOver) {
  pass(364);
  EXPECT_EQ(counts()[Measure::kCallsByStaff], 2U) << said_.messages();
  EXPECT_EQ(collection().records, 2U);
}

// What is kept for a legal hold alone is told to nobody, not in a number either.
TEST_F(HeldMonthTest, IsNotCountedAnewOnceItIsKeptForTheHoldAlone) {
  pass(365);
  EXPECT_EQ(taken(RecordType::kCallOut).size(), 2U) << "the late row goes: " << said_.messages();
  EXPECT_EQ(taken(RecordType::kHomeMonth).size(), 1U);
  EXPECT_EQ(manifests(), 1U);
}

}  // namespace
}  // namespace stile::agent
