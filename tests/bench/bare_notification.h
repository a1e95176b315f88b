#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/tls/identity_files.h"

namespace stile::bench {

// BareNotification is the floor of notification_latency: the least that brings two kilobytes from
// one machine over a second to a third, durable on each. One thread.
class BareNotification {
 public:
  // open() starts two bare servers (bare_server.h) that are the gateway, with `identities`/gateway,
  // and the recipient, and connects to each with mutual TLS, as `callers` in `identities`. `folder`
  // holds the three SQLite files.
  static Result<BareNotification> open(const std::string& folder, const std::string& identities,
                                       const std::vector<std::string>& callers);
  BareNotification(BareNotification&&) noexcept;
  ~BareNotification();

  // sample() is how many microseconds it takes to commit the bytes here, bring them to the gateway,
  // which commits them and answers, and to the recipient, which does the same, one after the other.
  Result<double> sample();

 private:
  struct Machines;
  explicit BareNotification(std::unique_ptr<Machines> machines);

  std::unique_ptr<Machines> machines_;
};

}  // namespace stile::bench
