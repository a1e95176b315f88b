#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/crypto/note_key.h"
#include "core/crypto/seal.h"
#include "core/record/code_texts.h"

// The text by which a recipient says what became of a consignment there. FORMATS.md has the
// grammar. Pure.
namespace stile::record {

// DisclosureState is what a source is told of a consignment at its recipient. Only a notification
// and a correction go beyond kStored, and a correction is never opened. kClosed is for good: a
// person there has decided. What was decided, the recipient's own child or somebody else's, would
// tell a force whom an authority has placed (X1): it is a Verdict, and sealed.
enum class DisclosureState { kStored = 1, kOpened, kClosed };

template <>
inline constexpr auto names<DisclosureState> = texts({"stored", "opened", "closed"});

// moves_on() says whether a word that says `said` tells anything after one that said `last`: a
// later state implies those before it, so the same one or an earlier one does not.
constexpr bool moves_on(DisclosureState last, DisclosureState said) { return said > last; }

// Verdict is what a person at the recipient decided of a notification, or, from kConfirmed on, of a
// correction. kUnverified is kAcknowledged where the identity that came was not proven to be its
// source's, for this recipient and of this row: nobody there was shown it. Of a correction: that it
// was followed in everything this agency has made of the record, or that copies
// stay, because a law wants them kept or because they are this agency's own record by now.
enum class Verdict {
  kAcknowledged = 1,
  kNotOurs,
  kWrongChild,
  kUnverified,
  kConfirmed,
  kKeptByLaw,
  kOwnRecord
};

template <>
inline constexpr auto names<Verdict> = texts({"acknowledged", "not-ours", "wrong-child",
                                              "unverified", "confirmed", "kept-by-law",
                                              "own-record"});

// is_breach() is true where what was sent was somebody else's: a personal data breach, which is
// told to the Commissioner within kBreachSeconds of being known, unless it is unlikely to be a risk
// (UK GDPR Article 33; DPA 2018 s.67). A data officer of each side decides by then.
constexpr bool is_breach(Verdict verdict) {
  return verdict == Verdict::kNotOurs || verdict == Verdict::kWrongChild;
}
inline constexpr Instant kBreachSeconds = Instant{72} * 3600;

// seal_verdict() is a verdict for the data officers of the source, and for nobody else at it: a
// sealed box of kSealedVerdictBytes to each, whatever it says, one behind the other. Fails as
// crypto::seal_for() does.
inline constexpr std::size_t kSealedVerdictBytes = 64;
Result<Bytes> seal_verdict(Verdict verdict, std::span<const crypto::NoteVerifier> officers);

// open_verdict() is the inverse for one of these officers: kBadSignature for anybody else.
Result<Verdict> open_verdict(ByteView sealed, const crypto::SealingKey& officer);

// Acknowledgement is what the recipient signs: once the rows are durable there, and of a
// notification or a correction whenever a person there has done something with it.
struct Acknowledgement {
  Hash consignment{};
  AgencyId from;  // the source that is told
  AgencyId to;    // the recipient who signs
  std::uint64_t number = 0;
  Instant time = 0;  // to the minute
  DisclosureState state = DisclosureState::kStored;
  // Commitment to the person; its opening stays at the recipient. Nothing of kStored, which the
  // agent says by itself; there of every other state.
  std::optional<Hash> actor = std::nullopt;
  // Of kClosed alone: seal_verdict(), empty where the source has no data officer.
  Bytes verdict = {};
  bool operator==(const Acknowledgement&) const = default;
};

// acknowledgement_text() is the note text, one "key value" line each in fixed order;
// parse_acknowledgement() accepts exactly that (kMalformed, kUnknownValue for a state outside the
// list, or kNotCanonical when it reads but would be written otherwise).
std::string acknowledgement_text(const Acknowledgement& acknowledgement);
Result<Acknowledgement> parse_acknowledgement(std::string_view text);

}  // namespace stile::record
