#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "agents/handing/handing.h"
#include "core/base/result.h"

namespace stile::agent {

// SpoolPorts is where a spool says what comes back; called on the thread that calls look().
struct SpoolPorts {
  // acknowledged() says that the other system has taken it: it is handed on, and nothing more. No
  // person has thereby opened it. Told again after a crash. Whoever may write into `ack` can
  // say so of any reference: whether there is such a one is for the caller to know.
  std::function<void(const HandingName& what)> acknowledged;
  // Counts and reasons only: a name in `ack` is another system's, and may be a person's (X8).
  std::function<void(std::string_view event, const Error& error)> log_problem;
};

// check_spool() succeeds where the folder and its `ack` are there, on one file system: kNotFound or
// kIo, with the mend.
Status check_spool(const std::filesystem::path& folder);

// Spool hands on by files for another system: "<id>-<kind>.json" with json_of() and a line end,
// whole and durable when it is there at all, for its group to read. The other system takes one by
// moving it into `ack`, or by making a file of the same name there, which is never opened. look()
// then removes both. Anything else in `ack` is left alone and counted in the log: folders, links,
// pipes, other names, such as those of files that are still written.
class Spool : public Hand {
 public:
  // open() fails as check_spool(), and removes what a killed agent left half written.
  static Result<Spool> open(std::filesystem::path folder, SpoolPorts ports);

  Status give(const Handing& handing, const std::stop_token& stop) override;
  void look() override;

 private:
  Spool(std::filesystem::path folder, SpoolPorts ports)
      : folder_(std::move(folder)), ack_(folder_ / "ack"), ports_(std::move(ports)) {}

  Status remove_half_written() const;
  Status write(const Handing& handing) const;
  Result<std::size_t> take_acknowledgements() const;
  Status take(const std::string& file_name, const HandingName& what) const;

  std::filesystem::path folder_;
  std::filesystem::path ack_;
  SpoolPorts ports_;
  std::optional<Reason> told_;  // what was said last of reading `ack`
  std::size_t ignored_ = 0;     // and of what is left alone there
};

}  // namespace stile::agent
