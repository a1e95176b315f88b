#include "agents/source/notify_run.h"

#include <array>
#include <utility>

#include "agents/source/event_names.h"
#include "agents/source/follow_up.h"
#include "core/record/code_texts.h"

namespace stile::agent {
namespace {

using agreement::Relation;

constexpr std::string_view kAuthority = "placing-authority";
constexpr std::string_view kHost = "host-yjs";
constexpr std::string_view kHome = "home-yjs";
constexpr std::string_view kEverybody = "everybody";
constexpr std::string_view kUntold = "untold";  // what the digest of a row is for

std::string_view audience_of(Relation relation) {
  switch (relation) {
    case Relation::kRegulatorOfHome:
    case Relation::kRequester: return kEverybody;
    case Relation::kPlacingAuthority:
    case Relation::kAreaAuthority: return kAuthority;
    case Relation::kHostYjs: return kHost;
    case Relation::kHomeYjs: return kHome;
  }
  __builtin_trap();
}

// What says more of why nobody is told comes first: that an agreement is with another says nothing.
constexpr std::array kTelling = {
    Reason::kMissingField, Reason::kUnavailable, Reason::kPlacingNotKnown, Reason::kInArea,
    Reason::kNoChild,      Reason::kUnknownHome, Reason::kOutsideOccasion, Reason::kNoOffence};

Reason more_telling(Reason one, Reason other) {
  for (const Reason reason : kTelling) {
    if (one == reason || other == reason) return reason;
  }
  return Reason::kNoAgreement;
}

// is_hindrance() is true of what kept a recipient from being told whom an agreement leads to.
bool is_hindrance(Reason reason) {
  return reason == Reason::kUnavailable || reason == Reason::kMissingField ||
         reason == Reason::kOutsideOccasion;
}

// grants_more() is whether a field went with the disclosure that the clause does not grant.
bool grants_more(const agreement::DocumentSet& documents, const record::Disclosure& before,
                 const agreement::Clause& now) {
  const auto agreement = documents.agreement(before.agreement);
  if (!agreement.ok()) return false;
  for (const auto& clause : (*agreement)->clauses) {
    if (clause.name != before.clause) continue;
    for (int i = 1; i <= record::kFieldCount; ++i) {
      const auto field = static_cast<record::Field>(i);
      if (clause.treatments.grants(field) && !now.treatments.grants(field)) return true;
    }
  }
  return false;
}

// told_by() is all by which a recipient would notice a change: the fields, and who the child is.
Bytes told_by(const TreatedRow& row) {
  Bytes all = row.fields;
  if (!row.identity) return all;
  const auto& who = *row.identity;
  for (const auto* part : {&who.surname, &who.forenames, &who.known_as, &who.police_reference,
                           &who.pac_mash_reference, &who.authority_reference}) {
    append_prefixed(all, *part);
  }
  append_u64(all, static_cast<std::uint64_t>(who.date_of_birth.value_or(0)));
  return all;
}

// stays_at_authority() is true of a record that an authority was told of, and not by a release, and
// that is not withdrawn there, though no clause tells it now, as while its agreement is suspended.
bool stays_at_authority(const SentRecord& sent) {
  if (sent.unlisted || sent.known.withdrawn) return false;
  const auto to = AgencyId::parse(sent.recipient);
  return to.ok() && to->kind() == AgencyKind::kAuthority;
}

}  // namespace

NotifyRun::NotifyRun(const SourceOptions& options, std::shared_ptr<const ColumnMap> column_map,
                     IntakeReader& reader, NotifyWords& words, const std::atomic<bool>& stopping)
    : options_(&options),
      column_map_(std::move(column_map)),
      system_(column_map_->system()),
      reader_(&reader),
      words_(&words),
      stopping_(&stopping),
      digests_(*options.tokens),
      subjects_(*options.tokens) {}

NotifyRun::NotifyRun(const SourceOptions& options, std::string_view system, IntakeReader& reader,
                     NotifyWords& words, const std::atomic<bool>& stopping)
    : options_(&options),
      system_(system),
      reader_(&reader),
      words_(&words),
      stopping_(&stopping),
      digests_(*options.tokens),
      subjects_(*options.tokens) {}

Status NotifyRun::tell(const ReadEvent& read, NotifyQueue& outlet) {
  outlet_ = &outlet;
  STILE_CHECKED(open_lines());
  STILE_CHECKED(reader_->refresh());
  const auto& origin = read.event.origin;
  at_hand_ = {system(),
              read.event.type,
              origin.reference,
              digests_.child(origin.system, origin.child),
              digests_.row({}, {}, origin.reference, kUntold),
              {}};
  ++totals_.rows;
  STILE_CHECKED(take_event(read));
  return reader_->done();
}

Status NotifyRun::run(std::istream& from, NotifyQueue* outlet, RejectedRows* rejected,
                      Which which) {
  outlet_ = outlet;
  rejected_ = rejected;
  STILE_CHECKED(open_lines());
  STILE_TRY(rows_, EventRows::open(from, *column_map_, ReadFor::kIdentity));
  STILE_CHECKED(reader_->refresh());
  for (;;) {
    STILE_TRY(auto outcome, rows_->next());
    if (!outcome) break;
    STILE_TRY(const bool wanted, begin(*outcome, which));
    if (wanted) ++totals_.rows;
    const Status taken = wanted ? take(*outcome) : ok();
    if (auto* read = std::get_if<ReadEvent>(&*outcome)) record::wipe(read->event.identity);
    STILE_CHECKED(taken);
    if (*stopping_) return Error{Reason::kUnavailable, "the agent is being stopped"};
  }
  return reader_->done();
}

Status NotifyRun::open_lines() {
  documents_ = options_->documents();
  STILE_TRY(Routes routes, routes_of(*options_, record::notification()));
  for (const auto& why : routes.closed) {
    if (why.reason != Reason::kNoClause) words_->closed(why);
  }
  for (auto& route : routes.open) lines_.push_back({std::move(route), {}});
  STILE_TRY(any_released_, reader_->releases().any());
  return ok();
}

Result<Way*> NotifyRun::way_of(Line& line) {
  if (!line.way) {
    STILE_TRY(line.way, Way::open(*options_, *reader_, outlet_, line.route, system(), kNotified));
    STILE_CHECKED(reader_->refresh());
  }
  return &*line.way;
}

Result<bool> NotifyRun::begin(const RowOutcome& outcome, Which which) {
  const auto* read = std::get_if<ReadEvent>(&outcome);
  if (read == nullptr) return which == Which::kAll;
  const auto& origin = read->event.origin;
  Bytes cells;
  for (const std::string_view cell : rows_->cells()) append_prefixed(cells, cell);
  at_hand_ = {system(),
              read->event.type,
              origin.reference,
              digests_.child(origin.system, origin.child),
              digests_.row({}, {}, cells, kUntold),
              {}};
  crypto::wipe(cells);
  if (which == Which::kAll) return true;
  return reader_->untold(at_hand_);
}

Status NotifyRun::take(const RowOutcome& outcome) {
  if (const auto* read = std::get_if<ReadEvent>(&outcome)) return take_event(*read);
  const auto& fault = std::get<RowFault>(outcome);
  words_->faulty(fault);
  words_->say();
  if (fault.kind == RowFault::Kind::kWithheld) {
    ++totals_.withheld;
    return ok();
  }
  ++totals_.rejected;
  if (rejected_ != nullptr) rejected_->take(fault, rows_->cells());
  return ok();
}

// Nothing of it is kept, not even that it came.
Result<bool> NotifyRun::take_erased(const ReadEvent& read) {
  const auto& origin = read.event.origin;
  STILE_TRY(const bool erased,
            reader_->erasures().is_erased(digests_.erased(numbering(system(), read.event.type),
                                                          origin.reference, at_hand_.child)));
  if (!erased) return false;
  words_->erased(read.line);
  words_->say();
  ++totals_.erased;
  return true;
}

Status NotifyRun::take_event(const ReadEvent& read) {
  const auto& event = read.event;
  STILE_TRY(const bool erased, take_erased(read));
  if (erased) return ok();
  if (!event.contact.empty() && !documents_->agency(options_->self)->has_contact(event.contact)) {
    RowFault fault;
    fault.line = read.line;
    fault.reason = Reason::kUnknownValue;
    fault.what = "the contact is none of this agency's in the directory";
    fault.mend = "enter the code of one, or leave it empty";
    return take(fault);
  }
  leading_.clear();
  placed_ = false;
  SourceRow row{.reference = event.origin.reference,
                .child = event.origin.child,
                .digest = at_hand_.child,
                .envelope = record::envelope_of(event),
                .facts = {}};
  STILE_CHECKED(find_release(read, row));
  if (event.hold != record::Hold::kNone) {
    ++totals_.held;
    words_->held(read.line, event.origin.reference, event.hold);
    decisions_.push_back({system(), event.type, event.origin.reference, std::string(kEverybody),
                          std::string(record::name(event.hold))});
    if (outlet_ != nullptr) {
      STILE_TRY(const auto numbering, reader_->system(system(), event.type));
      outlet_->keep_no_more(NoAnswer{numbering, event.origin.reference, row.digest});
    }
  } else if (const auto reason = nobody(event)) {
    ++totals_.untold;
    refuse(read, kEverybody, *reason);
  } else {
    STILE_CHECKED(tell_all(read, row));
  }
  STILE_CHECKED(follow_up(read, row));
  STILE_CHECKED(keep_own(read, row));
  STILE_CHECKED(commit());
  words_->say();
  return ok();
}

Status NotifyRun::follow_up(const ReadEvent& read, const SourceRow& row) {
  const std::string record = std::string(view(row.digest)).append(row.reference);
  for (const auto& id : leading_) told_.emplace(id, record);
  STILE_TRY(const auto numbering, reader_->system(system(), read.event.type));
  STILE_TRY(const auto sent, reader_->records(numbering, row.reference));
  for (const SentRecord& one : sent) {
    if (one.key.child != row.digest || one.month != kNotifiedKey) continue;
    if (told_.contains({one.agreement_id, record})) {
      const bool twice = !leading_.contains(one.agreement_id) && !one.unlisted;
      if (twice) words_->told_twice(read.line, row.reference);
      continue;
    }
    STILE_TRY(auto order, follow_up_of(one, read, row));
    placed_ = placed_ || (!order && stays_at_authority(one));
    if (!order) continue;
    if (!one.unlisted) {
      words_->changed(order->reason, read.line, row.reference, one);
      ++totals_.changed;
    }
    if (outlet_ != nullptr) outlet_->change(*std::move(order));
  }
  return ok();
}

// nobody() is why no agreement there could be would let anybody be told; nothing where one could.
std::optional<Reason> NotifyRun::nobody(const record::Event& event) const {
  if (!event.child_involved) return Reason::kNoChild;
  if (!event.home) return Reason::kUnknownHome;
  const Day day = local_day(event.time);
  const auto* home = documents_->home(*event.home, day);
  if (home == nullptr) return Reason::kUnknownHome;
  const auto distance = documents_->areas().distance(home->authority, event.placing_authority, day);
  if (distance == record::PlacingDistance::kInArea) return Reason::kInArea;
  return std::nullopt;
}

Status NotifyRun::tell_all(const ReadEvent& read, SourceRow& row) {
  Refusals refusals{{kAuthority, Reason::kNoAgreement}};
  // An authority that passes on tells no service: that is for the force to do.
  if (options_->self.kind() == AgencyKind::kForce) refusals[kHost] = Reason::kNoAgreement;
  std::map<std::string_view, bool> told;
  bool anybody = false;
  for (Line& line : lines_) {
    if (line.route.type() != read.event.type) continue;
    const Relation relation = line.route.clause().relation;
    if (stands() && relation == Relation::kAreaAuthority) {
      STILE_CHECKED(tell_unlisted(line, read));
      continue;
    }
    const bool denied = stands() && relation == Relation::kPlacingAuthority;
    STILE_TRY(const bool is_told,
              denied ? pass_over(line, read, row, refusals) : tell(line, read, row, refusals));
    if (is_told) told[audience_of(relation)] = anybody = true;
  }
  if (!anybody) ++totals_.untold;
  for (const auto& [audience, reason] : refusals) {
    if (!told[audience]) refuse(read, audience, reason);
  }
  return ok();
}

Result<bool> NotifyRun::tell(Line& line, const ReadEvent& read, SourceRow& row,
                             Refusals& refusals) {
  const auto why_not = [&](Reason reason) {
    const auto audience = audience_of(line.route.clause().relation);
    // Most children have no home service with a ground of its own: that there is none is no
    // decision.
    if (audience == kHome && is_hindrance(reason)) {
      refusals.try_emplace(audience, Reason::kNoAgreement);
    }
    const auto found = refusals.find(audience);
    if (found != refusals.end()) found->second = more_telling(found->second, reason);
    return false;
  };
  Withheld why;
  auto treated = line.route.treat(read.event, row.envelope, subjects_, why);
  if (!treated) return why_not(why.reason);
  leading_.insert(line.route.agreement_id());
  placed_ = placed_ || line.route.clause().relation == Relation::kPlacingAuthority;
  if (treated->identity && !record::check_identity(*treated->identity).ok()) {
    return why_not(Reason::kMissingField);
  }
  const auto& to = line.route.disclosure().to;
  STILE_TRY(Way * way, way_of(line));
  STILE_TRY(const auto before, way->before(row));
  const bool has_it = before && !before->withdrawn;
  if (!has_it && is_too_old(read.event)) return why_not(Reason::kOutsideOccasion);
  const Bytes digested = told_by(*treated);
  // What was released so far and is as any record now goes once more, and is listed from then on.
  const bool surfaces =
      has_it && release_ && !release_->stands && release_->routes.contains(way->row().id);
  const bool changes =
      surfaces || !has_it || before->digest != way->digest_of(digested, treated->subject_token);
  if (changes && !documents_->sealing_key(to, options_->clock())) {
    at_hand_.recipients.push_back(to.text());
    unreached_ = unreached_ || !unlisted_;
    return why_not(Reason::kUnavailable);
  }
  if (surfaces) STILE_CHECKED(way->resend(row));
  if (has_it && changes) STILE_CHECKED(withdraw_wider(*way, read, row));
  STILE_TRY(const Fate fate, way->send(row, *std::move(treated), digested));
  STILE_CHECKED(way->flush());
  say_told(line, read, surfaces ? Fate::kNew : fate);
  return true;
}

void NotifyRun::say_told(Line& line, const ReadEvent& read, Fate fate) {
  if (unlisted_) return;
  words_->told(fate, read.line, read.event.origin.reference, line.route);
  ++totals_.of(fate);
}

// The recipient keeps what a revision replaces. Where that says more of the child than may be said
// now, as once nothing is alleged any more, it is withdrawn, and the event is told anew.
Status NotifyRun::withdraw_wider(Way& way, const ReadEvent& read, const SourceRow& row) {
  STILE_TRY(const auto numbering, reader_->system(system(), read.event.type));
  STILE_TRY(const auto sent, reader_->records(numbering, row.reference));
  for (const SentRecord& one : sent) {
    if (one.key.route != way.row().id || one.key.child != row.digest) continue;
    STILE_TRY(const auto before,
              reader_->disclosures().last(one.key.route, one.consignment, one.known.event_token));
    if (!before || !grants_more(*documents_, before->what, way.route().clause())) continue;
    STILE_TRY(const bool withdrawn, way.withdraw(row));
    if (!withdrawn || unlisted_) continue;
    ++totals_.changed;
    words_->changed(record::ChangeReason::kNoLongerQualifies, read.line, row.reference, one);
  }
  return ok();
}

bool NotifyRun::is_too_old(const record::Event& event) const {
  return local_day(event.time) + kNotifyDays < local_day(options_->clock());
}

void NotifyRun::refuse(const ReadEvent& read, std::string_view audience, Reason reason) {
  const auto& event = read.event;
  words_->untold(read.line, event.origin.reference, audience, reason);
  decisions_.push_back({system(), event.type, event.origin.reference, std::string(audience),
                        std::string(name(reason))});
}

Status NotifyRun::commit() {
  if (std::exchange(unreached_, false)) ++totals_.unreached;
  auto decisions = std::exchange(decisions_, {});
  if (outlet_ == nullptr) return ok();
  STILE_CHECKED(outlet_->commit(std::move(decisions), at_hand_));
  return release_ ? reader_->refresh() : ok();
}

}  // namespace stile::agent
