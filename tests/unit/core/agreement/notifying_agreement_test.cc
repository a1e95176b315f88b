#include <gtest/gtest.h>

#include <map>
#include <set>

#include "core/agreement/agreement.h"
#include "core/agreement/plain_words.h"
#include "core/wire/document_codec.h"
#include "tests/support/notifying.h"

// What an agreement about notifications may say.
namespace stile::agreement {
namespace {

using record::Field;
using record::RecordType;
using record::Treatment;
using Most = std::map<Field, std::set<Treatment>>;

// The agreements of the invented world: to an authority, to a host service, to a home service.
Agreement to_authority() {
  const auto scheme = support::notifying_scheme();
  return wire::agreement_of_text(text_of(scheme.agreements[support::kFirstNotifying]), "draft")
      .value();
}
Agreement to_service(bool host) {
  const auto scheme = support::notifying_scheme();
  const auto place = support::kFirstNotifying + (host ? 2 : 3);
  return wire::agreement_of_text(text_of(scheme.agreements[place]), "draft").value();
}

// The table of least fields, written out a second time.
Most authority_table(RecordType type) {
  Most most;
  for (const auto field :
       {Field::kHome, Field::kTime, Field::kChildNow, Field::kExploitation, Field::kCategory,
        Field::kChildRole, Field::kPlacingAuthority, Field::kChildView, Field::kContact}) {
    most[field] = {Treatment::kKeep};
  }
  most[Field::kEventReference] = {Treatment::kPseudonym};
  most[Field::kChildIdentity] = {Treatment::kSeal};
  if (type == RecordType::kCallOut) {
    most[Field::kDeployment] = most[Field::kLevel] = most[Field::kOffence] = {Treatment::kKeep};
  }
  if (type == RecordType::kArrest) most[Field::kOffence] = {Treatment::kKeep};
  if (type == RecordType::kMissingEpisode) {
    most[Field::kDeployment] = most[Field::kMissingDuration] = {Treatment::kKeep};
    most[Field::kMissingRisk] = most[Field::kReturnInterview] = {Treatment::kKeep};
  }
  return most;
}

Most service_table(RecordType type, bool alleged) {
  Most most;
  for (const auto field : {Field::kHome, Field::kCategory, Field::kChildRole,
                           Field::kPlacingAuthority, Field::kChildView, Field::kContact}) {
    most[field] = {Treatment::kKeep};
  }
  most[Field::kEventReference] = {Treatment::kPseudonym};
  most[Field::kChildPseudonym] = {Treatment::kPseudonymEvent};
  most[Field::kAge] = {Treatment::kBand};
  most[Field::kTime] = {Treatment::kCoarsen};
  if (!alleged) return most;
  most[Field::kChildPseudonym].insert(Treatment::kPseudonymHomeAndQuarter);
  most[Field::kChildIdentity] = {Treatment::kSeal};
  most[Field::kChildNow] = most[Field::kOffence] = {Treatment::kKeep};
  if (type == RecordType::kCallOut) most[Field::kLevel] = {Treatment::kKeep};
  return most;
}

void expect_no_more_than(const Most& most, const Agreement& whole, std::size_t clause) {
  for (int f = 1; f <= record::kFieldCount; ++f) {
    for (int t = 1; t <= record::count<Treatment>; ++t) {
      const auto field = static_cast<Field>(f);
      const auto treatment = static_cast<Treatment>(t);
      auto agreement = whole;
      agreement.clauses[clause].treatments.grant(field, treatment);
      const auto found = most.find(field);
      const bool may = found != most.end() && found->second.contains(treatment);
      const auto status = check(agreement);
      EXPECT_EQ(status.ok(), may) << whole.clauses[clause].name << " " << record::name(field) << " "
                                  << record::name(treatment);
      EXPECT_TRUE(status.ok() || status.reason() == Reason::kWidens);
    }
  }
}

TEST(NotifyingAgreementTest, AnAuthorityIsGrantedItsColumnOfTheTableAndNoMore) {
  const auto agreement = to_authority();
  for (std::size_t i = 0; i < agreement.clauses.size(); ++i) {
    expect_no_more_than(authority_table(agreement.clauses[i].record), agreement, i);
  }
}

TEST(NotifyingAgreementTest, AServiceIsGrantedItsColumnOfTheTableAndNoMore) {
  for (const bool host : {true, false}) {
    const auto agreement = to_service(host);
    for (std::size_t i = 0; i < agreement.clauses.size(); ++i) {
      const auto& clause = agreement.clauses[i];
      const auto most = service_table(clause.record, clause.has(Condition::kOffenceAlleged));
      expect_no_more_than(most, agreement, i);
    }
  }
}

// refused() is why `change` makes an agreement one that nobody may sign.
template <typename Change>
std::optional<Reason> refused(Agreement agreement, const Change& change) {
  change(agreement);
  const auto status = check(agreement);
  return status.ok() ? std::nullopt : std::optional(status.reason());
}

TEST(NotifyingAgreementTest, EachRelationHasItsKindOfRecipient) {
  const auto to = [](const char* recipient) {
    return [=](Agreement& agreement) { agreement.recipient.agency = support::agency(recipient); };
  };
  EXPECT_EQ(refused(to_authority(), to(support::kFarCouncil)), std::nullopt);
  EXPECT_EQ(refused(to_authority(), to(support::kOwnYjs)), Reason::kWidens);
  EXPECT_EQ(refused(to_authority(), to(support::kOfsted)), Reason::kWidens);
  EXPECT_EQ(refused(to_service(true), to(support::kFarCouncil)), Reason::kWidens);
  EXPECT_EQ(refused(to_authority(), to(support::kOthershire)), Reason::kForceAsRecipient);
}

// The area authority's, by which it passes on.
Agreement passing_on() {
  const auto scheme = support::passing_on_scheme();
  return wire::agreement_of_text(text_of(scheme.agreements.back()), "draft").value();
}

TEST(NotifyingAgreementTest, AnAuthorityPassesOnToTheOneThatPlacedTheChildAndToNobodyElse) {
  EXPECT_TRUE(check(passing_on()).ok()) << check(passing_on()).error().detail;
  const auto to = [](const char* recipient) {
    return [=](Agreement& agreement) { agreement.recipient.agency = support::agency(recipient); };
  };
  EXPECT_EQ(refused(passing_on(), to(support::kOwnCouncil)), Reason::kWrongParty);
  EXPECT_EQ(refused(passing_on(), to(support::kTestshire)), Reason::kForceAsRecipient);
  EXPECT_EQ(refused(passing_on(), to(support::kFarYjs)), Reason::kWidens);
  EXPECT_EQ(refused(passing_on(), to(support::kOfsted)), Reason::kWidens);
  const auto as = [](Relation relation, std::vector<Condition> conditions) {
    return [=](Agreement& agreement) {
      agreement.clauses.front().relation = relation;
      agreement.clauses.front().conditions = {conditions.begin(), conditions.end()};
    };
  };
  EXPECT_EQ(refused(passing_on(), as(Relation::kAreaAuthority, {})), Reason::kWrongParty);
  EXPECT_EQ(refused(passing_on(), as(Relation::kPlacingAuthority, {})), Reason::kWidens);
}

TEST(NotifyingAgreementTest, WhatIsPassedOnHasThePlacingAuthoritysColumnOfTheTableAndNoMore) {
  const auto agreement = passing_on();
  for (std::size_t i = 0; i < agreement.clauses.size(); ++i) {
    expect_no_more_than(authority_table(agreement.clauses[i].record), agreement, i);
  }
}

TEST(NotifyingAgreementTest, NobodyIsToldOfChildrenPlacedInTheirOwnArea) {
  const auto anywhere = [](Agreement& agreement) { agreement.clauses.front().conditions.clear(); };
  EXPECT_EQ(refused(to_authority(), anywhere), Reason::kWidens);
  EXPECT_EQ(refused(to_service(false), anywhere), Reason::kWidens);
}

TEST(NotifyingAgreementTest, ThePurposeOfAVictimsClauseIsNotDiversion) {
  auto host = to_service(true);
  EXPECT_TRUE(check(host).ok());
  host.purpose = Purpose::kDiversionFromCriminalJustice;
  EXPECT_EQ(check(host).reason(), Reason::kMalformed);
  std::erase_if(host.clauses,
                [](const Clause& clause) { return !clause.has(Condition::kOffenceAlleged); });
  EXPECT_TRUE(check(host).ok());
}

TEST(NotifyingAgreementTest, AnAreaAuthorityCannotBeToldOutOfAreaOnly) {
  EXPECT_EQ(refused(to_authority(),
                    [](Agreement& agreement) {
                      agreement.clauses[1].conditions = {Condition::kOutOfArea};
                    }),
            Reason::kMalformed);
}

TEST(NotifyingAgreementTest, AClauseBehindAnotherThatAlwaysAppliesIsRefused) {
  EXPECT_EQ(
      refused(to_service(true),
              [](Agreement& agreement) { std::swap(agreement.clauses[0], agreement.clauses[2]); }),
      Reason::kMalformed);
}

TEST(NotifyingAgreementTest, AReturnAndANotificationAreAgreedApart) {
  EXPECT_EQ(refused(to_authority(),
                    [](Agreement& agreement) {
                      agreement.clauses.back().occasion = record::OccasionKind::kReturn;
                    }),
            Reason::kWidens);
}

TEST(NotifyingAgreementTest, SaysHowLongANotificationMayStayUnread) {
  EXPECT_EQ(
      refused(to_authority(), [](Agreement& agreement) { agreement.read_within_minutes = 0; }),
      Reason::kMissingField);
  EXPECT_EQ(
      refused(to_authority(), [](Agreement& agreement) { agreement.read_within_minutes = 1441; }),
      Reason::kMalformed);
}

TEST(NotifyingAgreementTest, OnlyAuthoritiesAreActedFor) {
  const auto acting = [](const char* whom) {
    return [=](Agreement& agreement) { agreement.acting_for = {support::agency(whom)}; };
  };
  EXPECT_EQ(refused(to_authority(), acting(support::kOwnCouncil)), std::nullopt);
  EXPECT_EQ(refused(to_authority(), acting(support::kOwnYjs)), Reason::kMalformed);
  EXPECT_EQ(refused(to_service(true), acting(support::kOwnCouncil)), Reason::kMalformed);
}

TEST(NotifyingAgreementTest, PlainWordsSayWhoIsToldAndWhen) {
  std::string text;
  for (const auto& line : plain_words(to_service(true))) text += line + "\n";
  EXPECT_NE(
      text.find("At once, of each call-out with a child placed in the recipient's area, placed "
                "out of area, of whom an offence is alleged (clause host-alleged-call-out):"),
      std::string::npos)
      << text;
  EXPECT_NE(text.find("within 60 minutes goes to the next contact"), std::string::npos) << text;
}

}  // namespace
}  // namespace stile::agreement
