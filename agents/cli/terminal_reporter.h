#pragma once

#include <cstdint>
#include <string_view>

#include "agents/report/reporter.h"

namespace stile::agent {

// TerminalReporter prints: data on stdout, in words or, with `json`, as one JSON object a line;
// messages on stderr. How far a long command is shows there as a bar, only where stderr is a
// terminal; it stands until the next thing is said on that terminal. No colour is used. One thread.
class TerminalReporter : public Reporter {
 public:
  explicit TerminalReporter(bool json);
  ~TerminalReporter() override;

  void line(std::string_view text, std::string_view json) override;
  void message(std::string_view text) override;
  void progress(std::uint64_t rows, unsigned percent) override;

 private:
  void clear_progress();

  const bool json_;
  const bool shows_progress_;
  const bool prints_on_terminal_;
  bool progress_shown_ = false;
};

}  // namespace stile::agent
