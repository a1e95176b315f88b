#include "core/ledger/checkpoint.h"

#include <gtest/gtest.h>

#include "tests/unit/core/crypto/fixed_random.h"
#include "tests/unit/core/ledger/memory_tree.h"

namespace stile::ledger {
namespace {

constexpr std::string_view kOrigin = "gateway.example/ledger/one";

crypto::NoteSigner log_signer(std::string_view name = kOrigin, std::uint64_t seed = 1) {
  auto key = crypto::SigningKey::generate(crypto::fixed_random(seed));
  return crypto::NoteSigner::make(name, std::move(key)).value();
}

Checkpoint some_checkpoint() { return {std::string(kOrigin), 7, MemoryTree(7).root()}; }

TEST(CheckpointTest, IsThreeLines) {
  EXPECT_EQ(checkpoint_text({"log.example", 0, empty_root()}),
            "log.example\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");
}

TEST(CheckpointTest, ReadsWhatItWrote) {
  EXPECT_EQ(parse_checkpoint_text(checkpoint_text(some_checkpoint())).value(), some_checkpoint());
}

TEST(CheckpointTest, RefusesEveryOtherForm) {
  const std::string root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
  for (const auto& text :
       {std::string(), "o\n1\n" + root + "extension\n", "o\n01\n" + root, "o\n-1\n" + root,
        "o\n+1\n" + root, "o\n 1\n" + root, "o\n\n" + root, "\n1\n" + root,
        "o\n18446744073709551616\n" + root, std::string("o\n1\nZm9v\n"),
        "o\n1\n" + root.substr(0, 44), std::string("o\n1\n\n"), "o\n1\n" + root + "\n"}) {
    EXPECT_EQ(parse_checkpoint_text(text).reason(), Reason::kMalformed) << text;
  }
}

TEST(CheckpointTest, VerifiesWhenTheLogSignedIt) {
  const auto log = log_signer();
  const auto note = crypto::sign_note(checkpoint_text(some_checkpoint()), log);
  EXPECT_EQ(verify_checkpoint(note, log.verifier()).value(), some_checkpoint());
}

TEST(CheckpointTest, KeepsItsMeaningWithForeignCosignatures) {
  const auto log = log_signer();
  const auto note = crypto::sign_note(checkpoint_text(some_checkpoint()), log);
  const auto cosigned = crypto::add_signature(note, log_signer("force/test", 5)).value();
  EXPECT_EQ(verify_checkpoint(cosigned, log.verifier()).value(), some_checkpoint());
}

TEST(CheckpointTest, RefusesAnAlteredByte) {
  const auto log = log_signer();
  const auto note = crypto::sign_note(checkpoint_text(some_checkpoint()), log);
  for (std::size_t i = 0; i < note.size(); ++i) {
    std::string altered = note;
    altered[i] = static_cast<char>(altered[i] ^ 1);
    EXPECT_FALSE(verify_checkpoint(altered, log.verifier()).ok()) << i;
  }
}

TEST(CheckpointTest, RefusesAnotherLogsSignature) {
  const auto note =
      crypto::sign_note(checkpoint_text(some_checkpoint()), log_signer("other.example", 2));
  EXPECT_EQ(verify_checkpoint(note, log_signer().verifier()).reason(), Reason::kBadSignature);
}

TEST(CheckpointTest, RefusesAnotherOriginUnderTheLogsKey) {
  const auto log = log_signer();
  Checkpoint foreign = some_checkpoint();
  foreign.origin = "other.example";
  const auto note = crypto::sign_note(checkpoint_text(foreign), log);
  EXPECT_EQ(verify_checkpoint(note, log.verifier()).reason(), Reason::kIntegrity);
}

}  // namespace
}  // namespace stile::ledger
