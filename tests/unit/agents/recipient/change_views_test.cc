// What people see of what followed a record, and what they say of it.
#include <filesystem>

#include "tests/unit/agents/recipient/following.h"
#include "tests/unit/agents/recipient/notice_fixture.h"
#include "tests/unit/agents/recipient/return_fixture.h"

namespace stile::agent {
namespace {

using record::ChangeReason;
using support::ChangeLies;
using support::following;

constexpr ChangeReason kWithdrawal = ChangeReason::kRecordedInError;

ChangeLies revised(std::uint64_t revision) {
  return {.row = [revision](record::Row& row) { row.revision = revision; }};
}

// A regulator that has two call-outs of a month, and a manifest that promises both.
class ReturnChangeTest : public ReturnFixture {
 protected:
  ReturnChangeTest() {
    took(sent_);
    send_manifest({{RecordType::kCallOut, true, 2, 0, 0}});
  }

  void follow(ChangeReason why, const ChangeLies& lies = {}) {
    took(following(sent_, why, next_number(), lies));
  }
  std::string listing(Language language = Language::kEnglish) {
    said_ = Said();
    EXPECT_EQ(listed({.type = RecordType::kCallOut}, language), ExitCode::kOk);
    return said_.text() + said_.json();
  }
  std::string completeness() {
    said_ = Said();
    inbox_->completeness("inspector", support::kMonth, Language::kEnglish, said_);
    return said_.json();
  }
  std::string changes(bool all = false) {
    said_ = Said();
    EXPECT_EQ(inbox_->list_changes(asker_, all, Language::kEnglish, said_), ExitCode::kOk);
    return said_.text() + said_.json();
  }
  ExitCode closed(NoticeState decision) {
    said_ = Said();
    return inbox_->close_change(asker_, reference_, decision, Language::kEnglish, said_);
  }
  static bool has(const std::string& text, std::string_view what) {
    return text.find(what) != text.npos;
  }

  const Asker asker_{"inspector", false};
  const wire::Consignment sent_ =
      hand_of(RecordType::kCallOut)
          .consign(std::vector{event(RecordType::kCallOut, "1"),
                               event(RecordType::kCallOut, "2", support::kSecondHome)},
                   next_number());
  const std::string reference_ = crypto::crockford(sent_.rows[0].row.event_token);
};

TEST_F(ReturnChangeTest, WhatWasWithdrawnIsInNoListAndNoFileButThatOfMarkers) {
  exported();
  EXPECT_FALSE(std::filesystem::exists(folder_.file("october/withdrawn.csv")));
  follow(kWithdrawal);
  EXPECT_FALSE(has(listing(), reference_));
  ASSERT_EQ(exported(), ExitCode::kOk);
  EXPECT_EQ(lines_of("october/call-outs.csv").size(), 2U);
  const auto lines = lines_of("october/withdrawn.csv");
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0],
            "source,agreement,consignment,event_reference,record_type,withdrawn_on,reason\r");
  EXPECT_EQ(lines[1], "force/testshire,testshire-ofsted,3," + reference_ +
                          ",call-out,2026-11-03,recorded-in-error\r");
  EXPECT_TRUE(has(text_of("october/withdrawn.csv-metadata.json"), "\"url\":\"withdrawn.csv\""));
  EXPECT_TRUE(has(said_.json(), "\"type\":\"withdrawn\",\"file\":\"october/withdrawn.csv\""));
}

TEST_F(ReturnChangeTest, MarkersAreOfWhatIsSelected) {
  follow(kWithdrawal);
  exported({.type = RecordType::kArrest}, "arrests");
  EXPECT_FALSE(std::filesystem::exists(folder_.file("arrests/withdrawn.csv")));
  inbox_->export_month("inspector", {2026, 9}, {}, "september", said_);
  EXPECT_FALSE(std::filesystem::exists(folder_.file("september/withdrawn.csv")));
  exported({.force = "testshire"}, "force");
  EXPECT_TRUE(std::filesystem::exists(folder_.file("force/withdrawn.csv")));
}

TEST_F(ReturnChangeTest, WhatWasWithdrawnIsNotMissing) {
  EXPECT_TRUE(has(completeness(), "\"received\":2,\"revisions\":0,\"expected\":2"));
  follow(kWithdrawal);
  follow(ChangeReason::kDuplicate, revised(3));
  EXPECT_TRUE(has(completeness(), "\"received\":1,\"revisions\":0,\"expected\":1"));
  EXPECT_TRUE(has(completeness(), "\"state\":\"complete\""));
  send_manifest({{RecordType::kCallOut, true, 1, 0, 0}}, 2);
  EXPECT_TRUE(has(completeness(), "\"received\":1,\"revisions\":0,\"expected\":1"));
}

