#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/crypto/note_key.h"
#include "core/crypto/seal.h"
#include "core/record/code_texts.h"

// The text by which a recipient tells a source that it doubts a record (R19). FORMATS.md has the
// grammar. Pure.
namespace stile::record {

// ChallengeReason is what a person at the recipient holds against a record. kMoreThanAgreed is of
// what the agreement does not let the recipient have.
enum class ChallengeReason {
  kInaccurate = 1,
  kOutOfDate,
  kIncomplete,
  kNotThisHome,
  kDuplicate,
  kDisputedByChild,
  kMoreThanAgreed
};

template <>
inline constexpr auto names<ChallengeReason> = texts({"inaccurate", "out-of-date", "incomplete",
                                                      "not-this-home", "duplicate",
                                                      "disputed-by-child", "more-than-agreed"});

// kAnswerDaysUnlessAgreed is how long a source has to answer where its agreement does not say.
inline constexpr std::uint32_t kAnswerDaysUnlessAgreed = 30;

// Doubt is what is challenged: the fields named, in the order of Field and each once, or the record
// as a whole where there are none.
struct Doubt {
  ChallengeReason why = ChallengeReason::kInaccurate;
  std::vector<Field> fields = {};
  bool operator==(const Doubt&) const = default;
};

// in_order() are the fields as a doubt has them.
std::vector<Field> in_order(std::vector<Field> fields);

// seal_doubt() is a doubt for the data officers of the source, and for nobody else at it: that the
// child is the recipient's is what it tells (X1). A sealed box of kSealedDoubtBytes to each,
// whatever it says, one behind the other. Fails as crypto::seal() does.
inline constexpr std::size_t kSealedDoubtBytes = 448;
Result<Bytes> seal_doubt(const Doubt& doubt, std::span<const crypto::NoteVerifier> officers);

// open_doubt() is the inverse for one of these officers: kBadSignature for anybody else.
Result<Doubt> open_doubt(ByteView sealed, const crypto::SealingKey& officer);

// Challenge is what the recipient signs. It is of a row that came to it: the one that its people
// read when they made it.
struct Challenge {
  Hash consignment{};
  AgencyId from;  // the source that is told
  AgencyId to;    // the recipient who signs
  std::uint64_t number = 0;
  Hash row{};        // row_hash() of the row of that consignment
  Hash actor{};      // commitment to the person; its opening stays at the recipient
  Bytes doubt;       // seal_doubt(), of one officer at least
  Instant time = 0;  // to the minute
  bool operator==(const Challenge&) const = default;
};

// is_challenge() tells the text of a challenge, by its first line, from an acknowledgement's.
bool is_challenge(std::string_view text);

// challenge_text() is the note text, one "key value" line each in fixed order; parse_challenge()
// accepts exactly that (kMalformed, kTooLarge, or kNotCanonical when it reads but would be written
// otherwise).
std::string challenge_text(const Challenge& challenge);
Result<Challenge> parse_challenge(std::string_view text);

}  // namespace stile::record
