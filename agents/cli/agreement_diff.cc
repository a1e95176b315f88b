#include "agents/cli/agreement_diff.h"

#include <string>

#include "agents/cli/agreement.h"
#include "agents/report/json.h"
#include "core/agreement/diff.h"

namespace stile::agent {
namespace {

using agreement::Agreement;
using agreement::Effect;

Result<Agreement> lawful(const std::filesystem::path& file) {
  STILE_TRY(Agreement read, read_agreement(file));
  STILE_CHECKED(agreement::check(read));
  return read;
}

std::string mark(Effect effect) {
  return effect == Effect::kWidens ? "WIDENS   " : std::string(name(effect)) + "  ";
}

}  // namespace

Result<ExitCode> agreement_diff(const std::filesystem::path& before,
                                const std::filesystem::path& after, Reporter& reporter) {
  STILE_TRY(const Agreement old_one, lawful(before));
  STILE_TRY(const Agreement new_one, lawful(after));
  const auto changes = agreement::diff(old_one, new_one);
  for (const agreement::Change& change : changes) {
    reporter.line(
        mark(change.effect) + change.words,
        JsonObject().text("effect", name(change.effect)).text("words", change.words).done());
  }
  if (changes.empty()) reporter.message("the two say the same");
  if (new_one.id == old_one.id && new_one.version <= old_one.version) {
    reporter.message("the new one's version is not higher: it would not take the old one's place");
  }
  const bool widens = !changes.empty() && changes.front().effect == Effect::kWidens;
  return widens ? ExitCode::kFaults : ExitCode::kOk;
}

}  // namespace stile::agent