TEST_F(ReturnChangeTest, WhatNeverCameIsMissingAllTheSame) {
  send_manifest({{RecordType::kCallOut, true, 3, 0, 0}}, 2);
  follow(kWithdrawal);
  EXPECT_TRUE(has(completeness(), "\"received\":1,\"revisions\":0,\"expected\":2"));
  EXPECT_TRUE(has(completeness(), "\"state\":\"incomplete\""));
}

TEST_F(ReturnChangeTest, ARestrictedRecordIsListedWithItsMarkAndInNoFile) {
  follow(ChangeReason::kAccuracyContested);
  EXPECT_TRUE(has(listing(), "RESTRICTED: do not use (its accuracy is contested)"));
  EXPECT_TRUE(has(listing(), "\"restriction\":\"accuracy-contested\""));
  EXPECT_TRUE(has(listing(Language::kWelsh), "CYFYNGWYD"));
  exported();
  EXPECT_FALSE(has(text_of("october/call-outs.csv"), reference_));
  EXPECT_EQ(lines_of("october/call-outs.csv").size(), 2U);
  EXPECT_TRUE(has(completeness(), "\"received\":2"));
  follow(ChangeReason::kResolved, revised(3));
  EXPECT_FALSE(has(listing(), "RESTRICTED"));
  exported();
  EXPECT_TRUE(has(text_of("october/call-outs.csv"), reference_));
}

TEST_F(ReturnChangeTest, AnAnnotatedRecordIsInListsAndFilesWithItsMark) {
  follow(ChangeReason::kDisputedByChild);
  EXPECT_TRUE(has(listing(), "annotated (disputed by the child)"));
  EXPECT_TRUE(has(listing(), "\"annotation\":\"disputed-by-child\""));
  exported();
  EXPECT_TRUE(has(text_of("october/call-outs.csv"), reference_ + ",1,disputed-by-child,"));
  follow(ChangeReason::kUnderReview, revised(3));
  exported();
  EXPECT_TRUE(has(text_of("october/call-outs.csv"), reference_ + ",1,under-review,"));
  follow(ChangeReason::kSetByMistake, revised(4));
  exported();
  EXPECT_TRUE(has(text_of("october/call-outs.csv"), reference_ + ",1,,"));
}

TEST_F(ReturnChangeTest, CorrectedFactsTakeTheirPlaceAndKeepThePseudonym) {
  const std::string pseudonym = [&] {
    Token token{};
    copy_exact(sent_.rows[0].subject_token, token);
    return crypto::crockford(token);
  }();
  ASSERT_TRUE(has(listing(), pseudonym));
  follow(ChangeReason::kInaccurate,
         {.fields = [](auto& fields) { fields.level = record::Level::k3; }});
  const std::string after = listing();
  EXPECT_TRUE(has(after, "\"event_reference\":\"" + reference_ + "\",\"revision\":2"));
  EXPECT_TRUE(has(after, pseudonym));
  EXPECT_TRUE(has(after, "\"level\":\"3\""));
  exported();
  EXPECT_TRUE(has(text_of("october/call-outs.csv"), pseudonym));
}

TEST_F(ReturnChangeTest, SaysWhichRecordsMayStandInFiles) {
  listing();
  follow(ChangeReason::kDisputedByChild);
  EXPECT_FALSE(has(changes(), "exported"));
  now_ += 60;
  exported();
  now_ += 60;
  follow(kWithdrawal, revised(3));
  EXPECT_TRUE(has(changes(), "in files written until 2026-11-03 09:01: delete copies"));
  EXPECT_TRUE(has(changes(), "\"exported\":\"2026-11-03T09:01:00Z\""));
}

