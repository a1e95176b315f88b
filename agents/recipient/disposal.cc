#include "agents/recipient/disposal.h"

#include <algorithm>

#include "agents/recipient/change.h"
#include "agents/recipient/each_row.h"
#include "agents/recipient/inbox_store.h"
#include "agents/report/held_until.h"
#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "core/record/code_texts.h"

namespace stile::agent {
namespace {

using storage::Blob;
using storage::Database;
using storage::Rows;
using storage::Statement;

// DisposalTables names them all, so that its statement goes by the index.
static_assert(record::count<record::RecordType> == 6);

Error altered(std::string what) { return {Reason::kIntegrity, std::move(what)}; }

// All events of a disposal are of one source.
Hash hash_of(std::vector<Token> tokens) {
  std::ranges::sort(tokens);
  Bytes text;
  for (const Token& token : tokens) text.append(stile::view(token));
  return crypto::sha256(text);
}

constexpr std::string_view kFirstForm = "stile-disposal/v1\n";
constexpr std::string_view kSecondForm = "stile-disposal/v2\n";
constexpr std::string_view kEvents = "\nevents ";

// said_events() is what the note of a disposal says of its events; zero where it says nothing.
Hash said_events(std::string_view note) {
  Hash said{};
  const std::size_t start = note.find(kEvents);
  if (start == note.npos) return said;
  const auto bytes = crypto::unhex(note.substr(start + kEvents.size(), 2 * sizeof(Hash)));
  if (bytes.ok()) copy_exact(bytes.value(), said);
  return said;
}

DisposedRows& rows_of(std::vector<DisposedRows>& all, std::int64_t parcel,
                      const Hash& consignment) {
  const auto found = std::ranges::find(all, parcel, &DisposedRows::parcel);
  if (found != all.end()) return *found;
  return all.emplace_back(DisposedRows{parcel, consignment, {}});
}

Result<bool> truth(Result<Rows> started) {
  STILE_TRY(Rows rows, std::move(started));
  STILE_CHECKED(rows.next());
  int value = 0;
  STILE_CHECKED(rows.read(value));
  return value != 0;
}

template <typename... T>
Result<std::vector<HeldUntil>> parcels_of(Statement& statement, const T&... values) {
  std::vector<HeldUntil> found;
  const auto take = [&](const Rows& rows) -> Status {
    HeldUntil& one = found.emplace_back();
    return rows.read(one.parcel, one.leaf);
  };
  STILE_CHECKED(for_each(statement, take, values...));
  return found;
}

template <typename... T>
Result<DisposedPart> part_of(const Database& database, const char* sql, const T&... values) {
  Statement statement(database, sql);
  STILE_TRY(Rows rows, statement.start(values...));
  STILE_CHECKED(rows.next());
  DisposedPart part;
  STILE_CHECKED(rows.read(part.consignments, part.last));
  return part;
}

}  // namespace

std::uint64_t Disposal::row_count() const {
  std::uint64_t count = 0;
  for (const DisposedRows& one : rows) count += one.positions.size();
  return count;
}

std::string disposal_text(const Disposal& disposal) {
  std::string text(disposal.form == 1 ? kFirstForm : kSecondForm);
  text += "consignment " + crypto::hex(disposal.consignment) + "\ntime " +
          utc_minute_text(disposal.time) + std::string(kEvents) + crypto::hex(disposal.events) +
          "\n";
  for (const DisposedRows& one : disposal.rows) {
    text +=
        "rows " + crypto::hex(one.consignment) + " " + crypto::hex(bits_of(one.positions)) + "\n";
  }
  return text;
}

Result<std::vector<HeldUntil>> DisposalTables::unscheduled(std::size_t most) {
  return parcels_of(unscheduled_, most);
}

Result<std::vector<HeldUntil>> DisposalTables::unknown(std::int64_t after, std::size_t most) {
  return parcels_of(unknown_, after, most);
}

Status DisposalTables::schedule(const HeldUntil& parcel) {
  STILE_CHECKED(schedule_.run(parcel.parcel, parcel.until));
  return ok();
}

Result<std::optional<std::int64_t>> DisposalTables::next_due(Instant now) {
  STILE_TRY(Rows rows, next_due_.start(now));
  STILE_TRY(const bool found, rows.next());
  if (!found) return std::optional<std::int64_t>();
  std::int64_t parcel = 0;
  STILE_CHECKED(rows.read(parcel));
  return std::optional(parcel);
}

Result<std::set<DisposalTables::Event>> DisposalTables::events_of(std::int64_t parcel) {
  std::set<Event> events;
  const auto take = [&](const Rows& rows) -> Status {
    Event event;
    STILE_CHECKED(rows.read(event.first, event.second));
    events.insert(event);
    return ok();
  };
  STILE_CHECKED(for_each(events_, take, parcel));
  return events;
}

Status DisposalTables::destroy(const Event& event, std::int64_t parcel,
                               std::vector<DisposedRows>& rows) {
  const auto take = [&](const Rows& found) -> Status {
    std::int64_t brought_by = 0;
    Hash consignment{};
    std::size_t position = 0;
    STILE_CHECKED(found.read(brought_by, consignment, position));
    rows_of(rows, brought_by, consignment).positions.insert(position);
    return ok();
  };
  STILE_CHECKED(for_each(rows_, take, event.first, event.second));
  return forget(event, parcel);
}

Status DisposalTables::forget(const Event& event, std::int64_t parcel) {
  STILE_CHECKED(add_event_.run(event.first, event.second, parcel));
  STILE_CHECKED(delete_rows_.run(event.first, event.second));
  return ok();
}

Result<DisposedParcel> DisposalTables::about(std::int64_t parcel) {
  STILE_TRY(Rows rows, about_.start(parcel));
  STILE_TRY(const bool found, rows.next());
  if (!found) return altered("a consignment is scheduled that is not there");
  DisposedParcel about;
  about.parcel = parcel;
  STILE_CHECKED(rows.read(about.consignment, about.source, about.agreement_id, about.number,
                          about.leaf, about.statement));
  return about;
}

Result<Disposal> DisposalTables::dispose(const DisposedParcel& parcel, const KeptHolds& holds,
                                         HoldTables& aside, IdentityRequestTables& identities,
                                         Instant now) {
  Disposal disposal;
  disposal.parcel = parcel.parcel;
  disposal.consignment = parcel.consignment;
  disposal.time = now;
  STILE_TRY(const auto events, events_of(parcel.parcel));
  std::vector<Token> tokens;
  for (const Event& event : events) {
    tokens.push_back(buried(event.second));
    if (holds.of(event.first, event.second) != nullptr) {
      STILE_TRY(const std::uint64_t rows, aside.set_aside(event.first, event.second));
      disposal.aside += rows;
      STILE_CHECKED(forget(event, parcel.parcel));
      continue;
    }
    STILE_CHECKED(destroy(event, parcel.parcel, disposal.rows));
    STILE_CHECKED(identities.destroy(event.first, buried(event.second)));
  }
  disposal.events = hash_of(std::move(tokens));
  std::ranges::sort(disposal.rows, {}, &DisposedRows::parcel);
  return disposal;
}

Status DisposalTables::keep(const Disposal& disposal, std::string_view note) {
  STILE_CHECKED(add_disposal_.run(disposal.parcel, disposal.time, note));
  for (const DisposedRows& one : disposal.rows) {
    STILE_CHECKED(add_rows_.run(disposal.parcel, one.parcel, Blob{bits_of(one.positions)}));
  }
  STILE_CHECKED(unschedule_.run(disposal.parcel));
  return ok();
}

Result<bool> DisposalTables::is_disposed(std::int64_t source, const Token& event_token) {
  return truth(is_disposed_.start(source, event_token));
}

Result<bool> DisposalTables::is_disposed(std::string_view source, const Token& event_token) {
  return truth(is_disposed_by_.start(source, event_token));
}

Result<std::set<Token>> DisposalTables::disposed(std::int64_t source, const Token& first,
                                                 const Token& last) {
  return tokens_in(disposed_, source, first, last);
}

// What was erased stands under its buried() token already.
Status each_disposal(const Database& database, const std::function<Status(KeptDisposal)>& take) {
  Statement all(database,
                "SELECT disposal.parcel, digest, time, note FROM disposal JOIN parcel ON"
                " parcel.id = disposal.parcel ORDER BY disposal.parcel");
  Statement events(database,
                   "SELECT event_token, EXISTS (SELECT 1 FROM confirmed_erasure AS e WHERE"
                   " e.source = gone.source AND e.event_token = gone.event_token)"
                   " FROM disposed_event AS gone WHERE disposal = ?");
  Statement parts(database,
                  "SELECT parcel, digest, positions FROM disposed_rows JOIN parcel ON parcel.id ="
                  " disposed_rows.parcel WHERE disposal = ? ORDER BY parcel");
  return for_each(all, [&](const Rows& rows) -> Status {
    KeptDisposal kept;
    Disposal& disposal = kept.disposal;
    STILE_CHECKED(rows.read(disposal.parcel, disposal.consignment, disposal.time, kept.note));
    if (kept.note.starts_with(kFirstForm)) disposal.form = 1;
    std::vector<Token> tokens;
    bool erased = false;  // one of them at least
    const auto add_event = [&](const Rows& found) -> Status {
      Token token{};
      int is_buried = 0;
      STILE_CHECKED(found.read(token, is_buried));
      erased = erased || is_buried != 0;
      tokens.push_back(disposal.form == 1 || is_buried != 0 ? token : buried(token));
      return ok();
    };
    STILE_CHECKED(for_each(events, add_event, disposal.parcel));
    const bool is_lost = disposal.form == 1 && erased;
    disposal.events = is_lost ? said_events(kept.note) : hash_of(std::move(tokens));
    const auto add_part = [&](const Rows& found) -> Status {
      DisposedRows one;
      Bytes bits;
      STILE_CHECKED(found.read(one.parcel, one.consignment, bits));
      one.positions = positions_of(bits);
      disposal.rows.push_back(std::move(one));
      return ok();
    };
    STILE_CHECKED(for_each(parts, add_part, disposal.parcel));
    return take(std::move(kept));
  });
}

Result<std::vector<Retention>> retentions(const Database& database, Instant now) {
  Statement statement(
      database,
      "SELECT agency, agreement_id, sum(coalesce(until, 1) > 0 AND disposal.parcel IS NULL),"
      " min(CASE WHEN until > 0 THEN until END), coalesce(sum(until > 0 AND until <= ?), 0),"
      " coalesce(sum(until = 0), 0), count(disposal.parcel),"
      " max(disposal.time) FROM parcel JOIN stream ON stream.id = stream"
      " JOIN source ON source.id = source LEFT JOIN retention ON retention.parcel = parcel.id"
      " LEFT JOIN disposal ON disposal.parcel = parcel.id GROUP BY agency, agreement_id");
  std::vector<Retention> all;
  const auto take = [&](const Rows& rows) -> Status {
    Retention& one = all.emplace_back();
    return rows.read(one.source, one.agreement_id, one.kept, one.first, one.over, one.unknown,
                     one.disposed, one.last);
  };
  STILE_CHECKED(for_each(statement, take, now));
  return all;
}

// What was exported is a month of returns, or an answer; an entry says which, and no more.
Result<std::vector<std::pair<std::string, Instant>>> exported_before(const Database& database) {
  Statement statement(
      database,
      "SELECT occasion, max(time) FROM operation_log AS written WHERE"
      " operation = 'consultation' AND reason = 'export' AND EXISTS (SELECT 1 FROM"
      " operation_log AS gone WHERE gone.operation = 'erasure' AND"
      " gone.reason = 'retention' AND gone.occasion = written.occasion AND"
      " gone.id > written.id) GROUP BY occasion UNION ALL"
      " SELECT occasion, max(opened.time) FROM operation_log AS opened"
      " JOIN stream ON stream.agreement_id = opened.agreement"
      " JOIN parcel ON parcel.stream = stream.id AND parcel.number = opened.number"
      " JOIN disposal ON disposal.parcel = parcel.id WHERE"
      " operation = 'disclosure' AND occasion LIKE 'audit-prove/%' GROUP BY occasion"
      " ORDER BY occasion");
  std::vector<std::pair<std::string, Instant>> all;
  const auto take = [&](const Rows& rows) -> Status {
    auto& one = all.emplace_back();
    return rows.read(one.first, one.second);
  };
  STILE_CHECKED(for_each(statement, take));
  return all;
}

Result<AsOf> as_of_now(const Database& database) {
  Statement statement(database,
                      "SELECT (SELECT coalesce(max(parcel), 0) FROM change),"
                      " (SELECT count(*) FROM disposal)");
  STILE_TRY(Rows rows, statement.start());
  STILE_CHECKED(rows.next());
  AsOf as_of;
  STILE_CHECKED(rows.read(as_of.change, as_of.disposals));
  return as_of;
}

Result<DisposedPart> disposed_of_month(const Database& database, const Month& month,
                                       std::int64_t stream) {
  return part_of(database,
                 "SELECT count(*), coalesce(max(time), 0) FROM disposal JOIN parcel ON parcel.id ="
                 " disposal.parcel WHERE month = ? AND stream = ?"
                 " AND EXISTS (SELECT 1 FROM disposed_rows WHERE disposed_rows.disposal ="
                 "  disposal.parcel)",
                 month_number(month), stream);
}

Result<DisposedPart> disposed_of_answer(const Database& database, std::int64_t question) {
  return part_of(database,
                 "SELECT count(*), coalesce(max(time), 0) FROM disposal JOIN enquiry_answer ON"
                 " enquiry_answer.parcel = disposal.parcel WHERE question = ?",
                 question);
}

}  // namespace stile::agent
