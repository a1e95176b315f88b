#include "agents/source/answer_draft.h"

#include <algorithm>
#include <future>
#include <iterator>
#include <span>
#include <string>
#include <utility>

#include "agents/source/subject_tokens.h"
#include "core/agreement/asked.h"
#include "core/base/civil_time.h"
#include "core/base/limits.h"
#include "core/crypto/encoding.h"
#include "core/crypto/note.h"
#include "core/crypto/token.h"
#include "core/record/answer_token.h"
#include "core/wire/row_codec.h"

namespace stile::agent {
namespace {

using record::Collection;
using record::RecordType;

constexpr std::uint64_t kMillisecondsPerSecond = 1000;

Month next(const Month& month) {
  return month.month == 12 ? Month{month.year + 1, 1} : Month{month.year, month.month + 1};
}

// in_two() does the second half of so many on a thread of its own, or behind the first where none
// can be had. While an answer's first part is made the processors have little else to do.
template <typename Act>
void in_two(std::size_t size, const Act& act) {
  const std::size_t half = size / 2;
  auto second = std::async([&] { act(half, size); });
  act(std::size_t{0}, half);
  second.get();
}

}  // namespace

bool ends_answers(Reason reason) {
  switch (reason) {
    case Reason::kSuspended:
    case Reason::kNotYetInForce:
    case Reason::kUnavailable:
    case Reason::kStale:
    case Reason::kIo:
    case Reason::kFlood:
    case Reason::kNoAgreement:
    case Reason::kUnknownAgency:
    case Reason::kUnknownHome:
    case Reason::kNotRouted: return false;
    default: return true;
  }
}

Result<AnswerDraft> AnswerDraft::begin(const SourceOptions& options,
                                       std::shared_ptr<const agreement::DocumentSet> documents,
                                       ByteView note) {
  STILE_TRY(auto question, agreement::verify_question(note, *documents, options.clock()));
  STILE_TRY(const auto* agreement, documents->agreement(question.agreement));
  STILE_TRY(const auto parsed, crypto::parse_note(note));
  AnswerDraft draft(options, std::move(question), Bytes(note));
  draft.digest_ = record::question_digest(parsed.text);
  draft.asked_ = crypto::hex(draft.digest_);
  for (const auto& clause : agreement->clauses) {
    STILE_TRY(auto route, Route::open_answer(options, documents, draft.question_, note, clause));
    draft.routes_.push_back(std::move(route));
  }
  std::ranges::stable_sort(draft.routes_, {}, &Route::type);
  return draft;
}

Status AnswerDraft::enter(IntakeTables& tables, std::int64_t id,
                          const IntakeStore::Part& part) const {
  const Route& any = routes_.front();
  STILE_TRY(const RouteRow row, tables.route(any.agreement_id(), any.recipient()));
  std::vector<AnswerRow> kept;
  for (const HomeId& home : any.documents().numbers(question_.home)) {
    STILE_TRY(auto rows, tables.enquiries().kept(row.id, home, question_));
    std::ranges::move(rows, std::back_inserter(kept));
  }
  const auto all = candidates(kept);
  Underway underway{
      &tables, id, &part, {SubjectTokens(*options_->tokens), SubjectTokens(*options_->tokens)}};
  STILE_TRY(underway.went, tables.changes().in_answer(id));
  std::vector<Collection> collections;
  for (const Route& route : routes_) {
    if (route.type() == RecordType::kReturnManifest) {
      STILE_CHECKED(enter_manifest(tables, route, collections, id));
      continue;
    }
    if (route.type() == RecordType::kHomeMonth) {
      STILE_TRY(auto months, enter_months(tables, route, underway.counted, id));
      months.complete = std::ranges::all_of(collections, &Collection::complete);
      collections.push_back(months);
      continue;
    }
    const auto of_type = std::ranges::equal_range(
        all, route.type(), {}, [](const Candidate& one) { return one.kept->type; });
    STILE_TRY(auto collection, enter_type(underway, route, of_type));
    STILE_CHECKED(search(tables, row.id, collection));
    collections.push_back(collection);
  }
  return ok();
}

AnswerDraft AnswerDraft::by(std::string account) && {
  account_ = std::move(account);
  return std::move(*this);
}

Status AnswerDraft::decline(IntakeTables& tables, std::int64_t id, record::Declined why) const {
  std::vector<Collection> nothing;
  for (const Route& route : routes_) {
    if (route.type() == RecordType::kReturnManifest) {
      return enter_manifest(tables, route, nothing, id, why);
    }
    nothing.push_back(record::empty_collection(route.type()));
  }
  return Error{Reason::kNoClause, "nothing says that there is no answer"};
}

// Rows go in the order of their tokens, in which the recipient's store has them too, so that those
// of a parcel come between no others.
std::vector<AnswerDraft::Candidate> AnswerDraft::candidates(std::vector<AnswerRow>& kept) const {
  std::vector<Candidate> all(kept.size());
  in_two(kept.size(), [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) all[i] = {&kept[i], token_of(kept[i].key)};
  });
  std::ranges::sort(
      all, {}, [](const Candidate& one) { return std::pair(one.kept->type, one.event_token); });
  return all;
}

