#pragma once

#include <string>
#include <string_view>

#include "agents/report/reporter.h"

namespace stile::agent {

// TextLines keeps the words of an answer, as a file holds them: each ends with `end`. One thread.
class TextLines : public Reporter {
 public:
  explicit TextLines(std::string_view end) : end_(end) {}

  void line(std::string_view text, std::string_view /*json*/) override { add(text); }
  void message(std::string_view text) override { add(text); }
  void progress(std::uint64_t /*rows*/, unsigned /*percent*/) override {}
  const std::string& text() const { return text_; }

 private:
  void add(std::string_view text) { text_.append(text).append(end_); }

  std::string_view end_;
  std::string text_;
};

}  // namespace stile::agent
