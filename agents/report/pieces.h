#pragma once

#include <cstddef>
#include <string_view>

#include "agents/report/reporter.h"

namespace stile::agent {

// say_pieces() says a file whole, in lines of the answer that each fit into a message of the
// control socket, also where the file's last line is long: put together again they are the file.
inline void say_pieces(std::string_view text, Reporter& reporter) {
  constexpr std::size_t kPieceBytes = 64 * 1024;
  while (text.size() > kPieceBytes) {
    const std::size_t end = text.find('\n', kPieceBytes);
    if (end == text.npos) break;
    reporter.line(text.substr(0, end + 1), {});
    text.remove_prefix(end + 1);
  }
  if (!text.empty()) reporter.line(text, {});
}

}  // namespace stile::agent
