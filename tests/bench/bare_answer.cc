#include "tests/bench/bare_answer.h"

#include <chrono>
#include <map>
#include <memory>
#include <utility>

#include "core/base/bytes.h"
#include "tests/bench/bare_leg.h"
#include "tests/bench/plain_database.h"

namespace stile::bench {
namespace {

using Microseconds = std::chrono::duration<double, std::micro>;

}  // namespace

struct BareAnswer::Machines {
  Machines(const std::string& path, const std::string& intake)
      : source(
            path,
            "ATTACH '" + intake +
                "' AS intake;"
                "CREATE TABLE row (home TEXT NOT NULL, day INTEGER NOT NULL, bytes BLOB NOT NULL);"
                "INSERT INTO row SELECT home, day, fields || envelope FROM intake.kept"
                " ORDER BY day, system, reference;"
                "CREATE INDEX row_home ON row (home, day); DETACH intake") {
    sqlite3_prepare_v2(source.connection(),
                       "SELECT bytes FROM row WHERE home = ? AND day BETWEEN ? AND ? ORDER BY day",
                       -1, &query, nullptr);
  }
  ~Machines() { sqlite3_finalize(query); }
  Machines(const Machines&) = delete;
  Machines& operator=(const Machines&) = delete;

  // next_key() is 16 bytes, which ascend: the cheapest order to store rows in.
  std::string next_key() {
    Bytes key;
    append_u64(key, ++keys);
    append_u64(key, keys * 0x9e3779b97f4a7c15U);
    return key;
  }

  PlainDatabase source;
  std::uint64_t keys = 0;
  sqlite3_stmt* query = nullptr;
  std::unique_ptr<BareLeg> recipient;
  std::map<BareKeeps, std::unique_ptr<BareLeg>> gateways;
  std::size_t rows = 0;
};

BareAnswer::BareAnswer(std::unique_ptr<Machines> machines) : machines_(std::move(machines)) {}
BareAnswer::BareAnswer(BareAnswer&&) noexcept = default;
BareAnswer::~BareAnswer() = default;

Result<BareAnswer> BareAnswer::open(const std::string& folder, const std::string& identities,
                                    const std::string& intake) {
  auto machines = std::make_unique<Machines>(folder + "/bare-rows.db", intake);
  STILE_TRY(machines->recipient, BareLeg::open(folder + "/bare-regulator", identities,
                                               "regulator-ofsted", BareKeeps::kRows));
  STILE_TRY(machines->gateways[BareKeeps::kRows],
            BareLeg::open(folder + "/bare-gateway", identities, "force-sussex", BareKeeps::kRows));
  STILE_TRY(machines->gateways[BareKeeps::kMessages],
            BareLeg::open(folder + "/bare-relay", identities, "force-sussex"));
  return BareAnswer(std::move(machines));
}

Result<double> BareAnswer::sample(const std::string& home, std::int64_t first, std::int64_t last,
                                  BareKeeps at_gateway) {
  sqlite3_stmt* query = machines_->query;
  const auto begun = std::chrono::steady_clock::now();
  v1::SubmitRequest request;
  machines_->rows = 0;
  sqlite3_bind_text(query, 1, home.data(), static_cast<int>(home.size()), SQLITE_STATIC);
  sqlite3_bind_int64(query, 2, first);
  sqlite3_bind_int64(query, 3, last);
  while (sqlite3_step(query) == SQLITE_ROW) {
    v1::Row& row = *request.mutable_consignment()->add_row();
    row.set_fields(sqlite3_column_blob(query, 0),
                   static_cast<std::size_t>(sqlite3_column_bytes(query, 0)));
    row.set_event_token(machines_->next_key());
    ++machines_->rows;
  }
  sqlite3_reset(query);
  STILE_CHECKED(machines_->gateways.at(at_gateway)->round_trip(request));
  STILE_CHECKED(machines_->recipient->round_trip(request));
  return Microseconds(std::chrono::steady_clock::now() - begun).count();
}

std::size_t BareAnswer::rows() const { return machines_->rows; }

}  // namespace stile::bench
