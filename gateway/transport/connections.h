#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "gateway/transport/descriptor.h"

namespace stile::gateway {

// ConnectionLimits bound what one process and one agency can hold and send.
struct ConnectionLimits {
  std::size_t at_once = 1024;
  std::size_t of_one_agency = 4;
  // Calls in progress of one agency, so that no agency holds all threads.
  std::size_t calls_of_one_agency = 16;
  // What a connection may have sent, in bytes, beyond what handlers were given.
  std::uint64_t unaccounted = 256 * 1024;
  // How long an agency whose connection was cut for flooding is kept out.
  std::chrono::seconds bar{60};
};

// TurnedAway says that someone was turned away or cut off, for the local log. `agency` is
// AgencyId::short_text(), or empty while nobody has proved who they are.
struct TurnedAway {
  Reason reason;
  std::string agency;
  std::string detail;
};
using TurnedAwayLog = std::function<void(const TurnedAway&)>;

// Admission decides whether an agency with a certificate of that serial may be served now: the
// directory's deny list. Called from several threads at once.
using Admission = std::function<Status(const AgencyId&, const std::string& serial)>;

// Connections knows every live connection by the name gRPC gives its other end, holds a second
// descriptor of each, and so can do what gRPC cannot: cut one agency off, and notice a peer
// that sends what no handler ever sees, such as a stream of resets (CVE-2023-44487).
//
// All functions are safe on any thread; `log` is called without a lock held.
class Connections {
 public:
  using Time = std::chrono::steady_clock::time_point;

  Connections(ConnectionLimits limits, TurnedAwayLog log);

  // narrow() lowers the number of connections at once to what the machine can hold.
  void narrow(std::size_t at_once);

  // admit() takes a fresh connection into account; the caller keeps `socket`. At the limit the
  // oldest connection on which nobody has called yet makes room; when there is none, kFlood.
  Status admit(const Descriptor& socket, Time now);

  // expect_own() says that the connection of that name is this process's own, which calls nothing:
  // that it ends so is nobody turned away. It holds of one connection, and for kOwnLasts.
  void expect_own(const std::string& remote, Time now);
  static constexpr std::chrono::seconds kOwnLasts{10};

  // may_connect() is kFlood while the agency is barred.
  Status may_connect(const AgencyId& agency, Time now);

  // call_begins() says that a call of this agency runs on the connection `remote`, with messages
  // of at most `largest_message` bytes; call_ends() takes that back. An agency's connections
  // beyond its limit are cut, oldest first. kFlood when it has too many calls in progress,
  // kUnavailable when the connection is gone; then call_ends() must not follow.
  Status call_begins(const std::string& remote, const AgencyId& agency, const std::string& serial,
                     std::uint64_t largest_message);
  void call_ends(const std::string& remote, std::uint64_t largest_message);

  // account() says that a handler was given a message of so many bytes.
  void account(const std::string& remote, std::uint64_t bytes);

  // cut() ends every connection on which this agency has called, or those with a certificate of
  // that serial.
  void cut(const AgencyId& agency);
  void cut(const AgencyId& agency, const std::string& serial);

  // cut_denied() cuts every agency that `admission` no longer admits.
  void cut_denied(const Admission& admission);

  // sweep() forgets connections that have ended and cuts those that flood. To be called often:
  // what a flood can do between two sweeps is done. By one thread only.
  void sweep(Time now);

  std::size_t size() const;

 private:
  struct Connection {
    Descriptor socket;
    Time since;
    std::optional<AgencyId> agency;
    std::string serial;
    std::uint64_t accounted = 0;
    std::size_t calls = 0;      // in progress
    std::uint64_t awaited = 0;  // their largest messages
  };
  struct Swept {
    std::vector<std::string> flooded;  // agencies, empty text where unknown
    std::size_t never_called = 0;
  };
  using Live = std::map<std::string, Connection>;

  bool make_room();
  std::size_t calls_of(const AgencyId& agency) const;
  void cut_surplus(const AgencyId& agency);
  bool floods(const Connection& connection, std::uint64_t received, std::uint64_t acknowledged,
              Time now) const;
  Swept forget_and_cut(Time now);
  void report(const TurnedAway& refusal) const;

  ConnectionLimits limits_;
  const TurnedAwayLog log_;
  mutable std::mutex mutex_;
  Live live_;
  std::map<std::string, Time> own_;  // until when
  std::map<AgencyId, Time> barred_until_;
  std::optional<Time> trim_at_;  // of the sweeping thread
};

}  // namespace stile::gateway
