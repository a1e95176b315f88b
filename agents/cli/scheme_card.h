#pragma once

#include <filesystem>
#include <string>

#include "core/base/result.h"

namespace stile::v1 {
class SchemeCard;
}

namespace stile::agent {

// read_card() reads the scheme's card (config.proto, SchemeCard): kMissingField unless it has a
// gateway and three roots, which are vkeys.
Result<v1::SchemeCard> read_card(const std::filesystem::path& file);

// roots_fingerprint() is what operator and agency compare by telephone, so that both have the same
// roots. Pure.
std::string roots_fingerprint(const v1::SchemeCard& card);

}  // namespace stile::agent
