#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "core/agreement/directory.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/result.h"

namespace stile::gateway {

// Witnesses gathers what the directory's quorum cosigns. One checkpoint at a time is offered to all
// agents, for a round of a minute: cosignatures of different trees could not be counted together.
// Nothing of it is durable: after a restart the agents, who keep what a quorum has cosigned, have
// cosigned the next within moments. Any thread.
class Witnesses {
 public:
  using Clock = std::chrono::steady_clock;
  explicit Witnesses(std::chrono::seconds round = std::chrono::seconds(60)) : round_(round) {}

  // Standing is what an attached agent is to have been sent. Each number grows with its note; an
  // empty note is none, of number 0.
  struct Standing {
    std::uint64_t offer = 0;
    std::string offered = {};  // the checkpoint of this round
    std::uint64_t size = 0;    // its
    std::uint64_t cosigning = 0;
    std::string cosigned = {};  // the newest that a quorum has cosigned
    Clock::duration next{};     // until the next round
  };
  // standing() begins a round with `newest` where the last is over. Nothing is offered while the
  // directory names no quorum, or the ledger is empty.
  Standing standing(const agreement::Directory& directory, const std::string& newest,
                    std::uint64_t size, Clock::time_point now);

  // take() keeps a member's cosignature of the checkpoint offered; true when the quorum has just
  // become one. Of which time it is, agents judge by their clocks. kBadSignature for a line that
  // claims to be of the agency's key and is not good for that checkpoint, kMalformed for what is no
  // line. What is of another checkpoint came too late, what is of another key or of no member of
  // the quorum counts for nobody: each changes nothing.
  Result<bool> take(const agreement::Directory& directory, const AgencyId& agency,
                    std::uint64_t size, const std::string& line, Instant now);

 private:
  std::string cosigned_note() const;
  void close();

  const std::chrono::seconds round_;
  std::mutex mutex_;  // over what follows
  std::uint64_t offer_ = 0;
  Clock::time_point until_;
  std::string offered_;
  std::uint64_t size_ = 0;
  std::map<AgencyId, std::string> lines_;  // of this round
  Instant latest_ = 0;                     // the latest time seen, so that no time leaves one out
  bool complete_ = false;                  // they are a quorum's
  std::size_t shown_ = 0;                  // how many of them cosigned_ has
  std::uint64_t cosigning_ = 0;
  std::string cosigned_;
};

}  // namespace stile::gateway
