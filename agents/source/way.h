#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "agents/source/consignment_draft.h"
#include "agents/source/corrections.h"
#include "agents/source/enquiry_tables.h"
#include "agents/source/intake_digest.h"
#include "agents/source/intake_reader.h"
#include "agents/source/intake_types.h"
#include "agents/source/recent_records.h"
#include "agents/source/route.h"
#include "agents/source/seen_records.h"
#include "agents/source/source_options.h"
#include "core/base/result.h"

namespace stile::agent {

// Outlet takes what a return decides. A preview has none, and is otherwise the same run: what it
// says is what sending would do (design I9).
class Outlet {
 public:
  virtual ~Outlet() = default;
  virtual Result<std::int64_t> system(std::string_view code, record::RecordType type) = 0;
  virtual Result<RouteRow> route(const Route& route) = 0;
  // queue() takes a draft to become the route's next consignment. It is durable when
  // RecentRecords::kAhead more drafts have been taken, in the order of taking; only then may the
  // consignment leave. `route` outlives the outlet's work. Fails when an earlier draft did not
  // become durable: nothing after it does.
  virtual Status queue(const Route& route, ConsignmentDraft draft) = 0;
  // withhold() and learn() become durable with the next draft, or when the return has ended: a
  // row that does not go, and what a row that goes unchanged now adds to its home's month.
  virtual void withhold(WithheldRow row) = 0;
  virtual void learn(RecordKey key, RecordFacts facts) = 0;
  // change() becomes durable so too: what becomes of a record that was sent before.
  virtual void change(ChangeOrder order) = 0;
  // keep() and keep_no_more() become durable so too, in their order and behind the changes before
  // them: what may be asked for of a record. By a route, or whomever it was kept for.
  virtual void keep(AnswerRow row) = 0;
  virtual void keep_no_more(RecordKey key) = 0;
  virtual void keep_no_more(NoAnswer record) = 0;
};

// Fate is what becomes of a row on one route.
enum class Fate { kNew, kRevised, kUnchanged };

// SourceRow is a record as its source finds it again.
struct SourceRow {
  std::string_view reference;
  std::string_view child;  // empty for none
  ChildDigest digest{};    // of the child
  record::Envelope envelope;
  RecordFacts facts;
};

// Way carries one type of record of a month's return to one recipient: it tells what is new from
// what was sent before, and gathers it into consignments. One thread.
class Way {
 public:
  // open() looks up what was sent before. Everything borrowed outlives the way; `outlet` may be
  // null. `system` is the exporting system's code: with the type of record it is one numbering of
  // references.
  static Result<Way> open(const SourceOptions& options, IntakeReader& reader, Outlet* outlet,
                          Route route, std::string_view system, const Month& month);

  const Route& route() const { return route_; }
  const RouteRow& row() const { return row_; }

  // before() is what was last sent of a row, and digest_of() what send() would compare with it.
  Result<std::optional<KnownRecord>> before(const SourceRow& row) { return known(key_of(row)); }
  Bytes digest_of(ByteView digested, ByteView subject_token = {}) const;

  // send() drafts the row unless the recipient has it as it is. A full draft is handed over.
  // `digested` is what tells a change: the row's fields, where it is empty.
  Result<Fate> send(const SourceRow& row, TreatedRow treated, ByteView digested = {});
  // resend() makes send() send the row though its recipient has it as it is.
  Status resend(const SourceRow& row);
  // keep() says that a row is in the export and does not go now: what was sent of it stays. True
  // when something was.
  Result<bool> keep(const SourceRow& row);
  // withdraw() says that a row is in the export and leads to this recipient no more: what was sent
  // of it is withdrawn. True when something was.
  Result<bool> withdraw(const SourceRow& row);
  // flush() hands the draft over; a preview drops it, and knows of its rows by `seen_` from then
  // on.
  Status flush();
  std::uint64_t consignments() const { return consignments_; }

  // each_absent() gives the references of the month that were sent before and are not in the
  // export.
  Status each_absent(const std::function<void(const std::string&)>& take);

 private:
  Way(const SourceOptions& options, IntakeReader& reader, Outlet* outlet, Route route,
      const Month& month)
      : options_(&options),
        reader_(&reader),
        outlet_(outlet),
        route_(std::move(route)),
        month_(month),
        draft_(options),
        digests_(*options.tokens) {}

  RecordKey key_of(const SourceRow& row) const {
    return {row_.id, system_, std::string(row.reference), row.digest};
  }
  Result<std::optional<KnownRecord>> known(const RecordKey& key);
  Status learn(RecordKey key, const KnownRecord& record);
  Status see(const RecordKey& key, const KnownRecord& record);
  KnownRecord next_of(const SourceRow& row, const TreatedRow& treated, ByteView digested,
                      const std::optional<KnownRecord>& before) const;

  const SourceOptions* options_;
  IntakeReader* reader_;
  Outlet* outlet_;
  Route route_;
  Month month_;
  RouteRow row_;
  std::int64_t system_ = 0;
  std::string numbering_;  // of references, in event tokens: "command-and-control/call-out"
  ConsignmentDraft draft_;
  IntakeDigests digests_;
  bool sent_before_ = false;  // rows of this month
  std::string highest_;       // reference known on this way; what is above it is new
  RecentRecords recent_;      // not yet seen by the reader
  // What of the export came so far; null where nobody will ask: a preview asks what it would have
  // sent, and a month that was sent before which of its rows are gone.
  std::unique_ptr<SeenRecords> seen_;
  std::uint64_t consignments_ = 0;
};

}  // namespace stile::agent
