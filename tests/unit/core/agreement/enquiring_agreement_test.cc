#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/agreement/agreement.h"
#include "core/agreement/diff.h"
#include "core/agreement/evaluate.h"
#include "core/agreement/minimise.h"
#include "core/agreement/plain_words.h"
#include "core/wire/document_codec.h"
#include "tests/support/enquiring.h"
#include "tests/support/source_hand.h"

// What an agreement about enquiries may say, and what it lets an answer hold.
namespace stile::agreement {
namespace {

using record::Field;
using record::RecordType;
using record::Treatment;
using Most = std::map<Field, Treatment>;

Agreement enquiring() {
  const auto scheme = support::enquiring_scheme();
  return wire::agreement_of_text(text_of(scheme.agreements[support::kEnquiring]), "draft").value();
}

// The last column of the table of least fields, written out a second time.
Most table(RecordType type) {
  Most most{{Field::kEventReference, Treatment::kPseudonym}, {Field::kContact, Treatment::kKeep}};
  if (type == RecordType::kReturnManifest) {
    most[Field::kCompleteness] = Treatment::kKeep;
    return most;
  }
  most[Field::kHome] = Treatment::kKeep;
  if (type == RecordType::kHomeMonth) {
    most[Field::kTime] = Treatment::kMonth;
    most[Field::kExploitation] = most[Field::kReturnInterview] = Treatment::kCount;
    return most;
  }
  most[Field::kChildPseudonym] = Treatment::kPseudonymEnquiry;
  most[Field::kAge] = Treatment::kBand;
  most[Field::kTime] = most[Field::kPlacingAuthority] = Treatment::kCoarsen;
  for (const auto field : {Field::kCategory, Field::kChildRole, Field::kChildView}) {
    most[field] = Treatment::kKeep;
  }
  if (type == RecordType::kCallOut) {
    for (const auto field : {Field::kDeployment, Field::kChannel, Field::kCallerRole,
                             Field::kAppropriateness, Field::kLevel, Field::kOffence}) {
      most[field] = Treatment::kKeep;
    }
  }
  if (type == RecordType::kMissingEpisode) {
    most[Field::kDeployment] = most[Field::kAppropriateness] = Treatment::kKeep;
    most[Field::kMissingDuration] = Treatment::kBand;
    most[Field::kMissingRisk] = Treatment::kKeep;
  }
  if (type == RecordType::kArrest) most[Field::kOffence] = Treatment::kKeep;
  return most;
}

TEST(EnquiringAgreementTest, AnInspectorIsGrantedTheLastColumnOfTheTableAndNoMore) {
  const auto whole = enquiring();
  ASSERT_EQ(whole.clauses.size(), record::count<RecordType>);
  for (std::size_t i = 0; i < whole.clauses.size(); ++i) {
    const auto most = table(whole.clauses[i].record);
    for (int f = 1; f <= record::kFieldCount; ++f) {
      for (int t = 1; t <= record::count<Treatment>; ++t) {
        auto agreement = whole;
        agreement.clauses[i].treatments.grant(static_cast<Field>(f), static_cast<Treatment>(t));
        const auto found = most.find(static_cast<Field>(f));
        const bool may = found != most.end() && found->second == static_cast<Treatment>(t);
        const auto status = check(agreement);
        EXPECT_EQ(status.ok(), may)
            << whole.clauses[i].name << " " << record::name(static_cast<Field>(f)) << " "
            << record::name(static_cast<Treatment>(t));
        EXPECT_TRUE(status.ok() || status.reason() == Reason::kWidens);
      }
    }
    EXPECT_EQ(whole.clauses[i].treatments.names().size(), most.size()) << whole.clauses[i].name;
  }
}

template <typename Change>
std::optional<Reason> refused(const Change& change) {
  Agreement agreement = enquiring();
  change(agreement);
  const auto status = check(agreement);
  return status.ok() ? std::nullopt : std::optional(status.reason());
}

TEST(EnquiringAgreementTest, AsItStandsItMayBeSigned) {
  EXPECT_EQ(refused([](Agreement&) {}), std::nullopt);
}

TEST(EnquiringAgreementTest, OnlyARegulatorAsksAndOnlyAForceAnswers) {
  const auto with = [](auto party, const char* id) {
    return [=](Agreement& agreement) { (agreement.*party).agency = support::agency(id); };
  };
  EXPECT_EQ(refused(with(&Agreement::recipient, "spiffe://stile.example/yjs/testshire/agent")),
            Reason::kWidens);
  EXPECT_EQ(refused(with(&Agreement::recipient, support::kOthershire)), Reason::kForceAsRecipient);
  EXPECT_EQ(refused(with(&Agreement::source, support::kCiw)), Reason::kWrongParty);
}

TEST(EnquiringAgreementTest, ThePurposeIsThatOfEnquiriesAndOfNothingElse) {
  EXPECT_EQ(refused([](Agreement& a) { a.purpose = Purpose::kRegulationOfChildrensHomes; }),
            Reason::kMalformed);
  auto monthly = wire::agreement_of_text(text_of(support::Scheme().agreement()), "draft").value();
  monthly.purpose = Purpose::kPreInspectionEnquiry;
  EXPECT_EQ(check(monthly).reason(), Reason::kMalformed);
}

TEST(EnquiringAgreementTest, HasAQuotaAndNoOtherAgreementHasOne) {
  EXPECT_EQ(refused([](Agreement& a) { a.questions_per_day = 0; }), Reason::kMissingField);
  auto monthly = wire::agreement_of_text(text_of(support::Scheme().agreement()), "draft").value();
  monthly.questions_per_day = 1;
  EXPECT_EQ(check(monthly).reason(), Reason::kMalformed);
}

TEST(EnquiringAgreementTest, MayLetEachQuestionWaitForApprovalAndNoOtherAgreementMay) {
  for (const std::uint32_t hours : {0U, 1U, 720U}) {
    auto scheme = support::enquiring_scheme();
    auto& draft = scheme.agreements[support::kEnquiring];
    draft.approval_hours = hours;
    const auto read = wire::agreement_of_text(text_of(draft), "draft");
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->approval_hours, hours);
    EXPECT_EQ(read->needs_approval(), hours != 0);
  }
  EXPECT_EQ(refused([](Agreement& a) { a.approval_hours = 721; }), Reason::kMalformed);
  auto monthly = wire::agreement_of_text(text_of(support::Scheme().agreement()), "draft").value();
  monthly.approval_hours = 1;
  EXPECT_EQ(check(monthly).reason(), Reason::kMalformed);
}

TEST(EnquiringAgreementTest, ApprovalNarrowsItAndDoingWithoutWidensIt) {
  const Agreement at_once = enquiring();
  Agreement approved = at_once;
  approved.approval_hours = 24;
  Agreement longer = approved;
  longer.approval_hours = 48;
  ASSERT_EQ(diff(at_once, approved).size(), 1U);
  EXPECT_EQ(diff(at_once, approved).front().effect, Effect::kNarrows);
  EXPECT_EQ(diff(approved, at_once).front().effect, Effect::kWidens);
  ASSERT_EQ(diff(approved, longer).size(), 1U);
  EXPECT_EQ(diff(approved, longer).front().effect, Effect::kChanges);
}

// Only who was asked declines: a month's return cannot.
TEST(EnquiringAgreementTest, AnAnswerMayBeDeclinedAndAReturnMayNot) {
  const Agreement agreement = enquiring();
  const auto& clause = agreement.clauses.back();
  ASSERT_EQ(clause.record, RecordType::kReturnManifest);
  Grant grant{&agreement, &clause, clause.treatments, nullptr, {}, 0, 0};
  grant.question = Hash{1};
  const auto declined = minimise_manifest(1, {record::empty_collection(RecordType::kCallOut)},
                                          grant, "data-office", record::Declined::kExpired);
  EXPECT_EQ(declined.declined, record::Declined::kExpired);
  const record::Envelope envelope{RecordType::kReturnManifest, {},   0, {},
                                  record::ChildRole::kNone,    false};
  EXPECT_TRUE(faults(declined, envelope, grant).empty());
  EXPECT_TRUE(excess(declined, clause.treatments).empty());
  grant.question.reset();
  const std::vector<Fault> beyond{{Reason::kExcessField, Field::kCompleteness}};
  EXPECT_EQ(faults(declined, envelope, grant), beyond);
  const auto of_months =
      minimise_manifest(1, {record::empty_collection(RecordType::kHomeMonth)}, grant, "data-team");
  EXPECT_EQ(faults(of_months, envelope, grant), beyond) << "a return counts no months in it";
  EXPECT_EQ(excess(declined, Treatments()).front().field, Field::kContact);
}

TEST(EnquiringAgreementTest, SaysOfAnAnswerThatItIsWhole) {
  EXPECT_EQ(refused([](Agreement& a) { a.clauses.pop_back(); }), Reason::kMissingField);
  EXPECT_EQ(
      refused([](Agreement& a) { a.clauses.back().treatments.withhold(Field::kCompleteness); }),
      Reason::kMissingField);
}

TEST(EnquiringAgreementTest, IsAboutEnquiriesAlone) {
  const auto monthly =
      wire::agreement_of_text(text_of(support::Scheme().agreement()), "draft").value();
  EXPECT_EQ(refused([&](Agreement& a) { a.clauses.push_back(monthly.clauses.front()); }),
            Reason::kMalformed);
  EXPECT_EQ(refused([](Agreement& a) { a.clauses.front().conditions = {Condition::kOutOfArea}; }),
            Reason::kMalformed);
  // A return is of the regulator whether it asks or not, and an answer of one that asks.
  EXPECT_EQ(refused([](Agreement& a) { a.clauses.front().relation = Relation::kRegulatorOfHome; }),
            Reason::kWidens);
  auto asked = monthly;
  asked.clauses.front().relation = Relation::kRequester;
  EXPECT_EQ(check(asked).reason(), Reason::kWidens);
}

TEST(EnquiringAgreementTest, MoreQuestionsWidenIt) {
  const Agreement before = enquiring();
  Agreement after = before;
  after.questions_per_day += 1;
  ASSERT_EQ(diff(before, after).size(), 1U);
  EXPECT_EQ(diff(before, after).front().effect, Effect::kWidens);
  EXPECT_EQ(diff(after, before).front().effect, Effect::kNarrows);
}

TEST(EnquiringAgreementTest, IsReadInPlainWords) {
  const auto lines = plain_words(enquiring());
  const auto says = [&](std::string_view text) {
    return std::ranges::any_of(lines,
                               [&](const auto& line) { return line.find(text) != line.npos; });
  };
  EXPECT_TRUE(says("When asked before an inspection, of each call-out at the home that the"));
  EXPECT_TRUE(says("of the answer as a whole"));
  EXPECT_TRUE(says("may ask 3 questions a day"));
  EXPECT_TRUE(says("that links events within the one answer alone"));
  EXPECT_FALSE(says("places or fewer"));
  EXPECT_TRUE(says("Each is answered at once"));
  Agreement approved = enquiring();
  approved.approval_hours = 24;
  EXPECT_TRUE(std::ranges::any_of(plain_words(approved), [](const auto& line) {
    return line.find("has approved it, at most 24 hours") != line.npos;
  }));
}

class UnaskedTest : public ::testing::Test {
 protected:
  Result<Grant> grant(const record::Event& event, RecordType type = RecordType::kCallOut) {
    record::Disclosure what{.agreement = scheme_.agreement_hash(support::kEnquiring),
                            .from = support::agency(support::kTestshire),
                            .to = support::agency(support::kOfsted),
                            .occasion = {record::OccasionKind::kEnquiry, {}},
                            .record = type,
                            .clause = std::string(support::enquiry_clause(type))};
    documents_ = scheme_.document_set();
    STILE_TRY(const auto evaluation, Evaluation::begin_unasked(*documents_, what, support::kNow));
    EXPECT_EQ(Evaluation::begin(*documents_, what, support::kNow).reason(),
              Reason::kOutsideOccasion);
    return evaluation.of(record::envelope_of(event));
  }

