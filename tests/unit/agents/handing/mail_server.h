#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace stile::agent {

// RunningMailServer is a real one (serve_mail) in a process of its own, until it ends. is_there()
// is false where python3-aiosmtpd is not installed.
class RunningMailServer {
 public:
  explicit RunningMailServer(const std::vector<std::string>& arguments);
  RunningMailServer(const RunningMailServer&) = delete;
  RunningMailServer& operator=(const RunningMailServer&) = delete;
  ~RunningMailServer();

  bool is_there() const { return !port_.empty(); }
  const std::string& port() const { return port_; }
  // heard() ends the server and is what it said, a line of JSON each.
  std::vector<std::string> heard();

 private:
  std::string line();
  void end();

  pid_t process_ = 0;
  int to_ = -1;
  int from_ = -1;
  std::string port_;
};

}  // namespace stile::agent
