#include "agents/documents/document_keeper.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>

#include "agents/documents/atomic_file.h"
#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "core/storage/file.h"
#include "tests/support/keys.h"
#include "tests/support/scheme.h"
#include "tests/support/temporary_folder.h"

namespace stile::agent {
namespace {

namespace fs = std::filesystem;
using support::Scheme;

class DocumentKeeperTest : public ::testing::Test {
 protected:
  DocumentKeeperTest() {
    fs::create_directory(folder_.file("documents"));
    std::ofstream(folder_.file("areas"), std::ios::binary) << scheme_.areas;
  }

  void put(const Scheme& scheme) {
    for (const auto& note : scheme.notes()) {
      std::ofstream(folder_.file("documents/" + note.file), std::ios::binary) << note.note;
    }
  }
  static std::vector<Bytes> notes_of(const Scheme& scheme) {
    std::vector<Bytes> notes;
    for (const auto& note : scheme.notes()) notes.push_back(note.note);
    return notes;
  }
  Result<std::unique_ptr<DocumentKeeper>> open() {
    return DocumentKeeper::open({folder_.file("documents"), folder_.file("areas"),
                                 scheme_.trust().roots,
                                 [this](const Error& error) { told_.push_back(error); }});
  }
  static Scheme newer(std::uint64_t serial = 8) {
    Scheme scheme;
    scheme.directory.serial = serial;
    return scheme;
  }

  // Whoever listed this agreement was too early: a signature was still missing.
  static Scheme lacking() {
    Scheme scheme;
    scheme.agreement().signing.signers.pop_back();
    return scheme;
  }
  static Scheme with_a_stray(Scheme scheme) {
    scheme.homes.push_back(scheme.homes.front());
    scheme.homes.back().serial = 2;
    scheme.homes.back().signing.listed = false;
    return scheme;
  }
  static Bytes agreement_note(const Scheme& scheme) { return scheme.notes().front().note; }
  static bool holds(const DocumentKeeper& keeper, const Bytes& note) {
    const auto held = keeper.held();
    return std::ranges::find(held, crypto::sha256(note)) != held.end();
  }
  // Why the agreement is not to be had; nothing if it is.
  std::optional<Reason> reason_in(const DocumentKeeper& keeper) const {
    const auto found = keeper.current()->agreement(scheme_.agreement_hash());
    return found.ok() ? std::nullopt : std::optional(found.reason());
  }

