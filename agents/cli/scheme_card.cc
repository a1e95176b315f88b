#include "agents/cli/scheme_card.h"

#include "agents/cli/fingerprint.h"
#include "core/agreement/directory.h"
#include "core/crypto/note.h"
#include "core/storage/file.h"
#include "core/wire/strict.h"
#include "stile/v1/config.pb.h"

namespace stile::agent {

Result<v1::SchemeCard> read_card(const std::filesystem::path& file) {
  STILE_TRY(const Bytes text, storage::read_whole(file));
  v1::SchemeCard card;
  STILE_CHECKED(wire::parse_text(text, file.string(), card));
  for (const std::string& root : card.root()) STILE_CHECKED(crypto::NoteVerifier::parse(root));
  if (static_cast<std::size_t>(card.root_size()) == agreement::kRoots && !card.gateway().empty()) {
    return card;
  }
  return Error{Reason::kMissingField, file.string() + ": gateway, and three roots"};
}

std::string roots_fingerprint(const v1::SchemeCard& card) {
  std::string roots;
  for (const std::string& root : card.root()) roots += root + "\n";
  return fingerprint(roots);
}

}  // namespace stile::agent
