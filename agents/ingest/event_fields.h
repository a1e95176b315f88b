#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "core/record/event.h"

namespace stile::agent {

// EventField is what a column of an export can be; the values are those of
// stile.v1.ColumnMap.Field.
enum class EventField {
  kReference = 1,
  kPerson,
  kHome,
  kTime,
  kDateOfBirth,
  kLookedAfter,
  kCareHome,
  kChildInvolved,
  kCategory,
  kDeployment,
  kHomeTold,
  kChannel,
  kCallerRole,
  kAppropriateness,
  kLevel,
  kLevelSetBy,
  kChildRole,
  kPlacingAuthority,
  kIncident,
  kExploitation,
  kHarm,
  kOffenceGroup,
  kArrested,
  kOutcome,
  kChildView,
  kDisputed,
  kHold,
  kEndTime,
  kAbsence,
  kRisk,
  kPoliceResponse,
  kHomeEnquired,
  kInterviewDue,
  kInterviewOffered,
  kInterviewAccepted,
  kKind,
  kType,
  kHomeName,
  kHomeAddress,
  kChildSurname,
  kChildForenames,
  kChildKnownAs,
  kIncidentReference,
  kPacReference,
  kAuthorityReference,
  kChildNow,
  kContact,
};
inline constexpr int kEventFieldCount = 47;

// ReadFor is what an export is read for. Each reads what those before it do. What only a later one
// reads, a map need not name, and is neither looked for nor looked at: an identity is not even read
// unless an agreement grants it to somebody.
enum class ReadFor { kReturn, kNotification, kIdentity };

// TypeSet is a set of the types of record that a row can be.
class TypeSet {
 public:
  constexpr TypeSet(std::initializer_list<record::RecordType> types) {
    for (const auto type : types) bits_ |= bit(type);
  }
  constexpr bool has(record::RecordType type) const { return (bits_ & bit(type)) != 0; }

 private:
  static constexpr unsigned bit(record::RecordType type) {
    return 1U << static_cast<unsigned>(type);
  }
  unsigned bits_ = 0;
};

// FieldKind is how a field's cells are read.
enum class FieldKind {
  kReference,
  kHome,
  kTime,
  kDate,
  kCode,
  kArea,
  kPlace,
  kName,               // of a child: never shown
  kIdentityReference,  // likewise
  kContact
};

// FieldTraits is what the reader has to know of one field. Codes are the numbers of the field's
// code list in core/record/codes.h.
struct FieldTraits {
  EventField field;
  TypeSet types;          // of the records that have it
  std::string_view name;  // as a column map writes it
  FieldKind kind;
  bool may_be_constant;
  bool may_be_not_asked;
  int not_asked;  // the code of a field that was not asked; 0: leave as it is
  std::optional<int> (*code)(std::string_view name);  // coded fields only, like what follows
  std::vector<std::string_view> (*codes)();           // all names
  void (*set)(record::Event& event, int code);
  std::string_view (*text)(const record::Event& event);  // of its code
  // Who reads it, where not everybody does; and of a part of an identity, which.
  ReadFor read_for = ReadFor::kReturn;
  std::string record::Identity::*identity = nullptr;
};

// is_optional() is true of what a map need not name.
inline bool is_optional(const FieldTraits& what) { return what.read_for != ReadFor::kReturn; }

// traits() never fails.
const FieldTraits& traits(EventField field);

// noun() is what a row of this type is called in a message: "call-out", "episode".
std::string_view noun(record::RecordType type);

// The two codes of CHILD_INVOLVED.
inline constexpr int kInvolved = 1;
inline constexpr int kNotInvolved = 2;

}  // namespace stile::agent
