#include "agents/source/intake_digest.h"

#include <algorithm>

namespace stile::agent {

ChildDigest child_digest(const crypto::TokenKey& key, std::string_view system,
                         std::string_view child) {
  const Token whole = crypto::subject_token(
      key, {.agreement = "/child", .recipient = {}, .scope = system, .epoch = {}, .person = child});
  ChildDigest digest{};
  std::copy_n(whole.begin(), digest.size(), digest.begin());
  return digest;
}

Token row_digest(const crypto::TokenKey& key, std::string_view agreement_id,
                 std::string_view recipient, ByteView fields) {
  return crypto::subject_token(key, {.agreement = "/row",
                                     .recipient = recipient,
                                     .scope = agreement_id,
                                     .epoch = {},
                                     .person = fields});
}

}  // namespace stile::agent
