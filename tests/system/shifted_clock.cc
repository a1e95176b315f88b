// Beside the agent's own code, unchanged, this makes an agent on a machine whose clock is wrong by
// STILE_CLOCK_SHIFT seconds: what it reads the time by, and what OpenSSL judges certificates by.
// The definitions here stand before those of libstdc++ and libc. gRPC's own deadlines go by
// another clock, as they do on a real machine whose clock is wrong but steady.
#include <sys/time.h>

#include <chrono>
#include <cstdlib>
#include <ctime>

namespace {

std::time_t shift() {
  static const char* const text = std::getenv("STILE_CLOCK_SHIFT");
  static const std::time_t seconds = text == nullptr ? 0 : std::strtol(text, nullptr, 10);
  return seconds;
}

timespec shifted() {
  timespec now{};
  if (clock_gettime(CLOCK_REALTIME, &now) != 0) std::abort();
  now.tv_sec += shift();
  return now;
}

}  // namespace

std::chrono::system_clock::time_point std::chrono::system_clock::now() noexcept {
  const timespec now = shifted();
  return time_point(seconds(now.tv_sec) + nanoseconds(now.tv_nsec));
}

extern "C" std::time_t time(std::time_t* to) noexcept {
  const std::time_t now = shifted().tv_sec;
  if (to != nullptr) *to = now;
  return now;
}
