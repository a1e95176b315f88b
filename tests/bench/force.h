#pragma once

#include <cstdint>
#include <string>

#include "core/base/result.h"

namespace stile::bench {

// Force is a force's agent, as `stile` asks it. Any thread.
class Force {
 public:
  explicit Force(std::string socket) : socket_(std::move(socket)) {}

  // send() sends a month's export and returns when all of it is admitted.
  Status send(const std::string& month) const;
  // notify() tells of the events of an export and returns when all of them are admitted;
  // may_notify() says whether it would tell those whom it should.
  Status notify(const std::string& events) const;
  Result<bool> may_notify(const std::string& events) const;
  // await_stored() returns how many rows of returns there are in all, once the recipient's word
  // that it has stored every one is stored here.
  Result<std::uint64_t> await_stored() const;

 private:
  std::string socket_;
};

}  // namespace stile::bench
