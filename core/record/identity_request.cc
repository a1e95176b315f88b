#include "core/record/identity_request.h"

#include <utility>

#include "core/base/limits.h"
#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "core/record/lines.h"
#include "core/record/officer_boxes.h"

namespace stile::record {
namespace {

constexpr std::string_view kFirstLine = "stile-identity-request/v1";
constexpr std::string_view kNone = "-";
constexpr Instant kSecondsPerDay = 86400;  // the least: of a row no more than one a day waits
constexpr std::size_t kProposedBlock = kSealedProposedBytes - crypto::kSealOverheadBytes;
constexpr std::size_t kAskedForBlock = kSealedAskedForBytes - crypto::kSealOverheadBytes;
// A name has 64 letters at most, of up to four bytes, and a reference 40 characters.
static_assert(std::string_view("person \nmatter \n").size() + 64 * 4 + 40 < kAskedForBlock);

Result<AskedFor> parse_asked_for(std::string_view text) {
  Lines lines(text);
  AskedFor asked;
  asked.person = lines.value("person");
  asked.matter = lines.value("matter");
  if (!lines.done()) return malformed("for whom it is asked");
  STILE_CHECKED(check_asked_for(asked));
  return asked;
}

Status check_times(const IdentityRequest& request) {
  const Instant within = request.expires - request.made;
  if (within >= kSecondsPerDay && within <= kRequestSeconds) return ok();
  return Error{Reason::kOutsideOccasion,
               "a request may be answered for a day at least and 30 days at most"};
}

}  // namespace

Status check_asked_for(const AskedFor& asked) {
  if (!is_name(asked.person)) {
    return malformed("person: mend with: " + std::string(kNameForm));
  }
  if (is_identity_reference(asked.matter)) return ok();
  return malformed("matter: mend with: " + std::string(kReferenceForm));
}

Result<Bytes> seal_asked_for(const AskedFor& asked,
                             std::span<const crypto::NoteVerifier> officers) {
  STILE_CHECKED(check_asked_for(asked));
  std::string text;
  append_line(text, "person", asked.person);
  append_line(text, "matter", asked.matter);
  return seal_to_officers(text, kAskedForBlock, officers);
}

Result<AskedFor> open_asked_for(ByteView sealed, const crypto::SealingKey& officer) {
  STILE_TRY(const Bytes text, open_as_officer(sealed, kAskedForBlock, officer));
  return parse_asked_for(text);
}

std::string proposed_identity_text(const ProposedIdentity& proposed) {
  std::string text;
  append_line(text, "salt", crypto::hex(proposed.salt));
  append_line(text, "child", proposed.child.empty() ? kNone : std::string_view(proposed.child));
  return text + identity_text(proposed.bound);
}

Result<ProposedIdentity> parse_proposed_identity(std::string_view text) {
  const auto first = text.find('\n');
  const auto second = first == std::string_view::npos ? first : text.find('\n', first + 1);
  if (second == std::string_view::npos) return malformed("proposed identity");
  Lines lines(text.substr(0, second + 1));
  STILE_TRY(const Hash salt, hash_value(lines.value("salt")));
  std::string child(lines.value("child"));
  if (!lines.done() || child.empty() || child.size() > limits::kReferenceBytes) {
    return malformed("proposed identity");
  }
  if (child == kNone) child.clear();
  STILE_TRY(BoundIdentity bound, parse_identity(text.substr(second + 1)));
  ProposedIdentity proposed{salt, std::move(child), std::move(bound)};
  if (proposed_identity_text(proposed) == text) return proposed;
  return Error{Reason::kNotCanonical, "proposed identity"};
}

Result<Bytes> seal_proposed_identity(std::string_view text,
                                     std::span<const crypto::NoteVerifier> officers) {
  if (text.size() >= kProposedBlock) return Error{Reason::kTooLarge, "proposed identity"};
  return seal_to_officers(text, kProposedBlock, officers);
}

Result<std::string> open_proposed_identity(ByteView sealed, const crypto::SealingKey& officer) {
  STILE_TRY(const Bytes text, open_as_officer(sealed, kProposedBlock, officer));
  return std::string(text);
}

bool has_expired(const IdentityRequest& request, Instant now) { return request.expires <= now; }

bool is_identity_request(std::string_view text) {
  return text.substr(0, text.find('\n')) == kFirstLine;
}

std::string identity_request_text(const IdentityRequest& request) {
  std::string text = std::string(kFirstLine) + "\n";
  append_line(text, "consignment", crypto::hex(request.consignment));
  append_line(text, "from", request.from.text());
  append_line(text, "to", request.to.text());
  append_line(text, "number", std::to_string(request.number));
  append_line(text, "row", crypto::hex(request.row));
  append_line(text, "basis", name(request.basis));
  append_line(text, "actor", crypto::hex(request.actor));
  append_line(text, "asked-for", crypto::base64(request.asked_for));
  append_line(text, "made", utc_minute_text(request.made));
  append_line(text, "expires", utc_minute_text(request.expires));
  return text;
}

Result<IdentityRequest> parse_identity_request(std::string_view text) {
  if (text.size() > limits::kChallengeBytes) return Error{Reason::kTooLarge, "identity request"};
  Lines lines(text);
  lines.first(kFirstLine);
  STILE_TRY(const Hash consignment, hash_value(lines.value("consignment")));
  STILE_TRY(const AgencyId from, AgencyId::parse(lines.value("from")));
  STILE_TRY(const AgencyId to, AgencyId::parse(lines.value("to")));
  STILE_TRY(const std::uint64_t number, number_value(lines.value("number")));
  STILE_TRY(const Hash row, hash_value(lines.value("row")));
  const auto basis = named<IdentityBasis>(lines.value("basis"));
  if (!basis) return Error{Reason::kUnknownValue, "unknown basis of an identity request"};
  STILE_TRY(const Hash actor, hash_value(lines.value("actor")));
  STILE_TRY(Bytes asked_for, crypto::unbase64(lines.value("asked-for")));
  const bool whole = asked_for.size() % kSealedAskedForBytes == 0;
  if (!whole || asked_for.size() < 2 * kSealedAskedForBytes) return malformed("asked-for");
  STILE_TRY(const Instant made, parse_utc_minute(lines.value("made")));
  STILE_TRY(const Instant expires, parse_utc_minute(lines.value("expires")));
  if (!lines.done()) return malformed("identity request");
  IdentityRequest request{consignment, from, to, number, row, *basis, actor, {}, made, expires};
  request.asked_for = std::move(asked_for);
  STILE_CHECKED(check_times(request));
  if (identity_request_text(request) != text) {
    return Error{Reason::kNotCanonical, "identity request"};
  }
  return request;
}

Hash identity_request_digest(std::string_view text) { return crypto::sha256(text); }

}  // namespace stile::record
