#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <utility>

#include "agents/handing/handing.h"
#include "core/base/result.h"

namespace stile::agent {

inline constexpr std::chrono::milliseconds kCommandLongest{30'000};

// check_command() succeeds for a file that this account may execute and that nobody but its owner
// may write: kNotFound, or kNotPermitted with the mend.
Status check_command(const std::filesystem::path& command);

// CommandHand runs a program for each handing, without a shell and without an argument: it gets
// json_of() and a line end on its standard input. It runs in `/`, with PATH and LANG alone as its
// environment, no other descriptor of the agent's, and what it writes goes nowhere. When it ends,
// and when it has not after `longest`, its whole process group is killed; only what has left the
// group (setsid) goes on. Ending with 0 is success, anything else kUnavailable.
class CommandHand : public Hand {
 public:
  // open() fails as check_command().
  static Result<CommandHand> open(std::filesystem::path command,
                                  std::chrono::milliseconds longest = kCommandLongest);
  Status give(const Handing& handing, const std::stop_token& stop) override;

 private:
  CommandHand(std::filesystem::path command, std::chrono::milliseconds longest)
      : command_(std::move(command)), longest_(longest) {}

  std::filesystem::path command_;
  std::chrono::milliseconds longest_;
};

}  // namespace stile::agent
