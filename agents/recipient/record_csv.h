#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/record/treated.h"

// The CSV that people get of call-outs (RFC 4180, UTF-8, CR LF). Pure.
namespace stile::agent {

// csv_cell() is one cell, quoted where it has to be. A text that a spreadsheet would take for a
// formula gets an apostrophe before it.
std::string csv_cell(std::string_view text);

// RecordLine is a row with what a reader needs to trace it to its receipt.
struct RecordLine {
  std::string source;  // "force/sussex"
  std::string agreement_id;
  std::uint64_t number = 0;  // of the consignment that brought it
  Token event_token{};
  std::uint64_t revision = 0;
  Bytes pseudonym;  // 16 bytes or empty
  record::Treated row;
};

// record_header() and record_csv() are lines of the same columns. The columns are always
// all there: an empty cell was not granted, and what is not known says so.
std::string record_header();
std::string record_csv(const RecordLine& line);

}  // namespace stile::agent
