#include <filesystem>
#include <set>

#include "core/base/limits.h"
#include "core/record/row.h"
#include "tests/support/full_disk.h"
#include "tests/unit/agents/source/source_fixture.h"

namespace stile::agent {
namespace {

using Numbers = std::vector<std::uint64_t>;

class ReturnTest : public SourceFixture {};

std::string last_line_of(const Said& said) {
  const std::string text = said.text().substr(0, said.text().size() - 1);
  return text.substr(text.rfind('\n') + 1);
}

TEST_F(ReturnTest, SendsWhatTheAgreementGrants) {
  EXPECT_EQ(send({{}}), ExitCode::kOk);
  EXPECT_TRUE(said("1 rows: 1 sent, 0 revised, 0 unchanged, 0 withheld, 0 rejected"));
  const auto rows = rows_taken();
  ASSERT_EQ(rows.size(), 1U);
  const auto treated = wire::decode_fields(rows[0].row.fields).value();
  EXPECT_EQ(treated.home, support::home(support::kHome));
  EXPECT_EQ(treated.age_band, record::AgeBand::kFrom10To15);
  EXPECT_FALSE(treated.event_minute.has_value());
  EXPECT_EQ(rows[0].subject_token.size(), 16U);
}

TEST_F(ReturnTest, SignsWhatItSends) {
  send({{}});
  const auto taken = gateway_.taken();
  ASSERT_EQ(taken.size(), 1U);
  const auto note = crypto::parse_note(taken[0].consignment.statement).value();
  const auto own = support::signer_named(support::kTestshire).verifier();
  EXPECT_EQ(crypto::verified_names(note, std::span(&own, 1)).value().size(), 1U);
  const Hash row = record::row_hash(taken[0].consignment.rows[0].row);
  EXPECT_EQ(taken[0].statement.row_list, record::row_list_hash(std::span(&row, 1)));
}

TEST_F(ReturnTest, SentAgainSendsNothing) {
  send(rows_of(300));
  EXPECT_EQ(send(rows_of(300)), ExitCode::kOk);
  EXPECT_TRUE(said("0 sent, 0 revised, 300 unchanged"));
  EXPECT_EQ(numbers_taken(), (Numbers{1, 2}));
}

TEST_F(ReturnTest, ACorrectionIsARevisionOfTheSameEvent) {
  send({{}});
  EXPECT_EQ(send({{.category = "Concern for Safety"}}), ExitCode::kOk);
  EXPECT_TRUE(said("0 sent, 1 revised"));
  const auto rows = rows_taken();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].row.event_token, rows[1].row.event_token);
  EXPECT_GT(rows[1].row.revision, rows[0].row.revision);
}

TEST_F(ReturnTest, AChangeThatTheRecipientDoesNotSeeIsNone) {
  send({{.born = "04/05/2012"}});
  EXPECT_EQ(send({{.born = "05/05/2012"}}), ExitCode::kOk);
  EXPECT_TRUE(said("0 revised, 1 unchanged"));
}

TEST_F(ReturnTest, ACorrectedTimeKeepsTheEventsReference) {
  send({{}});
  send({{.time = "05/10/2026 21:10"}});
  const auto rows = rows_taken();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].row.event_token, rows[1].row.event_token);
}

// The recipient sees neither time here: it sees the month that a row is of, and the pseudonym,
// which ends with the quarter.
TEST_F(ReturnTest, ACorrectedMonthIsARevisionWhereNoTimeIsGrantedToo) {
  scheme_.withhold("TIME");
  use_documents();
  send({{.time = "04/10/2026 21:10"}});
  EXPECT_EQ(send({{.time = "05/10/2026 21:10"}}), ExitCode::kOk);
  EXPECT_TRUE(said("0 revised, 1 unchanged"));
  write_export({{.time = "30/09/2026 21:10"}});
  said_ = Said();
  EXPECT_EQ(source_->send({2026, 9}, "month.csv", "analyst", said_), ExitCode::kOk);
  EXPECT_TRUE(said("0 sent, 1 revised"));
  const auto rows = rows_taken();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].row.event_token, rows[1].row.event_token);
  EXPECT_NE(rows[0].subject_token, rows[1].subject_token);
}

