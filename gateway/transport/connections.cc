#include "gateway/transport/connections.h"

#include <malloc.h>

#include <algorithm>
#include <set>
#include <utility>

#include "gateway/transport/socket.h"

namespace stile::gateway {
namespace {

// What TLS, HTTP/2 and gRPC add to a message: frame and record headers, and one part in
// sixteen for long messages cut into many records.
constexpr std::uint64_t kMessageOverhead = 64;
constexpr std::uint64_t kMessageOverheadDivisor = 16;

// Header block, window updates and the end of one call that a handler saw. Not generous: what is
// left over would pay for resets.
constexpr std::uint64_t kCallOverhead = 256;

// Window updates for what we send, and pings and health checks that no handler sees.
constexpr std::uint64_t kAnswerOverheadDivisor = 64;
constexpr std::uint64_t kIdleBytesPerSecond = 128;

// How long gRPC takes to let go of what a cut connection held.
constexpr std::chrono::seconds kTimeToFree{3};

std::uint64_t seconds_between(Connections::Time from, Connections::Time to) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(to - from).count();
  return seconds > 0 ? static_cast<std::uint64_t>(seconds) : 0;
}

}  // namespace

Connections::Connections(ConnectionLimits limits, TurnedAwayLog log)
    : limits_(limits), log_(std::move(log)) {}

void Connections::narrow(std::size_t at_once) {
  const std::lock_guard lock(mutex_);
  limits_.at_once = std::min(limits_.at_once, at_once);
}

Status Connections::admit(const Descriptor& socket, Time now) {
  const std::string remote = remote_name(socket);
  Descriptor second = duplicate(socket);
  if (remote.empty() || !second.held()) {
    return Error{Reason::kUnavailable, "a connection ended before it was taken"};
  }
  const std::lock_guard lock(mutex_);
  if (live_.size() >= limits_.at_once && !make_room()) {
    return Error{Reason::kFlood, "all connections are in use"};
  }
  live_.insert_or_assign(remote, Connection{std::move(second), now, {}, {}});
  return ok();
}

bool Connections::make_room() {
  auto oldest = live_.end();
  for (auto it = live_.begin(); it != live_.end(); ++it) {
    if (it->second.agency) continue;
    if (oldest == live_.end() || it->second.since < oldest->second.since) oldest = it;
  }
  if (oldest == live_.end()) return false;
  hang_up(oldest->second.socket);
  live_.erase(oldest);
  return true;
}

void Connections::expect_own(const std::string& remote, Time now) {
  const std::lock_guard lock(mutex_);
  own_.insert_or_assign(remote, now + kOwnLasts);
}

Status Connections::may_connect(const AgencyId& agency, Time now) {
  const std::lock_guard lock(mutex_);
  const auto barred = barred_until_.find(agency);
  if (barred == barred_until_.end()) return ok();
  if (now < barred->second) return Error{Reason::kFlood, "barred after a flood"};
  barred_until_.erase(barred);
  return ok();
}

Status Connections::call_begins(const std::string& remote, const AgencyId& agency,
                                const std::string& serial, std::uint64_t largest_message) {
  const std::lock_guard lock(mutex_);
  const auto found = live_.find(remote);
  if (found == live_.end()) return Error{Reason::kUnavailable, "the connection is gone"};
  Connection& connection = found->second;
  connection.accounted += kCallOverhead;
  if (calls_of(agency) >= limits_.calls_of_one_agency) {
    return Error{Reason::kFlood, "too many calls in progress"};
  }
  ++connection.calls;
  connection.awaited += largest_message;
  if (connection.agency) return ok();
  connection.agency = agency;
  connection.serial = serial;
  cut_surplus(agency);
  return ok();
}

std::size_t Connections::calls_of(const AgencyId& agency) const {
  std::size_t calls = 0;
  for (const auto& [remote, connection] : live_) {
    if (connection.agency == agency) calls += connection.calls;
  }
  return calls;
}

