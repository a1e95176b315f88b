#include "agents/source/intake_digest.h"

#include <algorithm>

namespace stile::agent {

namespace {

ChildDigest short_digest(const crypto::TokenKey& key, std::string_view label,
                         std::string_view system, std::string_view of) {
  const Token whole = crypto::subject_token(
      key, {.agreement = label, .recipient = {}, .scope = system, .epoch = {}, .person = of});
  ChildDigest digest{};
  std::copy_n(whole.begin(), digest.size(), digest.begin());
  return digest;
}

}  // namespace

ChildDigest child_digest(const crypto::TokenKey& key, std::string_view system,
                         std::string_view child) {
  return short_digest(key, "/child", system, child);
}

ChildDigest incident_digest(const crypto::TokenKey& key, std::string_view system,
                            std::string_view incident) {
  return short_digest(key, "/incident", system, incident);
}

Token row_digest(const crypto::TokenKey& key, std::string_view agreement_id,
                 std::string_view recipient, ByteView fields, ByteView beside) {
  return crypto::subject_token(key, {.agreement = "/row",
                                     .recipient = recipient,
                                     .scope = agreement_id,
                                     .epoch = beside,
                                     .person = fields});
}

}  // namespace stile::agent
