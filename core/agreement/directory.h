#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/agreement/duty_calendar.h"
#include "core/agreement/signed.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/crypto/note.h"
#include "core/crypto/seal.h"
#include "core/ledger/log.h"

namespace stile::agreement {

struct Signatory {
  std::string role;
  crypto::NoteVerifier key;
};

// Contact is a role that can be told something, at any hour by its telephone. Never a person.
struct Contact {
  std::string code;
  std::string mailbox;
  std::string telephone;
  bool operator==(const Contact&) const = default;
};

// Agency is one member of the scheme as the directory describes it. Days are local;
// `valid_to` is its last day.
struct Agency {
  AgencyId id;
  std::string name;
  Day valid_from = 0;
  std::optional<Day> valid_to;
  crypto::NoteVerifier signing_key;
  std::vector<Signatory> signatories;
  std::uint32_t signatures_needed = 2;
  std::vector<crypto::NoteVerifier> data_officer_keys;
  std::vector<Contact> contacts;
  std::vector<AreaCode> areas;
  std::optional<HomeScheme> regulates;
  std::optional<DutyCalendar> duty_calendar;
  std::string control_room;  // a contact's code; empty: none is marked
  std::optional<crypto::NoteVerifier> witness_key = std::nullopt;  // of type kCosignature

  bool valid_on(Day day) const { return valid_from <= day && (!valid_to || day <= *valid_to); }
  bool has_area(const AreaCode& code) const;
  // contact() is that one, owned by the agency; null where it has none of this code.
  const Contact* contact(std::string_view code) const;
  bool has_contact(std::string_view code) const { return contact(code) != nullptr; }
};

// Directory says who takes part, with which keys, and which documents are in force.
struct Directory {
  std::uint64_t serial = 0;
  Instant valid_from = 0;
  Instant valid_until = 0;
  std::vector<Agency> agencies;
  std::set<std::string> denied_agencies;  // SPIFFE identities
  std::set<std::string> denied_serials;   // certificate serials, lower-case hex
  std::set<Hash> documents;
  Hash areas{};
  AgencyId gateway;
  crypto::NoteVerifier log_key;
  std::vector<AgencyId> quorum = {};  // agencies whose cosignatures count; empty: no witnesses
  std::vector<ledger::ClosedLog> closed_logs = {};  // that the ledger succeeds, the oldest first

  ledger::Log log() const { return {log_key, closed_logs}; }

  const Agency* find(const AgencyId& id) const;
};

// kRootsNeeded of the three root keys pinned at installation make a directory; all three are
// needed to change an agency's key without that key's own signature.
inline constexpr std::size_t kRoots = 3;
inline constexpr std::size_t kRootsNeeded = 2;
// kQuorumKinds of agencies, and more than half of its members, make a quorum of witnesses.
inline constexpr std::size_t kQuorumKinds = 2;
inline constexpr Instant kDirectoryLongestSeconds = 14 * 86400;
inline constexpr Instant kSealingKeyLongestSeconds = 31 * 86400;

// check() refuses what no directory may say, whoever signed it (kMalformed): a span over 14 days,
// an agency or a signatory's key listed twice, fewer than two signatures needed, the gateway as
// one, contacts and duties that check_duty() refuses, a witness key that is another's or no
// witness's, a quorum that could never be one (quorum.h), closed logs that could not follow each
// other.
Status check(const Directory& directory);
Status check(const Agency& agency);

// changed_keys() are the agencies of `previous` that have other keys in `next`: each such change
// takes the agency's own previous signature or all three roots.
std::vector<AgencyId> changed_keys(const Directory& previous, const Directory& next);

// verify_directory() succeeds when two of the pinned roots signed it, check() passes it, and its
// serial is at least `lowest_serial` (else
// kRolledBack). A directory that changes a key of an agency in `previous` needs that signing
// key's own signature or all three roots (kTooFewSignatures). One with another ledger than
// `previous` has to name that as closed, and none that names a closed one may forget it, or close
// it at less (kMalformed). Whether it is still valid is asked at every use, not here.
Status verify_directory(const Signed<Directory>& directory,
                        std::span<const crypto::NoteVerifier> roots, std::uint64_t lowest_serial,
                        const Directory* previous);

// SealingKeyDocument is an agency's X25519 key, signed by its signing key.
struct SealingKeyDocument {
  AgencyId agency;
  crypto::SealingPublicKey key{};
  Instant valid_from = 0;
  Instant valid_until = 0;
};
Status verify_sealing_key(const Signed<SealingKeyDocument>& document, const Directory& directory);

}  // namespace stile::agreement
