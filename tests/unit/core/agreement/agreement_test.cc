#include "core/agreement/agreement.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "core/wire/document_codec.h"
#include "tests/support/scheme.h"

namespace stile::agreement {
namespace {

using support::AgreementDraft;
using support::Scheme;

// checked() reads a changed draft and asks check() what it says.
template <typename Change>
Status checked(const Change& change) {
  AgreementDraft draft = Scheme().agreement();
  change(draft);
  const auto read = wire::agreement_of_text(text_of(draft), "draft");
  return read.ok() ? check(*read) : Status(read.error());
}

TEST(AgreementTest, TheDraftAsItStandsMayBeSigned) {
  EXPECT_TRUE(checked([](AgreementDraft&) {}).ok());
}

TEST(AgreementTest, NoForceMayReceiveWhateverTheGrant) {
  const auto status = checked([](AgreementDraft& draft) {
    draft.recipient = support::kOthershire;
    draft.clauses.front().grants.resize(2);
  });
  EXPECT_EQ(status.reason(), Reason::kForceAsRecipient);
}

TEST(AgreementTest, AReturnGoesToARegulatorOnly) {
  for (const auto* kind : {"authority", "yjs", "auditor"}) {
    const auto status = checked([&](AgreementDraft& draft) {
      draft.recipient = "spiffe://stile.example/" + std::string(kind) + "/E10000091/agent";
    });
    EXPECT_EQ(status.reason(), Reason::kWidens) << kind;
  }
}

TEST(AgreementTest, OnlyAForceSendsThroughAGateway) {
  EXPECT_EQ(checked([](AgreementDraft& draft) { draft.source = support::kCiw; }).reason(),
            Reason::kWrongParty);
  EXPECT_EQ(checked([](AgreementDraft& draft) { draft.processor = support::kCiw; }).reason(),
            Reason::kWrongParty);
}

TEST(AgreementTest, BothSidesNameTheirGround) {
  EXPECT_EQ(checked([](AgreementDraft& draft) { draft.source_grounds.clear(); }).reason(),
            Reason::kGroundMissing);
  EXPECT_EQ(checked([](AgreementDraft& draft) { draft.recipient_grounds.clear(); }).reason(),
            Reason::kGroundMissing);
}

TEST(AgreementTest, ItsDatesFollowEachOther) {
  const auto with_dates = [](const char* from, const char* review, const char* until) {
    return checked([&](AgreementDraft& draft) {
      draft.from = from;
      draft.review = review;
      draft.until = until;
    });
  };
  EXPECT_TRUE(with_dates("2026-01-01", "2026-01-01", "2026-01-01").ok());
  EXPECT_EQ(with_dates("2026-01-02", "2026-01-02", "2026-01-01").reason(), Reason::kMalformed);
  EXPECT_EQ(with_dates("2026-01-02", "2026-01-01", "2026-01-03").reason(), Reason::kMalformed);
  EXPECT_EQ(with_dates("2026-01-01", "2026-01-04", "2026-01-03").reason(), Reason::kMalformed);
}

TEST(AgreementTest, RefusesAnEmptyList) {
  EXPECT_EQ(checked([](AgreementDraft& draft) { draft.clauses.clear(); }).reason(),
            Reason::kMissingField);
  EXPECT_EQ(checked([](AgreementDraft& draft) { draft.clauses.front().grants.clear(); }).reason(),
            Reason::kMissingField);
  EXPECT_EQ(checked([](AgreementDraft& draft) { draft.version = 0; }).reason(),
            Reason::kMissingField);
}

TEST(AgreementTest, RefusesAgreementsWithoutWhatEndsThem) {
  const auto without = [](std::string_view line) {
    const auto text = support::replaced(text_of(Scheme().agreement()), line, "");
    return check(wire::agreement_of_text(text, "draft").value()).reason();
  };
  EXPECT_EQ(without("retention_days: 365\n"), Reason::kMissingField);
  EXPECT_EQ(without("pseudonym_key_days: 30\n"), Reason::kMissingField);
  EXPECT_EQ(without("dpia_reference: \"DPIA-1\"\n"), Reason::kMissingField);
}

TEST(AgreementTest, SaysHowLongTheSourceHasToAnswerAChallenge) {
  AgreementDraft draft = Scheme().agreement();
  const auto read = [&] { return wire::agreement_of_text(text_of(draft), "draft").value(); };
  EXPECT_EQ(read().answer_challenges_within_days, 30U);
  draft.answer_challenges_within_days = 10;
  EXPECT_EQ(read().answer_challenges_within_days, 10U);
  EXPECT_TRUE(check(read()).ok());
  draft.answer_challenges_within_days = 366;
  EXPECT_EQ(check(read()).reason(), Reason::kMalformed);
}

TEST(AgreementTest, EveryClauseNamesHomeAndEvent) {
  for (const std::string field : {"HOME", "EVENT_REFERENCE"}) {
    const auto status = checked([&](AgreementDraft& draft) {
      std::erase_if(draft.clauses.front().grants,
                    [&](auto& grant) { return grant.first == field; });
    });
    EXPECT_EQ(status.reason(), Reason::kMissingField) << field;
  }
}

// checked_with() is of an agreement that has clauses for these types of record only.
Status checked_with(const std::set<std::string>& types) {
  Scheme scheme;
  scheme.add_every_type();
  AgreementDraft draft = scheme.agreement();
  std::erase_if(draft.clauses, [&](const auto& clause) { return !types.contains(clause.record); });
  const auto read = wire::agreement_of_text(text_of(draft), "draft");
  return read.ok() ? check(*read) : Status(read.error());
}

TEST(AgreementTest, CountsNothingThatNoClauseLetsGo) {
  for (const auto* counting : {"HOME_MONTH", "RETURN_MANIFEST"}) {
    const auto alone = checked_with({counting});
    ASSERT_EQ(alone.reason(), Reason::kMissingField) << counting;
    EXPECT_NE(alone.error().detail.find("no clause lets any go"), std::string::npos);
  }
  EXPECT_TRUE(checked_with({"CALL_OUT", "MISSING_EPISODE", "HOME_MONTH"}).ok());
  EXPECT_TRUE(checked_with({"CONCERN", "RETURN_MANIFEST"}).ok());
}

TEST(AgreementTest, CountsAFieldOfRecordsThatGo) {
  const auto without_episodes = checked_with({"CALL_OUT", "HOME_MONTH"});
  ASSERT_EQ(without_episodes.reason(), Reason::kMissingField);
  EXPECT_NE(without_episodes.error().detail.find("clause home-months counts return-interview"),
            std::string::npos)
      << without_episodes.error().detail;
}

TEST(AgreementTest, NoTwoClausesForOneCase) {
  EXPECT_EQ(checked([](AgreementDraft& draft) {
              draft.clauses.push_back(draft.clauses.front());
            }).reason(),
            Reason::kMalformed);
  EXPECT_EQ(checked([](AgreementDraft& draft) {
              draft.clauses.push_back(draft.clauses.front());
              draft.clauses.back().name = "another-name";
            }).reason(),
            Reason::kMalformed);
}

TEST(TreatmentsTest, NamesWhatItGrantsInTheOrderOfTheTable) {
  Treatments treatments;
  treatments.grant(record::Field::kLevel, record::Treatment::kKeep);
  treatments.grant(record::Field::kHome, record::Treatment::kKeep);
  EXPECT_EQ(treatments.names(), (std::vector<std::string>{"home", "level"}));
  treatments.withhold(record::Field::kHome);
  EXPECT_EQ(treatments.names(), (std::vector<std::string>{"level"}));
}

}  // namespace
}  // namespace stile::agreement
