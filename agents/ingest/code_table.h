#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stile::agent {

// trimmed() is `text` without space, tab and line ends around it.
std::string_view trimmed(std::string_view text);

// begins_a_formula() is true for a text that a spreadsheet would calculate.
bool begins_a_formula(std::string_view trimmed_text);

// is_code_text() is true of a code of somebody's choice: 1 to 32 lower-case letters, digits and
// '-'.
bool is_code_text(std::string_view text);

// folded_header() is how the name of a column is compared: trimmed, A-Z as a-z, any run of space
// as one.
std::string folded_header(std::string_view text);

// CodeTable finds the code that a cell's text stands for, without allocating. Letter case of A-Z
// does not matter; the text is expected trimmed. Fixed once filled: then safe from any thread.
class CodeTable {
 public:
  // add() returns false, and changes nothing, when `text` already has another code, is empty or
  // is longer than a text may be.
  bool add(std::string_view text, int code);
  std::optional<int> find(std::string_view text) const;

  // accepted() lists the texts as they were added, for a person: the first twenty, and how many
  // more there are.
  std::string accepted() const;

  struct Entry {
    std::string folded;
    std::string text;  // as it was added
    int code;
  };
  const std::vector<Entry>& entries() const { return entries_; }

 private:
  std::size_t slot_of(std::string_view folded) const;
  void grow();

  std::vector<Entry> entries_;
  std::vector<int> slots_;  // open addressing: index into entries_, or -1
};

}  // namespace stile::agent
