#pragma once

#include <string>

#include "core/base/bytes.h"
#include "core/crypto/note.h"

namespace stile::agreement {

// Signed<T> is a document as read: its content, its note and the SHA-256 of the note's text,
// by which the directory and every consignment name it. `note_hash` is that of the whole note:
// people sign one after the other, so that there are several notes of one text. Nobody has
// checked the signatures yet; DocumentSet does.
template <typename T>
struct Signed {
  T value;
  crypto::Note note;
  Hash hash{};
  Hash note_hash{};
};

}  // namespace stile::agreement
