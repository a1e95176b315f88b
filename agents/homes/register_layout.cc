#include "agents/homes/register_layout.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "agents/homes/folded_name.h"

namespace stile::agent {
namespace {

using Names = std::vector<std::string_view>;

constexpr int kRowsBeforeTheHeader = 10;

struct ColumnNames {
  RegisterColumn column;
  bool required;
  Names names;
};

const Names& full_inspection_names() {
  static const Names names = {"Last full inspection date", "Latest full inspection date",
                              "Date of last full inspection", "Full inspection date"};
  return names;
}

// As Ofsted's releases since 2018 have them.
const std::vector<ColumnNames>& ofsted_columns() {
  static const std::vector<ColumnNames> columns = {
      {RegisterColumn::kNumber, true, {"URN", "Unique reference number", "Setting URN"}},
      {RegisterColumn::kProvisionType, true, {"Provision type", "Provider type", "Setting type"}},
      {RegisterColumn::kStatus, true, {"Registration status", "Setting status", "Status"}},
      {RegisterColumn::kAuthority,
       true,
       {"Local authority", "Local authority name", "Setting local authority"}},
      {RegisterColumn::kPlaces, true, {"Places", "Number of places", "Registered places"}},
      {RegisterColumn::kRegistered, false, {"Registration date", "Date registered"}},
      {RegisterColumn::kName, false, {"Name", "Setting name"}},
      {RegisterColumn::kPostcode, false, {"Postcode", "Setting postcode"}},
      {RegisterColumn::kFullInspection, false, full_inspection_names()},
      {RegisterColumn::kInspection, false, {"Inspection date", "Date of inspection"}},
      {RegisterColumn::kInspectionType, false, {"Event type", "Inspection type"}},
  };
  return columns;
}

const std::vector<ColumnNames>& ciw_columns() {
  static const std::vector<ColumnNames> columns = {
      {RegisterColumn::kNumber,
       true,
       {"Service number", "Registration number", "Service reference", "CIW number", "Service ID"}},
      {RegisterColumn::kProvisionType, false, {"Service type", "Service sub type"}},
      {RegisterColumn::kStatus, true, {"Status", "Registration status", "Service status"}},
      {RegisterColumn::kAuthority, true, {"Local authority", "Local authority name"}},
      {RegisterColumn::kPlaces, true, {"Places", "Maximum capacity", "Number of places"}},
      {RegisterColumn::kRegistered, false, {"Registration date", "Date registered"}},
      {RegisterColumn::kName, false, {"Name", "Service name"}},
      {RegisterColumn::kPostcode, false, {"Postcode", "Service postcode"}},
      {RegisterColumn::kFullInspection, false, full_inspection_names()},
      {RegisterColumn::kInspection, false, {"Inspection date", "Last inspection date"}},
      {RegisterColumn::kInspectionType, false, {"Inspection type", "Last inspection type"}},
  };
  return columns;
}

const std::vector<ColumnNames>& columns_of(HomeScheme scheme) {
  return scheme == HomeScheme::kCiw ? ciw_columns() : ofsted_columns();
}

struct Words {
  Names homes;   // provision types of children's homes
  Names others;  // and of what is none
  Names active;  // registration statuses
};

const Words& words_of(HomeScheme scheme) {
  static const Words ofsted = {
      {"children's home", "secure children's home",
       "residential special school (registered as a children's home)"},
      {"independent fostering agency", "residential special school", "boarding school",
       "voluntary adoption agency", "further education college with residential accommodation",
       "residential family centre", "adoption support agency",
       "residential holiday scheme for disabled children", "secure training centre", "cafcass",
       "local authority fostering agency", "local authority adoption agency",
       "supported accommodation"},
      {"active"}};
  static const Words ciw = {
      {"children's home", "care home for children", "care home service (children)",
       "secure accommodation service"},
      {"care home service (adults)", "domiciliary support service",
       "residential family centre "
       "service",
       "adoption service", "fostering service", "adult placement service", "advocacy service"},
      {"active", "registered", "open"}};
  return scheme == HomeScheme::kCiw ? ciw : ofsted;
}

bool is_one_of(const Names& names, const std::string& folded) {
  return std::ranges::any_of(names,
                             [&](std::string_view name) { return folded_name(name) == folded; });
}

std::string listed(const Names& names) {
  std::string list;
  for (const std::string_view name : names) {
    list += (list.empty() ? "\"" : " or \"") + std::string(name) + "\"";
  }
  return list;
}

Error in_header(Reason reason, std::string_view what, const Names& names,
                std::string_view how_to_mend) {
  return {reason, "the header row: " + std::string(what) + " " + listed(names) +
                      "; mend with: " + std::string(how_to_mend)};
}

// Bound is what one row would be as the header.
struct Bound {
  RegisterHeader header;
  std::size_t found = 0;                 // required columns
  const ColumnNames* missing = nullptr;  // the first required column not there
  const ColumnNames* ambiguous = nullptr;
};

Bound bind(const CsvRow& row, HomeScheme scheme) {
  Bound bound;
  bound.header.at.fill(RegisterHeader::kAbsent);
  bound.header.width = row.cells.size();
  std::vector<std::string> names;
  for (const std::string_view cell : row.cells) names.push_back(folded_name(cell));
  for (const ColumnNames& column : columns_of(scheme)) {
    std::size_t& at = bound.header.at[static_cast<std::size_t>(column.column)];
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (!is_one_of(column.names, names[i])) continue;
      if (at != RegisterHeader::kAbsent) bound.ambiguous = &column;
      at = i;
    }
    const bool absent = at == RegisterHeader::kAbsent;
    if (column.required && !absent) ++bound.found;
    if (column.required && absent && bound.missing == nullptr) bound.missing = &column;
  }
  return bound;
}

}  // namespace

Result<RegisterHeader> find_register_header(CsvReader& from, HomeScheme scheme) {
  std::optional<Bound> best;
  for (int rows = 0; rows <= kRowsBeforeTheHeader; ++rows) {
    STILE_TRY(const std::optional<CsvRow> row, from.next());
    if (!row) break;
    const Bound bound = bind(*row, scheme);
    if (bound.missing == nullptr && bound.ambiguous != nullptr) {
      return in_header(Reason::kAmbiguous, "more than one column", bound.ambiguous->names,
                       "one of them");
    }
    if (bound.missing == nullptr) return bound.header;
    if (!best || bound.found > best->found) best = bound;
  }
  if (!best) return Error{Reason::kMissingField, "the file has no header row"};
  return in_header(Reason::kMissingField, "no column", best->missing->names,
                   "a register in the layout of this scheme");
}

Provision provision_of(std::string_view type, HomeScheme scheme) {
  const std::string folded = folded_name(type);
  if (is_one_of(words_of(scheme).homes, folded)) return Provision::kChildrensHome;
  return is_one_of(words_of(scheme).others, folded) ? Provision::kOther : Provision::kUnknown;
}

bool is_active(std::string_view status, HomeScheme scheme) {
  return is_one_of(words_of(scheme).active, folded_name(status));
}

bool is_full(std::string_view inspection_type) {
  static const Names full = {"full inspection", "full"};
  return is_one_of(full, folded_name(inspection_type));
}

}  // namespace stile::agent