  support::Scheme scheme_ = support::enquiring_scheme();
  std::shared_ptr<const DocumentSet> documents_;
};

TEST_F(UnaskedTest, WhatAnAnswerWouldHoldIsOfTheRegulatorsHomesInTheForcesArea) {
  EXPECT_TRUE(grant(support::call_out(support::kHome, "2026-10-10T20:15Z")).ok());
  EXPECT_TRUE(grant(support::call_out(support::kHome, "2024-02-10T20:15Z")).ok());
  EXPECT_EQ(grant(support::call_out(support::kWelshHome, "2026-10-10T20:15Z")).reason(),
            Reason::kNotRouted);
  EXPECT_EQ(grant(support::call_out(support::kOthershireHome, "2026-10-10T20:15Z")).reason(),
            Reason::kNotRouted);
  EXPECT_EQ(grant(support::call_out(support::kHome, "2026-11-03T09:01Z")).reason(),
            Reason::kOutsideOccasion);
}

TEST_F(UnaskedTest, NothingOfItLeavesByAReturn) {
  auto what = support::disclosure_to(support::kOfsted, scheme_.agreement_hash());
  documents_ = scheme_.document_set();
  EXPECT_EQ(Evaluation::begin_unasked(*documents_, what, support::kNow).reason(),
            Reason::kOutsideOccasion);
  what.agreement = scheme_.agreement_hash(support::kEnquiring);
  EXPECT_EQ(Evaluation::begin(*documents_, what, support::kNow).reason(), Reason::kNoClause);
}

TEST_F(UnaskedTest, AgeAndPseudonymGoOfASmallHomeToo) {
  const auto granted = grant(support::call_out(support::kSmallHome, "2026-10-10T20:15Z"));
  EXPECT_TRUE(granted->treatments.grants(Field::kAge));
  EXPECT_TRUE(granted->treatments.grants(Field::kChildPseudonym));
}

// X4: what is alleged of nobody stands in no row.
TEST_F(UnaskedTest, AnOffenceStandsInARowOfAnAllegedOneOnly) {
  auto event = support::call_out(support::kHome, "2026-10-10T20:15Z");
  event.child_role = record::ChildRole::kVictim;
  event.offence = record::OffenceGroup::kViolence;
  const auto granted = grant(event).value();
  const auto victim = minimise(event, granted, support::kContact);
  EXPECT_FALSE(victim.offence || victim.arrested || victim.outcome);
  EXPECT_TRUE(faults(victim, record::envelope_of(event), granted).empty());
  event.child_role = record::ChildRole::kAlleged;
  const auto alleged = minimise(event, granted, support::kContact);
  EXPECT_EQ(alleged.offence, record::OffenceGroup::kViolence);
  EXPECT_FALSE(alleged.exploitation || alleged.harm || alleged.child_now || alleged.event_minute);
}

}  // namespace
}  // namespace stile::agreement
