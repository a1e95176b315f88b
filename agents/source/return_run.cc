#include "agents/source/return_run.h"

#include <algorithm>
#include <utility>

#include "agents/source/event_names.h"
#include "agents/source/follow_up.h"
#include "agents/source/month_facts.h"
#include "core/record/code_texts.h"
#include "core/wire/row_codec.h"

namespace stile::agent {
namespace {

constexpr std::uint64_t kRowsPerProgress = 4096;

// size_of() is a file's, and 0 where the stream cannot tell. It stands at its beginning again.
std::streamoff size_of(std::istream& from) {
  from.seekg(0, std::ios::end);
  const std::streamoff size = from.tellg();
  from.clear();
  from.seekg(0);
  return std::max(size, std::streamoff{0});
}

unsigned percent_read(std::istream& from, std::streamoff size) {
  const std::streamoff at = from.tellg();  // -1 at the end
  if (size == 0 || at > size) return 0;
  return at < 0 ? 100U : static_cast<unsigned>(at * 100 / size);
}

RowFault fault_of(const ReadEvent& read, Reason reason, std::string what, std::string mend) {
  RowFault fault;
  fault.line = read.line;
  fault.may_be_held = read.event.hold != record::Hold::kNone;
  fault.reference = read.event.origin.reference;
  fault.reason = reason;
  fault.what = std::move(what);
  fault.mend = std::move(mend);
  return fault;
}

}  // namespace

Way* ReturnRun::Agreed::of(record::RecordType type) {
  const auto found =
      std::ranges::find_if(ways, [&](const Way& way) { return way.route().type() == type; });
  return found == ways.end() ? nullptr : &*found;
}

ReturnRun::ReturnRun(const SourceOptions& options, std::shared_ptr<const ColumnMap> column_map,
                     IntakeReader& reader, const Month& month, ReturnWords& words,
                     const std::atomic<bool>& stopping)
    : options_(&options),
      column_map_(std::move(column_map)),
      types_(column_map_->types()),
      reader_(&reader),
      month_(month),
      words_(&words),
      stopping_(&stopping),
      digests_(*options.tokens),
      subjects_(*options.tokens) {}

std::optional<Withheld> ReturnRun::closed() const {
  if (!agreed_.empty()) return std::nullopt;
  return closed_.empty() ? Withheld{} : closed_.front();
}

Status ReturnRun::run(std::istream& from, ReturnQueue* outlet, RejectedRows* rejected) {
  outlet_ = outlet;
  rejected_ = rejected;
  STILE_CHECKED(open_ways());
  const std::streamoff size = size_of(from);
  STILE_TRY(rows_, EventRows::open(from, *column_map_));
  words_->ignored(rows_->ignored_headers());
  STILE_CHECKED(reader_->refresh());
  STILE_TRY(any_erased_, reader_->erasures().any());
  for (;;) {
    STILE_TRY(const auto outcome, rows_->next());
    if (!outcome) break;
    STILE_CHECKED(take(*outcome));
    ++totals_.rows;
    if (totals_.rows % kRowsPerProgress != 0) continue;
    words_->reporter().progress(totals_.rows, percent_read(from, size));
    if (*stopping_) return Error{Reason::kUnavailable, "the agent is being stopped"};
  }
  return finish();
}

Status ReturnRun::open_ways() {
  STILE_TRY(Routes routes, routes_of(*options_, record::return_of(month_)));
  closed_ = std::move(routes.closed);
  // An agreement about something else is no reason why a return does not go.
  std::erase_if(closed_, [](const Withheld& why) { return why.reason == Reason::kNoClause; });
  for (const auto& why : closed_) words_->closed(why);
  for (auto& route : routes.open) {
    if (agreed_.empty() || agreed_.back().id != route.agreement_id()) {
      agreed_.push_back({route.agreement_id(), {}});
    }
    if (std::ranges::find(types_, route.type()) == types_.end()) continue;
    STILE_TRY(Way way, Way::open(*options_, *reader_, outlet_, std::move(route), system(), month_));
    agreed_.back().ways.push_back(std::move(way));
  }
  if (agreed_.empty() && closed_.empty()) words_->closed(Withheld{});
  STILE_CHECKED(open_kept());
  return find_ended();
}

// A preview keeps nothing, and says nothing of it: nothing leaves by being kept.
Status ReturnRun::open_kept() {
  if (outlet_ == nullptr) return ok();
  STILE_TRY(Routes routes,
            routes_of(*options_, record::Occasion{record::OccasionKind::kEnquiry, {}}));
  for (const auto type : types_) {
    STILE_TRY(numbering_[type], reader_->system(system(), type));
  }
  for (auto& route : routes.open) {
    const auto type = route.type();
    if (std::ranges::find(types_, type) == types_.end()) continue;
    if (numbering_[type] == 0) {
      STILE_TRY(numbering_[type], outlet_->system(system(), type));
    }
    STILE_TRY(const RouteRow row, outlet_->route(route));
    outlet_->keeps(row.id, type);
    kept_for_.push_back({std::move(route), row.id});
  }
  STILE_TRY(const auto before, outlet_->kept_for());
  for (const std::int64_t row : before) {
    const bool open = std::ranges::find(kept_for_, row, &KeptFor::row) != kept_for_.end();
    if (!open) kept_for_.push_back({std::nullopt, row});
  }
  return ok();
}

// Of what an agreement does not let go only the day is kept, so that an answer can count it, and so
// is what has changed since nobody may ask by it; of another regulator's home nothing.
void ReturnRun::keep_to_answer(const ReadEvent& read, const SourceRow& row) {
  const auto type = read.event.type;
  for (const KeptFor& one : kept_for_) {
    if (one.route && one.route->type() != type) continue;
    RecordKey key{one.row, numbering_[type], std::string(row.reference), row.digest};
    Result<Bytes> fields = Bytes();
    Bytes facts;
    if (one.route) fields = one.route->keep(read.event, row.envelope);
    if (one.route && fields.ok()) facts = facts_of(read.event, *one.route, digests_).bytes;
    if (!fields.ok() && fields.reason() == Reason::kNotRouted) {
      outlet_->keep_no_more(std::move(key));
      continue;
    }
    outlet_->keep({.key = std::move(key),
                   .type = type,
                   .home = read.event.home->text(),
                   .day = local_day(read.event.time),
                   .fields = fields.ok() ? std::move(fields).value() : Bytes(),
                   .envelope = wire::encode_envelope(row.envelope),
                   .facts = std::move(facts)});
  }
}

// What its answers had is followed up in the transaction that keeps the row for the next ones, so
// that no answer is made between the two.
void ReturnRun::follow_answers(const ReadEvent& read, const SourceRow& row) {
  if (kept_for_.empty()) return;
  const std::int64_t system = numbering_[read.event.type];
  outlet_->follow({{0, system, std::string(row.reference), row.digest}, read.event, row.envelope});
}

void ReturnRun::keep_no_more(record::RecordType type, const std::string& reference,
                             const std::optional<ChildDigest>& child) {
  if (outlet_ == nullptr || numbering_[type] == 0) return;
  outlet_->keep_no_more(NoAnswer{numbering_[type], reference, child});
}

Status ReturnRun::find_ended() {
  STILE_TRY(const auto routes, reader_->routes());
  for (const RouteRow& route : routes) {
    if (std::ranges::find(agreed_, route.agreement_id, &Agreed::id) != agreed_.end()) continue;
    for (const auto type : types_) {
      STILE_TRY(const auto numbering, reader_->system(system(), type));
      STILE_TRY(const bool has, reader_->has_month(route.id, month_, numbering));
      ended_ = ended_ || has;
    }
  }
  return ok();
}

Status ReturnRun::take(const RowOutcome& outcome) {
  if (const auto* fault = std::get_if<RowFault>(&outcome)) {
    take_fault(*fault);
    return ok();
  }
  return take_event(std::get<ReadEvent>(outcome));
}

// A row that could not be read is counted under the first type that its export may hold.
void ReturnRun::take_fault(const RowFault& fault) {
  words_->faulty(fault);
  if (fault.kind == RowFault::Kind::kRejected) {
    ++totals_.rejected;
    if (rejected_ != nullptr) rejected_->take(fault, rows_->cells());
    if (!fault.may_be_held) return;
    ++totals_.unsaid;
    for (const auto type : types_) keep_no_more(type, fault.reference, {});
    return;
  }
  ++totals_.withheld;
  if (outlet_ == nullptr) return;
  outlet_->withhold({fault.line, types_.front(), {}, {}, std::string(name(fault.reason)), {}});
}

// belongs() refuses, with its mend, a row that is of no return or of another month's.
bool ReturnRun::belongs(const ReadEvent& read) {
  const Month month = month_of(local_day(read.event.time));
  const std::string what = "the " + std::string(record::name(read.event.type));
  if (!read.event.home) {
    take_fault(fault_of(read, Reason::kUnknownHome, "the row names no home", "enter it"));
  } else if (month != month_) {
    auto fault = fault_of(read, Reason::kOutsideOccasion, what + " is of " + to_text(month),
                          "send it with --month " + to_text(month));
    if (!fault.may_be_held) ++totals_.unsaid;
    take_fault(fault);
    elsewhere_ = month;
  } else if (read.event.time > options_->clock()) {
    take_fault(
        fault_of(read, Reason::kOutsideOccasion, what + " lies in the future", "mend its time"));
  } else {
    return true;
  }
  return false;
}

Status ReturnRun::take_event(const ReadEvent& read) {
  if (!belongs(read)) return ok();
  has_own_rows_ = true;
  const auto& event = read.event;
  STILE_TRY(const bool erased, is_erased(event));
  if (erased) {
    words_->erased(read.line);
    ++totals_.erased;
    return ok();
  }
  SourceRow row{.reference = event.origin.reference,
                .child = event.origin.child,
                .digest = digests_.child(event.origin.system, event.origin.child),
                .envelope = record::envelope_of(event),
                .facts = {}};
  if (ended_) STILE_CHECKED(follow_up(read, row));
  if (event.hold != record::Hold::kNone) return hold(read, row);
  if (agreed_.empty()) withhold(read.line, event, *closed());
  for (auto& agreed : agreed_) STILE_CHECKED(send_on(agreed, read, row));
  keep_to_answer(read, row);
  follow_answers(read, row);
  return ok();
}

// Nothing of it is kept, not even that it came.
Result<bool> ReturnRun::is_erased(const record::Event& event) {
  if (!any_erased_) return false;
  const auto& origin = event.origin;
  return reader_->erasures().is_erased(
      digests_.erased(numbering(origin.system, event.type), origin.reference,
                      digests_.child(origin.system, origin.child)));
}

// R17: a held row counts nowhere in what a recipient gets. What was sent of it before is withdrawn.
Status ReturnRun::hold(const ReadEvent& read, const SourceRow& row) {
  words_->held(read.line, read.event.origin.reference, read.event.hold);
  ++totals_.held;
  if (outlet_ != nullptr) {
    outlet_->withhold({read.line,
                       read.event.type,
                       {},
                       read.event.origin.reference,
                       std::string(record::name(read.event.hold)),
                       {}});
  }
  for (auto& agreed : agreed_) {
    if (Way* way = agreed.of(read.event.type)) STILE_CHECKED(withdraw(*way, read, row));
  }
  keep_no_more(read.event.type, read.event.origin.reference, row.digest);
  follow_answers(read, row);
  return ok();
}

Status ReturnRun::withdraw(Way& way, const ReadEvent& read, const SourceRow& row) {
  STILE_TRY(const bool sent, way.withdraw(row));
  if (!sent) return ok();
  ++totals_.changed;
  words_->changed(record::ChangeReason::kNoLongerQualifies, read.line, row.reference,
                  way.route().recipient(), way.route().agreement_id());
  return ok();
}

Status ReturnRun::follow_up(const ReadEvent& read, const SourceRow& row) {
  STILE_TRY(const auto numbering, reader_->system(system(), read.event.type));
  STILE_TRY(const auto sent, reader_->records(numbering, row.reference));
  for (const SentRecord& one : sent) {
    if (one.key.child != row.digest || one.month != month_key(month_)) continue;
    if (std::ranges::find(agreed_, one.agreement_id, &Agreed::id) != agreed_.end()) continue;
    STILE_TRY(auto order, agent::follow_up(*options_, *reader_, one, read.event, row.envelope));
    if (!order) continue;
    ++totals_.changed;
    words_->changed(order->reason, read.line, row.reference, one.recipient, one.agreement_id);
    if (outlet_ != nullptr) outlet_->change(*std::move(order));
  }
  return ok();
}

Status ReturnRun::keep(Way& way, const ReadEvent& read, const SourceRow& row) {
  STILE_TRY(const bool sent, way.keep(row));
  if (!sent) return ok();
  ++totals_.sent_before;
  words_->sent_before(read.line, row.reference, way.route());
  return ok();
}

Status ReturnRun::send_on(Agreed& agreed, const ReadEvent& read, SourceRow& row) {
  Withheld why{Reason::kNoClause, agreed.id, {}, {}};
  Way* way = agreed.of(read.event.type);
  std::optional<TreatedRow> treated;
  if (way != nullptr) treated = way->route().treat(read.event, row.envelope, subjects_, why);
  if (!treated) {
    withhold(read.line, read.event, why);
    if (way == nullptr) return ok();
    return no_longer_leads(why.reason) ? withdraw(*way, read, row) : keep(*way, read, row);
  }
  row.facts = facts_of(read.event, way->route(), digests_);
  STILE_TRY(const Fate fate, way->send(row, *std::move(treated)));
  words_->fate(fate, read.line, row.reference, way->route());
  ++totals_.of(fate);
  return ok();
}

// An export of which no row is of the month is of another: a manifest that says so little would
// make a whole month seem to be without events.
Status ReturnRun::finish() {
  if (elsewhere_ && !has_own_rows_) {
    return Error{Reason::kOutsideOccasion,
                 "no row of the export is of " + to_text(month_) + ", and nothing is sent; mend " +
                     "with: --month " + to_text(*elsewhere_) + ", or the export of the month"};
  }
  for (auto& agreed : agreed_) {
    for (auto& way : agreed.ways) {
      STILE_CHECKED(way.flush());
      totals_.consignments += way.consignments();
    }
  }
  for (auto& agreed : agreed_) {
    for (auto& way : agreed.ways) {
      STILE_CHECKED(way.each_absent([&](const std::string& reference) {
        words_->absent(reference, way.route());
        ++totals_.absent;
      }));
    }
  }
  words_->absences(totals_.absent);
  return reader_->done();
}

void ReturnRun::withhold(std::int64_t line, const record::Event& event, const Withheld& why) {
  words_->withheld(line, event.origin.reference, why);
  ++totals_.withheld;
  if (outlet_ == nullptr) return;
  outlet_->withhold({line, event.type, why.agreement_id, event.origin.reference,
                     std::string(name(why.reason)), why.field});
}

}  // namespace stile::agent
