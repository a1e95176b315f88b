#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "agents/report/reporter.h"

namespace stile::agent {

// Said remembers what was reported.
class Said : public Reporter {
 public:
  void line(std::string_view text, std::string_view json) override {
    text_.append(text).append("\n");
    json_.append(json).append("\n");
  }
  void message(std::string_view text) override { messages_.append(text).append("\n"); }
  void progress(std::uint64_t rows, unsigned percent) override {
    rows_ = rows;
    percent_ = percent;
  }

  const std::string& text() const { return text_; }
  const std::string& json() const { return json_; }
  const std::string& messages() const { return messages_; }
  std::uint64_t rows() const { return rows_; }
  unsigned percent() const { return percent_; }

 private:
  std::string text_;
  std::string json_;
  std::string messages_;
  std::uint64_t rows_ = 0;
  unsigned percent_ = 0;
};

}  // namespace stile::agent
