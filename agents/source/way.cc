#include "agents/source/way.h"

#include <algorithm>
#include <utility>

#include "agents/source/event_names.h"
#include "core/record/code_texts.h"

namespace stile::agent {
namespace {

constexpr std::uint64_t kMillisecondsPerSecond = 1000;

// A route that was never used has the id 0, under which no record is; so has a system.
Result<RouteRow> known_route(IntakeReader& reader, const Route& route) {
  STILE_TRY(const auto rows, reader.routes());
  const auto found = std::ranges::find_if(rows, [&](const RouteRow& row) {
    return row.agreement_id == route.agreement_id() && row.recipient == route.recipient();
  });
  return found == rows.end() ? RouteRow{0, route.agreement_id(), route.recipient(), 1} : *found;
}

}  // namespace

Result<Way> Way::open(const SourceOptions& options, IntakeReader& reader, Outlet* outlet,
                      Route route, std::string_view system, const Month& month) {
  Way way(options, reader, outlet, std::move(route), month);
  way.numbering_ = numbering(system, way.route_.type());
  STILE_TRY(way.row_, known_route(reader, way.route_));
  STILE_TRY(way.system_, reader.system(system, way.route_.type()));
  // Only what was never used has to be written, which waits for the disk.
  if (outlet != nullptr && way.row_.id == 0) {
    STILE_TRY(way.row_, outlet->route(way.route_));
  }
  if (outlet != nullptr && way.system_ == 0) {
    STILE_TRY(way.system_, outlet->system(system, way.route_.type()));
  }
  STILE_TRY(way.sent_before_, reader.has_month(way.row_.id, month, way.system_));
  STILE_TRY(way.highest_, reader.highest_reference(way.row_.id, way.system_));
  if (outlet != nullptr && (!way.sent_before_ || month == kNotified)) return way;
  STILE_TRY(way.seen_, SeenRecords::open());
  return way;
}

Result<Fate> Way::send(const SourceRow& row, TreatedRow treated, ByteView digested) {
  RecordKey key = key_of(row);
  STILE_TRY(const auto before, known(key));
  KnownRecord next = next_of(row, treated, digested, before);
  if (before && before->digest == next.digest) {
    const bool learns = before->facts != next.facts;
    next = *before;
    next.facts = row.facts;
    STILE_CHECKED(see(key, next));
    if (learns) STILE_CHECKED(learn(std::move(key), next));
    return Fate::kUnchanged;
  }
  STILE_CHECKED(see(key, next));
  // A draft holds a record once, so that every row in it has an earlier revision that is durable.
  if (before && recent_.in_draft(key)) STILE_CHECKED(flush());
  recent_.put(key, next);
  draft_.add(std::move(treated), row.envelope, {std::move(key), std::move(next)});
  if (draft_.full()) STILE_CHECKED(flush());
  return before && !before->withdrawn ? Fate::kRevised : Fate::kNew;
}

// What the record adds has to be stored behind it: its draft goes first.
Status Way::learn(RecordKey key, const KnownRecord& record) {
  if (recent_.in_draft(key)) STILE_CHECKED(flush());
  if (outlet_ == nullptr) return ok();
  recent_.put(key, record);
  outlet_->learn(std::move(key), record.facts);
  return ok();
}

Status Way::see(const RecordKey& key, const KnownRecord& record) {
  return seen_ == nullptr ? ok() : seen_->put(key, record);
}

Result<bool> Way::keep(const SourceRow& row) {
  if (!sent_before_) return false;
  const RecordKey key = key_of(row);
  STILE_TRY(const auto before, known(key));
  if (!before) return false;
  STILE_CHECKED(see(key, *before));
  return !before->digest.empty();
}

Status Way::resend(const SourceRow& row) {
  RecordKey key = key_of(row);
  STILE_TRY(auto before, known(key));
  if (!before) return ok();
  before->digest.clear();
  STILE_CHECKED(see(key, *before));
  if (outlet_ != nullptr) recent_.put(key, *before);
  return ok();
}

// What is withdrawn has to be stored before: its draft goes first.
Result<bool> Way::withdraw(const SourceRow& row) {
  RecordKey key = key_of(row);
  STILE_TRY(auto before, known(key));
  if (!before || before->withdrawn) return false;
  before->withdrawn = true;
  ++before->lives;
  before->digest.clear();
  STILE_CHECKED(see(key, *before));
  if (recent_.in_draft(key)) STILE_CHECKED(flush());
  if (outlet_ == nullptr) return true;
  recent_.put(key, *before);
  outlet_->change({.key = std::move(key),
                   .reason = record::ChangeReason::kNoLongerQualifies,
                   .agreement_id = route_.agreement_id()});
  return true;
}

Bytes Way::digest_of(ByteView digested, ByteView subject_token) const {
  return Bytes(view(digests_.row(route_.agreement_id(), route_.recipient(), digested,
                                 to_text(month_).append(subject_token))));
}

// next_of() is what the store will know of a row: its event token stays as first sent, until it is
// withdrawn.
KnownRecord Way::next_of(const SourceRow& row, const TreatedRow& treated, ByteView digested,
                         const std::optional<KnownRecord>& before) const {
  const auto now = static_cast<std::uint64_t>(options_->clock()) * kMillisecondsPerSecond;
  KnownRecord next;
  next.revision = before ? std::max(before->revision + 1, now) : now;
  next.digest =
      digest_of(digested.empty() ? ByteView(treated.fields) : digested, treated.subject_token);
  next.facts = row.facts;
  next.lives = before ? before->lives : 0;
  if (before && !before->withdrawn) {
    next.event_token = before->event_token;
    return next;
  }
  next.event_token = crypto::event_token(*options_->tokens, treated.event_day,
                                         {.agreement = route_.agreement_id(),
                                          .recipient = route_.recipient(),
                                          .system = in_life(numbering_, next.lives),
                                          .reference = row.reference,
                                          .child = row.child});
  return next;
}

// Exports are in the order of their references, so that a new row mostly needs no looking up. A
// preview stores nothing: what it has seen stands before what the reader knows.
Result<std::optional<KnownRecord>> Way::known(const RecordKey& key) {
  if (key.reference > highest_) {
    highest_ = key.reference;
    return std::optional<KnownRecord>();
  }
  if (outlet_ == nullptr) {
    STILE_TRY(auto seen, seen_->find(key));
    if (seen) return seen;
  } else if (const auto* recent = recent_.find(key)) {
    return std::optional(*recent);
  }
  return reader_->find(key);
}

Status Way::flush() {
  if (draft_.empty()) return ok();
  ++consignments_;
  auto draft = std::exchange(draft_, ConsignmentDraft(*options_));
  recent_.handed_over();
  if (outlet_ == nullptr) return ok();
  STILE_CHECKED(outlet_->queue(route_, std::move(draft)));
  return reader_->refresh();
}

Status Way::each_absent(const std::function<void(const std::string&)>& take) {
  if (!sent_before_) return ok();
  return reader_->each_of_month(row_.id, month_, system_, [&](const RecordKey& key) -> Status {
    STILE_TRY(const auto seen, seen_->find(key));
    if (!seen) take(key.reference);
    return ok();
  });
}

}  // namespace stile::agent
