#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/note_key.h"
#include "core/crypto/seal.h"

// Boxes for the data officers of an agency: what is for each of them, and for nobody else there.
// For acknowledgement.cc, challenge.cc and identity_request.cc only. Pure.
namespace stile::record {

// seal_to_officers() is `text`, padded to `block` bytes, in a sealed box to each, one behind the
// other. Fails as crypto::seal() does.
inline Result<Bytes> seal_to_officers(std::string_view text, std::size_t block,
                                      std::span<const crypto::NoteVerifier> officers) {
  const Bytes padded = crypto::pad(text, block);
  Bytes sealed;
  for (const auto& officer : officers) {
    STILE_TRY(const auto key, crypto::sealing_key_of(officer.key()));
    STILE_TRY(const Bytes box, crypto::seal(key, padded));
    sealed += box;
  }
  return sealed;
}

// open_as_officer() is the inverse for one of them: kBadSignature for anybody else.
inline Result<Bytes> open_as_officer(ByteView sealed, std::size_t block,
                                     const crypto::SealingKey& officer) {
  const std::size_t box = block + crypto::kSealOverheadBytes;
  for (; sealed.size() >= box; sealed.remove_prefix(box)) {
    const auto padded = crypto::open(officer, sealed.substr(0, box));
    if (padded.ok()) return crypto::unpad(padded.value(), block);
  }
  return Error{Reason::kBadSignature, "not sealed to this officer"};
}

}  // namespace stile::record
