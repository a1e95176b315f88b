#include "agents/source/corrections.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "agents/source/signed_consignment.h"
#include "agents/source/time_over.h"
#include "core/agreement/evaluate.h"
#include "core/ledger/leaf.h"
#include "core/wire/row_codec.h"

namespace stile::agent {
namespace {

constexpr std::uint64_t kMillisecondsPerSecond = 1000;
constexpr Instant kSecondsPerMinute = 60;

Bytes bare_fields(record::RecordType type) {
  record::Treated bare;
  bare.type = type;
  return wire::encode_fields(bare);
}

Operation operation_of(const SentChange& change, std::string agreement_id, std::int64_t consignment,
                       Instant now) {
  return {.op = "disclosure",
          .time = now,
          .account = change.account,
          .agreement_id = std::move(agreement_id),
          .occasion = record::to_text(record::correction(change.reason)),
          .rows = 1,
          .reason = std::string(record::name(change.reason)),
          .consignment = consignment};
}

}  // namespace

ChangeOrder order_for(const SentRecord& sent, record::ChangeReason reason) {
  ChangeOrder order{.key = sent.key, .reason = reason, .agreement_id = sent.agreement_id};
  if (sent.is_answered()) order.answered = sent.known.event_token;
  return order;
}

Result<std::optional<std::int64_t>> enter_change(IntakeTables& tables, const ChangeOrder& order,
                                                 std::string_view account, Instant now) {
  std::optional<std::int64_t> id;
  STILE_TRY(const auto sent, order.answered ? tables.changes().answered(order.key, *order.answered)
                                            : tables.changes().record(order.key));
  if (!sent || sent->known.withdrawn) return id;
  SentChange change{.key = order.key, .reason = order.reason, .fields = order.fields};
  change.event_token = sent->known.event_token;
  change.revision =
      std::max(sent->known.revision + 1, static_cast<std::uint64_t>(now) * kMillisecondsPerSecond);
  change.notified = sent->month == kNotifiedKey;
  change.made = now;
  change.account = account;
  change.cites = sent->consignment;
  if (record::kind_of(order.reason) == record::ChangeKind::kWithdrawn) {
    STILE_CHECKED(tables.changes().withdraw(order.key, change.event_token));
  }
  STILE_TRY(id, tables.changes().add(change));
  return id;
}

// Changes of one record go in the order in which they were made: one that waits holds up those
// behind it. A withdrawal has none before it, and an answer changes nothing of the record, so that
// it waits behind none.
Result<std::optional<std::int64_t>> Corrections::release(Refused refused) {
  std::optional<std::int64_t> first;
  const auto documents = options_->documents();
  if (documents == nullptr) return first;
  const std::lock_guard lock(mutex_);
  const Instant now = options_->clock();
  std::vector<SentChange> waiting;
  STILE_CHECKED(store_->change(
      [&](IntakeTables& tables) -> Status {
        STILE_TRY(waiting, tables.changes().waiting());
        return ok();
      },
      Urgency::kInteractive));
  std::set<Token> held_up;
  for (const SentChange& change : waiting) {
    const bool later = refused == Refused::kLater && change.tried > now - kAgainSeconds;
    const bool answers = record::kind_of(change.reason) == record::ChangeKind::kAnswered;
    if (later || (!answers && held_up.contains(change.event_token))) {
      if (!answers) held_up.insert(change.event_token);
      continue;
    }
    std::optional<std::int64_t> made;
    STILE_CHECKED(store_->change(
        [&](IntakeTables& tables) -> Status {
          STILE_TRY(made, let_go(tables, change, *documents));
          return ok();
        },
        Urgency::kInteractive));
    if (!made && !answers) held_up.insert(change.event_token);
    if (!first) first = made;
  }
  if (first) queued_();
  return first;
}

Result<std::optional<std::int64_t>> Corrections::let_go(IntakeTables& tables,
                                                        const SentChange& change,
                                                        const agreement::DocumentSet& documents) {
  std::optional<std::int64_t> nothing;
  STILE_TRY(const auto request, tables.identity_requests().answer(change.id));
  if (request && request->expires <= options_->clock()) {
    STILE_CHECKED(tables.changes().set_void(change.id, kRequestExpired));
    return nothing;
  }
  STILE_TRY(auto before, tables.changes().disclosures().last(
                             change.key.route, request ? request->consignment : change.cites,
                             change.event_token));
  if (!before || is_over(*before, documents, options_->clock())) {
    STILE_CHECKED(tables.changes().set_void(change.id, before ? kTimeOver : kNeverLeft));
    return nothing;
  }
  if (!before->admitted) return nothing;
  before->what.occasion = record::correction(change.reason);
  const auto grant = agreement::granted_before(documents, before->what, options_->clock());
  if (!grant.ok()) {
    STILE_CHECKED(tables.changes().set_why(change.id, name(grant.reason())));
    return nothing;
  }
  const Brought brought = request ? Brought{request->note, request->sealed} : Brought{};
  STILE_TRY(const std::int64_t id,
            queue(tables, change, *grant->agreement, std::move(*before), brought));
  return std::optional(id);
}

// The number is read in the transaction that takes it, as the queues of returns and notifications
// do.
Result<std::int64_t> Corrections::queue(IntakeTables& tables, const SentChange& change,
                                        const agreement::Agreement& agreement, Disclosed before,
                                        const Brought& brought) {
  STILE_TRY(const RouteRow route, tables.route(agreement.id.text(), before.what.to.text()));
  wire::Consignment consignment;
  consignment.salt = crypto::random_32(options_->random);
  consignment.question = brought.question;
  const Bytes fields = change.fields.empty() ? bare_fields(before.what.record) : change.fields;
  consignment.rows.push_back({.row = {crypto::random_token(options_->random), fields,
                                      change.event_token, change.revision, brought.identity},
                              .envelope = wire::encode_citation(before.cited),
                              .subject_token = {}});
  const Hash actor_salt = crypto::random_32(options_->random);
  record::Statement statement{.disclosure = std::move(before.what)};
  statement.number = route.next;
  statement.made = options_->clock();
  statement.actor = ledger::commitment(actor_salt, "actor", change.account);
  const auto made = sign_consignment(std::move(statement), consignment, *options_->signer);
  ConsignmentHead head;
  head.route = route.id;
  head.number = route.next;
  head.month = kCorrectedKey;
  head.rows = 1;
  head.digest = made.digest;
  STILE_TRY(const std::int64_t id,
            tables.add_consignment(head, actor_salt, change.account, made.bytes));
  STILE_CHECKED(tables.set_next(route.id, route.next + 1));
  const Instant within = Instant{agreement.read_within_minutes} * kSecondsPerMinute;
  STILE_CHECKED(tables.changes().set_sent(change.id, id, within));
  // What the gateway refused is tried again, and is one disclosure however often.
  if (change.tried != 0) return id;
  STILE_CHECKED(
      tables.add_operation(operation_of(change, agreement.id.text(), id, options_->clock())));
  return id;
}

}  // namespace stile::agent