// A home of four places has three from the 16th on: the pseudonym has to go although nothing else
// of the row changes.
TEST_F(ReturnTest, APseudonymThatMayNotBeAnyMoreIsARevision) {
  scheme_.withhold("TIME");
  scheme_.withhold("AGE");
  scheme_.homes[0].homes[4].places = 4;
  scheme_.homes[0].homes[5] = scheme_.homes[0].homes[4];
  scheme_.homes[0].homes[5].places = 3;
  scheme_.homes[0].homes[5].valid_from = "2026-10-16";
  scheme_.homes[0].homes[5].valid_to = {};
  use_documents();
  send({{.home = "9000006", .time = "15/10/2026 21:10"}});
  EXPECT_EQ(send({{.home = "9000006", .time = "16/10/2026 21:10"}}), ExitCode::kOk);
  EXPECT_TRUE(said("0 sent, 1 revised"));
  const auto rows = rows_taken();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].row.fields, rows[1].row.fields);
  EXPECT_EQ(rows[0].subject_token.size(), 16U);
  EXPECT_TRUE(rows[1].subject_token.empty());
}

TEST_F(ReturnTest, TheSameRowTwiceInOneExportGoesOnce) {
  EXPECT_EQ(send({{}, {}}), ExitCode::kOk);
  EXPECT_TRUE(said("1 sent, 0 revised, 1 unchanged"));
  EXPECT_EQ(rows_taken().size(), 1U);
}

TEST_F(ReturnTest, ADifferentRowOfTheSameEventInOneExportIsARevision) {
  EXPECT_EQ(send({{}, {.category = "Concern for Safety"}}), ExitCode::kOk);
  EXPECT_TRUE(said("1 sent, 1 revised"));
  const auto rows = rows_taken();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].row.event_token, rows[1].row.event_token);
  EXPECT_EQ(numbers_taken(), (Numbers{1, 2}));
}

// What is drafted is stored while the export is read on: a repeated row is known at whatever
// distance it comes, stored already or not.
TEST_F(ReturnTest, ARowRepeatedAtAnyDistanceIsKnown) {
  const auto block = static_cast<int>(limits::kConsignmentRowsUnsaid);
  for (const int distance : {1, block - 1, block, block + 1, 2 * block, 3 * block, 4 * block}) {
    SCOPED_TRACE(distance);
    auto rows = rows_of(distance);
    for (auto& row : rows) row.reference += "-" + std::to_string(distance);
    auto corrected = rows;
    for (auto& row : corrected) row.category = "Concern for Safety";
    const auto once = rows;
    rows.insert(rows.end(), once.begin(), once.end());
    rows.insert(rows.end(), corrected.begin(), corrected.end());
    const std::string count = std::to_string(distance);
    const std::string fates = count + " sent, " + count + " revised, " + count + " unchanged";
    EXPECT_EQ(preview(rows), ExitCode::kOk);
    EXPECT_TRUE(said(fates));
    const std::string previewed = last_line_of(said_);
    EXPECT_EQ(send(rows), ExitCode::kOk);
    EXPECT_TRUE(said(fates));
    EXPECT_TRUE(said(previewed)) << "a preview says how many consignments there will be";
  }
}

