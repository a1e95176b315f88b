#include "gateway/service/documents.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "core/crypto/random.h"
#include "core/ledger/checkpoint.h"
#include "core/ledger/merkle.h"
#include "gateway/pipeline/recorder.h"
#include "tests/support/failing_checkpoint_file.h"
#include "tests/support/failing_store.h"
#include "tests/support/keys.h"
#include "tests/support/scheme.h"
#include "tests/support/temporary_folder.h"

namespace stile::gateway {
namespace {

namespace fs = std::filesystem;
using support::Scheme;

class GatewayDocumentsTest : public ::testing::Test {
 protected:
  GatewayDocumentsTest() {
    fs::create_directory(folder_.file("documents"));
    std::ofstream(folder_.file("areas"), std::ios::binary) << scheme_.areas;
    lacking_.agreement().signing.signers.pop_back();
  }

  // As an operator does: what is replaced is never half there.
  void put(const std::string& file, const Bytes& note) {
    std::ofstream(folder_.file("documents/next"), std::ios::binary) << note;
    fs::rename(folder_.file("documents/next"), folder_.file("documents/" + file));
  }
  void put(const Scheme& scheme) {
    for (const auto& [file, note] : scheme.notes()) put(file, note);
  }
  Result<std::unique_ptr<Documents>> open() {
    return Documents::open(
        {folder_.file("documents"), folder_.file("areas"), scheme_.trust().roots}, store_);
  }
  Result<std::unique_ptr<Documents>> open_for(const char* log) {
    return Documents::open({folder_.file("documents"), folder_.file("areas"), scheme_.trust().roots,
                            support::vkey_of(log)},
                           store_);
  }
  static Bytes agreement_note(const Scheme& scheme) { return scheme.notes().front().note; }
  static bool hands_out(const Documents& documents, const Bytes& note) {
    return documents.notes_for(support::agency(support::kTestshire)).contains(crypto::sha256(note));
  }

  const Scheme scheme_;
  Scheme lacking_;
  support::FailingStore store_{crypto::system_random()};
  support::TemporaryFolder folder_;
};

TEST_F(GatewayDocumentsTest, HandsOutTheNoteThatTookTheOnesPlaceThatLackedSignatures) {
  put(lacking_);
  const auto documents = open();
  ASSERT_TRUE(documents.ok()) << documents.error().detail;
  EXPECT_TRUE(hands_out(**documents, agreement_note(lacking_)));
  put("agreement-1.note", agreement_note(scheme_));
  EXPECT_TRUE((*documents)->reload().value());
  EXPECT_TRUE(hands_out(**documents, agreement_note(scheme_)));
  EXPECT_FALSE(hands_out(**documents, agreement_note(lacking_)));
  EXPECT_TRUE((*documents)->current()->agreement(scheme_.agreement_hash()).ok());
}

// A ledger that succeeds one closed at one leaf, and has gone on behind it.
class BegunLedgerTest : public GatewayDocumentsTest {
 protected:
  BegunLedgerTest() {
    support::FailingCheckpointFile second;
    auto recorder = Recorder::open(store_, second, support::signer_named(support::kLog),
                                   crypto::system_random(), "build-1");
    Event event;
    event.leaf.op = ledger::Op::kState;
    event.leaf.from = std::string(support::kGateway);
    event.leaf.decision = "any";
    for (int i = 0; i < 3; ++i) {
      std::vector<Entry> group;
      group.push_back(event);
      EXPECT_TRUE(recorder->record(std::move(group), support::kNow).ok());
    }
  }
  // closing() is a directory that says so of the one before.
  Scheme closing(std::uint64_t size, std::uint64_t serial) const {
    constexpr char kBefore[] = "stile.example/ledger-0";
    const std::string note = support::signed_by(
        {kBefore}, ledger::checkpoint_text({kBefore, size, ledger::leaf_hash("any")}));
    const std::string text = support::closed_log_text(kBefore, note, 1);
    Scheme scheme;
    scheme.directory.serial = serial;
    scheme.directory.signing.edit = [text](std::string& body) { body += text; };
    return scheme;
  }
};

TEST_F(BegunLedgerTest, BeginsNowhereElseLater) {
  put(closing(1, 1));
  const auto documents = open();
  ASSERT_TRUE(documents.ok()) << documents.error().detail;
  put(closing(2, 2));
  const auto raised = documents.value()->reload();
  EXPECT_EQ(raised.reason(), Reason::kConflict);
  EXPECT_EQ(documents.value()->current()->directory().serial, 1U);
  put(closing(1, 3));
  EXPECT_TRUE(documents.value()->reload().ok());
  EXPECT_EQ(documents.value()->current()->directory().serial, 3U);
}

TEST_F(GatewayDocumentsTest, TakesNoDirectoryOfAnotherLedgerThanTheOneThatIsWritten) {
  put(scheme_);
  EXPECT_TRUE(open_for(support::kLog).ok());
  EXPECT_EQ(open_for("stile.example/ledger-2").reason(), Reason::kNotInDirectory);
}

TEST_F(GatewayDocumentsTest, HandsOutTheNoteThatHoldsWhereverTheOtherOneLies) {
  put(scheme_);
  for (const char* lesser : {"a.note", "z.note"}) {
    put(lesser, agreement_note(lacking_));
    const auto documents = open();
    ASSERT_TRUE(documents.ok()) << documents.error().detail;
    EXPECT_TRUE((*documents)->current()->turned_away().empty());
    EXPECT_TRUE(hands_out(**documents, agreement_note(scheme_))) << lesser;
    EXPECT_FALSE(hands_out(**documents, agreement_note(lacking_))) << lesser;
    fs::remove(folder_.file("documents/" + std::string(lesser)));
  }
}

TEST_F(GatewayDocumentsTest, LeavesOutHomesThatTheDirectoryNoLongerLists) {
  put(scheme_);
  const auto documents = open();
  Scheme next;
  next.directory.serial = 8;
  next.homes.front().serial = 2;
  for (const auto& [file, note] : next.notes()) {
    put(file == "homes-1.note" ? "homes-next.note" : file, note);
  }
  const auto reloaded = (*documents)->reload();
  ASSERT_TRUE(reloaded.ok()) << reloaded.error().detail;
  EXPECT_EQ((*documents)->current()->directory().serial, 8U);
  ASSERT_EQ((*documents)->current()->turned_away().size(), 1U);
  const auto& [hash, why] = *(*documents)->current()->turned_away().begin();
  EXPECT_EQ(hash, crypto::sha256(support::text_of(scheme_.homes.front())));
  EXPECT_TRUE(why.detail.starts_with("homes " + crypto::hex(hash))) << why.detail;
  EXPECT_FALSE(hands_out(**documents, scheme_.notes()[2].note));
  EXPECT_TRUE(hands_out(**documents, next.notes()[2].note));
}

}  // namespace
}  // namespace stile::gateway
