#pragma once

#include "core/base/bytes.h"

// For this folder's sources only: the libraries take unsigned characters.
namespace stile::crypto {

inline const unsigned char* raw(ByteView bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
inline unsigned char* raw(Bytes& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

}  // namespace stile::crypto
