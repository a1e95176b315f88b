#pragma once

#include <string>

#include "core/base/bytes.h"
#include "core/crypto/note.h"

namespace stile::agreement {

// Signed<T> is a document as read: its content, its note and the SHA-256 of the note's text,
// by which the directory and every consignment name it. Nobody has checked the signatures yet;
// DocumentSet does.
template <typename T>
struct Signed {
  T value;
  crypto::Note note;
  Hash hash{};
};

}  // namespace stile::agreement
