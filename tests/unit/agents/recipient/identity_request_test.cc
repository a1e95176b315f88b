// Who a child is, asked of a source: what may be asked, and how that goes up.
#include "agents/recipient/challenge.h"
#include "agents/recipient/inbox_schema.h"
#include "agents/recipient/inbox_store.h"
#include "core/ledger/leaf.h"
#include "tests/unit/agents/recipient/identity_fixture.h"

namespace stile::agent {
namespace {

using record::ChangeReason;
using record::IdentityBasis;
using support::following;

constexpr Instant kDay = 86400;

class IdentityRequestTest : public AskingRegulator {};

TEST_F(IdentityRequestTest, IsSignedOfThatRowAndSealedToTheDataOfficers) {
  now_ += 17;
  ASSERT_EQ(ask(reference_), ExitCode::kOk) << everything();
  const auto notes = waiting();
  ASSERT_EQ(notes.size(), 1U);
  const auto request = read(notes[0]);
  EXPECT_EQ(request.consignment,
            record::consignment_digest(crypto::parse_note(sent_.statement)->text));
  EXPECT_EQ(request.row, record::row_hash(sent_.rows[1].row));
  EXPECT_EQ(request.number, 1U);
  EXPECT_EQ(request.from.text(), support::kTestshire);
  EXPECT_EQ(request.to.text(), support::kOfsted);
  EXPECT_EQ(request.basis, IdentityBasis::kDataSubjectRight);
  EXPECT_EQ(request.made, support::kNow);
  EXPECT_EQ(request.expires, support::kNow + 7 * kDay);
  for (const auto* officer : {"first-officer", "second-officer"}) {
    const Hash seed = support::signing_seed_of(officer);
    const auto key = crypto::SigningKey::from_seed(view(seed)).value();
    EXPECT_EQ(record::open_asked_for(request.asked_for, crypto::sealing_key_of(key)).value(),
              order(reference_).asked_for);
  }
  EXPECT_EQ(logged("operation = 'consultation' AND occasion = 'identity-request' AND"
                   " reason = 'data-subject-right' AND account = 'officer' AND number = 1"),
            1);
  EXPECT_EQ(logged("reason LIKE '%Ann%' OR occasion LIKE '%S47-2026%'"), 0);
}

TEST_F(IdentityRequestTest, ListsEachWithItsState) {
  ask(reference_);
  EXPECT_NE(requests().find("\"state\":\"waits\""), std::string::npos) << requests();
  EXPECT_NE(requests().find("\"person\":\"Ann Other\",\"matter\":\"S47-2026-18\""),
            std::string::npos);
  EXPECT_NE(requests().find("a data subject's right: Ann Other, S47-2026-18  force/testshire"),
            std::string::npos);
  ASSERT_TRUE(inbox_->taken(crypto::sha256(waiting().front())).ok());
  EXPECT_NE(requests().find("\"state\":\"sent\""), std::string::npos);
  EXPECT_EQ(logged("operation = 'consultation' AND occasion = 'identity-request' AND reason = ''"),
            4);
  now_ += 7 * kDay;
  EXPECT_EQ(requests(), "");
  EXPECT_NE(requests(true).find("\"state\":\"expired\""), std::string::npos);
  Said welsh;
  inbox_->list_identity_requests("officer", true, Language::kWelsh, welsh);
  EXPECT_NE(welsh.text().find("hawl gwrthrych y data"), std::string::npos);
}

TEST_F(IdentityRequestTest, OneIsOpenOfARecordAtATime) {
  ask(reference_);
  EXPECT_EQ(ask(reference_), ExitCode::kRefused);
  EXPECT_TRUE(said("its source can answer until 2026-11-10T09:00Z")) << everything();
  EXPECT_EQ(waiting().size(), 1U);
  EXPECT_EQ(ask(crypto::crockford(sent_.rows[0].row.event_token)), ExitCode::kOk);
  now_ += 7 * kDay;
  EXPECT_EQ(waiting().size(), 0U) << "what has expired is not said any more";
  EXPECT_EQ(ask(reference_), ExitCode::kOk) << everything();
  EXPECT_EQ(waiting().size(), 1U);
}

TEST_F(IdentityRequestTest, WhatTheGatewayRefusedMayBeAskedAgain) {
  ask(reference_);
  ASSERT_TRUE(inbox_->refused(crypto::sha256(waiting().front()), Reason::kConflict).ok());
  EXPECT_TRUE(waiting().empty());
  EXPECT_NE(requests(true).find("the gateway refused it (CONFLICT)"), std::string::npos);
  EXPECT_NE(requests(true).find("\"state\":\"refused\",\"refused\":\"CONFLICT\""),
            std::string::npos);
  EXPECT_EQ(logged("operation = 'integrity' AND occasion = 'identity-request'"), 1);
  EXPECT_EQ(ask(reference_), ExitCode::kOk) << everything();
}

TEST_F(IdentityRequestTest, AWithdrawalEndsItAndNobodySaysForWhomItWasAnyMore) {
  sent(reference_);
  EXPECT_TRUE(holds("S47-2026-18"));
  took(without(ChangeReason::kDuplicate));
  EXPECT_EQ(requests(), "");
  EXPECT_NE(requests(true).find("\"state\":\"withdrawn\""), std::string::npos) << requests(true);
  EXPECT_NE(requests(true).find("\"person\":\"\",\"matter\":\"\""), std::string::npos);
  EXPECT_FALSE(holds("Ann Other"));
  EXPECT_FALSE(holds("S47-2026-18"));
  EXPECT_TRUE(is_whole()) << everything();
  EXPECT_EQ(show(reference_), ExitCode::kUsage);
  EXPECT_TRUE(said("it was withdrawn")) << everything();
}

TEST_F(IdentityRequestTest, WaitsForTheGatewayAcrossARestart) {
  ask(reference_);
  const Bytes note = waiting().front();
  reopen();
  EXPECT_EQ(waiting().front(), note);
  ASSERT_TRUE(inbox_->taken(crypto::sha256(note)).ok());
  EXPECT_TRUE(waiting().empty());
}

TEST_F(IdentityRequestTest, SaysWhatCannotBeAskedAndHowToMendIt) {
  for (const std::string& unknown : {std::string("no reference"), crypto::crockford(Token{1})}) {
    EXPECT_EQ(ask(unknown), ExitCode::kUsage);
    EXPECT_TRUE(said("mend with: the reference")) << everything();
  }
  auto wrong = order(reference_);
  for (const std::uint32_t days : {0U, 31U}) {
    wrong.days = days;
    EXPECT_EQ(ask(wrong), ExitCode::kUsage);
    EXPECT_TRUE(said("mend with: --days")) << everything();
  }
  wrong = order(reference_);
  wrong.asked_for.person = "officer 4711";
  EXPECT_EQ(ask(wrong), ExitCode::kFaults);
  EXPECT_TRUE(said("person: mend with")) << everything();
  EXPECT_FALSE(said("4711"));
  wrong = order(reference_);
  wrong.asked_for.matter = "the matter of the child";
  EXPECT_EQ(ask(wrong), ExitCode::kFaults);
  took(without(ChangeReason::kDuplicate));
  EXPECT_EQ(ask(reference_), ExitCode::kUsage);
  EXPECT_TRUE(said("withdrawn")) << everything();
  EXPECT_TRUE(waiting().empty());
  EXPECT_EQ(requests(true), "");
}

TEST_F(IdentityRequestTest, NeedsTwoDataOfficersOfTheSource) {
  for (const auto& officers :
       {std::vector<std::string>{}, std::vector<std::string>{"first-officer"}}) {
    name_officers(officers);
    EXPECT_EQ(ask(reference_), ExitCode::kIo);
    EXPECT_TRUE(said("mend with: `data_officer_key`")) << everything();
  }
  // The agent itself is nobody who could approve anything.
  name_officers({"first-officer", support::kTestshire});
  EXPECT_EQ(ask(reference_), ExitCode::kIo);
  EXPECT_TRUE(said("has 1 of the 2 data officers")) << everything();
  EXPECT_TRUE(waiting().empty());
  name_officers({"first-officer", "second-officer", "third-officer", support::kTestshire});
  EXPECT_EQ(ask(reference_), ExitCode::kOk) << everything();
  EXPECT_EQ(read(waiting().front()).asked_for.size(), 3 * record::kSealedAskedForBytes);
}

TEST_F(IdentityRequestTest, NeedsTheAgreementToBeInForce) {
  scheme_.add_status("SUSPENDED", "2026-11-03T08:00Z", support::signatories_of(support::kOfsted));
  documents_ = scheme_.document_set();
  EXPECT_EQ(ask(reference_), ExitCode::kRefused);
  EXPECT_TRUE(said("SUSPENDED")) << everything();
}

TEST_F(IdentityRequestTest, ACountHasNobodyBehindIt) {
  support::Figures figures;
  figures.home = support::kHome;
  figures.counts = {{record::Measure::kArrests, 1}};
  const auto count =
      hand_of(RecordType::kHomeMonth).consign_figures(std::span(&figures, 1), next_number());
  took(count);
  EXPECT_EQ(ask(crypto::crockford(count.rows[0].row.event_token)), ExitCode::kUsage);
  EXPECT_TRUE(said("it is a count of records")) << everything();
}

TEST_F(IdentityRequestTest, WithoutAPseudonymThereIsNobodyToAskAbout) {
  const Lies childless{.rows = [](wire::Consignment& rows) { rows.rows[0].subject_token.clear(); }};
  const auto told =
      hand_of(RecordType::kCallOut)
          .consign(std::vector{event(RecordType::kCallOut, "3")}, next_number(), childless);
  took(told);
  EXPECT_EQ(ask(crypto::crockford(told.rows[0].row.event_token)), ExitCode::kUsage);
  EXPECT_TRUE(said("no child stands behind it")) << everything();
}

// Neither a mark nor corrected facts have a pseudonym: the row is cited that has one.
TEST_F(IdentityRequestTest, CitesTheRowThatCameUnderAPseudonym) {
  took(without(ChangeReason::kInaccurate, 2));
  took(without(ChangeReason::kDisputedByChild, 3));
  ASSERT_EQ(ask(reference_), ExitCode::kOk) << everything();
  EXPECT_EQ(read(waiting().front()).row, record::row_hash(sent_.rows[1].row));
  EXPECT_TRUE(is_whole()) << everything();
}

TEST_F(IdentityRequestTest, VerifyFindsOneThatWasAltered) {
  ask(reference_);
  EXPECT_TRUE(is_whole()) << everything();
  EXPECT_NE(altered("DROP TRIGGER identity_request_update;"
                    " UPDATE identity_request SET account = 'somebody else'")
                .find("a request is of another row, or by somebody else"),
            std::string::npos);
  vandalise("UPDATE identity_request SET account = 'officer'");
  EXPECT_TRUE(is_whole()) << everything();
  altered("UPDATE identity_request SET basis = 6");
  vandalise("UPDATE identity_request SET basis = 5");
  altered("UPDATE identity_request SET expires = expires + 60");
  vandalise("UPDATE identity_request SET expires = expires - 60");
  EXPECT_NE(altered("UPDATE identity_request SET person = '', matter = ''")
                .find("for whom a request was made is gone"),
            std::string::npos);
}

TEST_F(IdentityRequestTest, NothingOfItChangesWhileTheRecordIsThere) {
  took(answer(sent(reference_)));
  inbox_.reset();
  auto store = storage::Database::open(folder_.file("inbox.db"), storage::OpenMode::kWrite).value();
  for (const char* sql :
       {"UPDATE identity_request SET person = ''", "UPDATE identity_request SET matter = 'other'",
        "UPDATE identity_request SET sent = ''", "UPDATE identity_request SET expires = 0",
        "UPDATE identity_request SET event_token = zeroblob(16)", "DELETE FROM identity_request",
        "UPDATE identity_answer SET sealed = x'', salt = x'', fields = x''",
        "DELETE FROM identity_answer"}) {
    EXPECT_FALSE(store.run(sql).ok()) << sql;
  }
}

class NoticeRequestTest : public Asking<NoticeFixture> {
 protected:
  using Asked = Asking<NoticeFixture>;
};

TEST_F(NoticeRequestTest, WhoTheChildIsThatCameWithItNobodyAsks) {
  const std::string reference = tell(incident(), "placed-call-out");
  EXPECT_EQ(ask(reference), ExitCode::kRefused);
  EXPECT_TRUE(Asked::said("open it first")) << Asked::everything();
  NoticeFixture::opened(asker_, reference);
  EXPECT_EQ(ask(reference), ExitCode::kUsage);
  EXPECT_TRUE(Asked::said("`stile inbox open`")) << Asked::everything();
}

TEST(IdentityRequestSchemaTest, AStoreOfAnEarlierVersionKeepsItsChallengesAndTakesRequestsOn) {
  const support::TemporaryFolder folder;
  const std::string path = folder.file("earlier.db");
  {
    auto database = storage::Database::open(path, storage::OpenMode::kCreate);
    const storage::Schema newest = inbox_schema();
    ASSERT_TRUE(database->migrate({newest.application, newest.steps.first(12)}).ok());
    const Status written = database->run(
        "INSERT INTO source VALUES (1, 'spiffe://stile.example/force/testshire/agent');"
        "INSERT INTO stream VALUES (1, 1, 'a');"
        "INSERT INTO parcel VALUES (1, 1, 1, zeroblob(32), 24321, 1, 1, zeroblob(32), 'k', 'l',"
        " 'a', 's', 'r', zeroblob(32));"
        "INSERT INTO parcel VALUES (2, 1, 2, zeroblob(32), 24321, 1, 0, zeroblob(32), 'k', 'l',"
        " 'a', 's', 'r', zeroblob(32));"
        "INSERT INTO challenge VALUES (1, 1, 1, zeroblob(16), 1, 1, 0, 1, '', 'mary',"
        " zeroblob(32), 'note', zeroblob(32), 5, 6, 'taken');"
        "INSERT INTO answer VALUES (2, 1, zeroblob(16), 2, 20, 1, zeroblob(16), 7, 8, 0)");
    ASSERT_TRUE(written.ok()) << written.error().detail;
  }
  const auto store = InboxStore::open(path);
  ASSERT_TRUE(store.ok()) << store.error().detail;
  const auto challenges = store.value()->challenges().of_event(1, Token{}).value();
  ASSERT_EQ(challenges.size(), 1U);
  EXPECT_EQ(challenges[0].answered, ChangeReason::kPartlyUpheld);
  OwnIdentityRequest one;
  one.parcel = 1;
  one.source_id = 1;
  one.asked_for = {"Ann Other", "S47"};
  ASSERT_TRUE(store.value()->identity_requests().add(one).ok());
  const auto requests = store.value()->identity_requests().of_event(Token{}).value();
  ASSERT_EQ(requests.size(), 1U);
  EXPECT_EQ(requests[0].asked_for, one.asked_for);
  EXPECT_EQ(requests[0].answered, std::nullopt);
}

}  // namespace
}  // namespace stile::agent
