#include "agents/source/intake_digest.h"

#include <algorithm>

namespace stile::agent {
namespace {

ChildDigest shortened(const Token& whole) {
  ChildDigest digest{};
  std::copy_n(whole.begin(), digest.size(), digest.begin());
  return digest;
}

}  // namespace

ChildDigest IntakeDigests::child(std::string_view system, std::string_view child) const {
  return shortened(crypto::short_digest(key_, {"child", system, child}));
}

Token IntakeDigests::erased(std::string_view system, std::string_view reference,
                            const ChildDigest& child) const {
  return crypto::short_digest(key_, {"erased", system, reference, view(child)});
}

Token IntakeDigests::ordered(std::string_view erasure, std::string_view record,
                             const ChildDigest& child, ByteView tails) const {
  return crypto::short_digest(key_, {"ordered", erasure, record, view(child), tails});
}

Token IntakeDigests::held(std::string_view act, const ChildDigest& child,
                          const Token& before) const {
  return crypto::short_digest(key_, {"held", act, view(child), view(before)});
}

ChildDigest IntakeDigests::incident(std::string_view system, std::string_view incident) const {
  return shortened(crypto::short_digest(key_, {"incident", system, incident}));
}

Token IntakeDigests::row(std::string_view agreement_id, std::string_view recipient, ByteView fields,
                         ByteView beside) const {
  return crypto::short_digest(key_, {"row", agreement_id, recipient, beside, fields});
}

}  // namespace stile::agent
