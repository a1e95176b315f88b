#pragma once

#include <cstdint>
#include <string_view>

namespace stile::agent {

// ExitCode is what `stile` ends with (design section 11).
enum class ExitCode { kOk = 0, kFaults = 1, kUsage = 2, kRefused = 3, kIo = 4, kIntegrity = 5 };

// Reporter takes what an operation has to say to the person who asked for it: data for stdout,
// in words and as one JSON object a line, and messages for stderr. Called by one thread.
// Nothing said to it may hold an identifier of a person but what that person's own files hold.
class Reporter {
 public:
  virtual ~Reporter() = default;
  // line() is one line of the answer: `text` for people, `json` the same for programs; either
  // may be empty where only the other form has such a line.
  virtual void line(std::string_view text, std::string_view json) = 0;
  virtual void message(std::string_view text) = 0;
  // progress() says how many rows are done, and how much of the whole that is, 0 where nobody
  // knows; call it every few thousand.
  virtual void progress(std::uint64_t rows, unsigned percent) = 0;
};

}  // namespace stile::agent
