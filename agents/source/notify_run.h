#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <istream>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "agents/source/notify_queue.h"
#include "agents/source/notify_words.h"
#include "agents/source/rejected_rows.h"
#include "agents/source/way.h"
#include "core/base/result.h"

namespace stile::agent {

// kNotifyDays: an event that is older, and of which nobody was told, is not told of any more: it
// comes from a backfill, and its time to be told has passed. Revisions of what was told always go.
inline constexpr Day kNotifyDays = 28;

// NotifyRun tells, of each event of an export, those whom the agreements in force name, in one
// notification each, and says of those whom nobody tells why not. One thread, one run.
class NotifyRun {
 public:
  // Everything borrowed outlives the run. `stopping` ends it early with kUnavailable.
  NotifyRun(const SourceOptions& options, std::shared_ptr<const ColumnMap> column_map,
            IntakeReader& reader, NotifyWords& words, const std::atomic<bool>& stopping);
  // One of a single event that stands in no export, of a system of that code.
  NotifyRun(const SourceOptions& options, std::string_view system, IntakeReader& reader,
            NotifyWords& words, const std::atomic<bool>& stopping);

  // run() sends to `outlet`, or previews where it is null: what it says is what sending would do
  // (design I9). Fails as routes_of(), where the file cannot be read, or where the store does not
  // take what is queued. Faults of rows are said, counted, and stop nothing; `rejected`, where it
  // is not null, takes those rows. With kUntold it passes over all rows but those of events that
  // are left untold just as they are here: what was read of an event later stands before them.
  enum class Which { kAll, kUntold };
  Status run(std::istream& from, NotifyQueue* outlet, RejectedRows* rejected = nullptr,
             Which which = Which::kAll);

  // tell() sends that event; fails as run() but for its file. The caller wipes its identity.
  Status tell(const ReadEvent& read, NotifyQueue& outlet);

  // release() sends that event to the home's own authority, and to nobody else, as if it did not
  // name who placed the child; it previews that where `outlet` is null. Gives why nobody is told,
  // or nothing; fails as tell().
  Result<std::optional<Reason>> release(const ReadEvent& read, NotifyQueue* outlet);

  const NotifyTotals& totals() const { return totals_; }
  const std::string& system() const { return system_; }

 private:
  // Line is one clause, with its way once it was needed.
  struct Line {
    Route route;
    std::optional<Way> way;
  };
  // Why nobody of an audience is told, as far as its clauses have said.
  using Refusals = std::map<std::string_view, Reason>;
  // Release is what was released of a record, and on which routes. It stands for as long as the
  // record names who has denied it; then it is over, and all is as with any record.
  struct Release {
    RecordKey key;
    Token denied{};
    std::set<std::int64_t> routes;
    bool stands = false;
  };

  Status open_lines();
  Result<Way*> way_of(Line& line);
  // begin() is true where the row is to be taken.
  Result<bool> begin(const RowOutcome& outcome, Which which);
  Status take(const RowOutcome& outcome);
  Status take_event(const ReadEvent& read);
  Result<bool> take_erased(const ReadEvent& read);
  Status tell_all(const ReadEvent& read, SourceRow& row);
  // tell() is true when the line's recipient is told, now or before.
  Result<bool> tell(Line& line, const ReadEvent& read, SourceRow& row, Refusals& refusals);
  // follow_up() says what becomes of the record at those who were told before and are not now.
  Status follow_up(const ReadEvent& read, const SourceRow& row);
  Status withdraw_wider(Way& way, const ReadEvent& read, const SourceRow& row);
  void say_told(Line& line, const ReadEvent& read, Fate fate);
  // find_release() takes up what was released of the event at hand. While that stands, pass_over()
  // tells the authority that has denied it nothing, and tell_unlisted() the home's own, of which no
  // word is said (X1); withdrawn from there it is as if nobody had placed the child.
  Status find_release(const ReadEvent& read, const SourceRow& row);
  bool stands() const { return release_ && release_->stands; }
  Result<bool> pass_over(Line& line, const ReadEvent& read, SourceRow& row, Refusals& refusals);
  Status tell_unlisted(Line& line, const ReadEvent& read);
  Result<std::optional<ChangeOrder>> follow_up_of(const SentRecord& one, const ReadEvent& read,
                                                  const SourceRow& row);
  Status keep_own(const ReadEvent& read, const SourceRow& row);
  Token denied_of(const record::Event& event) const;
  // has_listed() is whether the line's agency was told of the event at hand, and not by a release:
  // a duty team may act for who denied it and for the home's own authority.
  Result<bool> has_listed(const Line& line, const ReadEvent& read);
  void refuse(const ReadEvent& read, std::string_view audience, Reason reason);
  Status commit();
  std::optional<Reason> nobody(const record::Event& event) const;
  bool is_too_old(const record::Event& event) const;

  const SourceOptions* options_;
  const std::shared_ptr<const ColumnMap> column_map_;  // null where there is no export
  const std::string system_;
  IntakeReader* reader_;
  NotifyWords* words_;
  const std::atomic<bool>* stopping_;
  NotifyQueue* outlet_ = nullptr;
  RejectedRows* rejected_ = nullptr;
  std::optional<EventRows> rows_;
  std::shared_ptr<const agreement::DocumentSet> documents_;

  std::deque<Line> lines_;
  UntoldEvent at_hand_;
  std::vector<Decision> decisions_;  // of the event at hand
  std::set<std::string> leading_;    // agreements that lead it to somebody
  bool placed_ = false;              // it is with who placed the child, as far as it says
  bool unreached_ = false;           // somebody cannot be told of it yet
  bool any_released_ = false;        // of any event
  std::optional<Release> release_;   // of the event at hand
  bool unlisted_ = false;            // no word is said
  // Where the export has told of a record itself, a row of it behind that withdraws nothing: a
  // preview, which stores nothing, could not say so.
  std::set<std::pair<std::string, std::string>> told_;
  NotifyTotals totals_;
  const IntakeDigests digests_;
  SubjectTokens subjects_;
};

}  // namespace stile::agent
