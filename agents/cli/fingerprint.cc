#include "agents/cli/fingerprint.h"

#include <algorithm>
#include <cctype>

#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"

namespace stile::agent {
namespace {

std::string bare(std::string_view said) {
  std::string text;
  for (const char c : said) {
    if (c == ' ' || c == '-') continue;
    text += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return text;
}

}  // namespace

std::string fingerprint(ByteView bytes) {
  const Hash hash = crypto::sha256(bytes);
  Token first{};
  std::copy_n(hash.begin(), first.size(), first.begin());
  return crypto::crockford(first);
}

bool same_fingerprint(std::string_view said, std::string_view expected) {
  return !said.empty() && bare(said) == bare(expected);
}

}  // namespace stile::agent
