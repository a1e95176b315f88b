#include "core/agreement/identity_asked.h"

#include <gtest/gtest.h>

#include "tests/support/identifying.h"
#include "tests/support/keys.h"
#include "tests/support/source_hand.h"

namespace stile::agreement {
namespace {

using support::kOfficer;
using support::kSecondOfficer;

class IdentityAskedTest : public ::testing::Test {
 protected:
  IdentityAskedTest() { support::name_officers(scheme_); }

  Reason approved(const std::vector<std::string>& officers, Instant now = support::kNow) {
    const auto status =
        check_approved(support::request_note(request_, officers), request_, documents(), now);
    return status.ok() ? Reason::kUsage : status.reason();
  }
  const DocumentSet& documents() {
    set_ = scheme_.document_set();
    return *set_;
  }

  support::Scheme scheme_;
  std::shared_ptr<const DocumentSet> set_;
  const support::SourceHand hand_{
      support::Scheme().document_set(),
      support::disclosure_to(support::kOfsted, support::Scheme().agreement_hash())};
  const std::vector<record::Event> records_{
      support::call_out(support::kHome, "2026-10-10T20:15Z", "CAD-1")};
  record::IdentityRequest request_ = support::identity_request(hand_.consign(records_));
};

TEST_F(IdentityAskedTest, IsReadAsItsRecipientSignedIt) {
  EXPECT_EQ(read_identity_request(support::request_note(request_), documents()).value(), request_);
  EXPECT_EQ(
      read_identity_request(
          support::signed_by({support::kCiw}, record::identity_request_text(request_)), documents())
          .reason(),
      Reason::kBadSignature);
  auto altered = support::request_note(request_);
  altered = support::replaced(altered, "number 1", "number 2");
  EXPECT_EQ(read_identity_request(altered, documents()).reason(), Reason::kBadSignature);
  request_.to = support::agency("spiffe://stile.example/regulator/nobody/agent");
  EXPECT_EQ(read_identity_request(support::request_note(request_), documents()).reason(),
            Reason::kUnknownAgency);
}

TEST_F(IdentityAskedTest, TwoDataOfficersOfTheSourceApproveItUntilItExpires) {
  EXPECT_EQ(approved({kOfficer, kSecondOfficer}), Reason::kUsage);
  EXPECT_EQ(approved({kSecondOfficer, kOfficer}, request_.expires - 1), Reason::kUsage);
  EXPECT_EQ(approved({kOfficer, kSecondOfficer}, request_.expires), Reason::kOutsideOccasion);
}

TEST_F(IdentityAskedTest, OneOfficerIsNotTwo) {
  EXPECT_EQ(approved({}), Reason::kTooFewSignatures);
  EXPECT_EQ(approved({kOfficer}), Reason::kTooFewSignatures);
  EXPECT_EQ(approved({kOfficer, kOfficer}), Reason::kTooFewSignatures);
  EXPECT_EQ(approved({kOfficer, "a-stranger"}), Reason::kTooFewSignatures);
  EXPECT_EQ(approved({kOfficer, support::kTestshire}), Reason::kTooFewSignatures);
  // The same key under another name is the same officer.
  scheme_.agency(support::kTestshire).duty +=
      "data_officer_key: \"" + support::vkey_of(kOfficer) + "\"\n";
  EXPECT_EQ(approved({kOfficer}), Reason::kTooFewSignatures);
}

TEST_F(IdentityAskedTest, TheAgencysOwnKeyIsNoOfficers) {
  scheme_.agency(support::kTestshire).duty +=
      "data_officer_key: \"" + support::vkey_of(support::kTestshire) + "\"\n";
  EXPECT_EQ(approved({kOfficer, support::kTestshire}), Reason::kTooFewSignatures);
}

TEST_F(IdentityAskedTest, OfficersOfAnotherAgencyApproveNothing) {
  scheme_.agency(support::kTestshire).duty.clear();
  support::name_officers(scheme_, support::kOthershire);
  EXPECT_EQ(approved({kOfficer, kSecondOfficer}), Reason::kTooFewSignatures);
}

TEST_F(IdentityAskedTest, AnAlteredSignatureSpoilsTheWholeNote) {
  auto note = support::request_note(request_, {kOfficer, kSecondOfficer});
  // Not the last character: half of that is padding, so another may be no base64 at all.
  char& character = note[note.size() - 10];
  character = character == 'A' ? 'B' : 'A';
  EXPECT_EQ(check_approved(note, request_, documents(), support::kNow).reason(),
            Reason::kBadSignature);
}

}  // namespace
}  // namespace stile::agreement
