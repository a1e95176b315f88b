#include "agents/source/return_run.h"

#include <algorithm>
#include <utility>

#include "agents/source/intake_digest.h"

namespace stile::agent {
namespace {

constexpr std::uint64_t kRowsPerProgress = 4096;
constexpr std::uint64_t kMillisecondsPerSecond = 1000;

RowFault fault_at(std::int64_t line, Reason reason, std::string what, std::string mend) {
  RowFault fault;
  fault.line = line;
  fault.reason = reason;
  fault.what = std::move(what);
  fault.mend = std::move(mend);
  return fault;
}

}  // namespace

ReturnRun::ReturnRun(const SourceOptions& options, IntakeReader& reader, const Month& month,
                     ReturnWords& words, Outlet* outlet, const std::atomic<bool>& stopping)
    : options_(&options),
      column_map_(options.column_map()),
      reader_(&reader),
      month_(month),
      words_(&words),
      outlet_(outlet),
      stopping_(&stopping) {}

std::optional<Withheld> ReturnRun::closed() const {
  if (!ways_.empty()) return std::nullopt;
  return closed_.empty() ? Withheld{} : closed_.front();
}

Status ReturnRun::run(std::istream& from) {
  STILE_CHECKED(open_ways());
  STILE_TRY(EventRows rows, EventRows::open(from, *column_map_));
  words_->ignored(rows.ignored_headers());
  STILE_CHECKED(reader_->refresh());
  for (;;) {
    STILE_TRY(const auto outcome, rows.next());
    if (!outcome) break;
    STILE_CHECKED(take(*outcome));
    ++totals_.rows;
    if (totals_.rows % kRowsPerProgress != 0) continue;
    words_->reporter().progress(totals_.rows);
    if (*stopping_) return Error{Reason::kUnavailable, "the agent is being stopped"};
  }
  return finish();
}

Status ReturnRun::open_ways() {
  STILE_TRY(Routes routes, routes_of(*options_, month_));
  closed_ = std::move(routes.closed);
  for (const auto& why : closed_) words_->closed(why);
  const std::string& code = column_map_->system();
  if (outlet_ != nullptr) {
    STILE_TRY(system_, outlet_->system(code));
  } else {
    STILE_TRY(system_, reader_->system(code));
  }
  for (auto& route : routes.open) {
    STILE_TRY(RouteRow row, outlet_ != nullptr ? outlet_->route(route) : known_route(route));
    STILE_TRY(const bool sent_before, reader_->has_month(row.id, month_));
    STILE_TRY(std::string highest, reader_->highest_reference(row.id, system_));
    ways_.push_back({std::move(route), std::move(row), ConsignmentDraft(*options_), sent_before,
                     std::move(highest)});
  }
  if (ways_.empty() && closed_.empty()) words_->closed(Withheld{});
  return ok();
}

// A route that was never used has the id 0, under which no record is.
Result<RouteRow> ReturnRun::known_route(const Route& route) {
  STILE_TRY(const auto rows, reader_->routes());
  const auto found = std::ranges::find_if(rows, [&](const RouteRow& row) {
    return row.agreement_id == route.agreement_id() && row.recipient == route.recipient();
  });
  return found == rows.end() ? RouteRow{0, route.agreement_id(), route.recipient(), 1} : *found;
}

Status ReturnRun::take(const RowOutcome& outcome) {
  if (const auto* fault = std::get_if<RowFault>(&outcome)) {
    take_fault(*fault);
    return ok();
  }
  return take_event(std::get<ReadEvent>(outcome));
}

void ReturnRun::take_fault(const RowFault& fault) {
  words_->faulty(fault);
  if (fault.kind == RowFault::Kind::kRejected) {
    ++totals_.rejected;
    return;
  }
  ++totals_.withheld;
  withheld_.push_back({fault.line, {}, {}, std::string(name(fault.reason)), {}});
}

// belongs() refuses, with its mend, a row that is of no return or of another month's.
bool ReturnRun::belongs(const ReadEvent& read) {
  const Month month = month_of(local_day(read.event.time));
  if (!read.event.home) {
    take_fault(fault_at(read.line, Reason::kUnknownHome, "the row names no home", "enter it"));
  } else if (month != month_) {
    take_fault(fault_at(read.line, Reason::kOutsideOccasion, "the call-out is of " + to_text(month),
                        "send it with --month " + to_text(month)));
  } else if (read.event.time > options_->clock()) {
    take_fault(fault_at(read.line, Reason::kOutsideOccasion, "the call-out lies in the future",
                        "mend its time"));
  } else {
    return true;
  }
  return false;
}

Status ReturnRun::take_event(const ReadEvent& read) {
  if (!belongs(read)) return ok();
  if (ways_.empty()) {
    withhold(read.line, read.event.origin.reference, *closed());
    return ok();
  }
  const auto envelope = record::envelope_of(read.event);
  const auto& origin = read.event.origin;
  const ChildDigest child = child_digest(*options_->tokens, origin.system, origin.child);
  for (auto& way : ways_) STILE_CHECKED(send_on(way, read, envelope, child));
  return ok();
}

Status ReturnRun::send_on(Way& way, const ReadEvent& read, const record::Envelope& envelope,
                          const ChildDigest& child) {
  const auto& origin = read.event.origin;
  Withheld why;
  auto treated = way.route.treat(read.event, envelope, why);
  if (!treated) {
    withhold(read.line, origin.reference, why);
    return ok();
  }
  RecordKey key{way.row.id, system_, origin.reference, child};
  STILE_TRY(const auto before, known(way, key));
  KnownRecord next = next_of(way, read, *treated, before);
  if (way.sent_before) way.seen.push_back(next.event_token);
  const bool changed = !before || before->digest != next.digest;
  words_->fate(!changed ? Fate::kUnchanged
               : before ? Fate::kRevised
                        : Fate::kNew,
               read.line, origin.reference, way.route);
  ++(!changed ? totals_.unchanged : before ? totals_.revised : totals_.sent);
  if (!changed) return ok();
  // A draft holds a record once, so that every row in it has an earlier revision that is durable.
  if (way.recent.in_draft(key)) STILE_CHECKED(flush(way));
  way.recent.put(key, next);
  way.draft.add(*std::move(treated), envelope, {std::move(key), std::move(next)});
  return way.draft.full() ? flush(way) : ok();
}

// next_of() is what the store will know of a row: its event token stays as first sent.
KnownRecord ReturnRun::next_of(const Way& way, const ReadEvent& read, const TreatedRow& treated,
                               const std::optional<KnownRecord>& before) const {
  const auto& origin = read.event.origin;
  const auto now = static_cast<std::uint64_t>(options_->clock()) * kMillisecondsPerSecond;
  KnownRecord next;
  next.revision = before ? std::max(before->revision + 1, now) : now;
  next.digest = Bytes(view(row_digest(*options_->tokens, way.route.agreement_id(),
                                      way.route.recipient(), treated.fields)));
  next.event_token = before ? before->event_token
                            : crypto::event_token(*options_->tokens, treated.event_day,
                                                  {.agreement = way.route.agreement_id(),
                                                   .recipient = way.route.recipient(),
                                                   .system = origin.system,
                                                   .reference = origin.reference,
                                                   .child = origin.child});
  return next;
}

// Exports are in the order of their references, so that a new row mostly needs no looking up.
Result<std::optional<KnownRecord>> ReturnRun::known(Way& way, const RecordKey& key) {
  if (const auto* recent = way.recent.find(key)) return std::optional(*recent);
  if (key.reference <= way.highest) return reader_->find(key);
  way.highest = key.reference;
  return std::optional<KnownRecord>();
}

// flush() lets a preview go on without queueing: it then has to remember what it would have sent.
Status ReturnRun::flush(Way& way) {
  if (way.draft.empty()) return ok();
  ++totals_.consignments;
  auto draft = std::exchange(way.draft, ConsignmentDraft(*options_));
  if (outlet_ == nullptr) return ok();
  STILE_CHECKED(outlet_->queue(way.route, std::move(draft), std::exchange(withheld_, {})));
  way.recent.handed_over();
  return reader_->refresh();
}

Status ReturnRun::finish() {
  for (auto& way : ways_) STILE_CHECKED(flush(way));
  for (auto& way : ways_) STILE_CHECKED(list_absent(way));
  return reader_->done();
}

Status ReturnRun::list_absent(Way& way) {
  if (!way.sent_before) return ok();
  std::ranges::sort(way.seen);
  std::vector<std::string> absent;
  const Status done = reader_->each_of_month(way.row.id, month_,
                                             [&](const Token& token, std::string_view reference) {
                                               if (!std::ranges::binary_search(way.seen, token))
                                                 absent.emplace_back(reference);
                                             });
  if (!done.ok()) return done.error();
  words_->absent(absent, way.route);
  return ok();
}

void ReturnRun::withhold(std::int64_t line, std::string_view reference, const Withheld& why) {
  words_->withheld(line, reference, why);
  ++totals_.withheld;
  withheld_.push_back(
      {line, why.agreement_id, std::string(reference), std::string(name(why.reason)), why.field});
}

}  // namespace stile::agent