// What cannot go as it is kept is withheld: it is nothing.
Result<std::optional<TreatedRow>> AnswerDraft::treated(SubjectTokens& subjects, const Route& route,
                                                       const AnswerRow& kept) const {
  if (kept.fields.empty() || kept.marked) return std::optional<TreatedRow>();
  STILE_TRY(const auto envelope, wire::decode_envelope(kept.envelope));
  return route.answer(kept.fields, envelope, crypto::hex(kept.key.child), subjects);
}

std::vector<Result<std::optional<TreatedRow>>> AnswerDraft::treated(
    Underway& underway, const Route& route, std::span<const Candidate> rows) const {
  std::vector<Result<std::optional<TreatedRow>>> all(rows.size(), std::optional<TreatedRow>());
  in_two(rows.size(), [&](std::size_t first, std::size_t last) {
    SubjectTokens& subjects = underway.subjects[first == 0 ? 0 : 1];
    for (std::size_t i = first; i < last; ++i) all[i] = treated(subjects, route, *rows[i].kept);
  });
  return all;
}

Status AnswerDraft::Counted::add(const Month& month, const RecordFacts& facts) {
  if (facts.bytes.empty()) unknown.emplace(month, facts.home);
  return months[month].add(facts);
}

Result<Collection> AnswerDraft::enter_type(Underway& underway, const Route& route,
                                           std::span<const Candidate> rows) const {
  const std::map<Token, bool>& went = underway.went[route.type()];
  Collection collection{.type = route.type()};
  collection.records = static_cast<std::uint32_t>(went.size());
  ConsignmentDraft next = draft();
  std::vector<Result<std::optional<TreatedRow>>> some;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::size_t place = i % limits::kConsignmentRows;
    if (place == 0) {
      some = treated(underway, route,
                     rows.subspan(i, std::min(limits::kConsignmentRows, rows.size() - i)));
    }
    STILE_TRY(auto row, std::move(some[place]));
    const auto& [kept, event_token] = rows[i];
    const auto before = went.find(event_token);
    if (before != went.end() && (!row || before->second)) {
      // It is among the rows, and would not be in their sum.
      underway.counted.unknown.emplace(month_of(kept->day), kept->home);
      continue;
    }
    if (!row) {
      ++collection.withheld;
      continue;
    }
    STILE_CHECKED(underway.counted.add(month_of(row->event_day),
                                       {std::move(kept->home), std::move(kept->facts)}));
    if (before != went.end()) continue;
    ++collection.records;
    next.add(*std::move(row), std::move(kept->envelope),
             drafted(std::move(kept->key), event_token));
    if (!next.full()) continue;
    STILE_CHECKED(queue(*underway.tables, route, std::exchange(next, draft()), underway.question));
    STILE_CHECKED((*underway.part)());
  }
  if (!next.empty()) {
    STILE_CHECKED(queue(*underway.tables, route, std::move(next), underway.question));
  }
  return collection;
}

// A month of which nothing is counted is one without a record.
Result<Collection> AnswerDraft::enter_months(IntakeTables& tables, const Route& route,
                                             const Counted& counted, std::int64_t id) const {
  Collection collection{.type = route.type()};
  collection.withheld = static_cast<std::uint32_t>(counted.unknown.size());
  ConsignmentDraft rows = draft();
  for (const auto& [month, counts] : counted.months) {
    for (const std::string& number : counts.homes()) {
      if (counted.unknown.contains({month, number})) continue;
      STILE_TRY(const HomeId home, HomeId::parse(number));
      record::Envelope envelope;
      auto treated = route.answer_month(question_, home, month, counts.of(number), envelope);
      if (!treated) {
        ++collection.withheld;
        continue;
      }
      rows.add(*std::move(treated), envelope, drafted(to_text(month) + " " + number));
      ++collection.records;
      if (rows.full()) STILE_CHECKED(queue(tables, route, std::exchange(rows, draft()), id));
    }
  }
  if (!rows.empty()) STILE_CHECKED(queue(tables, route, std::move(rows), id));
  return collection;
}

