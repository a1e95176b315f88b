#pragma once

#include <optional>
#include <string_view>

// The closed code lists of a record. Values equal those of proto/stile/v1/record.proto (the
// codec asserts it); zero is not a value. Each list has `name` (the stable text that column
// maps, exports and agreements use, e.g. "not-deployed-duplicate") and a `…_named` inverse.
namespace stile::record {

enum class RecordType { kCallOut = 1 };

// Field is a column of the table of least fields.
enum class Field {
  kHome = 1, kEventReference, kChildPseudonym, kChildIdentity, kAge, kTime, kCategory,
  kDeployment, kChannel, kCallerRole, kAppropriateness, kLevel, kChildRole, kPlacingAuthority,
  kContact,
};
inline constexpr int kFieldCount = 15;

enum class Treatment { kKeep = 1, kBand, kCoarsen, kPseudonym, kPseudonymHomeAndQuarter, kSeal };

enum class PartOfDay { kNight = 1, kMorning, kAfternoon, kEvening };
enum class AgeBand { kUnder1 = 1, kFrom1To4, kFrom5To9, kFrom10To15, kFrom16, kNotKnown, kNoChild };
enum class Category { kMissing = 1, kAllegedCrime, kSafeguarding, kOther };
enum class Channel { k999 = 1, k101, kOnline, kOther };
enum class CallerRole { kStaff = 1, kChild, kAgency, kPublic, kNotKnown };
enum class Deployment {
  kDeployed = 1, kResolvedByTelephone, kForTheHome, kOtherAgency, kDuplicate, kOther, kNotKnown,
};
enum class HomeTold { kYes = 1, kNo, kNotKnown, kNotApplicable };
enum class Appropriateness { kAppropriate = 1, kInappropriate, kNotAssessed };
enum class Level { k1 = 1, k2, k3, kNotSet };
enum class LevelSetBy { kHome = 1, kForce, kNobody };
enum class ChildRole { kAlleged = 1, kVictim, kWitness, kMissing, kNone };
enum class PlacingDistance { kInArea = 1, kAdjoining, kDistant, kNotKnown };

// Asked at intake and mandatory (R1): "not-asked" is a visible gap, never a blank.
enum class LookedAfter { kYes = 1, kNo, kNotAsked, kNotKnown };
enum class CareHome { kYes = 1, kNo, kNotAsked };

// name() and named<Enum>() convert between a code and its text; named gives nothing for a text
// outside the list. Texts are lower case with '-'.
std::string_view name(RecordType value);
std::string_view name(Field value);
std::string_view name(Treatment value);
std::string_view name(PartOfDay value);
std::string_view name(AgeBand value);
std::string_view name(Category value);
std::string_view name(Channel value);
std::string_view name(CallerRole value);
std::string_view name(Deployment value);
std::string_view name(HomeTold value);
std::string_view name(Appropriateness value);
std::string_view name(Level value);
std::string_view name(LevelSetBy value);
std::string_view name(ChildRole value);
std::string_view name(PlacingDistance value);
std::string_view name(LookedAfter value);
std::string_view name(CareHome value);

// count<Enum>() is the number of values of a code list; they are 1..count.
template <typename Enum>
inline constexpr int count = 0;
template <> inline constexpr int count<RecordType> = 1;
template <> inline constexpr int count<Field> = kFieldCount;
template <> inline constexpr int count<Treatment> = 6;
template <> inline constexpr int count<PartOfDay> = 4;
template <> inline constexpr int count<AgeBand> = 7;
template <> inline constexpr int count<Category> = 4;
template <> inline constexpr int count<Channel> = 4;
template <> inline constexpr int count<CallerRole> = 5;
template <> inline constexpr int count<Deployment> = 7;
template <> inline constexpr int count<HomeTold> = 4;
template <> inline constexpr int count<Appropriateness> = 3;
template <> inline constexpr int count<Level> = 4;
template <> inline constexpr int count<LevelSetBy> = 3;
template <> inline constexpr int count<ChildRole> = 5;
template <> inline constexpr int count<PlacingDistance> = 4;
template <> inline constexpr int count<LookedAfter> = 4;
template <> inline constexpr int count<CareHome> = 3;

template <typename Enum>
std::optional<Enum> named(std::string_view text) {
  for (int i = 1; i <= count<Enum>; ++i) {
    if (name(static_cast<Enum>(i)) == text) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace stile::record
