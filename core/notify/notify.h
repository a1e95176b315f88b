#pragma once

#include <chrono>
#include <string_view>

// What the service manager that started this program is told (sd_notify(3)): nothing, where none
// did. A message that does not arrive changes nothing here. Any thread.
namespace stile {

// notify_ready(): this program serves. notify_stopping(): it has begun to stop.
void notify_ready();
void notify_stopping();

// notify_waiting() says for what this program waits before it can serve; no identifiers.
void notify_waiting(std::string_view what);

// Heartbeat tells the manager's watchdog that the program's main loop still turns, twice as often
// as the manager asks for (WatchdogSec=); never, where it does not ask. One thread.
class Heartbeat {
 public:
  Heartbeat();
  // beat() is called each time round, at least every second.
  void beat();

 private:
  std::chrono::steady_clock::duration interval_;  // zero: nobody asks
  std::chrono::steady_clock::time_point next_;
};

}  // namespace stile
