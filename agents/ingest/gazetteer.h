#pragma once

#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/base/ids.h"
#include "core/base/result.h"

namespace stile::agent {

// folded_place() is how names and addresses of places are compared: letters in lower case (Latin
// ones with their accents too), "&" as "and", no apostrophe, and whatever else is neither letter
// nor digit as one space between words. Pure.
std::string folded_place(std::string_view text);

// Gazetteer is a force's list of children's homes by name and address, for exports that give no
// number. It holds addresses and therefore never leaves the source: nothing here puts one into an
// error. Immutable: safe from any thread.
class Gazetteer {
 public:
  // read() takes a CSV file with the columns scheme (ofsted, ciw), number, name and address, in
  // any order. Fails with its first fault as "file:line: what, and how to mend it".
  static Result<Gazetteer> read(std::istream& from, std::string_view file);

  // find() is the one home of this name at this address: kUnknownHome for none, kAmbiguous for
  // several.
  Result<HomeId> find(std::string_view name, std::string_view address) const;

 private:
  struct Columns;
  Status take(const Columns& columns, const struct CsvRow& row);

  // By folded name and address; nothing where two homes have both alike.
  std::unordered_map<std::string, std::optional<HomeId>> homes_;
};

}  // namespace stile::agent
