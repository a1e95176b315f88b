#pragma once

#include <optional>
#include <string>
#include <string_view>

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
};
inline constexpr int kEventFieldCount = 18;

// FieldKind is how a field's cells are read.
enum class FieldKind { kReference, kHome, kTime, kDate, kCode, kArea };

// FieldTraits is what the reader has to know of one field. Codes are the numbers of the field's
// code list in core/record/codes.h.
struct FieldTraits {
  EventField field;
  std::string_view name;  // as a column map writes it
  FieldKind kind;
  bool may_be_constant;
  bool may_be_not_asked;
  int not_asked;  // the code of a field that was not asked; 0: leave as it is
  std::optional<int> (*code)(std::string_view name);  // coded fields only, like what follows
  std::string (*codes)();                             // all names, for a person
  void (*set)(record::Event& event, int code);
};

// traits() never fails.
const FieldTraits& traits(EventField field);

// The two codes of CHILD_INVOLVED.
inline constexpr int kInvolved = 1;
inline constexpr int kNotInvolved = 2;

}  // namespace stile::agent
