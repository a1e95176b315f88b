#include "tests/bench/force.h"

#include <chrono>
#include <cstdlib>
#include <string_view>
#include <thread>

#include "tests/bench/agent_socket.h"

namespace stile::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kPoll = std::chrono::milliseconds(2);
constexpr auto kStoredMost = std::chrono::minutes(2);

// sum_of() adds up a number over the lines of a JSON answer; names are whole and not nested.
std::uint64_t sum_of(std::string_view name, std::string_view json) {
  const auto key = "\"" + std::string(name) + "\":";
  std::uint64_t sum = 0;
  for (auto at = json.find(key); at != json.npos; at = json.find(key, at + 1)) {
    sum += std::strtoull(json.data() + at + key.size(), nullptr, 10);
  }
  return sum;
}

}  // namespace

Status Force::send(const std::string& month) const {
  v1::ControlRequest request;
  request.mutable_return_send()->set_month(month);
  request.mutable_return_send()->set_file(month + ".csv");
  STILE_TRY(const AgentAnswer answer, ask_agent(socket_, request));
  return judged(answer, "the return of " + month);
}

Status Force::notify(const std::string& events) const {
  v1::ControlRequest request;
  request.mutable_notify_send()->set_events(events);
  STILE_TRY(const AgentAnswer answer, ask_agent(socket_, request));
  return judged(answer, "a notification");
}

Result<bool> Force::may_notify(const std::string& events) const {
  v1::ControlRequest request;
  request.mutable_notify_preview()->set_events(events);
  STILE_TRY(const AgentAnswer answer, ask_agent(socket_, request));
  return answer.code == agent::ExitCode::kOk;
}

Result<std::uint64_t> Force::await_stored() const {
  v1::ControlRequest request;
  request.mutable_return_status();
  const auto given_up = Clock::now() + kStoredMost;
  while (Clock::now() < given_up) {
    STILE_TRY(const AgentAnswer answer, ask_agent(socket_, request));
    const auto waiting = sum_of("queued", answer.json) + sum_of("admitted", answer.json);
    if (waiting == 0) return sum_of("stored", answer.json);
    std::this_thread::sleep_for(kPoll);
  }
  return Error{Reason::kUnavailable, "not everything was stored at the recipient"};
}

}  // namespace stile::bench
