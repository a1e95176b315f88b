#include "agents/source/change_run.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "agents/source/intake_digest.h"
#include "core/record/code_texts.h"

namespace stile::agent {
namespace {

Error usage(std::string what) { return {Reason::kUsage, std::move(what)}; }

std::string named(const RecordOrder& order) {
  return std::string(record::name(order.type)) + " " + order.reference + " of system " +
         order.system;
}

bool is_recipient(const SentRecord& sent, const std::string& only) {
  if (sent.recipient == only) return true;
  const auto id = AgencyId::parse(sent.recipient);
  return id.ok() && id->short_text() == only;
}

Status keep_child(const SourceOptions& options, const RecordOrder& order,
                  std::vector<SentRecord>& sent) {
  if (order.child) {
    const auto child = IntakeDigests(*options.tokens).child(order.system, *order.child);
    std::erase_if(sent, [&](const SentRecord& one) { return one.key.child != child; });
    if (!sent.empty()) return ok();
    return usage("the " + named(order) + " was never sent of that child; mend with: --child as " +
                 "the exporting system writes it");
  }
  std::set<ChildDigest> children;
  for (const auto& one : sent) children.insert(one.key.child);
  if (children.size() < 2) return ok();
  return usage("the " + named(order) + " is about " + std::to_string(children.size()) +
               " children; mend with: --child, one at a time");
}

Status keep_recipient(const RecordOrder& order, std::vector<SentRecord>& sent) {
  if (order.only.empty()) return ok();
  // To whom a record was released cannot be asked out of an order.
  if (order.sight != Sight::kOfficer) {
    std::erase_if(sent, [](const SentRecord& one) { return one.unlisted; });
  }
  std::string recipients;
  for (const auto& one : sent) {
    const auto id = AgencyId::parse(one.recipient);
    recipients += (recipients.empty() ? "" : ", ") + (id.ok() ? id->short_text() : one.recipient);
  }
  std::erase_if(sent, [&](const SentRecord& one) { return !is_recipient(one, order.only); });
  if (!sent.empty()) return ok();
  return usage("the " + named(order) + " was never sent to " + order.only +
               "; mend with: --only and one of " + recipients);
}

// take_answers() takes out what went in answers to enquiries. What is said to a challenge is said
// of the event that was challenged, and no order for others means it.
std::vector<SentRecord> take_answers(const RecordOrder& order, std::vector<SentRecord>& sent) {
  std::vector<SentRecord> answers;
  std::ranges::copy_if(sent, std::back_inserter(answers), &SentRecord::is_answered);
  std::erase_if(sent, [](const SentRecord& one) { return one.is_answered(); });
  const bool answers_challenge = record::kind_of(order.reason) == record::ChangeKind::kAnswered;
  if (answers_challenge && order.sight != Sight::kOfficer) answers.clear();
  return answers;
}

// add_answers() has what an order means for others mean the same for answers that had the record:
// whoever may not know of these is told nothing that they would not be told without (X6).
void add_answers(const RecordOrder& order, const std::vector<SentRecord>& answers,
                 std::vector<SentRecord>& sent) {
  std::set<ChildDigest> children;
  for (const auto& one : sent) children.insert(one.key.child);
  for (const auto& one : answers) {
    if (!children.empty() && !children.contains(one.key.child)) continue;
    if (order.only.empty() || is_recipient(one, order.only)) sent.push_back(one);
  }
}

Result<std::string_view> why_nothing(IntakeReader& reader, const RecordOrder& order,
                                     const SentRecord& sent) {
  constexpr std::string_view kChanges;
  if (sent.known.withdrawn) return std::string_view("it is withdrawn");
  const auto kind = record::kind_of(order.reason);
  if (kind == record::ChangeKind::kWithdrawn || kind == record::ChangeKind::kAnswered) {
    return kChanges;
  }
  STILE_TRY(const auto marked, reader.marked(sent.known.event_token));
  if (kind == record::ChangeKind::kLifted) {
    return marked.empty() ? std::string_view("it is neither annotated nor restricted") : kChanges;
  }
  const bool already = std::ranges::find(marked, order.reason) != marked.end();
  return already ? std::string_view("it is marked so already") : kChanges;
}

// An answer is to a challenge that waits for one, and no challenge has two.
Result<std::optional<std::int64_t>> enter_one(IntakeTables& tables, const ChangeOrder& order,
                                              const Token& event_token, const Entering& by) {
  if (record::kind_of(order.reason) != record::ChangeKind::kAnswered) {
    return enter_change(tables, order, by.account, by.now);
  }
  std::optional<std::int64_t> id;
  STILE_TRY(const bool open, tables.challenges().is_open(order.key.route, event_token));
  if (!open) return id;
  STILE_TRY(id, enter_change(tables, order, by.account, by.now));
  if (id) STILE_CHECKED(tables.challenges().answer(order.key.route, event_token, *id));
  return id;
}

Status forget_kept(IntakeTables& tables, const RecordOrder& order, const Entering& by) {
  NoAnswer record{.reference = order.reference};
  if (order.child) record.child = IntakeDigests(*by.tokens).child(order.system, *order.child);
  STILE_TRY(record.system, tables.system(order.system, order.type));
  STILE_TRY(const std::uint64_t rows, tables.enquiries().forget(record));
  return tables.add_operation({.op = "erasure",
                               .time = by.now,
                               .account = std::string(by.account),
                               .agreement_id = {},
                               .occasion = {},
                               .rows = rows,
                               .reason = std::string(record::name(order.reason))});
}

// What is withdrawn is in no answer, and what is withdrawn from all is in nobody's.
Status keep_no_more(EnquiryTables& tables, const RecordKey& key, bool from_all) {
  if (!from_all) return tables.forget_of_recipient(key);
  const auto forgotten = tables.forget({key.system, key.reference, key.child});
  return forgotten.ok() ? ok() : Status(forgotten.error());
}

}  // namespace

bool may_see(const RecordOrder& order, const SentRecord& sent) {
  return !sent.unlisted || order.sight == Sight::kOfficer;
}

bool is_unseen(const RecordOrder& order, const std::vector<PlannedChange>& planned) {
  return std::ranges::all_of(planned, [&](const PlannedChange& one) {
    return one.record.is_answered() && !may_see(order, one.record);
  });
}

Result<std::vector<PlannedChange>> plan_change(const SourceOptions& options, IntakeReader& reader,
                                               const RecordOrder& order) {
  STILE_TRY(const auto system, reader.system(order.system, order.type));
  STILE_TRY(auto sent, reader.records(system, order.reference));
  auto answers = take_answers(order, sent);
  if (order.sight == Sight::kOfficer) add_answers({}, std::exchange(answers, {}), sent);
  if (sent.empty()) {
    STILE_TRY(const bool kept, reader.is_kept(system, order.reference));
    const bool withdraws = record::kind_of(order.reason) == record::ChangeKind::kWithdrawn;
    if (!kept || !withdraws || !order.only.empty()) {
      return usage("no " + named(order) + " was ever sent to anybody; mend with: --system, " +
                   "--type and --reference as previews and the exporting system's column map " +
                   "write them");
    }
    if (order.child) static_cast<void>(keep_child(options, order, answers));
  } else {
    STILE_CHECKED(keep_child(options, order, sent));
    STILE_CHECKED(keep_recipient(order, sent));
  }
  add_answers(order, answers, sent);
  std::vector<PlannedChange> planned;
  for (auto& one : sent) {
    STILE_TRY(const auto nothing, why_nothing(reader, order, one));
    planned.push_back({std::move(one), nothing});
  }
  return planned;
}

Result<Entered> enter_changes(IntakeStore& store, const RecordOrder& order,
                              const std::vector<PlannedChange>& planned, const Entering& by) {
  const bool withdraws = record::kind_of(order.reason) == record::ChangeKind::kWithdrawn;
  const bool from_all = withdraws && order.only.empty();
  Entered entered;
  const Status done = store.change(
      [&](IntakeTables& tables) -> Status {
        if (is_unseen(order, planned)) STILE_CHECKED(forget_kept(tables, order, by));
        for (const auto& [sent, nothing] : planned) {
          if (from_all) STILE_CHECKED(tables.releases().forget(sent.key));
          if (withdraws) STILE_CHECKED(keep_no_more(tables.enquiries(), sent.key, from_all));
          if (!nothing.empty()) continue;
          const ChangeOrder change = order_for(sent, order.reason);
          STILE_TRY(const auto id, enter_one(tables, change, sent.known.event_token, by));
          if (!id) continue;
          ++entered.all;
          if (may_see(order, sent)) entered.seen.push_back(*id);
        }
        return ok();
      },
      Urgency::kInteractive);
  if (!done.ok()) return done.error();
  return entered;
}

Result<Standing> standing_of(IntakeReader& reader, const std::vector<std::int64_t>& ids) {
  Standing standing;
  STILE_TRY(const auto open, reader.changes(false));
  for (const ChangeLine& line : open) {
    if (std::ranges::count(ids, line.change.id) == 0) continue;
    if (line.state == ChangeState::kWaiting) {
      ++standing.waiting;
    } else if (line.sent == ConsignmentState::kQueued) {
      ++standing.queued;
    }
  }
  for (const std::int64_t id : ids) {
    STILE_TRY(const bool anew, reader.identity_requests().is_void_anew(id));
    standing.anew += anew ? 1U : 0U;
  }
  return standing;
}

}  // namespace stile::agent
