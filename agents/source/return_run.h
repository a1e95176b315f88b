#pragma once

#include <atomic>
#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agents/source/consignment_draft.h"
#include "agents/source/intake_reader.h"
#include "agents/source/intake_store.h"
#include "agents/source/recent_records.h"
#include "agents/source/return_words.h"
#include "agents/source/route.h"
#include "core/base/result.h"

namespace stile::agent {

// Outlet takes what a return decides. A preview has none, and is otherwise the same run: what it
// says is what sending would do (design I9).
class Outlet {
 public:
  virtual ~Outlet() = default;
  virtual Result<std::int64_t> system(std::string_view code) = 0;
  virtual Result<RouteRow> route(const Route& route) = 0;
  // queue() takes a draft to become the route's next consignment, and the withheld rows so far.
  // Both are durable when RecentRecords::kAhead more drafts have been taken, in the order of
  // taking; only then may the consignment leave. `route` outlives the outlet's work. Fails when
  // an earlier draft did not become durable: nothing after it does.
  virtual Status queue(const Route& route, ConsignmentDraft draft,
                       std::vector<WithheldRow> withheld) = 0;
};

// ReturnRun takes one export through reading, evaluating, minimising, signing and queueing. Its
// memory does not grow with the export, but for 16 bytes a row where the month was sent before,
// and for what a preview has to remember. One thread, one run.
class ReturnRun {
 public:
  // Everything borrowed outlives the run. `outlet` may be null; `stopping` ends the run early
  // with kUnavailable.
  ReturnRun(const SourceOptions& options, IntakeReader& reader, const Month& month,
            ReturnWords& words, Outlet* outlet, const std::atomic<bool>& stopping);

  // run() fails when nothing can be sent at all (routes_of()), the file cannot be read, or the
  // store does not take what is queued. Faults of rows are said, counted, and stop nothing.
  Status run(std::istream& from);

  const ReturnTotals& totals() const { return totals_; }
  const std::vector<WithheldRow>& withheld() const { return withheld_; }
  // closed() is why every way is closed, when it is: nothing was sent.
  std::optional<Withheld> closed() const;

 private:
  struct Way {
    Route route;
    RouteRow row;
    ConsignmentDraft draft;
    bool sent_before = false;      // rows of this month
    std::string highest = {};      // reference known on this way; what is above it is new
    RecentRecords recent = {};     // not yet seen by the reader
    std::vector<Token> seen = {};  // of a month that was sent before
  };

  Status open_ways();
  Result<RouteRow> known_route(const Route& route);
  Status take(const RowOutcome& outcome);
  Status take_event(const ReadEvent& read);
  bool belongs(const ReadEvent& read);
  Status send_on(Way& way, const ReadEvent& read, const record::Envelope& envelope,
                 const ChildDigest& child);
  KnownRecord next_of(const Way& way, const ReadEvent& read, const TreatedRow& treated,
                      const std::optional<KnownRecord>& before) const;
  Result<std::optional<KnownRecord>> known(Way& way, const RecordKey& key);
  Status flush(Way& way);
  Status finish();
  Status list_absent(Way& way);
  void withhold(std::int64_t line, std::string_view reference, const Withheld& why);
  void take_fault(const RowFault& fault);

  const SourceOptions* options_;
  const std::shared_ptr<const ColumnMap> column_map_;  // the same one to the end
  IntakeReader* reader_;
  const Month month_;
  ReturnWords* words_;
  Outlet* outlet_;
  const std::atomic<bool>* stopping_;

  std::int64_t system_ = 0;
  std::vector<Way> ways_;
  std::vector<Withheld> closed_;
  std::vector<WithheldRow> withheld_;  // not yet stored
  ReturnTotals totals_;
};

}  // namespace stile::agent
