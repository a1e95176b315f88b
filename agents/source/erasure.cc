#include "agents/source/erasure.h"

#include <utility>

#include "agents/source/collect.h"

namespace stile::agent {
namespace {

using storage::Blob;
using storage::Rows;

Status done(const Result<std::uint64_t>& changed) {
  return changed.ok() ? ok() : Status(changed.error());
}

Result<bool> truth(Result<Rows> started) {
  STILE_TRY(Rows rows, std::move(started));
  STILE_CHECKED(rows.next());
  std::int64_t value = 0;
  STILE_CHECKED(rows.read(value));
  return value != 0;
}

Status read_tails(ByteView bytes, std::set<EventTail>& to) {
  for (EventTail tail{}; !bytes.empty(); bytes.remove_prefix(tail.size())) {
    if (!copy_exact(bytes.substr(0, tail.size()), tail)) {
      return Error{Reason::kIntegrity, "intake store: what is to be erased does not read"};
    }
    to.insert(tail);
  }
  return ok();
}

}  // namespace

Bytes joined(const std::set<EventTail>& tails) {
  Bytes all;
  for (const EventTail& tail : tails) all.append(view(tail));
  return all;
}

Result<bool> Erasures::is_erased(const Token& record) { return truth(is_erased_.start(record)); }

Result<bool> Erasures::any() { return truth(any_.start()); }

Result<std::int64_t> Erasures::begin(Instant now, std::string_view account,
                                     std::string_view purpose) {
  STILE_TRY(Rows rows, begin_.start(now, account, purpose));
  STILE_CHECKED(rows.next());
  std::int64_t id = 0;
  STILE_CHECKED(rows.read(id));
  return id;
}

Status Erasures::refuse(const Token& record) { return done(refuse_.run(record)); }

Status Erasures::add(const ErasurePart& part) {
  const RecordKey& key = part.key;
  return done(add_.run(part.erasure, key.route, key.system, key.reference, key.child,
                       Blob{joined(part.tails)}, part.proof));
}

Result<std::vector<record::ChangeReason>> Erasures::marks(const RecordKey& record) {
  STILE_TRY(const auto reasons,
            collect<std::int64_t>(
                marks_.start(record.route, record.system, record.reference, record.child),
                [](const Rows& rows, std::int64_t& to) { return rows.read(to); }));
  std::vector<record::ChangeReason> marks;
  for (const std::int64_t one : reasons) {
    const auto reason = static_cast<record::ChangeReason>(one);
    const auto kind = record::kind_of(reason);
    if (kind == record::ChangeKind::kLifted) marks.clear();
    if (kind == record::ChangeKind::kRestricted) marks.push_back(reason);
  }
  return marks;
}

Result<std::vector<FoundRecord>> Erasures::unsent(std::string_view system,
                                                  const ChildDigest& child) {
  return collect<FoundRecord>(unsent_.start(system, child),
                              [](const Rows& rows, FoundRecord& to) -> Status {
                                std::int64_t type = 0;
                                STILE_CHECKED(rows.read(to.system, type, to.reference));
                                to.type = static_cast<record::RecordType>(type);
                                return ok();
                              });
}

Status Erasures::forget_unsent(std::string_view system, const ChildDigest& child) {
  STILE_CHECKED(forget_kept_.run(system, child));
  STILE_CHECKED(forget_copies_.run(system, child));
  STILE_CHECKED(forget_untold_alarms_.run(system, child));
  return done(forget_untold_.run(system, child));
}

Result<std::vector<ErasurePart>> Erasures::ready() {
  return collect<ErasurePart>(ready_.start(), [](const Rows& rows, ErasurePart& to) -> Status {
    Bytes tails;
    STILE_CHECKED(rows.read(to.id, to.erasure, to.key.route, to.key.system, to.key.reference,
                            to.key.child, tails, to.proof));
    return read_tails(tails, to.tails);
  });
}

Result<std::uint64_t> Erasures::finish(const ErasurePart& part, Destructions& destructions,
                                       Instant now, const crypto::NoteSigner& signer) {
  const auto is_hers = [&part](const Token& token) { return part.tails.contains(tail_of(token)); };
  STILE_TRY(const auto all, collect<std::int64_t>(
                                sent_on_.start(part.key.route),
                                [](const Rows& rows, std::int64_t& to) { return rows.read(to); }));
  std::uint64_t rows = 0;
  for (const std::int64_t id : all) {
    STILE_TRY(const std::uint64_t more, destructions.erase(id, is_hers, now, signer));
    rows += more;
  }
  STILE_CHECKED(forget(part));
  STILE_CHECKED(set_done_.run(part.id, now));
  return rows;
}

// What refers to something goes before it.
Status Erasures::forget(const ErasurePart& part) {
  const auto& [route, system, reference, child] = part.key;
  struct Notified {
    std::int64_t id = 0;
    Token event_token{};
  };
  STILE_TRY(const auto notified, collect<Notified>(notified_.start(route, reference),
                                                   [](const Rows& rows, Notified& to) {
                                                     return rows.read(to.id, to.event_token);
                                                   }));
  for (const Notified& one : notified) {
    if (!part.tails.contains(tail_of(one.event_token))) continue;
    STILE_CHECKED(forget_alarms_.run(one.id));
    STILE_CHECKED(forget_notification_.run(one.id));
  }
  STILE_CHECKED(forget_change_alarms_.run(route, system, reference, child));
  STILE_CHECKED(forget_challenges_.run(route, system, reference, child));
  STILE_CHECKED(forget_identity_requests_.run(route, system, reference, child));
  STILE_CHECKED(forget_changes_.run(route, system, reference, child));
  STILE_CHECKED(forget_released_.run(route, system, reference, child));
  STILE_CHECKED(forget_answered_.run(route, system, reference, child));
  STILE_CHECKED(forget_record_.run(route, system, reference, child));
  STILE_TRY(const bool others, truth(is_others_.start(system, reference, child)));
  if (others) return ok();
  STILE_CHECKED(forget_decisions_.run(system, reference));
  STILE_CHECKED(forget_withheld_.run(system, reference));
  STILE_CHECKED(forget_refused_alarms_.run(route, reference));
  return done(forget_refused_.run(route, reference));
}

Result<std::vector<ErasureLine>> Erasures::lines() {
  return collect<ErasureLine>(lines_.start(), [](const Rows& rows, ErasureLine& to) -> Status {
    STILE_CHECKED(rows.read(to.erasure, to.time, to.account, to.purpose, to.agreement_id,
                            to.recipient, to.route, to.records, to.waiting, to.closed, to.erased,
                            to.last));
    to.delivered = to.records - to.waiting - to.closed - to.erased;
    return ok();
  });
}

}  // namespace stile::agent
