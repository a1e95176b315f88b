#include "core/agreement/document_set.h"

#include <gtest/gtest.h>

#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "tests/support/scheme.h"

namespace stile::agreement {
namespace {

using support::both;
using support::kCiw;
using support::kNow;
using support::kOfsted;
using support::kTestshire;
using support::Scheme;
using support::signatories_of;

// Why the first agreement is not to be had; nothing if it is.
std::optional<Reason> turned_away(const Scheme& scheme) {
  const auto documents = scheme.document_set();
  const auto found = documents->agreement(scheme.agreement_hash());
  if (found.ok()) return std::nullopt;
  return found.reason();
}

std::optional<Reason> signed_by_these(std::vector<std::string> signers) {
  Scheme scheme;
  scheme.agreement().signing.signers = std::move(signers);
  return turned_away(scheme);
}

TEST(DocumentSetTest, HoldsWhatIsSignedByBothAndListed) {
  const Scheme scheme;
  EXPECT_EQ(turned_away(scheme), std::nullopt);
  const auto documents = scheme.document_set();
  EXPECT_TRUE(documents->turned_away().empty());
  EXPECT_EQ(documents->agreements_of_source(support::agency(kTestshire)).size(), 2U);
  EXPECT_TRUE(documents->agreements_of_source(support::agency(kOfsted)).empty());
}

TEST(DocumentSetTest, KnowsThePartiesOfWhatItTurnedAwayToo) {
  Scheme scheme;
  const auto& status = scheme.add_status("SUSPENDED", "2026-11-01T00:00Z", signatories_of(kOfsted));
  const Hash suspension = crypto::sha256(support::text_of(status));
  scheme.agreement().signing.signers.pop_back();
  const auto documents = scheme.document_set();
  ASSERT_EQ(turned_away(scheme), Reason::kTooFewSignatures);
  for (const Hash& hash : {scheme.agreement_hash(), suspension}) {
    EXPECT_TRUE(documents->is_party(support::agency(kTestshire), hash));
    EXPECT_TRUE(documents->is_party(support::agency(kOfsted), hash));
    EXPECT_FALSE(documents->is_party(support::agency(kCiw), hash));
  }
  EXPECT_FALSE(documents->is_party(support::agency(kTestshire), Hash{}));
}

TEST(DocumentSetTest, KnowsNoOtherAgreement) {
  EXPECT_EQ(Scheme().document_set()->agreement(Hash{}).reason(), Reason::kNoAgreement);
}

TEST(DocumentSetTest, RefusesAnAgreementNobodyEntitledSigned) {
  EXPECT_EQ(signed_by_these({"a/passer-by"}), Reason::kUnsigned);
  EXPECT_EQ(signed_by_these({kTestshire, kOfsted}), Reason::kUnsigned);
}

TEST(DocumentSetTest, RefusesOneSignatureOnEitherSide) {
  auto signers = both(kTestshire, kOfsted);
  signers.pop_back();
  EXPECT_EQ(signed_by_these(signers), Reason::kTooFewSignatures);
  signers = both(kTestshire, kOfsted);
  signers.erase(signers.begin());
  EXPECT_EQ(signed_by_these(signers), Reason::kTooFewSignatures);
  EXPECT_EQ(signed_by_these(signatories_of(kTestshire)), Reason::kTooFewSignatures);
  EXPECT_EQ(signed_by_these(both(kTestshire, kCiw)), Reason::kTooFewSignatures);
}

TEST(DocumentSetTest, CountsASignatoryOnce) {
  const auto force = signatories_of(kTestshire);
  const auto ofsted = signatories_of(kOfsted);
  EXPECT_EQ(signed_by_these({force[0], force[0], ofsted[0], ofsted[1]}), Reason::kTooFewSignatures);
}

TEST(DocumentSetTest, ADeputySignsAsWell) {
  const auto force = signatories_of(kTestshire);
  const auto ofsted = signatories_of(kOfsted);
  EXPECT_EQ(signed_by_these({force[0], force[2], ofsted[1], ofsted[2]}), std::nullopt);
}

TEST(DocumentSetTest, RefusesAnAlteredAgreement) {
  Scheme scheme;
  scheme.agreement().signing.tamper = [](std::string& note) {
    note = support::replaced(note, "until: \"2027-12-31\"", "until: \"2029-12-31\"");
  };
  EXPECT_EQ(turned_away(scheme), Reason::kBadSignature);
}

TEST(DocumentSetTest, NoAlteredByteOfAnAgreementPasses) {
  Scheme scheme;
  const auto good = scheme.agreement_hash();
  const auto size = note_of(text_of(scheme.agreement()), scheme.agreement().signing).size();
  for (std::size_t i = 0; i < size; i += 11) {
    scheme.agreement().signing.tamper = [&](std::string& note) {
      note[i] = static_cast<char>(note[i] ^ 1);
    };
    const auto verified = scheme.verified();
    if (!verified.ok()) continue;  // it did not even read
    const auto found = verified->agreement(scheme.agreement_hash());
    // A line whose name or key id was altered is a stranger's: too few are left.
    EXPECT_FALSE(found.ok()) << i;
    const bool same_text = scheme.agreement_hash() == good;
    EXPECT_TRUE(same_text || !verified->agreement(good).ok()) << i;
  }
}

TEST(DocumentSetTest, RefusesAnAgreementTheDirectoryDoesNotList) {
  Scheme scheme;
  scheme.agreement().signing.listed = false;
  EXPECT_EQ(turned_away(scheme), Reason::kNotInDirectory);
}

TEST(DocumentSetTest, RefusesPartiesItDoesNotKnow) {
  Scheme scheme;
  scheme.agreement().source = "spiffe://stile.example/force/farshire/agent";
  EXPECT_EQ(turned_away(scheme), Reason::kUnknownAgency);
}

TEST(DocumentSetTest, RefusesAnotherProcessor) {
  Scheme scheme;
  scheme.agreement().processor = "spiffe://elsewhere.example/gateway";
  EXPECT_EQ(turned_away(scheme), Reason::kWrongParty);
}

TEST(DocumentSetTest, RefusesAForceAsRecipientThoughAllHaveSigned) {
  Scheme scheme;
  scheme.agreement().recipient = support::kOthershire;
  scheme.agreement().signing.signers = both(kTestshire, support::kOthershire);
  EXPECT_EQ(turned_away(scheme), Reason::kForceAsRecipient);
}

TEST(DocumentSetTest, RefusesAWideningThoughAllHaveSigned) {
  Scheme scheme;
  scheme.grant("TIME", "KEEP");
  EXPECT_EQ(turned_away(scheme), Reason::kWidens);
  scheme.grant("TIME", "COARSEN");
  scheme.grant("CHILD_IDENTITY", "SEAL");
  EXPECT_EQ(turned_away(scheme), Reason::kWidens);
}

TEST(DocumentSetTest, OneBadAgreementLeavesTheOtherInForce) {
  Scheme scheme;
  scheme.agreement().signing.signers = {"a/passer-by"};
  const auto documents = scheme.document_set();
  EXPECT_TRUE(documents->in_force(scheme.agreement_hash(1), kNow).ok());
  EXPECT_EQ(documents->turned_away().size(), 1U);
}

TEST(DocumentSetTest, RefusesHomesTheRegulatorDidNotSign) {
  Scheme scheme;
  scheme.homes.front().signing.signers = {kCiw};
  EXPECT_EQ(scheme.verified().reason(), Reason::kUnsigned);
  scheme.homes.front().signing.signers = {kTestshire};
  EXPECT_EQ(scheme.verified().reason(), Reason::kUnsigned);
}

TEST(DocumentSetTest, RefusesAlteredHomes) {
  Scheme scheme;
  scheme.homes.front().signing.tamper = [](std::string& note) {
    note = support::replaced(note, "places: 3", "places: 4");
  };
  EXPECT_EQ(scheme.verified().reason(), Reason::kBadSignature);
}

TEST(DocumentSetTest, LeavesOutHomesTheDirectoryDoesNotList) {
  Scheme scheme;
  scheme.homes.push_back(scheme.homes.front());
  scheme.homes.back().serial = 2;
  scheme.homes.back().homes.front().places = 2;
  scheme.homes.back().signing.listed = false;
  const auto documents = scheme.verified();
  ASSERT_TRUE(documents.ok()) << documents.error().detail;
  EXPECT_EQ(documents->home(support::home(support::kHome), to_day({2026, 10, 1}))->places, 4U);
  const Hash stray = crypto::sha256(support::text_of(scheme.homes.back()));
  ASSERT_TRUE(documents->turned_away().contains(stray));
  const auto& why = documents->turned_away().at(stray);
  EXPECT_EQ(why.reason, Reason::kNotInDirectory);
  EXPECT_TRUE(why.detail.starts_with("homes " + crypto::hex(stray) + ": ")) << why.detail;
  EXPECT_FALSE(documents->notes().contains(stray));
}

TEST(DocumentSetTest, LeavesOutAStrangersHomesThatNobodyListed) {
  Scheme scheme;
  scheme.homes.push_back(scheme.homes.front());
  scheme.homes.back().regulator = kTestshire;
  scheme.homes.back().signing = {{"a/passer-by"}};
  scheme.homes.back().signing.listed = false;
  const auto documents = scheme.verified();
  ASSERT_TRUE(documents.ok()) << documents.error().detail;
  EXPECT_EQ(documents->turned_away().begin()->second.reason, Reason::kNotInDirectory);
}

TEST(DocumentSetTest, KnowsNoHomesWhileTheirOnlyListIsLeftOut) {
  Scheme scheme;
  scheme.homes.front().signing.listed = false;
  EXPECT_EQ(scheme.document_set()->home(support::home(support::kHome), to_day({2026, 10, 1})),
            nullptr);
}

// Of one text there may be a note that lacks signatures beside the one that has them.
TEST(DocumentSetTest, OfTwoNotesOfOneTextTheOneThatHoldsCounts) {
  Scheme scheme;
  const auto& status = scheme.add_status("SUSPENDED", "2026-11-01T00:00Z", signatories_of(kOfsted));
  const Hash suspension = crypto::sha256(support::text_of(status));
  const Hash homes = crypto::sha256(support::text_of(scheme.homes.front()));
  Scheme lesser = scheme;
  for (auto* signing : {&lesser.agreement().signing, &lesser.statuses.front().signing,
                        &lesser.homes.front().signing, &lesser.sealing_keys.front().signing}) {
    signing->signers = {"a/passer-by"};
  }
  const auto full = scheme.notes();
  for (const bool lesser_first : {true, false}) {
    auto notes = lesser.notes();
    std::erase_if(notes, [](const auto& named) { return named.file == "directory.note"; });
    notes.insert(lesser_first ? notes.end() : notes.begin(), full.begin(), full.end());
    auto read = wire::read_documents(notes, scheme.areas_file());
    ASSERT_TRUE(read.ok()) << read.error().detail;
    const auto documents = DocumentSet::verify(std::move(read).value(), scheme.trust());
    ASSERT_TRUE(documents.ok()) << documents.error().detail;
    EXPECT_TRUE(documents->turned_away().empty());
    EXPECT_EQ(documents->in_force(scheme.agreement_hash(), kNow).reason(), Reason::kSuspended);
    EXPECT_TRUE(documents->sealing_key(support::agency(kOfsted), kNow));
    EXPECT_EQ(documents->notes().at(scheme.agreement_hash()), crypto::sha256(full.front().note));
    EXPECT_TRUE(documents->notes().contains(suspension));
    EXPECT_TRUE(documents->notes().contains(homes));
    EXPECT_EQ(documents->notes().size(), full.size());
  }
}

TEST(DocumentSetTest, NotesThatLackSignaturesDoNotAddUp) {
  Scheme scheme;
  scheme.agreement().signing.signers = signatories_of(kTestshire);
  Scheme other = scheme;
  other.agreement().signing.signers = signatories_of(kOfsted);
  auto notes = scheme.notes();
  notes.push_back(other.notes().front());
  auto read = wire::read_documents(notes, scheme.areas_file()).value();
  const auto documents = DocumentSet::verify(std::move(read), scheme.trust());
  EXPECT_EQ(documents->agreement(scheme.agreement_hash()).reason(), Reason::kTooFewSignatures);
}

TEST(DocumentSetTest, RefusesHomesOfAnotherRegulatorsScheme) {
  Scheme scheme;
  scheme.homes.front().homes.push_back({"ciw:W-0002", "W06000091", "E23000091"});
  EXPECT_EQ(scheme.verified().reason(), Reason::kWrongParty);
}

TEST(DocumentSetTest, RefusesHomesListedByAForce) {
  Scheme scheme;
  scheme.homes.front().regulator = kTestshire;
  scheme.homes.front().signing.signers = {kTestshire};
  EXPECT_EQ(scheme.verified().reason(), Reason::kUnknownAgency);
}

TEST(DocumentSetTest, TheHigherSerialOfTwoListsHolds) {
  Scheme scheme;
  scheme.homes.push_back(scheme.homes.front());
  scheme.homes.back().serial = 2;
  scheme.homes.back().homes.front().places = 2;
  const auto places = [&] {
    return scheme.document_set()
        ->home(support::home(support::kHome), to_day({2026, 10, 1}))
        ->places;
  };
  EXPECT_EQ(places(), 2U);
  std::swap(scheme.homes.front(), scheme.homes.back());
  EXPECT_EQ(places(), 2U);
}

TEST(DocumentSetTest, RefusesASwappedAreasTable) {
  const Scheme scheme;
  auto documents = scheme.documents().value();
  documents.areas_hash[0] ^= 1;
  EXPECT_EQ(DocumentSet::verify(std::move(documents), scheme.trust()).reason(),
            Reason::kNotInDirectory);
}

TEST(DocumentSetTest, RefusesAnAreasFileWithOneAlteredByte) {
  Scheme scheme;
  const auto notes = scheme.notes();
  scheme.areas = support::replaced(scheme.areas, "E23000092", "E23000091");
  auto documents = wire::read_documents(notes, scheme.areas_file()).value();
  EXPECT_EQ(DocumentSet::verify(std::move(documents), scheme.trust()).reason(),
            Reason::kNotInDirectory);
}

}  // namespace
}  // namespace stile::agreement
