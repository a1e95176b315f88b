#pragma once

#include <string_view>

#include "agents/source/intake_types.h"
#include "core/base/bytes.h"
#include "core/crypto/short_digest.h"
#include "core/crypto/token.h"

namespace stile::agent {

// IntakeDigests are the keyed digests by which the intake store finds a child's record again, and
// notices that a row has changed, without holding either (R20). They never leave the agency.
class IntakeDigests {
 public:
  explicit IntakeDigests(const crypto::TokenKey& key)
      : key_(crypto::ShortDigestKey::derived(key, "intake")) {}

  // child() is of a system's person reference; of none it is a digest of the empty one.
  ChildDigest child(std::string_view system, std::string_view child) const;
  // erased() is of one child's record, by which it is refused once it is erased: `system` as
  // numbering() has it.
  Token erased(std::string_view system, std::string_view reference, const ChildDigest& child) const;
  // ordered() proves that a record was put into an erasure by the agent: of all that says which.
  Token ordered(std::string_view erasure, std::string_view record, const ChildDigest& child,
                ByteView tails) const;
  // held() proves that a legal hold of a child was placed or lifted by the agent: of all that is
  // said of it, and of the proof of what was before.
  Token held(std::string_view act, const ChildDigest& child, const Token& before) const;
  // incident() is of a system's reference of a call, which may concern several children.
  ChildDigest incident(std::string_view system, std::string_view incident) const;
  // row() is of exactly what a recipient may see of a row, its salt apart: its fields, and `beside`
  // them the month that it is of and the token that its pseudonym is made from.
  Token row(std::string_view agreement_id, std::string_view recipient, ByteView fields,
            ByteView beside) const;

 private:
  crypto::ShortDigestKey key_;
};

}  // namespace stile::agent
