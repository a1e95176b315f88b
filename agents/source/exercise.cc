// A force asks those whom it may notify whether their people can be reached
// (proto/NOTIFICATIONS.md).
#include <algorithm>
#include <set>
#include <string>

#include "agents/report/failed.h"
#include "agents/report/json.h"
#include "agents/source/route.h"
#include "agents/source/signed_consignment.h"
#include "agents/source/source.h"
#include "core/crypto/random.h"
#include "core/ledger/leaf.h"
#include "core/wire/row_codec.h"

namespace stile::agent {
namespace {

std::string short_name(const std::string& agency) {
  const auto id = AgencyId::parse(agency);
  return id.ok() ? id->short_text() : agency;
}

bool is_named(const Route& route, std::string_view agency) {
  return agency.empty() || agency == route.recipient() || agency == short_name(route.recipient());
}

// chosen() is one route to each agency that may be notified, in the order of their agreements.
std::vector<const Route*> chosen(const std::vector<Route>& open, std::string_view agency) {
  std::set<std::string> seen;
  std::vector<const Route*> routes;
  for (const Route& route : open) {
    if (is_named(route, agency) && seen.insert(route.recipient()).second) routes.push_back(&route);
  }
  return routes;
}

// add() queues one whose row is drawn by lot but for its type: it is about nothing.
Status add(IntakeTables& tables, const Route& route, const SourceOptions& options,
           std::string_view account, std::int64_t& id) {
  STILE_TRY(const RouteRow row, tables.route(route.agreement_id(), route.recipient()));
  wire::Consignment consignment;
  consignment.salt = crypto::random_32(options.random);
  const Hash actor_salt = crypto::random_32(options.random);
  wire::ConsignmentRow& only = consignment.rows.emplace_back();
  only.row.salt = crypto::random_token(options.random);
  record::Treated nothing;
  nothing.type = route.type();
  only.row.fields = wire::encode_fields(nothing);
  only.row.event_token = crypto::random_token(options.random);
  only.row.revision = 1;
  record::Statement statement{.disclosure = route.disclosure()};
  statement.disclosure.occasion = record::exercise();
  statement.number = row.next;
  statement.made = options.clock();
  statement.actor = ledger::commitment(actor_salt, "actor", account);
  const auto made = sign_consignment(std::move(statement), consignment, *options.signer);
  ConsignmentHead head;
  head.route = row.id;
  head.number = row.next;
  head.month = kExercisedKey;
  head.rows = 1;
  head.digest = made.digest;
  STILE_TRY(id, tables.add_consignment(head, actor_salt, account, made.bytes));
  STILE_CHECKED(tables.set_next(row.id, row.next + 1));
  STILE_CHECKED(tables.add_exercise(head, id, options.clock(), account));
  return tables.add_operation({.op = "exercise",
                               .time = options.clock(),
                               .account = std::string(account),
                               .agreement_id = route.agreement_id(),
                               .occasion = record::to_text(record::exercise()),
                               .rows = 1,
                               .reason = {},
                               .consignment = id});
}

void say(const std::string& who, std::string_view why, Reporter& reporter) {
  const bool sent = why.empty();
  JsonObject json;
  json.text("recipient", who).flag("sent", sent).text("reason", why);
  reporter.line(sent ? "exercise to " + short_name(who)
                     : "NO exercise to " + short_name(who) + ": " + std::string(why),
                json.done());
}

std::string_view state_of(const Exercise& one) {
  if (!one.refused.empty()) return "refused";
  if (one.word == record::DisclosureState::kClosed) return "answered";
  if (one.word == record::DisclosureState::kOpened) return "answered-in-part";
  return one.state == ConsignmentState::kStored ? "delivered" : "queued";
}

std::string_view words_of(std::string_view state) {
  if (state == "answered") return "all who may be on duty have answered";
  if (state == "answered-in-part") return "NOT ALL who may be on duty have answered";
  if (state == "delivered") return "delivered, NOBODY has answered";
  if (state == "queued") return "NOT delivered yet";
  return "REFUSED by the gateway";
}

void say(const Exercise& one, Reporter& reporter) {
  const auto state = state_of(one);
  JsonObject json;
  json.text("recipient", one.recipient)
      .text("agreement", one.agreement_id)
      .text("sent", utc_second_text(one.sent))
      .text("account", one.account)
      .text("state", state)
      .text("reason", one.refused);
  std::string text = "exercise to " + short_name(one.recipient) + ": ";
  text.append(words_of(state)).append(one.refused.empty() ? "" : ": " + one.refused);
  reporter.line(text + " (sent " + utc_second_text(one.sent) + " by " + one.account + ")",
                json.done());
}

}  // namespace

ExitCode Source::exercise(std::string_view agency, std::string_view account, Reporter& reporter) {
  const auto routes = routes_of(options_, record::notification());
  if (!routes.ok()) return agent::failed(routes.error(), reporter);
  const auto to = chosen(routes->open, agency);
  bool whole = true;
  // An agreement without a clause about notifications notifies nobody, and is left out.
  for (const Withheld& closed : routes->closed) {
    if (closed.reason == Reason::kNoClause || !agency.empty()) continue;
    whole = false;
    say("agreement " + closed.agreement_id, name(closed.reason), reporter);
  }
  if (to.empty()) {
    reporter.message(agency.empty() ? "there is nobody whom this agency may notify"
                                    : "this agency may not notify " + std::string(agency) + " now");
    return ExitCode::kUsage;
  }
  std::optional<std::int64_t> first;
  for (const Route* route : to) {
    const auto key = route->documents().sealing_key(route->disclosure().to, options_.clock());
    if (!key) {
      whole = false;
      say(route->recipient(), "its agent has not attached yet", reporter);
      continue;
    }
    std::int64_t id = 0;
    const Status added = store_->change(
        [&](IntakeTables& tables) { return add(tables, *route, options_, account, id); },
        Urgency::kInteractive);
    if (!added.ok()) return agent::failed(added.error(), reporter);
    if (!first) first = id;
    say(route->recipient(), {}, reporter);
  }
  if (!first) return ExitCode::kFaults;
  notifier_.wake();
  return std::max(await(notifier_, *first, reporter), whole ? ExitCode::kOk : ExitCode::kFaults);
}

ExitCode Source::exercises(bool all, Reporter& reporter) {
  auto reader = IntakeReader::open(options_.store);
  if (!reader.ok()) return agent::failed(reader.error(), reporter);
  const auto found = (*reader)->exercises(all);
  if (!found.ok()) return agent::failed(found.error(), reporter);
  if (found->empty()) reporter.message("nobody was sent an exercise yet");
  bool answered = !found->empty();
  for (const Exercise& one : *found) {
    say(one, reporter);
    answered = answered && state_of(one) == "answered";
  }
  return answered ? ExitCode::kOk : ExitCode::kFaults;
}

}  // namespace stile::agent
