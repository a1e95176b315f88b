#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "agents/report/labels.h"

namespace stile::agent {

// Paper is a document for people, block by block, in the order in which it is read: made once, and
// the same as text and as a page. Every text in it is UTF-8 of one line. One thread.
class Paper {
 public:
  enum class Kind { kTitle, kHeading, kEntry, kText, kFact, kItem };
  // `name` is of a fact; `json` is what a program is told at this place, of an entry.
  struct Block {
    Kind kind;
    std::string name;
    std::string text;
    std::string json;
  };

  void title(std::string_view text) { add(Kind::kTitle, {}, text); }
  void heading(std::string_view text) { add(Kind::kHeading, {}, text); }
  void entry(std::string_view text, std::string_view json) { add(Kind::kEntry, {}, text, json); }
  void text(std::string_view text) { add(Kind::kText, {}, text); }
  void fact(std::string_view name, std::string_view text) { add(Kind::kFact, name, text); }
  void item(std::string_view text) { add(Kind::kItem, {}, text); }
  const std::vector<Block>& blocks() const { return blocks_; }

 private:
  void add(Kind kind, std::string_view name, std::string_view text, std::string_view json = {}) {
    blocks_.push_back({kind, std::string(name), std::string(text), std::string(json)});
  }

  std::vector<Block> blocks_;
};

// PaperLine is a line of it as text, of at most kPaperColumns characters where no word is longer,
// and what a program is told with it.
struct PaperLine {
  std::string text;
  std::string json;
};
inline constexpr std::size_t kPaperColumns = 76;
std::vector<PaperLine> paper_lines(const Paper& paper);

// paper_text() is those lines, each with its end.
std::string paper_text(const Paper& paper);

// paper_page() is one HTML page to print or to read on any screen: no script, and nothing of it is
// asked of another file or host.
std::string paper_page(const Paper& paper, Language language);

}  // namespace stile::agent
