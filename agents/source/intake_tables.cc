#include "agents/source/intake_tables.h"

namespace stile::agent {
namespace {

using storage::Blob;
using storage::Rows;

Status read_head(const Rows& rows, ConsignmentHead& head) {
  std::int64_t state = 0;
  STILE_CHECKED(
      rows.read(head.id, head.route, head.number, head.month, head.rows, head.digest, state));
  head.state = static_cast<ConsignmentState>(state);
  return ok();
}

// changed_one() turns "no such row" into what it is here: a store that is not as it was.
Status changed_one(Result<std::uint64_t> changed) {
  if (!changed.ok()) return changed.error();
  if (changed.value() == 1) return ok();
  return Error{Reason::kIntegrity, "intake store: a row that should be there is not"};
}

Status done(const Result<std::uint64_t>& changed) {
  return changed.ok() ? ok() : Status(changed.error());
}

std::optional<AlarmKind> alarm_of(record::Holding what) {
  switch (what) {
    case record::Holding::kFrozen: return AlarmKind::kFrozen;
    case record::Holding::kThawed: return std::nullopt;
    case record::Holding::kEnded: return AlarmKind::kEnded;
    case record::Holding::kUncollected: return AlarmKind::kUncollected;
  }
  __builtin_trap();
}

}  // namespace

Result<std::int64_t> IntakeTables::system(std::string_view code, record::RecordType type) {
  STILE_TRY(Rows rows, add_system_.start(code, static_cast<std::int64_t>(type)));
  STILE_CHECKED(rows.next());
  std::int64_t id = 0;
  STILE_CHECKED(rows.read(id));
  return id;
}

Result<RouteRow> IntakeTables::route(std::string_view agreement_id, std::string_view recipient) {
  STILE_TRY(Rows rows, add_route_.start(agreement_id, recipient));
  STILE_CHECKED(rows.next());
  RouteRow route{0, std::string(agreement_id), std::string(recipient), 1};
  STILE_CHECKED(rows.read(route.id, route.next));
  return route;
}

Result<std::string> IntakeTables::agreement_of(std::int64_t route) {
  STILE_TRY(Rows rows, agreement_of_.start(route));
  std::string agreement;
  STILE_TRY(const bool found, rows.next());
  if (found) STILE_CHECKED(rows.read(agreement));
  return agreement;
}

Status IntakeTables::set_next(std::int64_t route, std::uint64_t next) {
  return changed_one(set_next_.run(route, next));
}

Result<std::int64_t> IntakeTables::add_consignment(const ConsignmentHead& head,
                                                   const Hash& actor_salt, std::string_view account,
                                                   ByteView bytes) {
  std::int64_t id = 0;
  {
    STILE_TRY(Rows rows, add_consignment_.start(head.route, head.number, head.month, head.rows,
                                                head.digest, actor_salt, account));
    STILE_CHECKED(rows.next());
    STILE_CHECKED(rows.read(id));
  }
  STILE_CHECKED(changed_one(add_bytes_.run(id, Blob{bytes})));
  return id;
}

Result<std::optional<ConsignmentHead>> IntakeTables::one(Result<Rows> rows) {
  if (!rows.ok()) return rows.error();
  STILE_TRY(const bool found, rows->next());
  std::optional<ConsignmentHead> head;
  if (found) STILE_CHECKED(read_head(rows.value(), head.emplace()));
  return head;
}

Result<std::optional<ConsignmentHead>> IntakeTables::consignment(std::int64_t route,
                                                                 std::uint64_t number) {
  return one(by_number_.start(route, number));
}

Result<std::optional<ConsignmentHead>> IntakeTables::to_recipient(std::string_view recipient,
                                                                  std::uint64_t number,
                                                                  const Hash& digest) {
  return one(by_recipient_.start(recipient, number, digest));
}

Result<std::vector<ConsignmentHead>> IntakeTables::queued(std::int64_t route) {
  std::vector<ConsignmentHead> heads;
  STILE_TRY(Rows rows, queued_.start(route));
  for (;;) {
    STILE_TRY(const bool more, rows.next());
    if (!more) return heads;
    STILE_CHECKED(read_head(rows, heads.emplace_back()));
  }
}

Result<Bytes> IntakeTables::bytes(std::int64_t consignment) {
  STILE_TRY(Rows rows, bytes_.start(consignment));
  STILE_TRY(const bool found, rows.next());
  if (!found) return Error{Reason::kIntegrity, "intake store: a consignment has no bytes"};
  Bytes bytes;
  STILE_CHECKED(rows.read(bytes));
  return bytes;
}

Status IntakeTables::restate(const ConsignmentHead& head, ByteView bytes) {
  STILE_CHECKED(changed_one(restate_.run(head.id, head.number, head.rows, head.digest)));
  return changed_one(restate_bytes_.run(head.id, Blob{bytes}));
}

Status IntakeTables::park(std::int64_t consignment) { return changed_one(park_.run(consignment)); }

Status IntakeTables::remove_queued(std::int64_t consignment) {
  STILE_CHECKED(changed_one(remove_.run(consignment)));
  return changed_one(remove_bytes_.run(consignment));
}

Status IntakeTables::put_record(const RecordKey& key, const Month& month, const KnownRecord& record,
                                std::int64_t consignment, std::uint32_t row) {
  return done(put_record_.run(key.route, key.system, key.reference, key.child, month_key(month),
                              record.event_token, record.revision, Blob{record.digest},
                              record.facts.home, Blob{record.facts.bytes}, consignment, row,
                              record.lives));
}

Status IntakeTables::learn(const RecordKey& key, const RecordFacts& facts) {
  return changed_one(
      learn_.run(key.route, key.system, key.reference, key.child, facts.home, Blob{facts.bytes}));
}

Result<std::string> IntakeTables::forget_row(const ConsignmentHead& head, std::uint32_t row) {
  std::string reference;
  {
    STILE_TRY(Rows rows, forget_.start(head.route, head.month, head.id, row));
    STILE_TRY(const bool found, rows.next());
    // A later revision of the same record may have taken its place.
    if (found) STILE_CHECKED(rows.read(reference));
  }
  STILE_CHECKED(move_up_.run(head.route, head.month, head.id, row));
  return reference;
}

Status IntakeTables::forget_rows(const ConsignmentHead& head) {
  return done(forget_all_.run(head.route, head.month, head.id));
}

Status IntakeTables::admit(std::int64_t consignment, std::string_view leaf,
                           std::string_view receipt) {
  STILE_CHECKED(changed_one(set_admitted_.run(consignment)));
  STILE_CHECKED(keep_earlier_.run(consignment));
  return changed_one(add_receipt_.run(consignment, leaf, receipt));
}

Status IntakeTables::acknowledge(std::int64_t consignment, record::DisclosureState state,
                                 std::string_view note) {
  STILE_CHECKED(add_acknowledgement_.run(consignment, static_cast<std::int64_t>(state), note));
  if (state > record::DisclosureState::kStored) STILE_CHECKED(set_read_.run(consignment));
  if (state == record::DisclosureState::kClosed) STILE_CHECKED(changes_.close(consignment));
  return done(set_stored_.run(consignment));
}

Result<bool> IntakeTables::add_holding(std::int64_t consignment, std::uint64_t leaf_index,
                                       std::string_view leaf, std::string_view receipt) {
  STILE_TRY(const auto added, add_holding_.run(consignment, leaf_index, leaf, receipt));
  return added == 1;
}

Status IntakeTables::hold(const ConsignmentHead& head, record::Holding what, Instant now) {
  if (what == record::Holding::kEnded) STILE_CHECKED(forget_rows(head));
  STILE_CHECKED(done(set_held_.run(head.id, static_cast<std::int64_t>(what))));
  const auto kind = alarm_of(what);
  return kind ? done(raise_for(head, *kind, now)) : ok();
}

Result<std::uint64_t> IntakeTables::raise_for(const ConsignmentHead& head, AlarmKind kind,
                                              Instant now) {
  return raise_for_.run(head.id, static_cast<std::int64_t>(kind), now, head.route);
}

Result<std::string> IntakeTables::checkpoint() {
  STILE_TRY(Rows rows, checkpoint_.start());
  STILE_CHECKED(rows.next());
  std::string note;
  STILE_CHECKED(rows.read(note));
  return note;
}

Status IntakeTables::set_checkpoint(std::string_view note) {
  return changed_one(set_checkpoint_.run(note));
}

Status IntakeTables::clear_month(const Month& month, std::string_view system) {
  STILE_CHECKED(clear_withheld_.run(month_key(month), system));
  return done(clear_refused_.run(month_key(month)));
}

Status IntakeTables::add_withheld(const Month& month, std::string_view system,
                                  const WithheldRow& row) {
  return done(add_withheld_.run(month_key(month), system, row.line, row.agreement_id,
                                static_cast<std::int64_t>(row.type), row.reference, row.reason,
                                row.field));
}

Status IntakeTables::put_collected(const Month& month, std::string_view system,
                                   record::RecordType type, std::uint64_t rejected, bool whole) {
  return done(put_collected_.run(month_key(month), system, static_cast<std::int64_t>(type),
                                 rejected, static_cast<std::int64_t>(whole)));
}

Status IntakeTables::add_refused(const ConsignmentHead& head, std::string_view reference,
                                 std::string_view reason, std::string_view field) {
  return done(add_refused_.run(head.route, head.month, reference, reason, field, head.id));
}

Status IntakeTables::add_notification(const Notification& notification) {
  return changed_one(add_notification_.run(notification.id, notification.reference,
                                           notification.event_token, notification.queued,
                                           notification.within));
}

Status IntakeTables::raise(const Alarm& alarm) {
  return done(raise_.run(alarm.notification, static_cast<int>(alarm.kind), alarm.raised,
                         alarm.recipient, alarm.reference));
}

Status IntakeTables::leave_untold(const UntoldEvent& event, Instant now) {
  const int type = static_cast<int>(event.type);
  if (event.recipients.empty()) {
    return done(forget_untold_.run(event.system, type, event.reference, event.child));
  }
  std::int64_t id = 0;
  {
    STILE_TRY(Rows rows,
              put_untold_.start(event.system, type, event.reference, event.child, event.digest));
    STILE_CHECKED(rows.next());
    STILE_CHECKED(rows.read(id));
  }
  for (const std::string& recipient : event.recipients) {
    STILE_CHECKED(raise({.notification = id,
                         .kind = AlarmKind::kUntold,
                         .raised = now,
                         .recipient = recipient,
                         .reference = event.reference}));
  }
  return ok();
}

Status IntakeTables::refuse_notification(const ConsignmentHead& head, Instant now) {
  STILE_CHECKED(changed_one(raise_for(head, AlarmKind::kRefused, now)));
  return changed_one(remove_notification_.run(head.id));
}

Status IntakeTables::ring(std::int64_t alarm, Instant now, std::string_view contact,
                          std::string_view account) {
  STILE_TRY(const std::uint64_t changed, ring_.run(alarm, now, contact, account));
  if (changed == 1) return ok();
  return Error{Reason::kNotFound, "there is no such alarm"};
}

Status IntakeTables::add_exercise(const ConsignmentHead& head, std::int64_t consignment,
                                  Instant now, std::string_view account) {
  return changed_one(add_exercise_.run(head.route, consignment, now, account));
}

Status IntakeTables::refuse_exercise(std::int64_t consignment, std::string_view reason) {
  return changed_one(refuse_exercise_.run(consignment, reason));
}

Status IntakeTables::add_decision(const Decision& decision, Instant time,
                                  std::string_view account) {
  return done(add_decision_.run(time, account, decision.system, static_cast<int>(decision.type),
                                decision.reference, decision.audience, decision.reason));
}

Status IntakeTables::add_operation(const Operation& operation) {
  return done(add_operation_.run(operation.op, operation.time, operation.account,
                                 operation.agreement_id, operation.occasion, operation.rows,
                                 operation.reason, operation.consignment));
}

}  // namespace stile::agent
