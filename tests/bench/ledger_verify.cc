#include <chrono>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "core/crypto/initialise.h"
#include "core/ledger/merkle.h"
#include "gateway/store/ledger_check.h"
#include "tests/bench/figure.h"
#include "tests/bench/ledger_file.h"
#include "tests/support/keys.h"
#include "tests/support/scheme.h"
#include "tests/support/temporary_folder.h"

namespace stile::bench {
namespace {

constexpr std::uint64_t kTexts = 1'000;

double seconds_since(std::chrono::steady_clock::time_point begun) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

Result<double> verify(const std::string& path, const crypto::NoteVerifier& log) {
  const auto begun = std::chrono::steady_clock::now();
  STILE_CHECKED(gateway::LedgerCheck::whole(path, log));
  return seconds_since(begun);
}

// hashed() is the least: of each leaf its hash, and one hash above two.
double hashed(std::uint64_t leaves) {
  std::vector<std::string> texts;
  for (std::uint64_t n = 0; n < kTexts; ++n) texts.push_back(leaf_text_of(n));
  Hash above = ledger::empty_root();
  const auto begun = std::chrono::steady_clock::now();
  for (std::uint64_t n = 0; n < leaves; ++n) {
    above = ledger::node_hash(above, ledger::leaf_hash(texts[n % kTexts]));
  }
  const double seconds = seconds_since(begun);
  if (above == ledger::empty_root()) std::abort();  // so that none of it is left out
  return seconds;
}

Status measure(std::uint64_t leaves, int rounds) {
  setenv("TMPDIR", kOnDisk, 0);
  const support::TemporaryFolder folder;
  const auto log = support::signer_named(support::kLog);
  const auto path = folder.file("store.db");
  STILE_CHECKED(make_ledger(path, {.leaves = leaves}, log));
  std::vector<double> ours;
  std::vector<double> floor;
  for (int i = 0; i < rounds; ++i) {
    STILE_TRY(const double seconds, verify(path, log.verifier()));
    ours.push_back(seconds);
    floor.push_back(hashed(leaves));
  }
  print({"ledger_verify", "s", median(ours), median(floor), "two SHA-256 a leaf"});
  return ok();
}

}  // namespace
}  // namespace stile::bench

int main(int argc, char** argv) {
  using namespace stile::bench;
  stile::crypto::initialise();
  const bool smoke = argc > 1 && std::string_view(argv[1]) == "--smoke";
  return exit_code("ledger_verify", smoke ? measure(9'000, 1) : measure(1'000'000, 5));
}
