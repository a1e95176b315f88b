#include "agents/cli/identity_officers.h"

#include <filesystem>
#include <sstream>

#include "agents/report/json.h"
#include "core/crypto/encoding.h"
#include "core/crypto/key_file.h"
#include "core/crypto/note.h"
#include "tests/support/identifying.h"
#include "tests/unit/agents/cli/files_fixture.h"

namespace stile::agent {
namespace {

using support::kOfficer;
using support::kOfsted;
using support::kSecondOfficer;

constexpr std::string_view kWhom = "N1\nExample\nTegan\n\n2012-05-07\nCAD-1\n";

// Handed is what the agent hands out of a request; a test changes it.
struct Handed {
  std::string signer = kOfsted;
  std::string key = support::vkey_of(kOfsted);
  std::string proposed = {};
  std::string officers = support::vkey_of(kOfficer) + " " + support::vkey_of(kSecondOfficer);
  std::uint64_t number = 3;
};

class IdentityOfficersTest : public FilesFixture {
 protected:
  record::IdentityRequest request() const {
    const std::vector officers{support::signer_named(kOfficer).verifier(),
                               support::signer_named(kSecondOfficer).verifier()};
    return {Hash{7},
            support::agency(support::kTestshire),
            support::agency(kOfsted),
            3,
            Hash{8},
            record::IdentityBasis::kCourtOrder,
            Hash{9},
            asked_for_.empty() ? record::seal_asked_for({"Bryn Example", "CO-1"}, officers).value()
                               : asked_for_,
            support::kNow,
            support::kNow + 86400};
  }
  void SetUp() override { asked_for_ = request().asked_for; }

  std::string text() const { return record::identity_request_text(request()); }
  std::string handed(const Handed& one = {}) const {
    return JsonObject()
        .text("request", crypto::hex(record::identity_request_digest(text())))
        .text("reference", "CC-7")
        .text("system", "command-and-control")
        .text("type", "call-out")
        .text("event_reference", crypto::crockford(Token{1}))
        .text("recipient", kOfsted)
        .text("agreement", "testshire-ofsted")
        .number("consignment", one.number)
        .text("digest", crypto::hex(Hash{7}))
        .text("note", crypto::sign_note(text(), support::signer_named(one.signer)))
        .text("recipient_key", one.key)
        .text("proposed", one.proposed)
        .text("state", "waits")
        .number("officers", 0)
        .text("agreement_hash", crypto::hex(Hash{5}))
        .text("officer_keys", one.officers)
        .done();
  }
  static crypto::SealingKey opens(std::string_view name) {
    const Hash seed = support::signing_seed_of(name);
    return crypto::sealing_key_of(crypto::SigningKey::from_seed(view(seed)).value());
  }
  ExitCode listed(const Handed& one = {}, std::string_view officer = kOfficer,
                  Instant now = support::kNow) {
    said_ = Said();
    return open_identity_requests({handed(one)}, opens(officer), now, said_).value();
  }
  // approved() is what this officer, typing that, approves.
  Result<v1::ReidentifyApproveRequest> approved(const Handed& one, std::string_view officer,
                                                std::string_view typed = kWhom, bool sure = true) {
    said_ = Said();
    const std::string file = key_file(std::string(officer));
    std::istringstream from{std::string(typed)};
    std::ostringstream to;
    const auto kept =
        found_request({handed(one)}, crypto::hex(record::identity_request_digest(text())));
    return approval_of(
        kept.value(),
        {file, &from, &to, crypto::system_random(), [&](const std::string&) { return sure; }},
        said_);
  }
  std::string key_file(const std::string& officer) const {
    const std::string path = folder_.file(officer + ".key");
    const Hash seed = support::signing_seed_of(officer);
    if (!std::filesystem::exists(path)) {
      EXPECT_TRUE(crypto::write_key_file(path, view(seed)).ok());
    }
    return path;
  }
  bool said(std::string_view what) const {
    return (said_.text() + said_.json() + said_.messages()).find(what) != std::string::npos;
  }

