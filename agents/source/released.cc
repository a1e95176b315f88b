// What a data officer has released to the home's own authority, and the source's own copy of which
// that is made.
#include <algorithm>
#include <utility>

#include "agents/source/follow_up.h"
#include "agents/source/notify_run.h"

namespace stile::agent {
namespace {

using agreement::Relation;

constexpr std::string_view kAuthority = "placing-authority";
constexpr std::string_view kDenied = "denied";  // what the digest of a code is for

// NotKnown is an event as if it did not name who placed the child. That authority's own reference
// of the child would name it. Its end wipes the identity.
struct NotKnown {
  explicit NotKnown(const ReadEvent& from) : read(from) {
    read.event.placing_authority.reset();
    crypto::wipe(read.event.identity.authority_reference);
    read.event.identity.authority_reference.clear();
  }
  NotKnown(const NotKnown&) = delete;
  NotKnown& operator=(const NotKnown&) = delete;
  ~NotKnown() { record::wipe(read.event.identity); }

  SourceRow row(const ChildDigest& child) const {
    return {.reference = read.event.origin.reference,
            .child = read.event.origin.child,
            .digest = child,
            .envelope = record::envelope_of(read.event),
            .facts = {}};
  }

  ReadEvent read;
};

}  // namespace

Token NotifyRun::denied_of(const record::Event& event) const {
  const auto& placing = event.placing_authority;
  return digests_.row({}, {}, placing ? placing->text() : std::string(), kDenied);
}

Status NotifyRun::find_release(const ReadEvent& read, const SourceRow& row) {
  release_.reset();
  if (!any_released_) return ok();
  STILE_TRY(const auto numbering, reader_->system(system(), read.event.type));
  const RecordKey key{0, numbering, std::string(row.reference), row.digest};
  STILE_TRY(const auto released, reader_->releases().of(key));
  if (released.empty()) return ok();
  release_ = Release{.key = key, .denied = released.front().denied, .routes = {}};
  for (const Released& one : released) release_->routes.insert(one.key.route);
  release_->stands =
      read.event.placing_authority && denied_of(read.event) == released.front().denied;
  if (!release_->stands && outlet_ != nullptr) outlet_->end_release(key);
  return ok();
}

// It is told no more. What is said is what stands there: that it was told before.
Result<bool> NotifyRun::pass_over(Line& line, const ReadEvent& read, SourceRow& row,
                                  Refusals& refusals) {
  if (!line.route.leads(row.envelope)) return tell(line, read, row, refusals);
  leading_.insert(line.route.agreement_id());
  placed_ = true;
  say_told(line, read, Fate::kUnchanged);
  return true;
}

Result<bool> NotifyRun::has_listed(const Line& line, const ReadEvent& read) {
  STILE_TRY(const auto numbering, reader_->system(system(), read.event.type));
  STILE_TRY(const auto sent, reader_->records(numbering, read.event.origin.reference));
  return std::ranges::any_of(sent, [&](const SentRecord& one) {
    return one.key.child == at_hand_.child && one.agreement_id == line.route.agreement_id() &&
           !one.unlisted && !one.known.withdrawn;
  });
}

Status NotifyRun::tell_unlisted(Line& line, const ReadEvent& read) {
  STILE_TRY(const bool listed, has_listed(line, read));
  if (listed) return ok();
  const NotKnown not_known(read);
  SourceRow row = not_known.row(at_hand_.child);
  Refusals nobody_reads;
  unlisted_ = true;
  if (outlet_ != nullptr) outlet_->release_as(release_->denied);
  const auto told = tell(line, not_known.read, row, nobody_reads);
  if (outlet_ != nullptr) outlet_->release_as({});
  unlisted_ = false;
  return told.ok() ? ok() : Status(told.error());
}

Result<std::optional<ChangeOrder>> NotifyRun::follow_up_of(const SentRecord& one,
                                                           const ReadEvent& read,
                                                           const SourceRow& row) {
  const bool released = stands() && release_->routes.contains(one.key.route);
  if (!released) return agent::follow_up(*options_, *reader_, one, read.event, row.envelope);
  const NotKnown not_known(read);
  return agent::follow_up(*options_, *reader_, one, not_known.read.event,
                          record::envelope_of(not_known.read.event));
}

// Nothing is kept that could not be released. What is kept is the record as it was told last: of
// one that leads to nobody who placed the child any more there is nothing.
Status NotifyRun::keep_own(const ReadEvent& read, const SourceRow& row) {
  if (outlet_ == nullptr || (placed_ && !outlet_->queues())) return ok();
  STILE_TRY(const auto numbering, reader_->system(system(), read.event.type));
  if (numbering == 0) return ok();
  const RecordKey key{0, numbering, std::string(row.reference), row.digest};
  record::Envelope envelope = row.envelope;
  envelope.placing_authority.reset();
  const bool leads = placed_ && std::ranges::any_of(lines_, [&](const Line& line) {
                       return line.route.type() == read.event.type &&
                              line.route.clause().relation == Relation::kAreaAuthority &&
                              line.route.leads(envelope);
                     });
  leads ? outlet_->keep(key, read.event) : outlet_->forget(key);
  return ok();
}

Result<std::optional<Reason>> NotifyRun::release(const ReadEvent& read, NotifyQueue* outlet) {
  outlet_ = outlet;
  STILE_CHECKED(open_lines());
  STILE_CHECKED(reader_->refresh());
  const auto& origin = read.event.origin;
  at_hand_.child = digests_.child(origin.system, origin.child);
  const NotKnown not_known(read);
  SourceRow row = not_known.row(at_hand_.child);
  Refusals why{{kAuthority, Reason::kNoAgreement}};
  std::optional<Reason> nobody = Reason::kNoAgreement;
  if (outlet_ != nullptr) outlet_->release_as(denied_of(read.event));
  for (Line& line : lines_) {
    if (line.route.type() != read.event.type) continue;
    if (line.route.clause().relation != Relation::kAreaAuthority) continue;
    STILE_TRY(const bool listed, has_listed(line, read));
    if (listed) continue;
    STILE_TRY(const bool told, tell(line, not_known.read, row, why));
    if (told) nobody.reset();
  }
  if (nobody) nobody = why[kAuthority];
  if (outlet_ != nullptr) STILE_CHECKED(outlet_->commit({}, std::nullopt));
  words_->say();
  STILE_CHECKED(reader_->done());
  return nobody;
}

}  // namespace stile::agent
