#include "core/record/challenge.h"

#include <algorithm>
#include <utility>

#include "core/base/limits.h"
#include "core/crypto/encoding.h"
#include "core/record/lines.h"
#include "core/record/officer_boxes.h"

namespace stile::record {
namespace {

constexpr std::string_view kFirstLine = "stile-challenge/v1";
constexpr std::string_view kWhole = "-";
constexpr std::size_t kDoubtBlock = kSealedDoubtBytes - crypto::kSealOverheadBytes;

constexpr std::size_t longest_doubt() {
  std::size_t reason = 0;
  for (const auto text : names<ChallengeReason>) reason = std::max(reason, text.size());
  std::size_t fields = 0;
  for (const auto text : names<Field>) fields += text.size() + 1;
  return std::string_view("reason \nfields \n").size() + reason + fields;
}
// One block holds every doubt, so that a length tells nothing.
static_assert(longest_doubt() < kDoubtBlock);

std::string doubt_text(const Doubt& doubt) {
  std::string fields;
  for (const Field field : doubt.fields) {
    if (!fields.empty()) fields += ",";
    fields += name(field);
  }
  std::string text;
  append_line(text, "reason", name(doubt.why));
  append_line(text, "fields", fields.empty() ? kWhole : std::string_view(fields));
  return text;
}

Result<std::vector<Field>> fields_value(std::string_view text) {
  std::vector<Field> fields;
  if (text == kWhole) return fields;
  while (true) {
    const auto comma = text.find(',');
    const auto field = named<Field>(text.substr(0, comma));
    if (!field) return Error{Reason::kUnknownValue, "unknown field"};
    fields.push_back(*field);
    if (comma == std::string_view::npos) return fields;
    text.remove_prefix(comma + 1);
  }
}

Result<Doubt> parse_doubt(std::string_view text) {
  Lines lines(text);
  const auto why = named<ChallengeReason>(lines.value("reason"));
  if (!why) return Error{Reason::kUnknownValue, "unknown reason of a challenge"};
  STILE_TRY(std::vector<Field> fields, fields_value(lines.value("fields")));
  if (!lines.done()) return malformed("challenge");
  Doubt doubt{*why, std::move(fields)};
  if (in_order(doubt.fields) != doubt.fields) {
    return Error{Reason::kNotCanonical, "fields out of order"};
  }
  return doubt;
}

}  // namespace

std::vector<Field> in_order(std::vector<Field> fields) {
  std::ranges::sort(fields);
  fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
  return fields;
}

Result<Bytes> seal_doubt(const Doubt& doubt, std::span<const crypto::NoteVerifier> officers) {
  return seal_to_officers(doubt_text(doubt), kDoubtBlock, officers);
}

Result<Doubt> open_doubt(ByteView sealed, const crypto::SealingKey& officer) {
  STILE_TRY(const Bytes text, open_as_officer(sealed, kDoubtBlock, officer));
  return parse_doubt(text);
}

bool is_challenge(std::string_view text) { return text.substr(0, text.find('\n')) == kFirstLine; }

std::string challenge_text(const Challenge& challenge) {
  std::string text = std::string(kFirstLine) + "\n";
  append_line(text, "consignment", crypto::hex(challenge.consignment));
  append_line(text, "from", challenge.from.text());
  append_line(text, "to", challenge.to.text());
  append_line(text, "number", std::to_string(challenge.number));
  append_line(text, "row", crypto::hex(challenge.row));
  append_line(text, "actor", crypto::hex(challenge.actor));
  append_line(text, "doubt", crypto::base64(challenge.doubt));
  append_line(text, "time", utc_minute_text(challenge.time));
  return text;
}

Result<Challenge> parse_challenge(std::string_view text) {
  if (text.size() > limits::kChallengeBytes) return Error{Reason::kTooLarge, "challenge"};
  Lines lines(text);
  lines.first(kFirstLine);
  STILE_TRY(const Hash consignment, hash_value(lines.value("consignment")));
  STILE_TRY(const AgencyId from, AgencyId::parse(lines.value("from")));
  STILE_TRY(const AgencyId to, AgencyId::parse(lines.value("to")));
  STILE_TRY(const std::uint64_t number, number_value(lines.value("number")));
  STILE_TRY(const Hash row, hash_value(lines.value("row")));
  STILE_TRY(const Hash actor, hash_value(lines.value("actor")));
  STILE_TRY(Bytes doubt, crypto::unbase64(lines.value("doubt")));
  if (doubt.empty() || doubt.size() % kSealedDoubtBytes != 0) return malformed("doubt");
  STILE_TRY(const Instant time, parse_utc_minute(lines.value("time")));
  if (!lines.done()) return malformed("challenge");
  Challenge challenge{consignment, from, to, number, row, actor, std::move(doubt), time};
  if (challenge_text(challenge) != text) return Error{Reason::kNotCanonical, "challenge"};
  return challenge;
}

}  // namespace stile::record
