#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "core/agreement/document_set.h"
#include "core/record/identity_request.h"
#include "gateway/pipeline/challenged.h"
#include "gateway/pipeline/ports.h"
#include "gateway/pipeline/refusal.h"

namespace stile::gateway {

// IdentityAsked is a recipient's signed request to be told who the child of a row is that was
// disclosed to it. For whom it asks, the gateway cannot read; nobody has approved it yet.
class IdentityAsked {
 public:
  IdentityAsked(IdentityAsked&&) = default;
  IdentityAsked& operator=(IdentityAsked&&) = default;

  const Given& about() const { return about_; }
  const record::IdentityRequest& what() const { return what_; }
  const Hash& digest() const { return digest_; }  // record::identity_request_digest()
  const Peer& peer() const { return peer_; }
  const Bytes& note() const { return note_; }

 private:
  friend Verdict<IdentityAsked> ask_identity(Bytes note, const std::optional<Given>& about,
                                             bool known, const Peer& peer,
                                             const agreement::DocumentSet& documents, Instant now);
  IdentityAsked(Given about, record::IdentityRequest what, Peer peer, Bytes note);
  Given about_;
  record::IdentityRequest what_;
  Hash digest_{};
  Peer peer_;
  Bytes note_;
};

// ask_identity() refuses as agreement::read_identity_request() does, and with kMalformed (more than
// the one signature of who asks), kWrongPeer, kNotFound (of nothing that was disclosed to this
// peer), as DocumentSet::in_force() where the agreement under which it was is not, and
// kOutsideOccasion where the request has expired or was made later than now: these two are not
// asked of one that is `known`, recorded before, because its recipient may not have heard of that.
// `about` is what given_to() found. Whether the row waits for an answer already is found where it
// is recorded.
Verdict<IdentityAsked> ask_identity(Bytes note, const std::optional<Given>& about, bool known,
                                    const Peer& peer, const agreement::DocumentSet& documents,
                                    Instant now);

// is_known() is whether a request of that text was recorded. Fails as the store does.
Result<bool> is_known(ByteView note, const Store& store);

inline constexpr std::size_t kRequestsOfARow = 4;

// check_identity_asked() lets one request of a row wait at a time. False where this very request is
// among those `before` it, which tells nothing new; kConflict where another of the row is that
// neither was answered nor has expired, kFlood where the consignment has as many of these as rows,
// or ever had kRequestsOfARow times as many requests: whoever wants more asks on another one.
Result<bool> check_identity_asked(const IdentityAsked& entry,
                                  const std::vector<TakenIdentityRequest>& before, Instant now);

}  // namespace stile::gateway