  Scheme scheme_;
  const Scheme lacking_ = lacking();
  support::TemporaryFolder folder_;
  std::vector<Error> told_;  // what was turned away
};

TEST_F(DocumentKeeperTest, BeginsWithNothing) {
  const auto keeper = open();
  ASSERT_TRUE(keeper.ok()) << keeper.error().detail;
  EXPECT_EQ((*keeper)->current(), nullptr);
  EXPECT_EQ((*keeper)->serial(), 0U);
  EXPECT_TRUE((*keeper)->held().empty());
}

TEST_F(DocumentKeeperTest, LoadsWhatIsThere) {
  put(scheme_);
  const auto keeper = open();
  ASSERT_TRUE(keeper.ok()) << keeper.error().detail;
  EXPECT_EQ((*keeper)->serial(), 7U);
  EXPECT_EQ((*keeper)->held().size(), scheme_.notes().size());
}

TEST_F(DocumentKeeperTest, TakesWhatItLacks) {
  const auto keeper = open();
  ASSERT_TRUE((*keeper)->take(notes_of(scheme_)).ok());
  EXPECT_EQ((*keeper)->serial(), 7U);
  EXPECT_TRUE((*keeper)->current()->agreement(scheme_.agreement_hash()).ok());
}

TEST_F(DocumentKeeperTest, KeepsWhatItTookOverARestart) {
  ASSERT_TRUE((*open())->take(notes_of(scheme_)).ok());
  const auto again = open();
  ASSERT_TRUE(again.ok()) << again.error().detail;
  EXPECT_EQ((*again)->serial(), 7U);
}

TEST_F(DocumentKeeperTest, RefusesAnAlteredDirectoryAndKeepsTheOldOne) {
  put(scheme_);
  const auto keeper = open();
  auto altered = newer();
  altered.directory.signing.tamper = [](std::string& note) {
    note = support::replaced(note, "serial: 8", "serial: 9");
  };
  EXPECT_EQ((*keeper)->take(notes_of(altered)).reason(), Reason::kBadSignature);
  EXPECT_EQ((*keeper)->serial(), 7U);
}

TEST_F(DocumentKeeperTest, RefusesADirectoryByOneRoot) {
  const auto keeper = open();
  scheme_.directory.signing.signers = {"root/one"};
  EXPECT_EQ((*keeper)->take(notes_of(scheme_)).reason(), Reason::kTooFewSignatures);
  EXPECT_EQ((*keeper)->current(), nullptr);
}

TEST_F(DocumentKeeperTest, IgnoresAnOlderDirectoryBesideTheNewer) {
  const auto keeper = open();
  ASSERT_TRUE((*keeper)->take(notes_of(newer())).ok());
  ASSERT_TRUE((*keeper)->take(notes_of(scheme_)).ok());
  EXPECT_EQ((*keeper)->serial(), 8U);
}

TEST_F(DocumentKeeperTest, RefusesAFolderPutBackFromABackup) {
  ASSERT_TRUE((*open())->take(notes_of(newer())).ok());
  for (const auto& entry : fs::directory_iterator(folder_.file("documents"))) {
    if (entry.path().extension() == ".note") fs::remove(entry.path());
  }
  put(scheme_);
  EXPECT_EQ(open().reason(), Reason::kRolledBack);
}

TEST_F(DocumentKeeperTest, RefusesAKeyThatTwoRootsAloneChanged) {
  put(scheme_);
  const auto keeper = open();
  auto other = newer();
  other.agency(support::kTestshire).signing_key = "another-key";
  EXPECT_EQ((*keeper)->take(notes_of(other)).reason(), Reason::kTooFewSignatures);
  other.directory.signing.signers.push_back("root/three");
  EXPECT_TRUE((*keeper)->take(notes_of(other)).ok());
}

TEST_F(DocumentKeeperTest, ForgetsWhatTheNewDirectoryNoLongerLists) {
  put(scheme_);
  const auto keeper = open();
  const Hash dropped = scheme_.agreement_hash(1);
  auto fewer = newer();
  fewer.agreements.pop_back();
  ASSERT_TRUE((*keeper)->take(notes_of(fewer)).ok());
  EXPECT_EQ((*keeper)->current()->agreement(dropped).reason(), Reason::kNotInDirectory);
  const auto again = open();
  ASSERT_TRUE(again.ok()) << again.error().detail;
  EXPECT_EQ((*again)->current()->agreement(dropped).reason(), Reason::kNoAgreement);
  EXPECT_EQ((*again)->held().size(), fewer.notes().size());
}

TEST_F(DocumentKeeperTest, TakesASuspensionBeforeTheDirectoryListsIt) {
  put(scheme_);
  const auto keeper = open();
  auto suspended = scheme_;
  suspended.add_status("SUSPENDED", "2026-11-02T00:00Z", support::signatories_of(support::kOfsted));
  suspended.statuses.front().signing.listed = false;
  ASSERT_TRUE((*keeper)->take({suspended.notes()[4].note}).ok());
  const auto in_force = (*keeper)->current()->in_force(scheme_.agreement_hash(), support::kNow);
  EXPECT_EQ(in_force.reason(), Reason::kSuspended);
}

TEST_F(DocumentKeeperTest, AnAgreementListedTooEarlyTakesEffectOnceAllHaveSigned) {
  put(lacking_);
  const auto keeper = open();
  ASSERT_EQ(reason_in(**keeper), Reason::kTooFewSignatures);
  EXPECT_FALSE(holds(**keeper, agreement_note(scheme_)));
  ASSERT_TRUE((*keeper)->take({agreement_note(scheme_)}).ok());
  EXPECT_EQ(reason_in(**keeper), std::nullopt);
  EXPECT_TRUE(holds(**keeper, agreement_note(scheme_)));
  const auto again = open();
  ASSERT_TRUE(again.ok()) << again.error().detail;
  EXPECT_EQ(reason_in(**again), std::nullopt);
}

TEST_F(DocumentKeeperTest, NobodyUnsignsAnAgreementThatIsHeld) {
  put(scheme_);
  const auto keeper = open();
  auto forged = lacking_;
  forged.agreement().signing = scheme_.agreement().signing;
  forged.agreement().signing.tamper = [](std::string& note) {
    const auto last = note.rfind('=');  // the end of a signature
    note[last - 4] = note[last - 4] == 'A' ? 'B' : 'A';
  };
  for (const auto& lesser : {lacking_, forged}) {
    ASSERT_EQ(lesser.agreement_hash(), scheme_.agreement_hash());
    ASSERT_TRUE((*keeper)->take({agreement_note(lesser)}).ok());
    EXPECT_EQ(reason_in(**keeper), std::nullopt);
    EXPECT_EQ(reason_in(**open()), std::nullopt);
  }
  auto next = lacking_;
  next.directory.serial = 8;
  ASSERT_TRUE((*keeper)->take(notes_of(next)).ok());
  EXPECT_EQ((*keeper)->serial(), 8U);
  EXPECT_EQ(reason_in(**keeper), std::nullopt);
}

TEST_F(DocumentKeeperTest, NobodyUnsignsASuspensionThatIsHeld) {
  scheme_.add_status("SUSPENDED", "2026-11-02T00:00Z", support::signatories_of(support::kOfsted));
  put(scheme_);
  const auto keeper = open();
  auto lesser = scheme_;
  lesser.statuses.front().signing.signers.resize(1);
  ASSERT_TRUE((*keeper)->take({lesser.notes()[4].note}).ok());
  const auto in_force = (*keeper)->current()->in_force(scheme_.agreement_hash(), support::kNow);
  EXPECT_EQ(in_force.reason(), Reason::kSuspended);
}

// While the recipient's new signatories have yet to sign, the agreement is not in force anyway.
TEST_F(DocumentKeeperTest, ASuspensionOutlastsTheTimeItsAgreementIsTurnedAway) {
  scheme_.add_status("SUSPENDED", "2026-11-02T00:00Z",
                     support::signatories_of(support::kTestshire));
  put(scheme_);
  const auto keeper = open();
  auto next = newer();
  next.statuses = scheme_.statuses;
  next.agency(support::kOfsted).signatories = {"new-siro", "new-guardian"};
  next.directory.signing.signers.push_back("root/three");
  const auto of_next = next.notes();
  ASSERT_TRUE((*keeper)->take({of_next.back().note}).ok());
  EXPECT_EQ((*keeper)->serial(), 8U);
  EXPECT_EQ(reason_in(**keeper), Reason::kTooFewSignatures);
  ASSERT_TRUE(open().ok());
  auto& signers = next.agreement().signing.signers;
  signers.resize(2);
  signers.insert(signers.end(), {"new-siro", "new-guardian"});
  ASSERT_TRUE((*keeper)->take({agreement_note(next)}).ok());
  EXPECT_EQ(reason_in(**keeper), std::nullopt);
  for (const auto& set : {(*keeper)->current(), (*open())->current()}) {
    const auto in_force = set->in_force(scheme_.agreement_hash(), support::kNow);
    ASSERT_FALSE(in_force.ok());
    EXPECT_EQ(in_force.reason(), Reason::kSuspended);
  }
}

TEST_F(DocumentKeeperTest, OfTwoNotesOfOneTextTheOneThatAllHaveSignedHolds) {
  std::uint64_t serial = scheme_.directory.serial;
  for (const char* lesser : {"documents/a.note", "documents/z.note"}) {
    put(newer(serial));
    std::ofstream(folder_.file(lesser), std::ios::binary) << agreement_note(lacking_);
    const auto keeper = open();
    ASSERT_TRUE(keeper.ok()) << keeper.error().detail;
    EXPECT_EQ(reason_in(**keeper), std::nullopt) << lesser;
    ASSERT_TRUE((*keeper)->take(notes_of(newer(++serial))).ok());
    EXPECT_FALSE(fs::exists(folder_.file(lesser)));
  }
}

TEST_F(DocumentKeeperTest, WhatChangesNothingIsNoChange) {
  put(scheme_);
  const auto keeper = open();
  EXPECT_FALSE((*keeper)->take({agreement_note(lacking_)}).value());
  auto by_a_deputy = scheme_;  // holds as well: what is held stays all the same
  by_a_deputy.agreement().signing.signers[1] = support::signatories_of(support::kTestshire)[2];
  ASSERT_TRUE(by_a_deputy.verified()->agreement(scheme_.agreement_hash()).ok());
  EXPECT_FALSE((*keeper)->take({agreement_note(by_a_deputy)}).value());
  EXPECT_TRUE(holds(**keeper, agreement_note(scheme_)));
  EXPECT_TRUE((*keeper)->take(notes_of(newer())).value());
  EXPECT_FALSE((*keeper)->take(notes_of(newer())).value());
}

TEST_F(DocumentKeeperTest, LeavesOutHomesThatTheDirectoryDoesNotList) {
  put(with_a_stray(scheme_));
  const auto keeper = open();
  ASSERT_TRUE(keeper.ok()) << keeper.error().detail;
  EXPECT_EQ(reason_in(**keeper), std::nullopt);
  EXPECT_EQ((*keeper)->held().size(), scheme_.notes().size());
  EXPECT_FALSE((*keeper)->take({with_a_stray(scheme_).notes()[4].note}).value());
  ASSERT_TRUE((*keeper)->take(notes_of(newer())).ok());
  EXPECT_FALSE(fs::exists(folder_.file("documents/homes-3.note")));
}

TEST_F(DocumentKeeperTest, TellsOnceWhatItTurnedAwayThoughNothingChanged) {
  put(scheme_);
  const auto keeper = open();
  EXPECT_TRUE(told_.empty());
  const Bytes stray = with_a_stray(scheme_).notes()[4].note;
  for (int i = 0; i < 2; ++i) {
    EXPECT_FALSE((*keeper)->take({stray}).value());
    ASSERT_EQ(told_.size(), 1U);
  }
  EXPECT_EQ(told_[0].reason, Reason::kNotInDirectory);
  EXPECT_NE(told_[0].detail.find("homes "), std::string::npos);
}

TEST_F(DocumentKeeperTest, TellsAtOpeningAndAnewWhenTheReasonIsAnother) {
  put(lacking_);
  const auto keeper = open();
  ASSERT_EQ(told_.size(), 1U);
  auto unlisted = newer();
  unlisted.agreement().signing.listed = false;
  ASSERT_TRUE((*keeper)->take(notes_of(unlisted)).ok());
  ASSERT_EQ(told_.size(), 2U);
  EXPECT_EQ(told_[0].reason, Reason::kTooFewSignatures);
  EXPECT_EQ(told_[1].reason, Reason::kNotInDirectory);
}

TEST_F(DocumentKeeperTest, AKindOfANewerVersionDoesNotKeepTheOthersOut) {
  put(scheme_);
  const auto keeper = open();
  const Bytes unknown = "stile-novelty/v1\nserial: 1\n";
  auto notes = notes_of(newer());
  notes.insert(notes.begin(), unknown);
  EXPECT_TRUE((*keeper)->take(notes).value());
  EXPECT_EQ((*keeper)->serial(), 8U);
  EXPECT_FALSE((*keeper)->take({unknown}).value());
  EXPECT_FALSE(holds(**keeper, unknown));
  ASSERT_EQ(told_.size(), 1U);
  EXPECT_EQ(told_[0].reason, Reason::kUnknownValue);
  EXPECT_NE(told_[0].detail.find(crypto::hex(crypto::sha256(unknown))), std::string::npos);
}

TEST_F(DocumentKeeperTest, ASetInUseOutlivesItsSuccessor) {
  put(scheme_);
  const auto keeper = open();
  const auto before = (*keeper)->current();
  ASSERT_TRUE((*keeper)->take(notes_of(newer())).ok());
  EXPECT_EQ(before->directory().serial, 7U);
  EXPECT_EQ((*keeper)->serial(), 8U);
}

TEST_F(DocumentKeeperTest, NoHalfWrittenDocumentIsRead) {
  put(scheme_);
  std::ofstream(folder_.file("documents/left-over.note.new")) << "half";
  EXPECT_TRUE(open().ok());
}

TEST(AtomicFileTest, ReplacesAFileAsAWhole) {
  const support::TemporaryFolder folder;
  const fs::path path = folder.file("file");
  ASSERT_TRUE(write_atomically(path, "the first content").ok());
  ASSERT_TRUE(write_atomically(path, "second").ok());
  EXPECT_EQ(storage::read_whole(path).value(), "second");
  EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST(AtomicFileTest, NeedsItsFolder) {
  const support::TemporaryFolder folder;
  EXPECT_FALSE(write_atomically(folder.file("none/file"), "x").ok());
}

}  // namespace
}  // namespace stile::agent