void Connections::cut_surplus(const AgencyId& agency) {
  std::vector<Live::iterator> own;
  for (auto it = live_.begin(); it != live_.end(); ++it) {
    if (it->second.agency == agency) own.push_back(it);
  }
  if (own.size() <= limits_.of_one_agency) return;
  const auto oldest =
      std::ranges::min_element(own, {}, [](const Live::iterator& it) { return it->second.since; });
  hang_up((*oldest)->second.socket);
  live_.erase(*oldest);
}

void Connections::call_ends(const std::string& remote, std::uint64_t largest_message) {
  const std::lock_guard lock(mutex_);
  const auto found = live_.find(remote);
  if (found == live_.end()) return;
  if (found->second.calls > 0) --found->second.calls;
  found->second.awaited -= std::min(found->second.awaited, largest_message);
}

void Connections::account(const std::string& remote, std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  const auto found = live_.find(remote);
  if (found == live_.end()) return;
  found->second.accounted += bytes + bytes / kMessageOverheadDivisor + kMessageOverhead;
}

void Connections::cut(const AgencyId& agency) {
  const std::lock_guard lock(mutex_);
  std::erase_if(live_, [&](const Live::value_type& entry) {
    if (entry.second.agency != agency) return false;
    hang_up(entry.second.socket);
    return true;
  });
}

void Connections::cut(const AgencyId& agency, const std::string& serial) {
  const std::lock_guard lock(mutex_);
  std::erase_if(live_, [&](const Live::value_type& entry) {
    if (entry.second.agency != agency || entry.second.serial != serial) return false;
    hang_up(entry.second.socket);
    return true;
  });
}

void Connections::cut_denied(const Admission& admission) {
  std::set<std::pair<AgencyId, std::string>> callers;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [remote, connection] : live_) {
      if (connection.agency) callers.emplace(*connection.agency, connection.serial);
    }
  }
  for (const auto& [agency, serial] : callers) {
    const Status admitted = admission(agency, serial);
    if (admitted.ok()) continue;
    cut(agency, serial);
    report({admitted.reason(), agency.short_text(), "cut: no longer admitted"});
  }
}

bool Connections::floods(const Connection& connection, std::uint64_t received,
                         std::uint64_t acknowledged, Time now) const {
  const std::uint64_t explained = connection.accounted + connection.awaited +
                                  acknowledged / kAnswerOverheadDivisor +
                                  kIdleBytesPerSecond * seconds_between(connection.since, now);
  return received > explained && received - explained > limits_.unaccounted;
}

void Connections::sweep(Time now) {
  const Swept swept = forget_and_cut(now);
  for (const std::string& agency : swept.flooded) {
    report({Reason::kFlood, agency, "cut: sent what no call explains"});
  }
  if (swept.never_called > 0) {
    report({Reason::kWrongPeer, "",
            std::to_string(swept.never_called) + " connection(s) ended without a call"});
  }
  if (!swept.flooded.empty()) trim_at_ = now + kTimeToFree;
  if (trim_at_ && now >= *trim_at_) {
    // What a flood made gRPC allocate is free again, but the allocator would keep it for good.
    malloc_trim(0);
    trim_at_.reset();
  }
}

Connections::Swept Connections::forget_and_cut(Time now) {
  Swept swept;
  const std::lock_guard lock(mutex_);
  std::erase_if(own_, [&](const auto& entry) { return entry.second <= now; });
  std::erase_if(live_, [&](const Live::value_type& entry) {
    const Connection& connection = entry.second;
    const auto traffic = traffic_of(connection.socket);
    if (!traffic) {
      if (!connection.agency && own_.erase(entry.first) == 0) ++swept.never_called;
      return true;
    }
    if (!floods(connection, traffic->received, traffic->acknowledged, now)) return false;
    hang_up(connection.socket);
    swept.flooded.push_back(connection.agency ? connection.agency->short_text() : "");
    if (connection.agency) barred_until_.insert_or_assign(*connection.agency, now + limits_.bar);
    return true;
  });
  return swept;
}

void Connections::report(const TurnedAway& refusal) const {
  if (log_) log_(refusal);
}

std::size_t Connections::size() const {
  const std::lock_guard lock(mutex_);
  return live_.size();
}

}  // namespace stile::gateway
