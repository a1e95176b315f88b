#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/limits.h"
#include "core/base/result.h"
#include "core/crypto/note_key.h"
#include "core/crypto/seal.h"

// Who a child is, told to those alone to whom an agreement grants it: sealed by the source to the
// recipient, bound to one row and signed (FORMATS.md). No error here repeats a part of an identity.
// Pure; any thread.
namespace stile::record {

// Identity is a child's names, date of birth and references. What is not known is empty. It is kept
// in clear in the memory of who reads it only; whoever is done with one wipes it.
struct Identity {
  std::string surname = {};
  std::string forenames = {};
  std::string known_as = {};
  std::optional<Day> date_of_birth = {};
  std::string police_reference = {};     // the force's incident
  std::string pac_mash_reference = {};   // of the force's referral to children's services
  std::string authority_reference = {};  // the authority's own, where the force holds it
  bool operator==(const Identity&) const = default;
};

// What a name and a reference are, for a person who has to mend one.
inline constexpr std::string_view kNameForm =
    "letters, apostrophes, hyphens, full stops and spaces, at most 64 and no digit";
inline constexpr std::string_view kReferenceForm =
    "at most 40 visible characters of ASCII and no space";

// is_name() is true of 1 to 64 letters of any script (and marks on them), apostrophes, hyphens,
// full stops and spaces, at least one of them a letter, none around it a space. UTF-8; no normal
// form is asked for.
bool is_name(std::string_view text);

// is_identity_reference() is true of 1 to 40 visible characters of ASCII but a lone "-".
bool is_identity_reference(std::string_view text);

// check_identity() fails with kMalformed where a part is not what is_name() and
// is_identity_reference() say or the date of birth is not of 1900 to 2099, and with kMissingField
// where neither surname nor forenames nor any reference is there. Names the part and how to mend
// it.
Status check_identity(const Identity& identity);

// wipe() zeroes its texts and leaves it empty.
void wipe(Identity& identity);

// IdentityBinding is what an identity belongs to, so that no sealed one serves in another row or
// reaches anyone by another hand.
struct IdentityBinding {
  Hash row{};  // identity_row_hash()
  Token event{};
  Hash agreement{};
  AgencyId recipient;
  bool operator==(const IdentityBinding&) const = default;
};

struct BoundIdentity {
  Identity identity;
  IdentityBinding binding;
  bool operator==(const BoundIdentity&) const = default;
};

// identity_text() is the note text of a checked identity; parse_identity() accepts exactly that
// (kMalformed or kMissingField, or kNotCanonical when it reads but would be written otherwise).
std::string identity_text(const BoundIdentity& bound);
Result<BoundIdentity> parse_identity(std::string_view text);

// kIdentityPlainBytes is the one length to which the note of every identity is padded, so that a
// sealed one, of limits::kSealedIdentityBytes, tells nothing by its length. The longest fits.
inline constexpr std::size_t kIdentityPlainBytes = 2048;
static_assert(limits::kSealedIdentityBytes == kIdentityPlainBytes + crypto::kSealOverheadBytes);

// seal_identity() is the identity as a note signed by `source`, padded and sealed to the holder of
// `to`: limits::kSealedIdentityBytes, whatever it says. The source's own copy is one whose
// recipient is the source. Fails as check_identity() does; kTooLarge for a key name that is longer
// than an agency's; kMalformed for a sealing key of small order.
Result<Bytes> seal_identity(const BoundIdentity& bound, const crypto::NoteSigner& source,
                            const crypto::SealingPublicKey& to);

// open_identity() is its inverse for a box that the recipient's sealing key has opened. `opened` is
// wiped. What it gives was signed by `source`, by nobody else, for exactly what is `expected`:
// kMalformed for another length, padding or text, kNotCanonical as above, kBadSignature, kIntegrity
// for another binding, naming which member.
Result<Identity> open_identity(Bytes opened, const crypto::NoteVerifier& source,
                               const IdentityBinding& expected);

}  // namespace stile::record