TEST_F(ReturnTest, AStoreThatFailsEndsTheReturnAndNothingIsLostWhenItIsOpenedAgain) {
  const auto rows = rows_of(2000);
  write_export(rows);
  {
    const support::FullDisk full(600'000);
    EXPECT_EQ(source_->send(support::kMonth, "month.csv", "analyst", said_), ExitCode::kIo);
  }
  reopen();
  EXPECT_EQ(send(rows), ExitCode::kOk);
  std::set<Token> events;
  for (const auto& row : rows_taken()) events.insert(row.row.event_token);
  EXPECT_EQ(events.size(), rows.size());
}

TEST_F(ReturnTest, TwoChildrenOfOneCallAreTwoEvents) {
  send({{.person = "N1"}, {.person = "N2"}});
  const auto rows = rows_taken();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_NE(rows[0].row.event_token, rows[1].row.event_token);
  EXPECT_NE(rows[0].subject_token, rows[1].subject_token);
}

TEST_F(ReturnTest, ARowOfAnotherMonthIsRejectedWithItsMonth) {
  EXPECT_EQ(send({{.time = "30/09/2026 21:10"}, {.reference = "CC-2"}}), ExitCode::kFaults);
  EXPECT_TRUE(said("OUTSIDE_OCCASION"));
  EXPECT_TRUE(said("--month 2026-09"));
  EXPECT_EQ(rows_taken().size(), 1U);
}

TEST_F(ReturnTest, AHomeOfNoListIsWithheldWithClauseAndField) {
  EXPECT_EQ(send({{.home = "SC999999"}}), ExitCode::kOk);
  EXPECT_TRUE(
      said("CC-1 withheld: UNKNOWN_HOME, agreement testshire-ofsted, clause "
           "monthly-return, field home"));
  EXPECT_TRUE(gateway_.came().empty());
  EXPECT_NE(status().find("1 rows withheld: UNKNOWN_HOME, agreement testshire-ofsted"),
            std::string::npos);
}

TEST_F(ReturnTest, APlaceThatIsNoHomeIsWithheld) {
  EXPECT_EQ(send({{.care_home = "N"}}), ExitCode::kOk);
  EXPECT_TRUE(said("withheld: OUT_OF_SCOPE"));
}

TEST_F(ReturnTest, NothingGoesWithoutAnAgreement) {
  scheme_.agreements.clear();
  use_documents();
  EXPECT_EQ(send({{}}), ExitCode::kRefused);
  EXPECT_TRUE(said("NO_AGREEMENT"));
  EXPECT_TRUE(gateway_.came().empty());
}

TEST_F(ReturnTest, NothingGoesAfterTheAgreementWasEnded) {
  scheme_.add_status("ENDED", "2026-11-02T00:00Z", support::signatories_of(support::kOfsted));
  use_documents();
  EXPECT_EQ(send({{}}), ExitCode::kRefused);
  EXPECT_TRUE(said("AGREEMENT_ENDED"));
  EXPECT_TRUE(gateway_.came().empty());
}

TEST_F(ReturnTest, NothingGoesOnAStaleDirectory) {
  now_ += 30 * 86400;
  EXPECT_NE(send({{}}), ExitCode::kOk);
  EXPECT_TRUE(said("STALE"));
  EXPECT_TRUE(gateway_.came().empty());
}

TEST_F(ReturnTest, APreviewSaysWhatSendingThenDoes) {
  const std::vector<ExportRow> rows = {{},
                                       {},
                                       {.category = "Concern for Safety"},
                                       {.reference = "CC-2", .home = "SC999999"},
                                       {.reference = "CC-3", .time = "30/09/2026 21:10"}};
  EXPECT_EQ(preview(rows), ExitCode::kFaults);
  const std::string totals = "5 rows: 1 sent, 1 revised, 1 unchanged, 1 withheld, 1 rejected";
  EXPECT_TRUE(said(totals));
  EXPECT_TRUE(said("line 2: CC-1 sent"));
  EXPECT_TRUE(said("line 3: CC-1 unchanged"));
  EXPECT_TRUE(said("line 4: CC-1 revised"));
  EXPECT_TRUE(gateway_.came().empty());
  EXPECT_EQ(send(rows), ExitCode::kFaults);
  EXPECT_TRUE(said(totals));
}

TEST_F(ReturnTest, APreviewChangesNothing) {
  preview(rows_of(300));
  EXPECT_EQ(preview(rows_of(300)), ExitCode::kOk);
  EXPECT_TRUE(said("300 sent"));
  EXPECT_EQ(status(), "");
}

TEST_F(ReturnTest, SaysHowFarItIs) {
  EXPECT_EQ(preview(rows_of(6000)), ExitCode::kOk);
  EXPECT_EQ(said_.rows(), 4096U);
  EXPECT_NEAR(said_.percent(), 68, 5);  // of the bytes
}

TEST_F(ReturnTest, APreviewOfAMonthThatWasSentListsWhatHasGoneFromIt) {
  send(rows_of(300));
  auto fewer = rows_of(300);
  fewer.erase(fewer.begin() + 1);
  EXPECT_EQ(preview(fewer), ExitCode::kOk);
  EXPECT_TRUE(said("0 sent, 0 revised, 299 unchanged"));
  EXPECT_TRUE(said("absent: CC-100001"));
  EXPECT_FALSE(said("absent: CC-100000"));
}

TEST_F(ReturnTest, RowsGoneFromTheNextExportAreListedAndStay) {
  send(rows_of(3));
  auto fewer = rows_of(3);
  fewer.erase(fewer.begin() + 1);
  EXPECT_EQ(send(fewer), ExitCode::kOk);
  EXPECT_TRUE(said("absent: CC-100001"));
  EXPECT_FALSE(said("absent: CC-100000"));
  EXPECT_TRUE(said("1 rows sent before are not given by this export"));
  EXPECT_EQ(rows_taken().size(), 3U);
}

TEST_F(ReturnTest, SaysFromWhomARowIsWithdrawnThatIsHeldByNow) {
  send(rows_of(2));
  auto held = rows_of(2);
  held[1].hold = "Risk to Child";
  EXPECT_EQ(send(held), ExitCode::kOk);
  EXPECT_TRUE(said("line 3: CC-100001 withdrawn: regulator/ofsted has it"));
  EXPECT_FALSE(said("absent"));
  EXPECT_FALSE(said("CC-100000"));
}

TEST_F(ReturnTest, SaysWhoHasARowThatIsWithheldByNow) {
  send(rows_of(2));
  auto elsewhere = rows_of(2);
  elsewhere[0].home = "SC999999";
  EXPECT_EQ(send(elsewhere), ExitCode::kFaults);
  EXPECT_TRUE(said("CC-100000 withheld: UNKNOWN_HOME"));
  EXPECT_TRUE(said("line 2: CC-100000 WAS SENT BEFORE: "));
  EXPECT_FALSE(said("absent"));
}

// A month mistyped would seem to be a month without events.
TEST_F(ReturnTest, SendsNothingOfAnExportOfAnotherMonth) {
  auto rows = rows_of(3);
  for (auto& row : rows) row.time = "04/09/2026 21:10";
  EXPECT_EQ(send(rows), ExitCode::kRefused);
  EXPECT_TRUE(said("no row of the export is of 2026-10"));
  EXPECT_TRUE(said("--month 2026-09"));
  EXPECT_TRUE(gateway_.came().empty());
  EXPECT_EQ(preview(rows), ExitCode::kRefused);
}

TEST_F(ReturnTest, ARegulatorGetsNothingOfAnotherRegulatorsHome) {
  scheme_ = support::Scheme();
  scheme_.agreements[1].recipient = support::kCiw;
  scheme_.homes[1].homes[0].authority = support::kWelshAuthority;
  use_documents();
  send({{}});
  // An English home is not the Welsh regulator's.
  EXPECT_TRUE(said("1 sent"));
  EXPECT_TRUE(said("withheld: NOT_ROUTED, agreement testshire-ciw"));
  EXPECT_EQ(gateway_.taken().size(), 1U);
}

TEST_F(ReturnTest, ReadsOnlyFilesOfTheExportsFolder) {
  write_export({{}});
  std::filesystem::create_symlink("/etc/hostname", folder_.file("link.csv"));
  for (const char* file : {"../month.csv", "/etc/hostname", "", ".", "a/b.csv", "link.csv"}) {
    Said said;
    EXPECT_NE(source_->send(support::kMonth, file, "analyst", said), ExitCode::kOk) << file;
  }
  EXPECT_TRUE(gateway_.came().empty());
}

TEST_F(ReturnTest, KeepsNoPersonReferenceAndNoDateOfBirth) {
  send({{.reference = "CC-777777", .person = "PERSON-REF-4711", .born = "04/05/2012"}});
  source_.reset();
  for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
    if (entry.path().filename() == "month.csv") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    EXPECT_EQ(bytes.find("PERSON-REF-4711"), std::string::npos) << entry.path();
    EXPECT_EQ(bytes.find("04/05/2012"), std::string::npos) << entry.path();
  }
}

}  // namespace
}  // namespace stile::agent
