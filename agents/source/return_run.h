#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <istream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "agents/source/rejected_rows.h"
#include "agents/source/return_queue.h"
#include "agents/source/return_words.h"
#include "agents/source/way.h"
#include "core/base/result.h"

namespace stile::agent {

// ReturnRun takes one export through reading, evaluating, minimising, signing and queueing. The
// memory of a preview does not grow with the export, nor does that of sending, but for what its
// outlet keeps until the next consignment. One thread, one run.
class ReturnRun {
 public:
  // Everything borrowed outlives the run. `stopping` ends it early with kUnavailable.
  ReturnRun(const SourceOptions& options, std::shared_ptr<const ColumnMap> column_map,
            IntakeReader& reader, const Month& month, ReturnWords& words,
            const std::atomic<bool>& stopping);

  // run() sends to `outlet`, or previews where it is null. It fails when nothing can be sent at all
  // (routes_of()), the file cannot be read, or the store does not take what is queued. Faults of
  // rows are said, counted, and stop nothing; `rejected`, where it is not null, takes those rows.
  Status run(std::istream& from, ReturnQueue* outlet, RejectedRows* rejected = nullptr);

  const ReturnTotals& totals() const { return totals_; }
  // closed() is why every way is closed, when it is: nothing was sent.
  std::optional<Withheld> closed() const;
  // types() are the types of record that the export may hold, and system() is its system's code.
  const std::vector<record::RecordType>& types() const { return types_; }
  const std::string& system() const { return column_map_->system(); }

 private:
  // Agreed is one agreement, and its ways for the types of record that it has a clause for.
  struct Agreed {
    std::string id;
    std::deque<Way> ways;  // what the outlet works on stays where it is
    Way* of(record::RecordType type);
  };

  // KeptFor is an agreement under which somebody may ask for rows of one type; without a route one
  // under which nobody may now, and rows are kept.
  struct KeptFor {
    std::optional<Route> route;
    std::int64_t row = 0;  // the route's in the store
  };

  Status open_ways();
  Status open_kept();
  void keep_to_answer(const ReadEvent& read, const SourceRow& row);
  void follow_answers(const ReadEvent& read, const SourceRow& row);
  // keep_no_more() is of a held record, or of one that may be: it is in no answer (R17).
  void keep_no_more(record::RecordType type, const std::string& reference,
                    const std::optional<ChildDigest>& child);
  Status take(const RowOutcome& outcome);
  Status take_event(const ReadEvent& read);
  bool belongs(const ReadEvent& read);
  Result<bool> is_erased(const record::Event& event);
  Status send_on(Agreed& agreed, const ReadEvent& read, SourceRow& row);
  Status hold(const ReadEvent& read, const SourceRow& row);
  Status keep(Way& way, const ReadEvent& read, const SourceRow& row);
  Status withdraw(Way& way, const ReadEvent& read, const SourceRow& row);
  // follow_up() is about those who have the row by an agreement that lets nothing go any more.
  Status follow_up(const ReadEvent& read, const SourceRow& row);
  Status find_ended();
  Status finish();
  void withhold(std::int64_t line, const record::Event& event, const Withheld& why);
  void take_fault(const RowFault& fault);

  const SourceOptions* options_;
  const std::shared_ptr<const ColumnMap> column_map_;
  const std::vector<record::RecordType> types_;
  IntakeReader* reader_;
  const Month month_;
  ReturnWords* words_;
  const std::atomic<bool>* stopping_;
  ReturnQueue* outlet_ = nullptr;
  RejectedRows* rejected_ = nullptr;
  std::optional<EventRows> rows_;

  std::deque<Agreed> agreed_;
  std::vector<KeptFor> kept_for_;
  std::map<record::RecordType, std::int64_t> numbering_;  // of types that something is kept of
  std::vector<Withheld> closed_;
  bool any_erased_ = false;
  bool ended_ = false;  // somebody has rows of the month by an agreement that is not among agreed_
  ReturnTotals totals_;
  bool has_own_rows_ = false;       // rows of the month
  std::optional<Month> elsewhere_;  // another month that rows are of
  const IntakeDigests digests_;
  SubjectTokens subjects_;
};

}  // namespace stile::agent
