#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>

#include "core/base/result.h"
#include "gateway/transport/descriptor.h"

namespace stile::gateway {

// Acceptor takes connections on one port with a thread of its own, and survives running out of
// descriptors, of which gRPC 1.51's listener dies (CVE-2023-4785): it keeps one in reserve,
// spends it to turn the caller away, and goes on. One thread starts and stops it.
class Acceptor {
 public:
  struct Handlers {
    std::function<void(Descriptor)> connection;     // non-blocking, Nagle's algorithm off
    std::function<void()> tick;                     // about every 50 ms, also under load
    std::function<void(std::string_view)> trouble;  // out of descriptors; at most every 10 s
  };

  // listen() has the port open when it returns: whoever connects waits until start(). Port 0
  // lets the system choose. kIo otherwise.
  static Result<std::unique_ptr<Acceptor>> listen(const std::string& host, std::uint16_t port);
  ~Acceptor();

  // port() is the port in use, also when 0 was asked for.
  std::uint16_t port() const;

  // start() begins to accept; `handlers` are called on the acceptor's thread only.
  void start(Handlers handlers);

  // stop() closes the port and returns once no handler runs any more. Then it is over for good.
  void stop();

 private:
  explicit Acceptor(Descriptor listener);
  void run(const std::stop_token& stop);
  bool take_one();
  void turn_one_away();
  void report_trouble();

  Descriptor listener_;
  Descriptor reserve_;
  Handlers handlers_;
  std::chrono::steady_clock::time_point quiet_until_{};
  std::jthread thread_;
};

}  // namespace stile::gateway
