#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "agents/recipient/enquiry_part.h"
#include "agents/report/labels.h"
#include "core/record/codes.h"

// The figures of one force's part of an answer, for the home as a whole. Counted are records: of a
// call that concerned two children there are two, which nothing in an answer joins. Forces are
// never added up, because two may have records of one event or one child. Pure.
namespace stile::agent {

// Tally is how many records say one thing: a code of a list, or a month.
struct Tally {
  std::string name;              // "2026-10", "staff"
  const Label* label = nullptr;  // of a code
  std::uint64_t records = 0;

  std::string in(Language language) const;
};

// Breakdown is how many of the records of one type say what. Tallies, `unsaid` and
// `nothing_alleged` together are all of them. Where `shared` is false no record says anything of
// it, which is no figure of 0.
struct Breakdown {
  Label title;
  bool shared = true;
  std::vector<Tally> tallies;         // every code, in the order of its list; every month
  std::uint64_t unsaid = 0;           // were not granted it
  std::uint64_t nothing_alleged = 0;  // of an outcome: of no child is an offence alleged
};

// Appropriateness is R8's, of the calls of a home's own staff, as the force has recorded it.
struct Appropriateness {
  std::uint64_t appropriate = 0;
  std::uint64_t inappropriate = 0;
  std::uint64_t not_assessed = 0;

  std::uint64_t assessed() const { return appropriate + inappropriate; }
  // per_cent() is appropriate of assessed, halves rounded up; nothing where none was assessed.
  std::optional<std::uint64_t> per_cent() const;
};

// TypeKnown is what is known of one type of record: nothing, where the force has not said it.
enum class TypeKnown { kShared = 1, kNotShared, kUnknown };

struct TypeSummary {
  record::RecordType type = record::RecordType::kCallOut;
  TypeKnown known = TypeKnown::kShared;
  bool searched = false;  // the force says that it searched every month and system
  std::uint64_t records = 0;
  std::vector<Breakdown> breakdowns;           // none where there are no records
  std::optional<Appropriateness> staff_calls;  // of call-outs, where both are shared
};

// ChildrenBand is how many children the records of one force are about.
enum class ChildrenBand { kNone = 1, k1To4, k5To9, k10To19, kFrom20 };

struct PartSummary {
  std::vector<TypeSummary> types;        // call-outs, missing episodes, arrests, concerns
  std::optional<ChildrenBand> children;  // nothing where pseudonyms are not shared
};

PartSummary summarise(const EnquiryPart& part);

}  // namespace stile::agent
