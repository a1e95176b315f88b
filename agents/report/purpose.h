#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace stile::agent {

// kPurposes are for what a data officer looks into what was done, as the log of operations keeps it
// of that consultation (Data Protection Act 2018 s.62(3)): a closed list, so that no case and no
// person is named in it.
inline constexpr std::array<std::string_view, 8> kPurposes = {
    "subject-access", "complaint", "legal-proceedings", "supervisory-authority",
    "data-breach",    "audit",     "erasure-request",   "legal-hold"};

inline bool is_purpose(std::string_view text) {
  return std::ranges::find(kPurposes, text) != kPurposes.end();
}

}  // namespace stile::agent