TEST_F(ReturnChangeTest, WhatFollowsWaitsUntilSomebodyConfirmsIt) {
  EXPECT_FALSE(has(changes(true), reference_));
  follow(kWithdrawal);
  EXPECT_TRUE(has(changes(), reference_));
  EXPECT_TRUE(has(changes(), "withdrawn: recorded in error  call-out  force/testshire  waits"));
  EXPECT_TRUE(has(changes(), "\"change\":\"withdrawn\",\"reason\":\"recorded-in-error\""));
  EXPECT_EQ(inbox_->notice_figures()->unread, 1U);
  EXPECT_EQ(inbox_->unread()->size(), 1U);
  now_ += 72 * 3600;
  EXPECT_EQ(inbox_->notice_figures()->overdue, 1U);
  EXPECT_TRUE(has(changes(), "OVERDUE"));
  ASSERT_EQ(closed(NoticeState::kConfirmed), ExitCode::kOk);
  EXPECT_FALSE(has(changes(), reference_));
  EXPECT_TRUE(has(changes(true), "\"state\":\"confirmed\""));
  EXPECT_EQ(inbox_->notice_figures()->unread, 0U);
  EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kOk) << said_.text();
}

TEST_F(ReturnChangeTest, IsDecidedOnce) {
  follow(kWithdrawal);
  ASSERT_EQ(closed(NoticeState::kKeptByLaw), ExitCode::kOk);
  EXPECT_EQ(closed(NoticeState::kKeptByLaw), ExitCode::kOk);
  EXPECT_EQ(closed(NoticeState::kConfirmed), ExitCode::kRefused);
  const auto waiting = inbox_->untaken(9).value();
  ASSERT_EQ(waiting.size(), 1U);
  const auto said = record::parse_acknowledgement(crypto::parse_note(waiting[0])->text).value();
  EXPECT_EQ(said.state, record::DisclosureState::kClosed);
  EXPECT_EQ(said.number, 3U);
  EXPECT_EQ(number_of("SELECT count(*) FROM word WHERE state = 7 AND account = 'inspector'"), 1);
}

TEST_F(ReturnChangeTest, NobodyConfirmsWhatDidNotFollow) {
  EXPECT_EQ(closed(NoticeState::kConfirmed), ExitCode::kUsage);
  EXPECT_TRUE(has(said_.messages(), "nothing has followed"));
}

TEST_F(ReturnChangeTest, AWordOfAChangeThatWasEditedIsFound) {
  follow(kWithdrawal);
  closed(NoticeState::kKeptByLaw);
  vandalise("DROP TRIGGER word_update; UPDATE word SET account = 'sam'");
  EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kIntegrity);
}

// Those who are told of single events.
class NoticeChangeTest : public NoticeFixture {
 protected:
  explicit NoticeChangeTest(const char* self = support::kFarCouncil) : NoticeFixture(self) {}

  void follow(const wire::Consignment& before, ChangeReason why, std::uint64_t number,
              const ChangeLies& lies = {}) {
    took(following(before, why, number, lies));
  }
  std::string changes(const Asker& asker, bool all = false) {
    said_ = Said();
    EXPECT_EQ(inbox_->list_changes(asker, all, Language::kEnglish, said_), ExitCode::kOk);
    return everything();
  }
  ExitCode closed(const Asker& asker, const std::string& reference) {
    said_ = Said();
    return inbox_->close_change(asker, reference, NoticeState::kConfirmed, Language::kEnglish,
                                said_);
  }
};

class AuthorityChangeTest : public NoticeChangeTest {
 protected:
  const wire::Consignment told_ = notice(incident(), "placed-call-out");
  const std::string reference_ = took(told_);
};

TEST_F(AuthorityChangeTest, WhatWasWithdrawnIsNoNoticeAnyMore) {
  follow(told_, kWithdrawal, 2);
  listed(asker_, true);
  EXPECT_FALSE(said(reference_));
  EXPECT_EQ(opened(asker_, reference_), ExitCode::kUsage);
  EXPECT_TRUE(said("it was withdrawn: nothing of it is kept"));
  EXPECT_EQ(acknowledged(asker_, reference_), ExitCode::kUsage);
  EXPECT_EQ(returned(asker_, reference_), ExitCode::kUsage);
  EXPECT_TRUE(words().empty());
  EXPECT_EQ(inbox_->unread()->size(), 1U);
  EXPECT_EQ(inbox_->notice_figures()->unread, 1U);
  ASSERT_EQ(closed(asker_, reference_), ExitCode::kOk);
  EXPECT_TRUE(inbox_->unread()->empty());
  EXPECT_EQ(states(), std::vector{record::DisclosureState::kClosed});
}

