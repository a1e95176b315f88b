#include "agents/recipient/notice_reader.h"

#include <utility>

#include "agents/recipient/change_row.h"
#include "agents/recipient/each_row.h"
#include "agents/recipient/notice_row.h"
#include "core/storage/statement.h"

namespace stile::agent {
namespace {

using storage::Rows;
using storage::Statement;

// Of an event the newest revision is the highest, and of equal ones that which came last.
constexpr std::string_view kEachNewest =
    "SELECT kept.*, EXISTS (SELECT 1 FROM notice AS earlier WHERE earlier.source = kept.source AND"
    "  earlier.event_token = kept.event_token AND earlier.revision < kept.revision AND"
    "  earlier.alleged >= ?2) OR EXISTS (SELECT 1 FROM change WHERE change.source = kept.source AND"
    "  change.event_token = kept.event_token AND change.kind = 1 AND"
    "  change.revision > kept.revision), coalesce(row.fields, x''),"
    " coalesce((SELECT reason FROM mark WHERE mark.event_token = kept.event_token AND"
    "  mark.source = kept.source AND kind = 2), 0),"
    " coalesce((SELECT reason FROM mark WHERE mark.event_token = kept.event_token AND"
    "  mark.source = kept.source AND kind = 3), 0)"
    " FROM kept_notice AS kept LEFT JOIN row ON row.source = kept.source AND"
    "  row.event_token = kept.event_token AND row.superseded = 0"
    " WHERE state <= ?1 AND NOT kept.withdrawn AND kept.alleged >= ?2 AND NOT EXISTS (SELECT 1 "
    "FROM disposed_event AS gone WHERE gone.source = kept.source AND"
    "  gone.event_token = kept.event_token) AND NOT EXISTS (SELECT 1 FROM notice AS later"
    "  WHERE later.source = kept.source AND later.event_token = kept.event_token AND"
    "  (later.revision, later.parcel) > (kept.revision, kept.parcel))"
    " ORDER BY kept.parcel";
constexpr std::string_view kFigures =
    "SELECT count(*), coalesce(sum(due <= ?1 OR arrived > ?1), 0) FROM"
    " (SELECT due, arrived FROM notice WHERE state = 1 AND"
    " NOT EXISTS (SELECT 1 FROM notice AS later WHERE later.source = notice.source AND"
    "  later.event_token = notice.event_token AND"
    "  (later.revision, later.parcel) > (notice.revision, notice.parcel)) AND"
    " NOT EXISTS (SELECT 1 FROM disposed_event AS gone WHERE gone.source = notice.source AND"
    "  gone.event_token = notice.event_token) AND"
    " NOT EXISTS (SELECT 1 FROM change WHERE change.source = notice.source AND"
    "  change.event_token = notice.event_token AND kind = 5) UNION ALL SELECT due, arrived FROM "
    "following WHERE"
    " NOT EXISTS (SELECT 1 FROM word WHERE word.parcel = following.parcel))";

}  // namespace

Status NoticeReader::each_newest(bool all, bool alleged_only,
                                 const std::function<Status(ListedNotice)>& take) {
  return each_up_to(all ? NoticeState::kWrongChild : NoticeState::kOpened, alleged_only, take);
}

Status NoticeReader::each_unread(const std::function<Status(ListedNotice)>& take) {
  return each_up_to(NoticeState::kStored, false, take);
}

Status NoticeReader::each_up_to(NoticeState last, bool alleged_only,
                                const std::function<Status(ListedNotice)>& take) {
  Statement statement(database_, kEachNewest);
  const auto read_one = [&](const Rows& rows) -> Status {
    ListedNotice listed;
    int corrects = 0;
    int annotation = 0;
    int restriction = 0;
    STILE_CHECKED(
        read_notice(rows, listed.notice, corrects, listed.fields, annotation, restriction));
    listed.corrects = corrects != 0;
    listed.marks = marks_from(annotation, restriction);
    return take(std::move(listed));
  };
  return for_each(statement, read_one, static_cast<int>(last), static_cast<int>(alleged_only));
}

Result<NoticeFigures> NoticeReader::figures(Instant now) {
  Statement statement(database_, kFigures);
  STILE_TRY(Rows rows, statement.start(now));
  STILE_CHECKED(rows.next());
  NoticeFigures figures;
  STILE_CHECKED(rows.read(figures.unread, figures.overdue));
  return figures;
}

Status NoticeReader::each_breach(const std::function<Status(BreachEntry)>& take) {
  Statement statement(database_,
                      "SELECT operation = 'breach', time, account, agency, agreement, number,"
                      " reason FROM operation_log WHERE operation = 'breach' OR"
                      " operation = 'integrity' AND occasion = 'notify' ORDER BY id");
  return for_each(statement, [&](const Rows& rows) -> Status {
    BreachEntry entry;
    int returned = 0;
    STILE_CHECKED(rows.read(returned, entry.time, entry.account, entry.source, entry.agreement_id,
                            entry.number, entry.reason));
    entry.returned = returned != 0;
    return take(std::move(entry));
  });
}

Status NoticeReader::each_notice(const std::function<Status(Notice)>& take) {
  Statement statement(database_, "SELECT * FROM kept_notice ORDER BY parcel");
  return for_each(statement, [&](const Rows& rows) -> Status {
    Notice notice;
    STILE_CHECKED(read_notice(rows, notice));
    return take(std::move(notice));
  });
}

Status NoticeReader::each_word(const std::function<Status(KeptNoticeWord)>& take) {
  Statement statement(
      database_,
      "SELECT word.parcel, state, account, word.salt, note, parcel.digest, acknowledgement"
      " FROM word JOIN parcel ON parcel.id = word.parcel ORDER BY word.id");
  return for_each(statement, [&](const Rows& rows) -> Status {
    KeptNoticeWord kept;
    int state = 0;
    STILE_CHECKED(rows.read(kept.word.parcel, state, kept.word.account, kept.word.salt,
                            kept.word.note, kept.consignment, kept.acknowledgement));
    if (state < 1 || state > static_cast<int>(NoticeState::kOwnRecord)) {
      return Error{Reason::kIntegrity, "a word of a state that there is none of"};
    }
    kept.word.state = static_cast<NoticeState>(state);
    return take(std::move(kept));
  });
}

}  // namespace stile::agent
