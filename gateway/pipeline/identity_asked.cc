#include "gateway/pipeline/identity_asked.h"

#include <algorithm>
#include <string>

#include "core/agreement/identity_asked.h"
#include "core/crypto/note.h"

namespace stile::gateway {
namespace {

// How far ahead of this clock the one of who asks may be.
constexpr Instant kClocksApart = 300;

// Nobody approves before it is recorded: the leaf is of the request as it came.
Status check_alone(ByteView note) {
  STILE_TRY(const auto parsed, crypto::parse_note(note));
  if (parsed.signatures.size() == 1) return ok();
  return Error{Reason::kMalformed, "an identity request comes with one signature"};
}

Status check_time(const record::IdentityRequest& what, Instant now) {
  if (what.made > now + kClocksApart) {
    return Error{Reason::kOutsideOccasion, "the identity request is of a time to come"};
  }
  if (!record::has_expired(what, now)) return ok();
  return Error{Reason::kOutsideOccasion, "the identity request has expired"};
}

}  // namespace

IdentityAsked::IdentityAsked(Given about, record::IdentityRequest what, Peer peer, Bytes note)
    : about_(std::move(about)),
      what_(std::move(what)),
      digest_(record::identity_request_digest(record::identity_request_text(what_))),
      peer_(std::move(peer)),
      note_(std::move(note)) {}

Result<bool> is_known(ByteView note, const Store& store) {
  const auto parsed = crypto::parse_note(note);
  const Hash digest =
      record::identity_request_digest(parsed.ok() ? std::string_view(parsed->text) : note);
  STILE_TRY(const auto taken, store.identity_request(digest));
  return taken.has_value();
}

Verdict<IdentityAsked> ask_identity(Bytes note, const std::optional<Given>& about, bool known,
                                    const Peer& peer, const agreement::DocumentSet& documents,
                                    Instant now) {
  const auto refuse = [&](const Error& error) {
    return refusal_about(about, peer, error.reason, error.detail);
  };
  const Status alone = check_alone(note);
  if (!alone.ok()) return refuse(alone.error());
  auto what = agreement::read_identity_request(note, documents);
  if (!what.ok()) return refuse(what.error());
  if (what->to != peer.id) return refuse({Reason::kWrongPeer, "another agency's request"});
  if (!about) return refuse({Reason::kNotFound, "asks about what was not given"});
  if (!known) {
    const Status agreed = agreement::check_still_agreed(about->agreement, documents, now);
    if (!agreed.ok()) return refuse(agreed.error());
    const Status in_time = check_time(*what, now);
    if (!in_time.ok()) return refuse(in_time.error());
  }
  return IdentityAsked(*about, std::move(what).value(), peer, std::move(note));
}

Result<bool> check_identity_asked(const IdentityAsked& entry,
                                  const std::vector<TakenIdentityRequest>& before, Instant now) {
  const auto same = std::ranges::find(before, entry.digest(), &TakenIdentityRequest::digest);
  if (same != before.end()) return false;
  std::size_t waiting = 0;
  for (const TakenIdentityRequest& one : before) {
    if (one.answered || one.expires <= now) continue;
    if (one.row == entry.what().row) {
      return Error{Reason::kConflict, "that row waits for an answer already"};
    }
    ++waiting;
  }
  const std::size_t rows = entry.about().rows;
  if (waiting < rows && before.size() < kRequestsOfARow * rows) return true;
  return Error{Reason::kFlood, "as many requests as the consignment's rows may have"};
}

}  // namespace stile::gateway
