#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Exports and their column maps as text, from one description of a layout.
namespace stile::property {

enum class Reads { kReference, kHome, kTime, kDate, kCode, kArea, kPlace };

// Field is a line of the table of fields in policies/column-maps/README.md.
struct Field {
  std::string name;   // "CATEGORY"
  std::string types;  // of "CMAK"
  Reads reads;
  std::vector<std::string> codes = {};
  std::string gap = {};  // what a field says that was not asked; empty where it must be
  bool may_be_not_asked = false;
  bool may_be_constant = false;
};
const std::vector<Field>& fields();
const Field& field_named(std::string_view name);

// Column is one column of an export. What has no field is read by nobody.
struct Column {
  std::string field;
  std::string header;
  std::vector<std::pair<std::string, std::string>> texts = {};  // text and code, besides the codes
  std::string empty = {};                                       // the code of an empty cell
};

struct Place {
  std::string scheme;
  std::string number;
  std::string name;
  std::string address;
};

// Layout is how one system exports. `types` are letters of "CMAK".
struct Layout {
  std::string system;
  std::string types;
  std::string scheme;  // of its home numbers
  std::vector<Column> columns;
  std::map<std::string, std::string> constants;
  std::vector<std::string> not_asked;
  std::vector<Place> gazetteer;
  std::string separator = ",";
  int header_rows = 1;
  bool byte_order_mark = false;
  bool crlf = true;

  const Column* column(std::string_view field) const;
  std::size_t index(const Column& column) const;
  bool has(const Field& field) const;  // its rows have that field
};

using Cells = std::vector<std::string>;

std::string map_text(const Layout& layout);
std::string gazetteer_text(const Layout& layout);
std::string export_text(const Layout& layout, const std::vector<Cells>& rows);

}  // namespace stile::property