// A month that no export was read of while the agreement was in force is one of which nothing is
// known here, and so is a type that no system has: then nobody may take the answer for the whole.
Status AnswerDraft::search(IntakeTables& tables, std::int64_t route, Collection& of) const {
  const auto maps = options_->column_maps();
  bool any = false;
  bool all = true;
  const Month end = month_of(question_.last);
  for (Month month = month_of(question_.first); month <= end; month = next(month)) {
    for (const auto& map : *maps) {
      const auto types = map->types();
      if (std::ranges::find(types, of.type) == types.end()) continue;
      STILE_TRY(const KeptMonth found,
                tables.enquiries().month(route, month, map->system(), of.type));
      any = true;
      all = all && found.whole;
      of.rejected += static_cast<std::uint32_t>(found.rejected);
    }
  }
  of.complete = any && all;
  return ok();
}

Status AnswerDraft::enter_manifest(IntakeTables& tables, const Route& route,
                                   const std::vector<Collection>& collections, std::int64_t id,
                                   std::optional<record::Declined> declined) const {
  record::Envelope envelope;
  auto treated = route.answer_manifest(question_.last, collections, envelope, declined);
  if (!treated) return Error{Reason::kNoClause, "nothing says that the answer is whole"};
  ConsignmentDraft only = draft();
  // Another event each: what declines takes no place of what says that the answer is whole.
  only.add(*std::move(treated), envelope, drafted(declined ? "declined" : "manifest"));
  return queue(tables, route, std::move(only), id);
}

ConsignmentDraft AnswerDraft::draft() const {
  ConsignmentDraft draft(*options_);
  draft.cite(note_);
  return draft;
}

// An event has another token in each answer: by one that two had in common, their pseudonyms could
// be joined. Its day is the question's, so that tokens come in the order of answers.
Token AnswerDraft::token_of(const RecordKey& key) const {
  const Route& any = routes_.front();
  const Token token =
      crypto::event_token(*options_->tokens, local_day(question_.made),
                          {.agreement = any.agreement_id(),
                           .recipient = any.recipient(),
                           .system = asked_,
                           .reference = std::to_string(key.system) + "/" + key.reference,
                           .child = crypto::hex(key.child)});
  return record::answer_token(token, digest_);
}

ConsignmentDraft::DraftedRecord AnswerDraft::drafted(std::string reference) const {
  RecordKey key{.route = 0, .system = 0, .reference = std::move(reference), .child = {}};
  const Token event_token = token_of(key);
  return drafted(std::move(key), event_token);
}

ConsignmentDraft::DraftedRecord AnswerDraft::drafted(RecordKey key,
                                                     const Token& event_token) const {
  KnownRecord record;
  record.revision = static_cast<std::uint64_t>(options_->clock()) * kMillisecondsPerSecond;
  record.event_token = event_token;
  return {std::move(key), std::move(record)};
}

Status AnswerDraft::queue(IntakeTables& tables, const Route& route, ConsignmentDraft draft,
                          std::int64_t id) const {
  draft.complete();
  STILE_TRY(const RouteRow row, tables.route(route.agreement_id(), route.recipient()));
  const auto made = draft.sign(route.disclosure(), row.next, account_);
  ConsignmentHead head;
  head.route = row.id;
  head.number = row.next;
  head.month = kAnsweredKey;
  head.rows = static_cast<std::uint32_t>(draft.records().size());
  head.digest = made.digest;
  STILE_TRY(const std::int64_t consignment,
            tables.add_consignment(head, draft.actor_salt(), account_, made.bytes));
  STILE_CHECKED(tables.set_next(row.id, row.next + 1));
  STILE_CHECKED(tables.enquiries().add_answer(consignment, id));
  for (const auto& [key, record] : draft.records()) {
    if (route.type() >= RecordType::kHomeMonth) break;
    STILE_CHECKED(tables.changes().add_answered(id, key, record, consignment));
  }
  return tables.add_operation({.op = "disclosure",
                               .time = options_->clock(),
                               .account = account_,
                               .agreement_id = route.agreement_id(),
                               .occasion = record::to_text(route.disclosure().occasion),
                               .rows = head.rows,
                               .reason = {},
                               .consignment = consignment});
}

}  // namespace stile::agent
