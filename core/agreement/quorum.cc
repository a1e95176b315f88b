#include "core/agreement/quorum.h"

#include <algorithm>
#include <set>

#include "core/crypto/cosigner.h"

namespace stile::agreement {
namespace {

// member() is null for one whose word counts no more.
const Agency* member(const Directory& directory, const AgencyId& id, Instant now) {
  const Agency* agency = directory.find(id);
  if (agency == nullptr || !agency->witness_key || !agency->valid_on(local_day(now))) {
    return nullptr;
  }
  return directory.denied_agencies.contains(id.text()) ? nullptr : agency;
}

std::optional<Instant> newest(const crypto::Note& checkpoint, const crypto::NoteVerifier& witness,
                              Instant now) {
  std::optional<Instant> found;
  for (const auto& line : checkpoint.signatures) {
    const auto time = crypto::cosigned_at(witness, checkpoint.text, line);
    if (!time || *time > now + kCosignedAheadMost) continue;
    if (!found || *time > *found) found = time;
  }
  return found;
}

}  // namespace

std::vector<Cosigning> cosignings(const crypto::Note& checkpoint, const Directory& directory,
                                  Instant now) {
  std::vector<Cosigning> found;
  for (const AgencyId& id : directory.quorum) {
    const Agency* agency = member(directory, id, now);
    if (agency == nullptr) continue;
    const auto time = newest(checkpoint, *agency->witness_key, now);
    if (time) found.push_back({id, *time});
  }
  return found;
}

std::string policy_text(const Directory& directory) {
  std::string text = "log " + directory.log_key.vkey() + "\n";
  std::string members;
  for (const AgencyId& id : directory.quorum) {
    const Agency* agency = directory.find(id);
    if (agency == nullptr || !agency->witness_key) continue;
    text += "witness " + id.short_text() + " " + agency->witness_key->vkey() + "\n";
    members += " " + id.short_text();
  }
  if (members.empty()) return text + "quorum none\n";
  return text + "# Stile wants them of " + std::to_string(kQuorumKinds) +
         " kinds of agencies at least\ngroup quorum " +
         std::to_string(directory.quorum.size() / 2 + 1) + members + "\nquorum quorum\n";
}

std::optional<Instant> witnessed_at(std::span<const Cosigning> cosignings,
                                    const Directory& directory) {
  std::vector<Cosigning> latest_first(cosignings.begin(), cosignings.end());
  std::sort(latest_first.begin(), latest_first.end(),
            [](const Cosigning& a, const Cosigning& b) { return a.time > b.time; });
  std::set<AgencyId> members;
  std::set<AgencyKind> kinds;
  for (const Cosigning& one : latest_first) {
    members.insert(one.agency);
    kinds.insert(one.agency.kind());
    if (members.size() * 2 > directory.quorum.size() && kinds.size() >= kQuorumKinds) {
      return one.time;
    }
  }
  return std::nullopt;
}

}  // namespace stile::agreement
