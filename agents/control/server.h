#pragma once

#include <functional>
#include <memory>
#include <string>

#include "agents/control/people.h"
#include "agents/report/reporter.h"
#include "core/base/result.h"

namespace stile::v1 {
class ControlRequest;
}

namespace stile::agent {

// Handler does what a person asks for and says so to the Reporter, which it does not keep. It is
// called by several threads at a time, each with its own Reporter, and has to return once the
// agent is being stopped. A person who goes away stops nothing: what is said is then dropped.
using Handler = std::function<ExitCode(const Person&, const v1::ControlRequest&, Reporter&)>;

// PeopleNow gives the people file as it is in force; never null. Any thread.
using PeopleNow = std::function<std::shared_ptr<const People>()>;

inline constexpr int kControlConnections = 16;

// ControlServer answers `stile` on a Unix socket (mode 0660): one request a connection. Who asks
// is the account of the process at the other end, as the kernel tells it (SO_PEERCRED); an
// account that is not in the people file, or whose role does not allow the request
// (permission.h), is refused and the handler is not called. At most kControlConnections at a
// time; the next one is told so.
class ControlServer {
 public:
  // listen() replaces the socket of a process that is gone; kConflict when somebody still
  // answers there or when something else than a socket has the name, else kIo.
  static Result<std::unique_ptr<ControlServer>> listen(const std::string& path, PeopleNow people,
                                                       Handler handler);

  // The destructor takes no new request, waits for the handlers at work, and removes the socket.
  ~ControlServer();
  ControlServer(const ControlServer&) = delete;
  ControlServer& operator=(const ControlServer&) = delete;

 private:
  class Impl;
  explicit ControlServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace stile::agent
