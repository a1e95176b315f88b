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

// NotifyTotals count events, and what of them went.
struct NotifyTotals {
  std::uint64_t rows = 0;       // of the export
  std::uint64_t rejected = 0;   // to be mended
  std::uint64_t withheld = 0;   // out of scope: no child of a children's home
  std::uint64_t held = 0;       // R17
  std::uint64_t erased = 0;     // records that were erased
  std::uint64_t untold = 0;     // events of which nobody is told
  std::uint64_t unreached = 0;  // events of which somebody cannot be told yet
  std::uint64_t sent = 0;       // notifications, one for each recipient
  std::uint64_t revised = 0;
  std::uint64_t unchanged = 0;
  std::uint64_t changed = 0;  // withdrawn from, or corrected at, a recipient who was told before

  std::uint64_t& of(Fate fate) {
    return fate == Fate::kNew ? sent : fate == Fate::kRevised ? revised : unchanged;
  }
};

JsonObject& put(const NotifyTotals& totals, JsonObject& json);

// NotifyWords says to a person, in words and as JSON, who is told of each event, what, and why; and
// who is not, and why not. It names events by their line and the exporting system's reference. What
// becomes of an event waits for say(): nobody reads of what is not durable, and no notification
// waits for somebody's terminal. What was not said by the end is not said.
class NotifyWords {
 public:
  explicit NotifyWords(Reporter& reporter) : reporter_(&reporter) {}

  void say();

  void told(Fate fate, std::int64_t line, std::string_view reference, const Route& route);
  void untold(std::int64_t line, std::string_view reference, std::string_view audience,
              Reason reason);
  // changed() says what becomes of a record at somebody who was told of it before.
  void changed(record::ChangeReason reason, std::int64_t line, std::string_view reference,
               const SentRecord& sent);
  // told_twice() says that an earlier row of the same export has told of a record.
  void told_twice(std::int64_t line, std::string_view reference);
  void erased(std::int64_t line);  // names no more than that
  void held(std::int64_t line, std::string_view reference, record::Hold hold);
  void faulty(const RowFault& fault);
  void closed(const Withheld& why);
  void totals(const NotifyTotals& totals, bool preview);
  // not_kept() says that nothing could be released of some event.
  void not_kept(const Error& error);
  void failed(const Error& error);

  Reporter& reporter() { return *reporter_; }

 private:
  void later(std::string text, std::string json);

  Reporter* reporter_;
  std::vector<std::pair<std::string, std::string>> later_;  // each in words, and as JSON
};

}  // namespace stile::agent
