#include "agents/source/subject_account.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "core/storage/database.h"
#include "tests/unit/agents/source/answer_fixture.h"
#include "tests/unit/agents/source/correction_fixture.h"

// Everything that was shared about a child, and nothing about another, is in the child's account.
namespace stile::agent {
namespace {

using record::ChangeReason;

constexpr Instant kDaySeconds = 86'400;

// Account is a fixture's source asked about a child.
template <typename Fixture>
class Account : public Fixture {
 protected:
  std::vector<Sharing> shared_about(const std::string& child) {
    auto reader = IntakeReader::open(this->folder_.file("intake.db")).value();
    const auto key = support::token_key_named(support::kTestshire);
    return account_of(key, *reader, {.system = "command-and-control", .child = child}, this->now_)
        .value();
  }
  Said said_about(const std::string& child, Language language = Language::kEnglish) {
    Said said;
    EXPECT_EQ(this->source_->account_of_subject({.system = "command-and-control",
                                                 .child = child,
                                                 .purpose = "subject-access",
                                                 .language = language},
                                                "officer", said),
              ExitCode::kOk);
    return said;
  }
  std::vector<LoggedOperation> logged(const std::string& operation) {
    return this->source_->operations({.operation = operation}, "audit", "officer").value();
  }
};

bool is_row(const ProofFile& file) { return file.name.starts_with("row-0"); }

using SubjectAccountTest = Account<CorrectionTest>;
using AnsweredSubjectTest = Account<AnswerFixture>;

TEST_F(SubjectAccountTest, SaysWhatWentToWhomWhenAndUnderWhat) {
  auto other = recent();
  other.reference = "CC-8";
  other.person = "N2";
  notify(events_of({recent(), other}));
  const auto all = shared_about("N1");
  ASSERT_EQ(all.size(), 2U);
  std::set<std::string> recipients;
  for (const Sharing& one : all) {
    recipients.insert(one.what.to.text());
    EXPECT_EQ(one.reference, "CC-7");
    EXPECT_EQ(one.made, now_);
    EXPECT_EQ(one.state, ConsignmentState::kAdmitted);
    EXPECT_TRUE(one.index.has_value());
    EXPECT_FALSE(one.purpose.empty());
    EXPECT_FALSE(one.fields.empty());
    const Taken told = only_to(one.what.to.text());
    EXPECT_EQ(one.number, told.statement.number);
  }
  EXPECT_TRUE(recipients.contains(support::kFarCouncil));
  EXPECT_EQ(shared_about("N2").size(), 2U);
  EXPECT_TRUE(shared_about("N3").empty());
}

TEST_F(SubjectAccountTest, FollowsARecordOverWithdrawalsAndWhatCameAfterThem) {
  notify(events_of({recent()}));
  change(ChangeReason::kRecordedInError);
  auto again = recent();
  again.exploitation = "Yes";
  notify(events_of({again}));
  const auto all = shared_about("N1");
  EXPECT_EQ(all.size(), gateway_.taken().size());
  const auto withdrawn = std::ranges::count_if(all, [](const Sharing& one) {
    return one.what.occasion.change == ChangeReason::kRecordedInError;
  });
  EXPECT_EQ(withdrawn, 2);
  EXPECT_GT(all.size(), 4U) << "it was told again, as another event";
}

TEST_F(SubjectAccountTest, IsInTheLogWithItsPurposeAndWithoutTheChild) {
  notify(events_of({recent()}));
  said_about("N1");
  const auto all = logged("consultation");
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].occasion, "audit-subject");
  EXPECT_EQ(all[0].account, "officer");
  EXPECT_EQ(all[0].reason, "subject-access");
  EXPECT_EQ(all[0].rows, 2U);
  // That the log itself was read is an entry too.
  EXPECT_EQ(logged("consultation").back().occasion, "audit-log/consultation");
  for (const auto& one : all) EXPECT_EQ((one.occasion + one.reason).find("N1"), std::string::npos);
}

TEST_F(SubjectAccountTest, SaysWhatNobodyMayReadItWithout) {
  notify(events_of({recent()}));
  EXPECT_NE(said_about("N1").messages().find("left out for 90 days"), std::string::npos);
  EXPECT_NE(said_about("N9").messages().find("0 times something was shared"), std::string::npos);
}

