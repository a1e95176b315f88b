#pragma once

#include "agents/control/socket.h"
#include "agents/report/reporter.h"
#include "core/base/result.h"

namespace stile::v1 {
class ControlAnswer;
}

namespace stile::agent {

// SocketReporter sends what is said to it as ControlAnswers, each at once. After the first one
// that cannot be sent it sends no more. It borrows the socket; one thread.
class SocketReporter : public Reporter {
 public:
  explicit SocketReporter(const Socket& socket) : socket_(&socket) {}

  void line(std::string_view text, std::string_view json) override;
  void message(std::string_view text) override;
  void progress(std::uint64_t rows, unsigned percent) override;

  // done() is the last answer: the command's exit code, or why there is none.
  void done(ExitCode code);
  void done(const Error& error);

 private:
  void send(const v1::ControlAnswer& answer);

  const Socket* socket_;
  bool gone_ = false;
};

}  // namespace stile::agent
