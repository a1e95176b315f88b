#include "agents/source/intake_reader.h"

#include <utility>

#include "agents/source/collect.h"
#include "core/record/code_texts.h"

namespace stile::agent {
namespace {

using storage::Rows;

int notifies(record::OccasionKind kind) { return kind == record::OccasionKind::kReturn ? 0 : 1; }

}  // namespace

Result<std::unique_ptr<IntakeReader>> IntakeReader::open(const std::string& path) {
  STILE_TRY(auto database, storage::Database::open(path, storage::OpenMode::kRead));
  return std::unique_ptr<IntakeReader>(new IntakeReader(std::move(database)));
}

Status IntakeReader::refresh() {
  STILE_CHECKED(done());
  STILE_CHECKED(database_.run("BEGIN"));
  reading_ = true;
  return ok();
}

Status IntakeReader::done() {
  if (!reading_) return ok();
  reading_ = false;
  return database_.run("COMMIT");
}

Result<std::int64_t> IntakeReader::system(std::string_view code, record::RecordType type) {
  return one_value<std::int64_t>(system_.start(code, static_cast<std::int64_t>(type)));
}

Result<std::string> IntakeReader::highest_reference(std::int64_t route, std::int64_t system) {
  return one_value<std::string>(highest_.start(route, system));
}

Result<std::optional<KnownRecord>> IntakeReader::find(const RecordKey& key) {
  STILE_TRY(Rows rows, find_.start(key.route, key.system, key.reference, key.child));
  STILE_TRY(const bool found, rows.next());
  std::optional<KnownRecord> record;
  if (!found) return record;
  auto& known = record.emplace();
  std::int64_t withdrawn = 0;
  STILE_CHECKED(rows.read(known.event_token, known.revision, known.digest, known.facts.home,
                          known.facts.bytes, known.lives, withdrawn));
  known.withdrawn = withdrawn != 0;
  return record;
}

Result<bool> IntakeReader::has_month(std::int64_t route, const Month& month, std::int64_t system) {
  STILE_TRY(const auto found,
            one_value<std::int64_t>(has_month_.start(route, month_key(month), system)));
  return found != 0;
}

Status IntakeReader::each_fact(std::int64_t route, const Month& month,
                               const std::function<Status(const RecordFacts&)>& take) {
  STILE_TRY(Rows rows, facts_.start(route, month_key(month)));
  RecordFacts facts;
  for (;;) {
    STILE_TRY(const bool more, rows.next());
    if (!more) return ok();
    STILE_CHECKED(rows.read(facts.home, facts.bytes));
    STILE_CHECKED(take(facts));
  }
}

Result<std::vector<record::Collection>> IntakeReader::collections(const RouteRow& route,
                                                                  const Month& month) {
  return collect<record::Collection>(
      collections_.start(route.id, month_key(month), route.agreement_id),
      [](const Rows& rows, record::Collection& to) -> Status {
        std::int64_t type = 0;
        std::int64_t whole = 0;
        STILE_CHECKED(rows.read(type, whole, to.records, to.withheld, to.rejected));
        to.type = static_cast<record::RecordType>(type);
        to.complete = whole != 0;
        return ok();
      });
}

Result<bool> IntakeReader::searched(std::string_view system, record::RecordType type,
                                    const Month& month) {
  STILE_TRY(const auto found, one_value<std::int64_t>(searched_.start(
                                  month_key(month), system, static_cast<std::int64_t>(type))));
  return found != 0;
}

Status IntakeReader::each_of_month(std::int64_t route, const Month& month, std::int64_t system,
                                   const std::function<Status(const RecordKey&)>& take) {
  STILE_TRY(Rows rows, of_month_.start(route, month_key(month), system));
  RecordKey key{.route = route, .system = system, .reference = {}, .child = {}};
  for (;;) {
    STILE_TRY(const bool more, rows.next());
    if (!more) return ok();
    STILE_CHECKED(rows.read(key.reference, key.child));
    STILE_CHECKED(take(key));
  }
}

Result<std::optional<ConsignmentHead>> IntakeReader::next_queued(std::int64_t after,
                                                                 record::OccasionKind kind) {
  STILE_TRY(Rows rows, next_queued_.start(notifies(kind), after));
  STILE_TRY(const bool found, rows.next());
  std::optional<ConsignmentHead> head;
  if (!found) return head;
  auto& next = head.emplace();
  STILE_CHECKED(rows.read(next.id, next.route, next.number, next.month, next.rows, next.digest));
  return head;
}

Result<bool> IntakeReader::waits(const ConsignmentHead& head) {
  const int other = head.month > kNotifiedKey ? 1 : 0;
  STILE_TRY(const auto found,
            one_value<std::int64_t>(waits_.start(head.route, other, head.number)));
  return found != 0;
}

Result<Bytes> IntakeReader::bytes(std::int64_t consignment) {
  return one_value<Bytes>(bytes_.start(consignment));
}

Result<std::uint64_t> IntakeReader::unanswered(std::int64_t first, record::OccasionKind kind,
                                               Sight sight) {
  const int unlisted_too = sight == Sight::kOfficer ? 1 : 0;
  return one_value<std::uint64_t>(unanswered_.start(notifies(kind), first, unlisted_too));
}

Result<std::vector<QueuedNumbers>> IntakeReader::numbers(std::int64_t first) {
  return collect<QueuedNumbers>(numbers_.start(first), [](const Rows& rows, QueuedNumbers& to) {
    return rows.read(to.agreement_id, to.recipient, to.first, to.last, to.rows);
  });
}

Result<std::vector<Notification>> IntakeReader::notifications(bool all) {
  std::vector<Notification> found;
  STILE_TRY(Rows rows, notifications_.start(all ? 1 : 0));
  for (;;) {
    STILE_TRY(const bool more, rows.next());
    if (!more) return found;
    auto& one = found.emplace_back();
    std::int64_t state = 0;
    std::int64_t read = 0;
    std::int64_t held = 0;
    std::int64_t withdrawn = 0;
    std::int64_t unlisted = 0;
    STILE_CHECKED(rows.read(one.id, one.agreement_id, one.recipient, one.reference, one.queued,
                            one.within, state, read, held, withdrawn, unlisted));
    one.withdrawn = withdrawn != 0;
    one.unlisted = unlisted != 0;
    one.state = static_cast<ConsignmentState>(state);
    one.read = read != 0;
    if (held != 0) one.held = static_cast<record::Holding>(held);
  }
}

Result<bool> IntakeReader::untold(const UntoldEvent& event) {
  STILE_TRY(Rows rows, untold_.start(event.system, static_cast<int>(event.type), event.reference,
                                     event.child, event.digest));
  return rows.next();
}

Result<bool> IntakeReader::is_kept(std::int64_t system, std::string_view reference) {
  STILE_TRY(const auto found, one_value<std::int64_t>(is_kept_.start(system, reference)));
  return found != 0;
}

Result<std::vector<SentRecord>> IntakeReader::records(std::int64_t system,
                                                      std::string_view reference) {
  return collect<SentRecord>(
      records_.start(system, reference), [](const Rows& rows, SentRecord& to) -> Status {
        std::int64_t withdrawn = 0;
        std::int64_t unlisted = 0;
        STILE_CHECKED(rows.read(to.key.route, to.key.system, to.key.reference, to.key.child,
                                to.known.event_token, to.known.revision, to.known.digest,
                                to.known.lives, withdrawn, to.month, to.consignment,
                                to.agreement_id, to.recipient, unlisted));
        to.known.withdrawn = withdrawn != 0;
        to.unlisted = unlisted != 0;
        return ok();
      });
}

Result<std::vector<ChangeLine>> IntakeReader::changes(bool all) {
  return collect<ChangeLine>(
      changes_.start(all ? 1 : 0), [](const Rows& rows, ChangeLine& to) -> Status {
        std::int64_t reason = 0, notified = 0, type = 0, state = 0, sent = 0, closed = 0;
        std::int64_t unlisted = 0;
        SentChange& change = to.change;
        STILE_CHECKED(rows.read(change.id, change.key.reference, change.event_token, reason,
                                notified, change.made, change.account, to.system, type,
                                to.agreement_id, to.recipient, state, to.why, to.consignment, sent,
                                closed, to.within, unlisted));
        to.unlisted = unlisted != 0;
        change.reason = static_cast<record::ChangeReason>(reason);
        change.notified = notified != 0;
        to.type = static_cast<record::RecordType>(type);
        to.state = static_cast<ChangeState>(state);
        to.sent = static_cast<ConsignmentState>(sent);
        to.closed = closed != 0;
        return ok();
      });
}

Result<std::vector<record::ChangeReason>> IntakeReader::marked(const Token& event_token) {
  STILE_TRY(const auto all, collect<std::int64_t>(reasons_.start(event_token),
                                                  [](const Rows& rows, std::int64_t& reason) {
                                                    return rows.read(reason);
                                                  }));
  std::vector<record::ChangeReason> marked;
  for (const std::int64_t one : all) {
    const auto reason = static_cast<record::ChangeReason>(one);
    const auto kind = record::kind_of(reason);
    if (kind == record::ChangeKind::kLifted) marked.clear();
    const bool marks =
        kind == record::ChangeKind::kAnnotated || kind == record::ChangeKind::kRestricted;
    if (marks) marked.push_back(reason);
  }
  return marked;
}

Result<std::optional<Bytes>> IntakeReader::corrected(const Token& event_token) {
  STILE_TRY(Rows rows, corrected_.start(event_token));
  STILE_TRY(const bool found, rows.next());
  std::optional<Bytes> fields;
  if (found) STILE_CHECKED(rows.read(fields.emplace()));
  return fields;
}

Result<std::vector<Alarm>> IntakeReader::alarms(bool all) {
  std::vector<Alarm> found;
  STILE_TRY(Rows rows, alarms_.start(all ? 1 : 0));
  for (;;) {
    STILE_TRY(const bool more, rows.next());
    if (!more) return found;
    auto& one = found.emplace_back();
    std::int64_t kind = 0;
    STILE_CHECKED(rows.read(one.id, one.notification, kind, one.raised, one.recipient,
                            one.reference, one.rung, one.contact));
    one.kind = static_cast<AlarmKind>(kind);
  }
}

Result<std::vector<Exercise>> IntakeReader::exercises(bool all) {
  return collect<Exercise>(
      exercises_.start(all ? 1 : 0), [](const Rows& rows, Exercise& to) -> Status {
        std::int64_t state = 0;
        std::int64_t word = 0;
        STILE_CHECKED(
            rows.read(to.agreement_id, to.recipient, to.sent, to.account, to.refused, state, word));
        to.state = static_cast<ConsignmentState>(state);
        if (word != 0) to.word = static_cast<record::DisclosureState>(word);
        return ok();
      });
}

Result<std::vector<RouteRow>> IntakeReader::routes() {
  return collect<RouteRow>(routes_.start(), [](const Rows& rows, RouteRow& route) {
    return rows.read(route.id, route.agreement_id, route.recipient, route.next);
  });
}

Result<std::vector<SentTotal>> IntakeReader::totals() {
  return collect<SentTotal>(totals_.start(), [](const Rows& rows, SentTotal& total) -> Status {
    std::optional<std::uint64_t> queued, admitted, stored, lost;
    STILE_CHECKED(rows.read(total.month, total.agreement_id, total.recipient, queued, admitted,
                            stored, lost));
    total.lost = lost.value_or(0);
    total.queued = queued.value_or(0);
    total.admitted = admitted.value_or(0);
    total.stored = stored.value_or(0);
    return ok();
  });
}

Result<std::vector<CountedReason>> IntakeReader::counted(storage::Statement& statement) {
  return collect<CountedReason>(statement.start(), [](const Rows& rows, CountedReason& counted) {
    return rows.read(counted.month, counted.agreement_id, counted.reason, counted.field,
                     counted.rows);
  });
}

// What an export marks as held stands there too, for data officers alone: no figure has it (R17).
Result<std::vector<CountedReason>> IntakeReader::withheld() {
  STILE_TRY(auto reasons, counted(withheld_));
  std::erase_if(reasons, [](const CountedReason& one) {
    return record::named<record::Hold>(one.reason).has_value();
  });
  return reasons;
}

Result<std::vector<CountedReason>> IntakeReader::refused() { return counted(refused_); }

Result<std::vector<Operation>> IntakeReader::operations(std::string_view op) {
  return collect<Operation>(operations_.start(op), [](const Rows& rows, Operation& entry) {
    return rows.read(entry.op, entry.time, entry.account, entry.agreement_id, entry.occasion,
                     entry.rows, entry.reason);
  });
}

Result<std::vector<LoggedOperation>> IntakeReader::logged(const OperationQuery& query) {
  std::vector<LoggedOperation> found;
  STILE_TRY(Rows rows, logged_.start(query.from(), query.until(), query.operation));
  for (;;) {
    STILE_TRY(const bool more, rows.next());
    if (!more) return found;
    LoggedOperation one;
    STILE_CHECKED(rows.read(one.operation, one.time, one.account, one.agency, one.agreement,
                            one.occasion, one.rows, one.reason, one.number));
    if (query.admits(one)) found.push_back(std::move(one));
  }
}

Result<std::optional<KeptConsignment>> IntakeReader::next_kept(std::int64_t after) {
  STILE_TRY(Rows rows, next_kept_.start(after));
  STILE_TRY(const bool found, rows.next());
  std::optional<KeptConsignment> kept;
  if (!found) return kept;
  auto& next = kept.emplace();
  std::int64_t state = 0;
  STILE_CHECKED(rows.read(next.head.id, next.head.route, next.head.number, next.head.month,
                          next.head.rows, next.head.digest, state, next.recipient, next.leaf,
                          next.receipt, next.bytes));
  next.head.state = static_cast<ConsignmentState>(state);
  STILE_TRY(next.words, words(next.head.id));
  STILE_TRY(next.holdings, holdings(next.head.id));
  return kept;
}

Result<std::vector<KeptWord>> IntakeReader::words(std::int64_t consignment) {
  return collect<KeptWord>(words_.start(consignment),
                           [](const Rows& rows, KeptWord& word) -> Status {
                             std::int64_t state = 0;
                             STILE_CHECKED(rows.read(state, word.note));
                             word.state = static_cast<record::DisclosureState>(state);
                             return ok();
                           });
}

Result<std::vector<ClosedWord>> IntakeReader::closed_words() {
  storage::Statement statement(
      database_,
      "SELECT coalesce(n.reference, h.reference, ''),"
      " coalesce(n.event_token, h.event_token, zeroblob(16)), h.id IS NOT NULL, r.agreement_id,"
      " r.recipient, c.number, c.digest, a.note"
      " FROM acknowledgement AS a JOIN consignment AS c ON c.id = a.id"
      " JOIN route AS r ON r.id = c.route LEFT JOIN notification AS n ON n.id = c.id"
      " LEFT JOIN change AS h ON h.consignment = c.id WHERE a.state = ? ORDER BY c.id");
  const auto closed = static_cast<std::int64_t>(record::DisclosureState::kClosed);
  return collect<ClosedWord>(
      statement.start(closed), [](const Rows& rows, ClosedWord& word) -> Status {
        std::int64_t change = 0;
        STILE_CHECKED(rows.read(word.reference, word.event_token, change, word.agreement_id,
                                word.recipient, word.number, word.digest, word.note));
        word.change = change != 0;
        return ok();
      });
}

Result<std::vector<KeptHolding>> IntakeReader::holdings(std::int64_t consignment) {
  return collect<KeptHolding>(holdings_.start(consignment),
                              [](const Rows& rows, KeptHolding& holding) {
                                return rows.read(holding.leaf, holding.receipt);
                              });
}

}  // namespace stile::agent
