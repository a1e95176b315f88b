#include "core/notify/notify.h"

#include <systemd/sd-daemon.h>

#include <cstdint>
#include <string>

namespace stile {

void notify_ready() { sd_notify(0, "READY=1\nSTATUS=serving"); }

void notify_stopping() { sd_notify(0, "STOPPING=1\nSTATUS=stopping"); }

void notify_waiting(std::string_view what) {
  sd_notify(0, ("STATUS=waiting for " + std::string(what)).c_str());
}

Heartbeat::Heartbeat() : interval_(0), next_(std::chrono::steady_clock::now()) {
  std::uint64_t microseconds = 0;
  if (sd_watchdog_enabled(0, &microseconds) <= 0) return;
  interval_ = std::chrono::microseconds(static_cast<std::int64_t>(microseconds / 2));
}

void Heartbeat::beat() {
  const auto now = std::chrono::steady_clock::now();
  if (interval_ == interval_.zero() || now < next_) return;
  next_ = now + interval_;
  sd_notify(0, "WATCHDOG=1");
}

}  // namespace stile
