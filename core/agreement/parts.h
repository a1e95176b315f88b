#pragma once

#include <span>

#include "core/agreement/agreement.h"
#include "core/record/treated.h"

// Which member of a treated record is which column of the table of least fields. Minimising
// copies by this list, and checking compares by it: what is not on it never leaves.
namespace stile::agreement {

// Part is one member: the types of record that have it, and the column and the treatment under
// which it exists.
struct Part {
  unsigned types;  // bit of each RecordType
  record::Field field;
  record::Treatment treatment;
  bool (*has)(const record::Treated& row);
  void (*copy)(const record::Treated& from, record::Treated& to);
  bool always = true;  // a record has it wherever it is granted

  bool is_of(record::RecordType type) const {
    return (types >> static_cast<unsigned>(type) & 1U) != 0;
  }
};

// parts() is every member but the counts, which measures_of() and field_of() govern.
std::span<const Part> parts();

}  // namespace stile::agreement