  Bytes asked_for_;
};

TEST_F(IdentityOfficersTest, SaysForWhomItIsAskedAndEndsWithOneWhileItWaits) {
  EXPECT_EQ(listed(), ExitCode::kFaults);
  EXPECT_TRUE(
      said("CC-7 (call-out of command-and-control): regulator/ofsted asks who the child is,"
           " for Bryn Example, by court-order, matter CO-1; approved by 0 of 2, until "
           "2026-11-04T09:00Z"))
      << said_.text();
  EXPECT_TRUE(said("\"person\":\"Bryn Example\"")) << said_.json();
  EXPECT_EQ(listed({}, kOfficer, support::kNow + 86400), ExitCode::kOk) << "it has expired";
}

TEST_F(IdentityOfficersTest, WhatIsNotProvenOrNotSealedToThisKeySaysNothing) {
  EXPECT_EQ(listed({.signer = support::kCiw}), ExitCode::kIntegrity);
  EXPECT_EQ(listed({.key = ""}), ExitCode::kIntegrity);
  EXPECT_EQ(listed({.number = 4}), ExitCode::kIntegrity);
  EXPECT_FALSE(said("Bryn")) << said_.text();
  EXPECT_EQ(listed({}, "a-stranger"), ExitCode::kFaults);
  EXPECT_TRUE(said("NOT OPENED")) << said_.text();
  EXPECT_FALSE(said("Bryn")) << said_.text();
}

TEST_F(IdentityOfficersTest, TheFirstOfficerSaysWhoItIsForThisRequestAlone) {
  const auto approval = approved({}, kOfficer);
  ASSERT_TRUE(approval.ok()) << approval.error().detail;
  const auto note = crypto::parse_note(approval->note()).value();
  EXPECT_EQ(note.text, text());
  EXPECT_EQ(note.signatures.size(), 2U);
  const auto said_note = crypto::parse_note(approval->proposed()).value();
  const auto own = support::signer_named(kOfficer).verifier();
  EXPECT_EQ(crypto::verified_names(said_note, std::span(&own, 1))->size(), 1U);
  const auto proposed = record::parse_proposed_identity(said_note.text).value();
  EXPECT_EQ(proposed.child, "N1");
  EXPECT_EQ(proposed.bound.identity.surname, "Example");
  EXPECT_EQ(proposed.bound.identity.known_as, "");
  const record::IdentityBinding binding{record::identity_request_digest(text()), Token{1}, Hash{5},
                                        support::agency(kOfsted)};
  EXPECT_EQ(proposed.bound.binding, binding);
  EXPECT_NE(approved({}, kOfficer)->proposed(), approval->proposed()) << "salted";
}

TEST_F(IdentityOfficersTest, TheSecondSeesWhomTheFirstProposesAndPassesThatOn) {
  const std::string first = approved({}, kOfficer)->proposed();
  const std::vector officers{support::signer_named(kOfficer).verifier(),
                             support::signer_named(kSecondOfficer).verifier()};
  const Bytes sealed = record::seal_proposed_identity(first, officers).value();
  const auto second = approved({.proposed = crypto::hex(sealed)}, kSecondOfficer, "");
  ASSERT_TRUE(second.ok()) << second.error().detail;
  EXPECT_EQ(crypto::parse_note(second->proposed())->text, crypto::parse_note(first)->text);
  EXPECT_EQ(crypto::parse_note(second->proposed())->signatures.size(), 2U);
  EXPECT_TRUE(said("surname Example")) << said_.text();
  EXPECT_TRUE(said("\"date_of_birth\":\"2012-05-07\"")) << said_.json();
}

TEST_F(IdentityOfficersTest, ABoxThatNoOtherOfficerSignedIsShownToNobody) {
  const std::string first = approved({}, kOfficer)->proposed();
  const std::vector officers{support::signer_named(kOfficer).verifier(),
                             support::signer_named(kSecondOfficer).verifier()};
  const std::string text = crypto::parse_note(first)->text;
  for (const char* signer : {kSecondOfficer, "a-stranger"}) {
    const Bytes sealed =
        record::seal_proposed_identity(support::signed_by({signer}, text), officers).value();
    EXPECT_EQ(approved({.proposed = crypto::hex(sealed)}, kSecondOfficer, "").reason(),
              Reason::kIntegrity)
        << signer;
    EXPECT_FALSE(said("surname")) << said_.text();
  }
}

TEST_F(IdentityOfficersTest, NothingIsSignedThatIsNotMeantOrCannotBe) {
  EXPECT_EQ(approved({}, kOfficer, kWhom, false).reason(), Reason::kUsage);
  EXPECT_EQ(approved({}, "a-stranger").reason(), Reason::kNotPermitted);
  EXPECT_EQ(approved({.officers = ""}, kOfficer).reason(), Reason::kNotPermitted);
  EXPECT_EQ(approved({.signer = support::kCiw}, kOfficer).reason(), Reason::kBadSignature);
  EXPECT_EQ(approved({}, kOfficer, "N1\nExample\n").reason(), Reason::kUsage) << "too few lines";
  EXPECT_EQ(approved({}, kOfficer, "N1\n\n\n\n\n\n").reason(), Reason::kMissingField);
  EXPECT_EQ(approved({}, kOfficer, "N1\nExample 7\n\n\n\n\n").reason(), Reason::kMalformed);
  EXPECT_EQ(approved({}, kOfficer, "N1\nExample\n\n\n7.5.2012\n\n").reason(), Reason::kUsage);
}

TEST_F(IdentityOfficersTest, ARequestIsNamedByHowItsNameBegins) {
  const std::string name = crypto::hex(record::identity_request_digest(text()));
  EXPECT_TRUE(found_request({handed()}, name.substr(0, 8)).ok());
  EXPECT_EQ(found_request({handed()}, name.substr(0, 7)).reason(), Reason::kUsage);
  EXPECT_EQ(found_request({handed(), handed()}, name).reason(), Reason::kUsage);
  EXPECT_EQ(found_request({}, name).reason(), Reason::kUsage);
  EXPECT_EQ(found_request({"no request"}, name).reason(), Reason::kMalformed);
}

}  // namespace
}  // namespace stile::agent
