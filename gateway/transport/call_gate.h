#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "gateway/transport/connections.h"
#include "gateway/transport/known_certificates.h"

namespace grpc {
class ServerContext;
}

namespace stile::gateway {

// Call is a call in progress of a peer that TLS has proved and the gate has admitted. A handler
// keeps it until it returns. Moved, never copied; one thread at a time but for received().
class Call {
 public:
  Call(Call&& other) noexcept;
  Call& operator=(Call&&) = delete;
  ~Call();

  const AgencyId& peer() const { return peer_; }
  // fingerprint() is SHA-256 of the peer's certificate, as leaves name it.
  const Hash& fingerprint() const { return fingerprint_; }

  // received() must be told of every message that the handler was given, in bytes as on the
  // wire (ByteSizeLong); what nobody accounts for counts as a flood. Any thread.
  void received(std::uint64_t bytes);

 private:
  friend class CallGate;
  Call(Connections& connections, std::string remote, AgencyId peer, const Hash& fingerprint,
       std::uint64_t largest_message);

  Connections* connections_;  // empty once moved from
  std::string remote_;
  AgencyId peer_;
  Hash fingerprint_;
  std::uint64_t largest_message_;
};

// CallGate decides who comes in: at the handshake, at every call, and again while a connection
// stays open (design section 6). Agencies of one trust domain only, each with exactly one
// identity, never a gateway, never one that `admission` denies or that is barred. All
// functions are safe on any thread. Lives longer than every Call and the TlsServer it serves.
class CallGate {
 public:
  CallGate(std::string trust_domain, Admission admission, TurnedAwayLog log,
           ConnectionLimits limits = {});

  // judge() decides on a verified certificate; the handshake fails unless it is ok. kWrongPeer,
  // kMalformed, kFlood or what `admission` said; logged.
  Status judge(const std::vector<std::string>& uri_names, const std::string& pem);

  // enter() begins a call: every handler's first line. The peer comes from the connection's
  // certificate, never from anything the call says. `largest_message` is the longest message
  // in bytes that the handler may be reading while it runs: 0 when it has been given its only
  // one. Fails as judge() does, also for a peer denied since its handshake.
  Result<Call> enter(const grpc::ServerContext& context, std::uint64_t largest_message);

  // cut() ends every connection of this agency at once; its next handshake is judged anew.
  void cut(const AgencyId& agency) { connections_.cut(agency); }

  // keep_watch() forgets ended connections, cuts floods and, every few seconds, whoever is no
  // longer admitted. TlsServer calls it about every 50 ms.
  void keep_watch(Connections::Time now);

  const std::string& trust_domain() const { return trust_domain_; }
  Connections& connections() { return connections_; }
  void log(const TurnedAway& refusal) const;

 private:
  Result<AgencyId> identify(const std::vector<std::string>& uri_names) const;
  Status admit(const AgencyId& agency, const std::string& serial);

  const std::string trust_domain_;
  const Admission admission_;
  const TurnedAwayLog log_;
  KnownCertificates certificates_;
  Connections connections_;
  Connections::Time next_review_{};  // of the watching thread
};

}  // namespace stile::gateway
