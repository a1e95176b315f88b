#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "agents/recipient/change.h"
#include "agents/recipient/notice.h"
#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"
#include "core/storage/database.h"

namespace stile::agent {

// ListedNotice is the newest revision of an event that its reader may know of.
struct ListedNotice {
  Notice notice;
  bool corrects = false;  // an earlier revision
  Bytes fields;           // empty once it was returned
  Marks marks = {};
};

// NoticeFigures are how many events wait for somebody here to read them, and how many changes for
// somebody to confirm them.
struct NoticeFigures {
  std::uint64_t unread = 0;
  std::uint64_t overdue = 0;  // of these
};

// KeptNoticeWord is a word with the digest that it has to be about, and what was signed here before
// it.
struct KeptNoticeWord {
  Word word;
  Hash consignment{};
  std::string acknowledgement;
};

// BreachEntry is an entry of the operation log about a notice: one that came here and was somebody
// else's, or that did not verify.
struct BreachEntry {
  bool returned = false;
  Instant time = 0;
  std::string account;
  std::string source;  // SPIFFE identity
  std::string agreement_id;
  std::uint64_t number = 0;
  std::string reason;
};

// NoticeReader reads on a connection that outlives it: in the snapshot of an InboxReader, or what
// InboxStore has written. Errors are those of
// storage::Database. One thread.
class NoticeReader {
 public:
  explicit NoticeReader(const storage::Database& database) : database_(database) {}

  // each_newest() goes in the order in which they came, and through those alone that wait for
  // somebody unless `all`. It stops at the first failure of `take`, which it returns; so do the
  // others.
  Status each_newest(bool all, bool alleged_only, const std::function<Status(ListedNotice)>& take);
  // each_unread() is of those that nobody has opened.
  Status each_unread(const std::function<Status(ListedNotice)>& take);
  Result<NoticeFigures> figures(Instant now);
  Status each_breach(const std::function<Status(BreachEntry)>& take);
  // each_notice() and each_word() are of all there are, by parcel.
  Status each_notice(const std::function<Status(Notice)>& take);
  Status each_word(const std::function<Status(KeptNoticeWord)>& take);

 private:
  Status each_up_to(NoticeState last, bool alleged_only,
                    const std::function<Status(ListedNotice)>& take);

  const storage::Database& database_;
};

}  // namespace stile::agent