TEST_F(SubjectAccountTest, SaysHowFarEachCame) {
  notify(events_of({recent()}));
  says(only_to(support::kFarCouncil), record::DisclosureState::kOpened);
  EXPECT_NE(said_about("N1").text().find("Somebody there has read it."), std::string::npos);
}

TEST_F(SubjectAccountTest, IsHandedToAnOutsiderWithEachRowOpenedAsADisclosure) {
  auto other = recent();
  other.reference = "CC-8";
  other.person = "N2";
  notify(events_of({recent(), other}));
  const SubjectOrder asked{
      .system = "command-and-control", .child = "N1", .purpose = "subject-access", .prove = true};
  const auto files = source_->prove_subject(asked, "officer").value();
  EXPECT_EQ(std::ranges::count_if(files, is_row), 2) << "one to each recipient";
  const auto account = std::ranges::find(files, "account.txt", &ProofFile::name);
  ASSERT_NE(account, files.end());
  EXPECT_EQ(std::ranges::count(account->content, '\n'), 2);
  EXPECT_NE(account->content.find(" identity=sealed type=CALL_OUT home=ofsted:SC900001"),
            std::string::npos)
      << account->content;
  for (const ProofFile& one : files) {
    EXPECT_EQ(one.content.find("Invented-Wynne"), std::string::npos) << one.name;
    EXPECT_EQ(one.content.find("CC-8"), std::string::npos) << one.name;
  }
  const LoggedOperation done = logged("disclosure").back();
  EXPECT_EQ(done.occasion, "audit-subject");
  EXPECT_EQ(done.rows, 2U);
  EXPECT_EQ(done.reason, "subject-access");
}

TEST_F(SubjectAccountTest, IsNotHandedOutWhereNothingHasGoneOrSomethingWasAltered) {
  notify(events_of({recent()}));
  SubjectOrder asked{.system = "command-and-control", .child = "N9", .prove = true};
  EXPECT_EQ(source_->prove_subject(asked, "officer").reason(), Reason::kNotFound);
  asked.child = "N1";
  source_.reset();
  {
    auto database =
        storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kWrite).value();
    ASSERT_TRUE(database.run("DROP TRIGGER receipt_update").ok());
    ASSERT_TRUE(database.run("UPDATE receipt SET leaf = replace(leaf, 'rows 1', 'rows 2')").ok());
  }
  reopen();
  EXPECT_EQ(source_->prove_subject(asked, "officer").reason(), Reason::kIntegrity);
  EXPECT_TRUE(logged("disclosure").empty() ||
              logged("disclosure").back().occasion != "audit-subject");
}

// What the gateway took after each step is about the one child whose row the step changed: that is
// the account that the test keeps, without a token or a table of the product's.
TEST_F(SubjectAccountTest, IsWhatAnIndependentAccountSays) {
  std::mt19937 random(20261128);
  const std::vector<std::string> categories = {"Missing Person", "Public Safety and Welfare"};
  using Entry = std::tuple<std::string, std::string, std::uint64_t>;
  std::map<std::string, std::vector<Entry>> expected;
  std::vector<ExportRow> rows;
  for (int child = 0; child < 4; ++child) {
    auto row = recent();
    row.reference = "CC-" + std::to_string(child);
    row.person = "N" + std::to_string(child);
    rows.push_back(row);
  }
  std::size_t before = 0;
  for (int step = 0; step < 60; ++step) {
    ExportRow& row = rows[random() % rows.size()];
    now_ = now_ + 60;
    switch (random() % 4) {
      case 0: change(order(ChangeReason::kRecordedInError, row.reference)); break;
      case 1: change(order(ChangeReason::kDisputedByChild, row.reference)); break;
      case 2: row.exploitation = row.exploitation == "Yes" ? "No" : "Yes"; [[fallthrough]];
      default: row.category = categories[random() % categories.size()]; notify(events_of({row}));
    }
    const auto taken = gateway_.taken();
    for (; before < taken.size(); ++before) {
      const auto& what = taken[before].statement;
      expected[row.person].emplace_back(what.disclosure.to.text(),
                                        record::to_text(what.disclosure.occasion), what.number);
    }
  }
  ASSERT_GT(before, 40U);
  for (auto& [child, entries] : expected) {
    std::vector<Entry> found;
    for (const Sharing& one : shared_about(child)) {
      found.emplace_back(one.what.to.text(), record::to_text(one.what.occasion), one.number);
    }
    std::ranges::sort(found);
    std::ranges::sort(entries);
    EXPECT_EQ(found, entries) << child;
  }
}

