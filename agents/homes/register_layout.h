#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "agents/ingest/csv_reader.h"
#include "core/base/ids.h"
#include "core/base/result.h"

namespace stile::agent {

// RegisterColumn is what is read of a register; its other columns never are. Name and postcode
// serve to suggest re-registrations and get into no file.
enum class RegisterColumn {
  kNumber,
  kProvisionType,
  kStatus,
  kAuthority,
  kPlaces,
  kRegistered,
  kName,
  kPostcode,
  kFullInspection,  // the first day of the last full inspection
  kInspection,      // that of the last inspection of the kind that the next column has
  kInspectionType,
};
inline constexpr std::size_t kRegisterColumns = 11;

// RegisterHeader is where the columns stand in one file.
struct RegisterHeader {
  static constexpr std::size_t kAbsent = static_cast<std::size_t>(-1);
  std::array<std::size_t, kRegisterColumns> at;
  std::size_t width = 0;  // cells of the header row

  bool has(RegisterColumn column) const { return at[static_cast<std::size_t>(column)] != kAbsent; }
  // cell() is empty for a column that the file does not have.
  std::string_view cell(std::span<const std::string_view> row, RegisterColumn column) const {
    return has(column) ? row[at[static_cast<std::size_t>(column)]] : std::string_view();
  }
};

// find_register_header() reads as far as the first row that names every column a register of the
// scheme must have (policies/README.md lists the names): whatever stands above, such as a row of
// groups, is passed over, at most ten rows. Fails with kMissingField when there is none, naming
// what the likeliest row lacks, and with kAmbiguous when two columns go by one name.
Result<RegisterHeader> find_register_header(CsvReader& from, HomeScheme scheme);

enum class Provision { kChildrensHome, kOther, kUnknown };

// provision_of() sorts a provision type by the scheme's closed list: what that does not have is
// unknown, never passed over.
Provision provision_of(std::string_view type, HomeScheme scheme);

// is_active() says whether a home of that registration status may be listed.
bool is_active(std::string_view status, HomeScheme scheme);

// is_full() says whether an inspection of that type is a full one: what is not known is none.
bool is_full(std::string_view inspection_type);

}  // namespace stile::agent
