#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

#include "tests/adversary/caller.h"
#include "tests/adversary/two_forces.h"

namespace stile::test {

// BusyForce is othershire, doing whatever a force can do, over and over on a thread of its own:
// it sends and is admitted, skips numbers and sends others' bytes under its own, is refused for all
// sorts of reasons until that floods, claims to be testshire and to send to testshire, hands in
// keys, stays attached, asks the ledger.
class BusyForce {
 public:
  // It has been through once when the constructor returns.
  explicit BusyForce(const TwoForces& world);
  ~BusyForce();

  // another_round() returns when it has been through once more.
  void another_round();
  // admitted(), refused() are how many answers of either sort it has had.
  std::uint64_t admitted() const;
  std::uint64_t refused() const;

 private:
  void run();
  void round();
  void send_what_is_admitted();
  void send_what_is_refused();
  void ask();
  void count(const Heard& heard);

  const TwoForces& world_;
  const support::SourceHand hand_;
  Caller caller_;
  std::uint64_t next_number_ = 1;
  mutable std::mutex mutex_;  // over what follows
  std::condition_variable changed_;
  std::uint64_t rounds_ = 0;
  std::uint64_t admitted_ = 0;
  std::uint64_t refused_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace stile::test
