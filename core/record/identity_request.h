#pragma once

#include <cstddef>
#include <cstdint>
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
#include "core/record/identity.h"

// The text by which a recipient asks a source who the child of a row is, whom it holds under a
// pseudonym. The source's data officers sign the same text to approve it (Data Protection Act 2018
// s.171: nobody re-identifies without the controller's consent). FORMATS.md has the grammar. Pure.
namespace stile::record {

// IdentityBasis is the law on which the child's identity is asked for, and which the officers
// judge. Danger to life waits for no request: that is a telephone call.
enum class IdentityBasis {
  kChildrenAct1989S47 = 1,  // a local authority's enquiries into significant harm
  kChildrenAct2004S11,      // arrangements to safeguard and promote the welfare of children
  kCareStandardsAct2000,    // s.31: the registration authority's powers of inspection
  kCrimeAndDisorderAct1998S115,
  kDataSubjectRight,  // UK GDPR arts 15 to 22: the child, or who acts for it, has asked
  kCourtOrder,
};

template <>
inline constexpr auto names<IdentityBasis> =
    texts({"children-act-1989-s47", "children-act-2004-s11", "care-standards-act-2000",
           "crime-and-disorder-act-1998-s115", "data-subject-right", "court-order"});

// kRequestSeconds is the longest that a request may be answered.
inline constexpr Instant kRequestSeconds = Instant{30} * 86400;

// AskedFor is for whom it is asked and in which matter.
struct AskedFor {
  std::string person;  // is_name() of identity.h
  std::string matter;  // is_identity_reference(): the recipient's own reference of it
  bool operator==(const AskedFor&) const = default;
};

// check_asked_for() fails with kMalformed, naming the part and how to mend it.
Status check_asked_for(const AskedFor& asked);

// seal_asked_for() is that for the data officers of the source and nobody else: a sealed box of
// kSealedAskedForBytes to each, whatever it says, one behind the other. Fails as check_asked_for()
// and crypto::seal() do. open_asked_for() is the inverse for one of these officers: kBadSignature
// for anybody else.
inline constexpr std::size_t kSealedAskedForBytes = 448;
Result<Bytes> seal_asked_for(const AskedFor& asked, std::span<const crypto::NoteVerifier> officers);
Result<AskedFor> open_asked_for(ByteView sealed, const crypto::SealingKey& officer);

// IdentityRequest is what the recipient signs first, and then two data officers of the source. It
// is of one row that came to the recipient.
struct IdentityRequest {
  Hash consignment{};
  AgencyId from;  // the source that is asked
  AgencyId to;    // the recipient who asks and signs
  std::uint64_t number = 0;
  Hash row{};  // row_hash() of the row of that consignment
  IdentityBasis basis = IdentityBasis::kChildrenAct1989S47;
  Hash actor{};         // commitment to the person; its opening stays at the recipient
  Bytes asked_for;      // seal_asked_for(), of two officers at least
  Instant made = 0;     // to the minute
  Instant expires = 0;  // likewise: it can be answered before that, and no longer
  bool operator==(const IdentityRequest&) const = default;
};

// has_expired() is from the moment that it names.
bool has_expired(const IdentityRequest& request, Instant now);

// ProposedIdentity is who the child is by the officer who approved first, until the second has. The
// child's own reference in the exporting system shows the agent that it is the row's.
struct ProposedIdentity {
  Hash salt{};        // random, so that a digest of the text tells nothing
  std::string child;  // the exporting system's reference of it; may be empty
  BoundIdentity bound;
  bool operator==(const ProposedIdentity&) const = default;
};

// proposed_identity_text() is what both officers sign as a note; parse_proposed_identity() accepts
// exactly that: kMalformed, or as parse_identity().
std::string proposed_identity_text(const ProposedIdentity& proposed);
Result<ProposedIdentity> parse_proposed_identity(std::string_view text);

// seal_proposed_identity() is such a note for the data officers of the source: a sealed box of
// kSealedProposedBytes to each. Fails as crypto::seal() does; kTooLarge for a longer text than the
// longest identity makes. open_proposed_identity() is the inverse for one of these officers.
inline constexpr std::size_t kSealedProposedBytes = 3120;
Result<Bytes> seal_proposed_identity(std::string_view text,
                                     std::span<const crypto::NoteVerifier> officers);
Result<std::string> open_proposed_identity(ByteView sealed, const crypto::SealingKey& officer);

// is_identity_request() tells the text of a request, by its first line, from other words.
bool is_identity_request(std::string_view text);

// identity_request_text() is the note text, one "key value" line each in fixed order;
// parse_identity_request() accepts exactly that: kMalformed, kTooLarge, kUnknownValue (a basis
// outside the list), kOutsideOccasion (it expires in less than a day, or after more than
// kRequestSeconds), or kNotCanonical when it reads but would be written otherwise.
std::string identity_request_text(const IdentityRequest& request);
Result<IdentityRequest> parse_identity_request(std::string_view text);

// identity_request_digest() is the SHA-256 of the text: what stores mean by "this request", and to
// what the identity that answers it is bound.
Hash identity_request_digest(std::string_view text);

}  // namespace stile::record
