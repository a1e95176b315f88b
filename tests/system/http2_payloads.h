#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stile::test {

// http2_payloads() takes what one HTTP/2 connection received (RFC 9113 sections 3.4 and 4.1),
// from the client's preface on, apart: the DATA of each stream joined, so that a text cut in two
// by a frame is whole again, and each other frame's payload. Nothing when it does not begin with
// the preface; a last frame that is cut short is taken as far as it goes. Pure.
std::optional<std::vector<std::string>> http2_payloads(std::string_view received);

}  // namespace stile::test
