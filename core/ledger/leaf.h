#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"

// The body of one ledger entry. FORMATS.md has the grammar. Pure.
namespace stile::ledger {

// Op is what was done: the six operations of the Data Protection Act 2018 s.62(1), and five
// of the gateway's own.
enum class Op {
  kCollection,
  kAlteration,
  kConsultation,
  kDisclosure,
  kCombination,
  kErasure,
  kRefusal,
  kState,
  kDocument,
  kKey,
  kAdministration,
};

// name() is the text of an op in a leaf, "disclosure"; op_named() its inverse.
std::string_view name(Op op);
std::optional<Op> op_named(std::string_view text);

// Leaf is one consignment admitted, or one state change, refusal, enquiry, document, key or
// administrative event. It holds codes, counts, agencies and salted commitments: never a
// person, a token or a reference, so two leaves about one child cannot be linked. An empty
// string or optional is written "-". Text values are visible ASCII without spaces; `fields`
// entries are besides without commas; "-" itself is no value.
struct Leaf {
  Op op = Op::kAdministration;
  Instant time = 0;                      // UTC seconds; written to the minute
  std::string clock = "sync";            // "sync" or "unsync": was the clock disciplined
  Token nonce{};                         // random: makes every leaf's hash unguessable
  std::string from;                      // SPIFFE id of the agency that acted
  std::string to;                        // SPIFFE id of the agency that was given
  std::optional<Hash> agreement;         // SHA-256 of the signed document
  std::optional<std::uint64_t> counter;  // gap-free per agreement
  std::string occasion;                  // kind only: return, notify, enquiry, correction
  std::string clause;                    // the agreement's clause that allowed or refused
  std::string purpose;                   // closed list of purposes
  std::vector<std::string> fields;       // names of the fields disclosed
  std::uint32_t rows = 0;                // how many rows; always written
  std::string decision;                  // admitted, refused, stored, ...
  std::string reason;                    // name() of a Reason
  std::optional<Hash> commit_rows;       // commitment to the row-hash list
  std::optional<Hash> commit_actor;      // commitment to who acted
  std::optional<Hash> commit_reason;     // commitment to a typed justification
  std::optional<Hash> peer_certificate;  // SHA-256 of the TLS peer's certificate
  std::string build;                     // of the gateway that wrote the leaf
  bool operator==(const Leaf&) const = default;
};

// leaf_text() is the canonical text whose leaf_hash() enters the tree: the line
// `stile-leaf/v1`, then every key once in fixed order. A value outside its alphabet is
// kMalformed; over limits::kLeafBytes kTooLarge.
Result<std::string> leaf_text(const Leaf& leaf);

// parse_leaf() accepts exactly what leaf_text() writes: anything that does not read is
// kMalformed, anything that reads but would be written otherwise is kNotCanonical.
Result<Leaf> parse_leaf(std::string_view text);

// commitment() is HMAC-SHA-256(salt, "stile-commit/v1\n" field "\n" value). Who knows salt and
// value can show that a leaf meant them; without the salt the leaf tells nothing, so erasing
// the salt erases the value. `field` holds no newline. A fresh random salt for each use.
Hash commitment(const Hash& salt, std::string_view field, ByteView value);

}  // namespace stile::ledger
