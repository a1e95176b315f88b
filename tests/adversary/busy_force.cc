#include "tests/adversary/busy_force.h"

#include <vector>

#include "core/base/limits.h"

namespace stile::test {
namespace {

using support::kOfsted;
using support::kOthershire;
using support::kTestshire;

constexpr std::size_t kConsignments = 4;  // that are admitted, a round
constexpr std::uint64_t kProbes = 8;

std::vector<record::Event> records(std::size_t count) {
  std::vector<record::Event> all;
  for (std::size_t i = 0; i < count; ++i) {
    all.push_back(support::call_out(support::kOthershireHome, "2026-10-11T20:15Z",
                                    "OTHER-" + std::to_string(i)));
  }
  return all;
}

support::Lies badly_signed() {
  auto lies = of_othershire();
  lies.signer = kTestshire;
  return lies;
}

v1::Hello hello_with_a_key() {
  support::SealingKeyDraft draft{
      {{kOthershire}}, kOthershire, kOthershire, "2026-10-20T00:00Z", "2026-11-19T00:00Z"};
  v1::Hello with = hello();
  with.set_sealing_key(support::note_of(support::text_of(draft), draft.signing));
  return with;
}

}  // namespace

BusyForce::BusyForce(const TwoForces& world)
    : world_(world),
      hand_(world.hand(kOthershire)),
      caller_(world.dial(kOthershire)),
      thread_([this] { run(); }) {
  another_round();
}

BusyForce::~BusyForce() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  thread_.join();
}

void BusyForce::another_round() {
  std::unique_lock lock(mutex_);
  // The round under way has begun before; one more is whole.
  const std::uint64_t enough = rounds_ + 2;
  changed_.wait(lock, [&] { return rounds_ >= enough; });
}

std::uint64_t BusyForce::admitted() const {
  const std::lock_guard lock(mutex_);
  return admitted_;
}

std::uint64_t BusyForce::refused() const {
  const std::lock_guard lock(mutex_);
  return refused_;
}

void BusyForce::run() {
  while (true) {
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
    }
    round();
    const std::lock_guard lock(mutex_);
    ++rounds_;
    changed_.notify_all();
  }
}

void BusyForce::round() {
  send_what_is_admitted();
  send_what_is_refused();
  ask();
}

void BusyForce::send_what_is_admitted() {
  std::vector<wire::Consignment> good;
  for (std::size_t i = 0; i < kConsignments; ++i) {
    good.push_back(hand_.consign(records(i + 1), next_number_ + i, of_othershire()));
  }
  const auto heard = caller_.submit(good);
  count(heard);
  next_number_ += kConsignments;
}

void BusyForce::send_what_is_refused() {
  const auto one = records(1);
  const Hash testshires = world_.scheme().agreement_hash(kOwnAgreement);
  const std::vector<support::Lies> lies = {
      citing(testshires),           citing(Hash{}),          claiming_to_be(kTestshire),
      naming_recipient(kTestshire), of_home(support::kHome), of_contact("testshire-data")};
  for (const auto& lie : lies) count(caller_.submit(hand_.consign(one, 1, lie)));
  count(caller_.submit(hand_.consign(one, next_number_ + 9, of_othershire())));  // skips
  count(caller_.submit(hand_.consign(one, 1, of_othershire())));                 // conflicts
  const auto bad = hand_.consign(one, 1, badly_signed());
  for (std::uint32_t i = 0; i <= limits::kRefusalLeavesPerMinute; ++i) count(caller_.submit(bad));
  caller_.submit(std::vector<v1::SubmitRequest>(1));
}

void BusyForce::ask() {
  std::vector<v1::AttachUp> probes;
  for (std::uint64_t id = 0; id < kProbes; ++id) {
    probes.push_back(note_stored(id));
    probes.push_back(parcel_stored(id));
  }
  probes.push_back(parcel_rejected(0));
  caller_.attach(hello(), 0, probes);
  caller_.attach(hello_with_a_key());
  caller_.leaves();
  caller_.checkpoint();
  caller_.inclusion(0, 1);
  caller_.tile(0, 0, 1);
  caller_.sync();
}

void BusyForce::count(const Heard& heard) {
  const std::lock_guard lock(mutex_);
  for (const auto& line : heard) {
    if (line.starts_with("stile.v1.SubmitAnswer") && line.find("receipt {") != line.npos)
      ++admitted_;
    if (line.starts_with("stile.v1.SubmitAnswer") && line.find("refusal {") != line.npos)
      ++refused_;
  }
}

}  // namespace stile::test
