#pragma once

#include <span>
#include <string>

#include "agents/report/labels.h"
#include "core/base/civil_time.h"
#include "core/record/treated.h"

// What people read of a record that was sent, one table for English, Welsh and JSON. No word of it makes a child
// who is missing, a victim or a witness look as if they had offended (X4), whatever the row says.
// Pure.
namespace stile::agent {

// RowField is one thing that a row may say. `cell` is its code, a UTC minute or a text, and
// empty where the row does not say it.
struct RowField {
  Label title;
  std::span<const Label> codes;
  std::string (*cell)(const record::Treated& row);

  std::string in_words(const std::string& said, Language language) const;
};

// row_fields() are in the order in which they are read. Of two with one name a row has one.
std::span<const RowField> row_fields();

// local_minute_text() is an instant by London's clocks: "2026-10-31 21:15".
std::string local_minute_text(Instant instant);

}  // namespace stile::agent
