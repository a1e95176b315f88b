#pragma once

#include <cstddef>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/seal.h"
#include "core/record/event.h"

// The source's own copy of an event of which it told somebody, so that it can be told again by
// another clause (R20). It leaves the agent by no road. Pure; any thread.
namespace stile::agent {

// kOwnCopyBytes is the one length of a copy before it is sealed, so that a sealed one tells nothing
// by its length. The longest event fits.
inline constexpr std::size_t kOwnCopyBytes = 2048;

// seal_event() is the event with the child's identity and the contact, sealed to the holder of
// `to`. kTooLarge where it does not fit.
Result<Bytes> seal_event(const record::Event& event, const crypto::SealingPublicKey& to);

// open_event() is its inverse: kBadSignature for what is not sealed to this key, or was altered;
// kMalformed for what seal_event() does not make. The caller wipes the identity.
Result<record::Event> open_event(const crypto::SealingKey& key, ByteView sealed);

}  // namespace stile::agent
