#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

#include "agents/source/intake_types.h"
#include "core/agreement/evaluate.h"
#include "core/base/bytes.h"
#include "core/crypto/token.h"

namespace stile::agent {

// Children makes the keyed names of the children of a return. A few children are in many of its
// rows, and a keyed hash is dear: those made last are kept, as many as kMost of each. One thread.
class Children {
 public:
  static constexpr std::size_t kMost = 4096;

  // `key` outlives it.
  explicit Children(const crypto::TokenKey& key) : key_(&key) {}

  // digest() is child_digest().
  ChildDigest digest(std::string_view system, std::string_view child);
  // subject() is the subject token towards a recipient, within what the grant scopes it to.
  Token subject(const agreement::Grant& grant, std::string_view recipient, std::string_view child);

 private:
  const crypto::TokenKey* key_;
  std::unordered_map<std::string, ChildDigest> digests_;
  std::unordered_map<std::string, Token> subjects_;
};

}  // namespace stile::agent
