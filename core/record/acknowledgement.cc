#include "core/record/acknowledgement.h"

#include <utility>

#include "core/base/limits.h"
#include "core/crypto/encoding.h"
#include "core/record/lines.h"
#include "core/record/officer_boxes.h"

namespace stile::record {
namespace {

constexpr std::string_view kFirstLine = "stile-acknowledgement/v1";
constexpr std::string_view kNobody = "-";
constexpr std::size_t kVerdictBlock = kSealedVerdictBytes - crypto::kSealOverheadBytes;

Result<std::optional<Hash>> actor_value(std::string_view text, DisclosureState state) {
  const bool nobody = text == kNobody;
  if (nobody != (state == DisclosureState::kStored)) {
    return malformed("every state but stored has an actor");
  }
  if (nobody) return std::optional<Hash>();
  STILE_TRY(const Hash actor, hash_value(text));
  return std::optional(actor);
}

Result<Bytes> verdict_value(std::string_view text, DisclosureState state) {
  if (text == kNobody) return Bytes();
  if (state != DisclosureState::kClosed) return malformed("only closed has a verdict");
  STILE_TRY(Bytes sealed, crypto::unbase64(text));
  if (sealed.empty() || sealed.size() % kSealedVerdictBytes != 0) return malformed("verdict");
  return sealed;
}

}  // namespace

Result<Bytes> seal_verdict(Verdict verdict, std::span<const crypto::NoteVerifier> officers) {
  return seal_to_officers(name(verdict), kVerdictBlock, officers);
}

Result<Verdict> open_verdict(ByteView sealed, const crypto::SealingKey& officer) {
  STILE_TRY(const Bytes text, open_as_officer(sealed, kVerdictBlock, officer));
  const auto verdict = named<Verdict>(text);
  if (verdict) return *verdict;
  return Error{Reason::kUnknownValue, "unknown verdict"};
}

std::string acknowledgement_text(const Acknowledgement& acknowledgement) {
  std::string text = std::string(kFirstLine) + "\n";
  append_line(text, "consignment", crypto::hex(acknowledgement.consignment));
  append_line(text, "from", acknowledgement.from.text());
  append_line(text, "to", acknowledgement.to.text());
  append_line(text, "number", std::to_string(acknowledgement.number));
  append_line(text, "state", name(acknowledgement.state));
  append_line(text, "actor",
              acknowledgement.actor ? crypto::hex(*acknowledgement.actor) : std::string(kNobody));
  append_line(text, "verdict",
              acknowledgement.verdict.empty() ? std::string(kNobody)
                                              : crypto::base64(acknowledgement.verdict));
  append_line(text, "time", utc_minute_text(acknowledgement.time));
  return text;
}

Result<Acknowledgement> parse_acknowledgement(std::string_view text) {
  if (text.size() > limits::kStatementBytes) return Error{Reason::kTooLarge, "acknowledgement"};
  Lines lines(text);
  lines.first(kFirstLine);
  STILE_TRY(const Hash consignment, hash_value(lines.value("consignment")));
  STILE_TRY(const AgencyId from, AgencyId::parse(lines.value("from")));
  STILE_TRY(const AgencyId to, AgencyId::parse(lines.value("to")));
  STILE_TRY(const std::uint64_t number, number_value(lines.value("number")));
  const auto state = named<DisclosureState>(lines.value("state"));
  if (!state) return Error{Reason::kUnknownValue, "unknown state"};
  STILE_TRY(const auto actor, actor_value(lines.value("actor"), *state));
  STILE_TRY(Bytes verdict, verdict_value(lines.value("verdict"), *state));
  STILE_TRY(const Instant time, parse_utc_minute(lines.value("time")));
  if (!lines.done()) return malformed("acknowledgement");
  Acknowledgement acknowledgement{consignment, from,   to,    number,
                                  time,        *state, actor, std::move(verdict)};
  if (acknowledgement_text(acknowledgement) != text) {
    return Error{Reason::kNotCanonical, "acknowledgement"};
  }
  return acknowledgement;
}

}  // namespace stile::record
