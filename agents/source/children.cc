#include "agents/source/children.h"

#include "agents/source/intake_digest.h"

namespace stile::agent {
namespace {

// kept() is what was made for these parts before, or else what `make` makes of them now.
template <typename Name, typename Make>
Name kept(std::unordered_map<std::string, Name>& names, std::initializer_list<ByteView> parts,
          const Make& make) {
  Bytes key;
  for (const auto part : parts) append_prefixed(key, part);
  const auto found = names.find(key);
  if (found != names.end()) return found->second;
  if (names.size() == Children::kMost) names.clear();
  return names.emplace(std::move(key), make()).first->second;
}

}  // namespace

ChildDigest Children::digest(std::string_view system, std::string_view child) {
  return kept(digests_, {system, child}, [&] { return child_digest(*key_, system, child); });
}

Token Children::subject(const agreement::Grant& grant, std::string_view recipient,
                        std::string_view child) {
  const std::string& agreement = grant.agreement->id.text();
  const std::string scope = agreement::subject_scope(grant);
  const std::string epoch = agreement::subject_epoch(grant);
  return kept(subjects_, {agreement, recipient, scope, epoch, child}, [&] {
    return crypto::subject_token(*key_, {.agreement = agreement,
                                         .recipient = recipient,
                                         .scope = scope,
                                         .epoch = epoch,
                                         .person = child});
  });
}

}  // namespace stile::agent
