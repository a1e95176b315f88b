#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "agents/ingest/event_rows.h"
#include "agents/report/json.h"
#include "agents/report/reporter.h"
#include "agents/source/route.h"
#include "agents/source/way.h"

namespace stile::agent {

struct ReturnTotals {
  std::uint64_t rows = 0;      // of the export
  std::uint64_t rejected = 0;  // to be mended
  // Of those, rows of another month, and rows that may be held (R17): in no figure that leaves.
  std::uint64_t unsaid = 0;
  // Rows a route: one row counts once on each.
  std::uint64_t sent = 0;  // new
  std::uint64_t revised = 0;
  std::uint64_t unchanged = 0;
  std::uint64_t withheld = 0;
  std::uint64_t consignments = 0;
  std::uint64_t held = 0;    // R17: known at the source only
  std::uint64_t erased = 0;  // records that were erased
  // What a recipient has and would not be sent now: withdrawn or corrected there, because of what
  // the row says now; left there, because what is withheld is not the row's doing; and rows that
  // the export no longer gives, which nothing takes back.
  std::uint64_t changed = 0;
  std::uint64_t sent_before = 0;
  std::uint64_t absent = 0;

  std::uint64_t& of(Fate fate) {
    return fate == Fate::kNew ? sent : fate == Fate::kRevised ? revised : unchanged;
  }
};

// put() writes what became of an export's rows; how many consignments it made is the caller's to
// say.
JsonObject& put(const ReturnTotals& totals, JsonObject& json);

// ReturnWords says to a person, in words and as JSON, what becomes of each row of an export. It
// names rows by their line and the exporting system's reference. `every_row` also names the rows
// that are sent or unchanged. One thread.
class ReturnWords {
 public:
  ReturnWords(Reporter& reporter, bool every_row) : reporter_(&reporter), every_row_(every_row) {}

  void fate(Fate fate, std::int64_t line, std::string_view reference, const Route& route);
  void withheld(std::int64_t line, std::string_view reference, const Withheld& why);
  void held(std::int64_t line, std::string_view reference, record::Hold hold);
  // erased() names no more than the line.
  void erased(std::int64_t line);
  // sent_before() follows held() or withheld() where the recipient of a route has the row already.
  void sent_before(std::int64_t line, std::string_view reference, const Route& route);
  // changed() says what becomes of a row at a recipient who has it.
  void changed(record::ChangeReason reason, std::int64_t line, std::string_view reference,
               const std::string& recipient, const std::string& agreement_id);
  void faulty(const RowFault& fault);
  void closed(const Withheld& why);
  void ignored(const std::vector<std::string>& headers);
  void absent(const std::string& reference, const Route& route);
  void absences(std::uint64_t count);
  void totals(const ReturnTotals& totals, const Month& month);
  // home_months() and manifest() say what of a month's figures went.
  void home_months(const ReturnTotals& totals, const Route& route);
  void manifest(std::uint32_t number, const Route& route);
  void failed(const Error& error);

  Reporter& reporter() { return *reporter_; }

 private:
  Reporter* reporter_;
  bool every_row_;
};

}  // namespace stile::agent
