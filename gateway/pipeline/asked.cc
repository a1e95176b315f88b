#include "gateway/pipeline/asked.h"

#include <utility>

#include "core/agreement/asked.h"
#include "core/crypto/note.h"
#include "core/record/code_texts.h"
#include "gateway/pipeline/authenticated.h"

namespace stile::gateway {
namespace {

Refusal refused(const Peer& peer, const record::Question* what,
                const agreement::DocumentSet& documents, const Error& error) {
  Refusal refusal{peer, error.reason, {}, {}, 0, 0, {}, error.detail, enquiry_kind()};
  const bool agreed = what != nullptr && documents.is_party(peer.id, what->agreement) &&
                      documents.is_party(what->to, what->agreement);
  if (agreed) {
    refusal.to = what->to.text();
    refusal.agreement = what->agreement;
  }
  return refusal;
}

Status check_peer(const record::Question& what, const Peer& peer,
                  const agreement::DocumentSet& documents) {
  if (what.from != peer.id) return Error{Reason::kWrongPeer, "another agency's question"};
  if (denied(peer.id, documents.directory())) return Reason::kDenied;
  return ok();
}

// An answer that cannot be sealed would be made for nothing. Only the gateway has every key.
Status check_key(const Peer& peer, const agreement::DocumentSet& documents, Instant now) {
  if (documents.sealing_key(peer.id, now)) return ok();
  return Error{Reason::kUnavailable, peer.id.short_text() + " has no sealing key in force"};
}

}  // namespace

std::string enquiry_kind() { return std::string(record::name(record::OccasionKind::kEnquiry)); }

bool has_lapsed(ByteView note, Instant now) {
  const auto parsed = crypto::parse_note(note);
  if (!parsed.ok()) return false;
  const auto question = record::parse_question(parsed->text);
  return question.ok() && record::is_too_old(*question, now);
}

Verdict<Asked> ask(Bytes note, const Hash& salt, const Peer& peer,
                   const agreement::DocumentSet& documents, Instant now) {
  auto what = agreement::read_signed_question(note, documents);
  if (!what.ok()) return refused(peer, nullptr, documents, what.error());
  Status may = check_peer(*what, peer, documents);
  if (may.ok()) may = agreement::check_askable(*what, documents, now);
  if (may.ok()) may = check_key(peer, documents, now);
  if (!may.ok()) return refused(peer, &*what, documents, may.error());
  const auto* agreement = documents.agreement(what->agreement).value();
  const Hash digest = record::question_digest(record::question_text(*what));
  return Asked(std::move(what).value(), std::move(note), digest, salt, *agreement, peer);
}

}  // namespace stile::gateway