TEST_F(AnsweredSubjectTest, FindsEachRowOfAReturn) {
  send(october());
  const auto all = shared_about("N1");
  ASSERT_EQ(all.size(), 3U);  // the last is of another home
  EXPECT_EQ(record::to_text(all[0].what.occasion), "return/2026-10");
  EXPECT_EQ(shared_about("N2").size(), 1U);
  EXPECT_EQ(shared_about("N2").front().reference, "CC-3");
}

TEST_F(AnsweredSubjectTest, FindsARecordUnderEveryMonthThatItWentIn) {
  auto moved = october();
  moved.resize(1);
  send(moved);
  moved[0].time = "30/09/2026 21:10";
  write_export(moved);
  EXPECT_EQ(source_->send({2026, 9}, "month.csv", "analyst", said_), ExitCode::kOk);
  std::set<std::string> months;
  for (const Sharing& one : shared_about("N1")) months.insert(to_text(one.what.occasion.month));
  EXPECT_EQ(months, (std::set<std::string>{"2026-09", "2026-10"}));
}

TEST_F(AnsweredSubjectTest, SaysThatASystemNeverSentAnything) {
  send(october());
  Said said;
  EXPECT_EQ(
      source_->account_of_subject({.system = "comand-and-control", .child = "N1"}, "officer", said),
      ExitCode::kUsage);
  EXPECT_NE(said.messages().find("no system of that code"), std::string::npos) << said.messages();
  EXPECT_TRUE(said.text().empty());
}

TEST_F(AnsweredSubjectTest, LeavesAnswersOutUntilNoInspectionCanBecomeKnown) {
  send(october());
  const auto before = shared_about("N1");
  const std::string said = said_about("N1").text() + said_about("N1").messages();
  asked(question());
  EXPECT_EQ(shared_about("N1").size(), before.size());
  EXPECT_EQ(said_about("N1").text() + said_about("N1").messages(), said);
  now_ = now_ + kEmbargo;
  const auto after = shared_about("N1");
  ASSERT_EQ(after.size(), before.size() + 2);
  EXPECT_TRUE(after.back().what.occasion.enquires());
  now_ = now_ - kDaySeconds;
  EXPECT_EQ(shared_about("N1").size(), before.size());
}

// What was said is gone by then; that it was said is to be accounted for (R20), and which record it
// was of, stands in `answered` alone.
TEST_F(AnsweredSubjectTest, KnowsOfAnAnswerOnceItsTimeIsOver) {
  send(october());
  asked(question());
  now_ = now_ + kEmbargo;
  const auto before = shared_about("N1");
  ASSERT_TRUE(before.back().what.occasion.enquires());
  now_ = support::kNow + 365 * kDaySeconds + 60;
  scheme_.directory.valid_from = utc_minute_text(now_ - kDaySeconds);
  scheme_.directory.valid_until = utc_minute_text(now_ + kDaySeconds);
  use_documents();
  ASSERT_TRUE(source_->destroy_due(now_).ok());
  const auto after = shared_about("N1");
  ASSERT_EQ(after.size(), before.size());
  EXPECT_TRUE(after.back().what.occasion.enquires());
  EXPECT_NE(said_about("N1").text().find("What it said has been destroyed here"),
            std::string::npos);
}

TEST_F(AnsweredSubjectTest, LeavesOutWhatFollowsAnAnswerAsLongAsTheAnswer) {
  send(october());
  asked(question());
  const auto before = shared_about("N1");
  EXPECT_EQ(source_->change(order(ChangeReason::kDisputedByChild), "officer", said_),
            ExitCode::kOk);
  EXPECT_EQ(shared_about("N1").size(), before.size() + 1) << "what follows the return alone";
  now_ = now_ + kEmbargo;
  const auto after = shared_about("N1");
  EXPECT_EQ(after.size(), before.size() + 4);
}

}  // namespace
}  // namespace stile::agent
