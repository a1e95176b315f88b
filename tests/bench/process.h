#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "core/base/result.h"

namespace stile::bench {

// Process is a program that this one started; its stderr goes to a file. Ending one stops it
// with SIGTERM and waits for it. Move-only.
class Process {
 public:
  // start() runs `command`, a program's path and its arguments. kIo when it cannot be started.
  static Result<Process> start(const std::vector<std::string>& command, const std::string& log);

  Process(Process&& other) noexcept;
  Process& operator=(Process&&) = delete;
  ~Process();

  // wait_for() returns once the process has made a file; kUnavailable, with the end of its log,
  // when it ended first or took more than ten minutes.
  Status wait_for(const std::string& file);

  // peak_memory_mib() is the most that was ever resident (VmHWM); 0 once it has ended.
  double peak_memory_mib() const;

  // finish() waits until the process ends by itself, stop() asks it to end first; both are ok
  // when its status is 0.
  Status finish();
  Status stop();

 private:
  Process(pid_t id, std::string log) : id_(id), log_(std::move(log)) {}
  bool running();
  Error failed(const std::string& what) const;

  pid_t id_;  // 0 once it has been waited for
  std::string log_;
};

// lines_of() a file that a process made; none where there is no file.
std::vector<std::string> lines_of(const std::string& file);

// run_once() runs a command to its end; kUnavailable, with its log, when its status is not 0.
Status run_once(const std::vector<std::string>& command, const std::string& log);

}  // namespace stile::bench
