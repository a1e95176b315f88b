#include "core/wire/document_codec.h"

#include <gtest/gtest.h>

#include "core/crypto/digest.h"
#include "tests/support/keys.h"
#include "tests/support/scheme.h"

namespace stile::wire {
namespace {

using support::note_of;
using support::replaced;
using support::Scheme;

std::string agreement_text() { return text_of(Scheme().agreement()); }

Result<agreement::Agreement> read(const std::string& text) {
  return agreement_of_text(text, "agreement.textproto");
}

Reason refusal_of_changed(std::string_view from, std::string_view to) {
  return read(replaced(agreement_text(), from, to)).reason();
}

TEST(AgreementTextTest, ReadsEveryPart) {
  const auto read_back = read(agreement_text()).value();
  EXPECT_EQ(read_back.id.text(), "testshire-ofsted");
  EXPECT_EQ(read_back.source.agency.text(), support::kTestshire);
  EXPECT_EQ(read_back.recipient.agency.text(), support::kOfsted);
  EXPECT_EQ(read_back.until, to_day({2027, 12, 31}));
  EXPECT_EQ(read_back.retention_days, 365U);
  ASSERT_EQ(read_back.clauses.size(), 1U);
  EXPECT_EQ(read_back.clauses[0].treatments.of(record::Field::kAge), record::Treatment::kBand);
  EXPECT_FALSE(read_back.clauses[0].treatments.grants(record::Field::kChildRole));
}

TEST(AgencyFragmentTest, HoldsAgenciesAndNothingElse) {
  const std::string directory = text_of(Scheme().directory, {}, Hash{});
  const auto from = directory.find("agency {");
  const std::string fragment = directory.substr(from, directory.find("areas:") - from);
  EXPECT_EQ(agencies_of_text(fragment, "f")->size(), 4U);
  EXPECT_EQ(agencies_of_text(fragment + "serial: 8\n", "f").reason(), Reason::kMalformed);
  EXPECT_EQ(agencies_of_text("", "f").reason(), Reason::kMalformed);
}

TEST(DirectoryTextTest, ReadsBeforeAnyoneHasSigned) {
  const std::string text = text_of(Scheme().directory, {}, Hash{});
  EXPECT_EQ(directory_of_text(text, "d")->serial, 7U);
  EXPECT_FALSE(directory_of_text("stile-agreement/v1\n", "d").ok());
}

TEST(AgreementTextTest, RefusesAnUnknownFieldOrValue) {
  EXPECT_EQ(refusal_of_changed("version: 1\n", "version: 1\nurgent: true\n"),
            Reason::kUnknownField);
  EXPECT_EQ(refusal_of_changed("purpose: REGULATION_OF_CHILDRENS_HOMES", "purpose: RESEARCH"),
            Reason::kUnknownValue);
  EXPECT_EQ(refusal_of_changed("purpose: REGULATION_OF_CHILDRENS_HOMES", "purpose: 99"),
            Reason::kUnknownValue);
  EXPECT_EQ(refusal_of_changed("field: AGE", "field: ETHNICITY"), Reason::kUnknownValue);
  EXPECT_EQ(refusal_of_changed("treatment: BAND", "treatment: CLEAR"), Reason::kUnknownValue);
  EXPECT_EQ(refusal_of_changed("occasion: RETURN", "occasion: ANY"), Reason::kUnknownValue);
}

TEST(AgreementTextTest, RefusesWhatIsZeroOrMissing) {
  EXPECT_EQ(refusal_of_changed("purpose: REGULATION_OF_CHILDRENS_HOMES\n", ""),
            Reason::kMissingField);
  EXPECT_EQ(refusal_of_changed("purpose: REGULATION_OF_CHILDRENS_HOMES", "purpose: 0"),
            Reason::kMissingField);
  EXPECT_EQ(refusal_of_changed("record: CALL_OUT\n", ""), Reason::kMissingField);
  EXPECT_EQ(refusal_of_changed("relation: REGULATOR_OF_HOME\n", ""), Reason::kMissingField);
  EXPECT_EQ(refusal_of_changed("occasion: RETURN\n", ""), Reason::kMissingField);
  EXPECT_EQ(refusal_of_changed("field: AGE\n", ""), Reason::kMissingField);
  EXPECT_EQ(refusal_of_changed("treatment: BAND\n", ""), Reason::kMissingField);
}

TEST(AgreementTextTest, RefusesBadValuesWithFileAndField) {
  EXPECT_EQ(refusal_of_changed("until: \"2027-12-31\"", "until: \"31/12/2027\""),
            Reason::kMalformed);
  EXPECT_EQ(refusal_of_changed("name: \"monthly-return\"", "name: \"Monthly return\""),
            Reason::kMalformed);
  const auto failed =
      read(replaced(agreement_text(), "from: \"2026-01-01\"", "from: \"2026-02-30\""));
  EXPECT_EQ(failed.error().detail, "agreement.textproto: from: no such date");
}

TEST(AgreementTextTest, RefusesAFieldGrantedTwice) {
  EXPECT_EQ(refusal_of_changed("grant {\nfield: AGE", "grant {\nfield: TIME"), Reason::kMalformed);
}

TEST(AgreementTextTest, RefusesAnotherFirstLine) {
  EXPECT_EQ(refusal_of_changed("stile-agreement/v1", "stile-agreement/v2"), Reason::kMalformed);
  EXPECT_EQ(read("").reason(), Reason::kMalformed);
  EXPECT_EQ(read("stile-agreement/v1").reason(), Reason::kMalformed);
}

TEST(DocumentKindTest, IsTheFirstLine) {
  EXPECT_EQ(document_kind("stile-homes/v1\nx").value(), DocumentKind::kHomes);
  EXPECT_EQ(document_kind("stile-status/v1\n").value(), DocumentKind::kStatus);
  for (const auto* text : {"", "stile-homes/v2\n", "stile-homes/v1 \n", "Stile-homes/v1\n"}) {
    EXPECT_EQ(document_kind(text).reason(), Reason::kUnknownValue) << text;
  }
}

TEST(SignedDocumentTest, TheHashIsOfTheTextWithoutSignatures) {
  const auto text = agreement_text();
  const auto one = read_agreement(note_of(text, {{"a"}}), "a.note").value();
  const auto two = read_agreement(note_of(text, {{"a", "b"}}), "a.note").value();
  EXPECT_EQ(one.hash, crypto::sha256(text));
  EXPECT_EQ(one.hash, two.hash);
}

TEST(SignedDocumentTest, ATextWithoutSignatureIsNoDocument) {
  EXPECT_EQ(read_agreement(agreement_text(), "a.note").reason(), Reason::kMalformed);
}

TEST(HomesTextTest, RefusesTwoEntriesOfOneHomeAtOnce) {
  Scheme scheme;
  auto& homes = scheme.homes.front().homes;
  homes.push_back(homes.front());
  const auto note = note_of(text_of(scheme.homes.front()), {{support::kOfsted}});
  EXPECT_EQ(read_homes(note, "homes.note").reason(), Reason::kMalformed);
}

TEST(HomesTextTest, TakesTwoEntriesThatFollowEachOther) {
  Scheme scheme;
  auto& homes = scheme.homes.front().homes;
  homes.push_back(homes.front());
  homes.front().valid_to = "2026-10-15";
  homes.back().valid_from = "2026-10-16";
  homes.back().places = 2;
  const auto note = note_of(text_of(scheme.homes.front()), {{support::kOfsted}});
  const auto read_back = read_homes(note, "homes.note").value().value;
  EXPECT_EQ(read_back.find(support::home(support::kHome), to_day({2026, 10, 15}))->places, 4U);
  EXPECT_EQ(read_back.find(support::home(support::kHome), to_day({2026, 10, 16}))->places, 2U);
}

TEST(HomesTextTest, HasNoPlaceForANameOrAnAddress) {
  Scheme scheme;
  const auto text = replaced(text_of(scheme.homes.front()), "places: 4", "places: 4 name: \"x\"");
  EXPECT_EQ(read_homes(note_of(text, {{support::kOfsted}}), "homes.note").reason(),
            Reason::kUnknownField);
}

TEST(DirectoryTextTest, RefusesADenialOfBothOrNeither) {
  Scheme scheme;
  scheme.directory.denied_agencies = {""};
  const auto text = text_of(scheme.directory, {}, {});
  EXPECT_EQ(read_directory(note_of(text, {{"root/one"}}), "d").reason(), Reason::kMissingField);
}

TEST(DirectoryTextTest, RefusesHashesAndKeysOfAnotherForm) {
  const auto text = text_of(Scheme().directory, {}, {});
  const auto refusal = [&](std::string_view from, std::string_view to) {
    return read_directory(note_of(replaced(text, from, to), {{"root/one"}}), "d").reason();
  };
  EXPECT_EQ(refusal("areas: \"00", "areas: \""), Reason::kMalformed);
  EXPECT_EQ(refusal("areas: \"00", "areas: \"0G"), Reason::kMalformed);
  EXPECT_EQ(refusal("log_key: \"stile", "log_key: \"style"), Reason::kMalformed);
  EXPECT_EQ(refusal("serial: 7\n", ""), Reason::kMissingField);
  EXPECT_EQ(refusal("regulates: OFSTED", "regulates: ESTYN"), Reason::kUnknownValue);
}

TEST(SealingKeyTextTest, ReadsWhatItWrote) {
  const auto key = support::sealing_key_named("a").public_key();
  const agreement::SealingKeyDocument document{support::agency(support::kOfsted), key, 60, 120};
  const auto note = support::signed_by({support::kOfsted}, sealing_key_text(document));
  const auto read_back = read_sealing_key(note, "k.note").value().value;
  EXPECT_EQ(read_back.key, key);
  EXPECT_EQ(read_back.agency, document.agency);
  EXPECT_EQ(read_back.valid_until, 120);
}

}  // namespace
}  // namespace stile::wire
