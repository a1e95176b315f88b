#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "agents/recipient/change.h"
#include "agents/report/labels.h"
#include "core/base/bytes.h"
#include "core/record/codes.h"
#include "core/record/treated.h"

// The columns of what people see of each type of record: one table for lists, CSV and its
// metadata, so that none of them can differ. Pure.
namespace stile::agent {

// RecordLine is a row with what a reader needs to trace it to its receipt. `counted` are the
// columns of the table of least fields that its clause grants, where the row has counts.
struct RecordLine {
  std::string source;  // "force/sussex"
  std::string agreement_id;
  std::uint64_t number = 0;  // of the consignment that brought it
  Token event_token{};
  std::uint64_t revision = 0;
  Bytes pseudonym;  // 16 bytes or empty
  std::set<record::Field> counted;
  Marks marks = {};
  record::Treated row;
};

// Form is how a cell reads.
enum class Form {
  kSource,
  kAgreement,
  kNumber,     // from 1
  kReference,  // crockford()
  kHome,
  kDate,
  kMonth,
  kCount,  // from 0
  kTruth,  // true, false
  kCode,
  kContact,
};

// Column is one column. `cell` gives what a file holds: codes as codes, and nothing where it was
// not granted.
struct Column {
  Label title;  // its name is the column's
  Form form = Form::kCode;
  std::span<const Label> codes;  // of Form::kCode
  bool always = false;           // no row lacks it
  bool listed = false;           // stands in a table on a terminal
  std::string (*cell)(const RecordLine& line) = nullptr;
};

// columns_of() are all columns of a type, in order, whatever is granted.
std::span<const Column> columns_of(record::RecordType type);

// file_stem() is how the files of a type are called: "call-outs".
std::string_view file_stem(record::RecordType type);

}  // namespace stile::agent
