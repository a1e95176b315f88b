#include "tests/bench/bare_notification.h"

#include <chrono>
#include <utility>

#include "tests/bench/bare_leg.h"
#include "tests/bench/plain_database.h"

namespace stile::bench {
namespace {

using Microseconds = std::chrono::duration<double, std::micro>;

constexpr std::size_t kBytes = 2048;

}  // namespace

struct BareNotification::Machines {
  Machines(const std::string& folder, std::vector<std::unique_ptr<BareLeg>> reached)
      : source(folder + "/bare-source.db",
               "CREATE TABLE message (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)"),
        kept(source, "INSERT INTO message (bytes) VALUES (?)"),
        legs(std::move(reached)) {
    request.mutable_consignment()->set_statement(std::string(kBytes, 's'));
  }

  PlainDatabase source;
  PlainInsert kept;
  std::vector<std::unique_ptr<BareLeg>> legs;
  v1::SubmitRequest request;
};

BareNotification::BareNotification(std::unique_ptr<Machines> machines)
    : machines_(std::move(machines)) {}
BareNotification::BareNotification(BareNotification&&) noexcept = default;
BareNotification::~BareNotification() = default;

Result<BareNotification> BareNotification::open(const std::string& folder,
                                                const std::string& identities,
                                                const std::vector<std::string>& callers) {
  std::vector<std::unique_ptr<BareLeg>> legs;
  for (const auto& caller : callers) {
    STILE_TRY(legs.emplace_back(), BareLeg::open(folder + "/bare-" + caller, identities, caller));
  }
  return BareNotification(std::make_unique<Machines>(folder, std::move(legs)));
}

Result<double> BareNotification::sample() {
  const auto begun = std::chrono::steady_clock::now();
  machines_->kept.run(machines_->request.consignment().statement());
  for (const auto& leg : machines_->legs) STILE_CHECKED(leg->round_trip(machines_->request));
  return Microseconds(std::chrono::steady_clock::now() - begun).count();
}

}  // namespace stile::bench
