#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/record/code_texts.h"

// The text by which a recipient says what became of a consignment there. FORMATS.md has the
// grammar. Pure.
namespace stile::record {

// DisclosureState is what has become of a consignment at its recipient. Only a notification goes
// beyond kStored. The last three are for good: one of them is what a person there decided.
enum class DisclosureState { kStored = 1, kOpened, kAcknowledged, kNotOurs, kWrongChild };

template <>
inline constexpr auto names<DisclosureState> = texts({"stored", "opened", "acknowledged",
                                                      "not-ours", "wrong-child"});

// is_final() is true for a state that none can follow.
constexpr bool is_final(DisclosureState state) { return state >= DisclosureState::kAcknowledged; }

// moves_on() says whether a word that says `said` tells anything after one that said `last`: a
// later state implies those before it, so the same one or an earlier one does not. kConflict
// where both are final and differ.
Result<bool> moves_on(DisclosureState last, DisclosureState said);

// Acknowledgement is what the recipient signs: once the rows are durable there, and of a
// notification whenever a person there has done something with it.
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
  bool operator==(const Acknowledgement&) const = default;
};

// acknowledgement_text() is the note text, one "key value" line each in fixed order;
// parse_acknowledgement() accepts exactly that (kMalformed, kUnknownValue for a state outside the
// list, or kNotCanonical when it reads but would be written otherwise).
std::string acknowledgement_text(const Acknowledgement& acknowledgement);
Result<Acknowledgement> parse_acknowledgement(std::string_view text);

}  // namespace stile::record