TEST_F(AuthorityChangeTest, MarksStandInListAndOpenedNotice) {
  follow(told_, ChangeReason::kDisputedByChild, 2);
  follow(told_, ChangeReason::kLegalClaim, 3, revised(3));
  listed(asker_);
  EXPECT_TRUE(said("RESTRICTED: do not use (needed for a legal claim); annotated (disputed by"));
  opened(asker_, reference_);
  EXPECT_TRUE(said("\"annotation\":\"disputed-by-child\",\"restriction\":\"legal-claim\""));
  EXPECT_TRUE(said("Pryce-Jones"));
  follow(told_, ChangeReason::kResolved, 4, revised(4));
  opened(asker_, reference_);
  EXPECT_FALSE(said("RESTRICTED"));
}

TEST_F(AuthorityChangeTest, CorrectedFactsAreReadWithTheIdentityThatCameBefore) {
  follow(told_, ChangeReason::kInaccurate, 2,
         {.fields = [](auto& fields) { fields.level = record::Level::k3; }});
  ASSERT_EQ(opened(asker_, reference_), ExitCode::kOk) << everything();
  EXPECT_TRUE(said("Pryce-Jones"));
  EXPECT_TRUE(said("\"level\":\"3\""));
  EXPECT_TRUE(said("Corrects"));
  listed(asker_);
  EXPECT_TRUE(said("\"correction\":true"));
  EXPECT_TRUE(said("\"level\":\"3\""));
}

TEST_F(AuthorityChangeTest, PeopleAreToldOfAnEventOnce) {
  follow(told_, ChangeReason::kDisputedByChild, 2);
  const auto waiting = inbox_->unread().value();
  ASSERT_EQ(waiting.size(), 1U);
  EXPECT_EQ(waiting[0].notice.number, 2U);
  closed(asker_, reference_);
  EXPECT_EQ(inbox_->unread()->front().notice.number, 1U);
}

TEST_F(AuthorityChangeTest, WhoeverReturnsTheEventClosesWhatFollowedIt) {
  opened(asker_, reference_);
  follow(told_, ChangeReason::kDisputedByChild, 2);
  returned(asker_, reference_);
  EXPECT_EQ(changes(asker_), "nothing that followed a record waits for anybody here\n");
  EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kOk) << said_.text();
}

TEST_F(AuthorityChangeTest, OfAnUnknownEventItWaitsForAPersonToo) {
  const auto never = notice(incident("CAD-9", "N-9"), "placed-call-out");
  follow(never, kWithdrawal, 3);
  EXPECT_TRUE(said_.messages().empty());
  const std::string reference = crypto::crockford(never.rows[0].row.event_token);
  EXPECT_NE(changes(asker_).find(reference), std::string::npos);
  EXPECT_EQ(closed(asker_, reference), ExitCode::kOk);
}

class YjsChangeTest : public NoticeChangeTest {
 protected:
  YjsChangeTest() : NoticeChangeTest(support::kOwnYjs) {}

  const Asker police_{"pc", true};
};

TEST_F(YjsChangeTest, PoliceSeeWhatFollowsANoticeThatTheySee) {
  const auto told = notice(of_offence(), "host-alleged-call-out");
  const std::string reference = took(told);
  follow(told, ChangeReason::kNoLongerQualifies, 2);
  EXPECT_NE(changes(police_).find(reference), std::string::npos);
  EXPECT_FALSE(said("consignment"));
  EXPECT_TRUE(said("no longer for this agency"));
  EXPECT_EQ(closed(police_, reference), ExitCode::kOk);
}

TEST_F(YjsChangeTest, PoliceLearnNothingOfWhatFollowsOtherNotices) {
  const auto told = notice(missing(), "host-missing-episode");
  const std::string reference = took(told);
  const std::string before = changes(police_, true);
  follow(told, kWithdrawal, 2);
  EXPECT_EQ(changes(police_, true), before);
  EXPECT_EQ(closed(police_, reference), ExitCode::kUsage);
  EXPECT_TRUE(said("nothing has followed"));
  EXPECT_EQ(opened(police_, reference), ExitCode::kUsage);
  EXPECT_TRUE(said("no notification of that reference"));
  EXPECT_NE(changes(asker_).find(reference), std::string::npos);
}

// A source that corrects it as if no offence were alleged is refused under that clause; so is one
// that alleges one where the clause knows of none.
TEST_F(YjsChangeTest, NoCorrectionMakesAnOffenceOutOfWhatIsNone) {
  const auto told = notice(of_offence(), "host-alleged-call-out");
  took(told);
  EXPECT_EQ(refused(following(
                told, ChangeReason::kInaccurate, 2,
                {.fields = [](auto& fields) { fields.child_role = record::ChildRole::kVictim; }})),
            Reason::kEnvelopeMismatch);
}

}  // namespace
}  // namespace stile::agent
