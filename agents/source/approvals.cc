#include "agents/source/approvals.h"

#include "agents/source/collect.h"

namespace stile::agent {
namespace {

using storage::Rows;

Status done(const Result<std::uint64_t>& changed) {
  return changed.ok() ? ok() : Status(changed.error());
}

Status read_id(const Rows& rows, std::int64_t& id) { return rows.read(id); }

}  // namespace

Status Approvals::wait(std::int64_t question, Instant due) {
  return done(wait_.run(question, due));
}

Status Approvals::decide(std::int64_t question, Decided decision, std::string_view account,
                         Instant now) {
  STILE_TRY(const std::uint64_t changed,
            decide_.run(question, static_cast<std::int64_t>(decision), account, now));
  if (changed == 1) return ok();
  return Error{Reason::kConflict, "nobody waits for a decision about the question"};
}

Result<std::uint64_t> Approvals::waiting() {
  STILE_TRY(Rows rows, waiting_.start());
  STILE_CHECKED(rows.next());
  std::uint64_t count = 0;
  STILE_CHECKED(rows.read(count));
  return count;
}

Result<std::vector<std::int64_t>> Approvals::overdue(Instant now) {
  return collect<std::int64_t>(overdue_.start(now), read_id);
}

Result<std::vector<std::int64_t>> Approvals::late(Instant now) {
  return collect<std::int64_t>(late_.start(now), read_id);
}

Status Approvals::decline(std::int64_t question, record::Declined why) {
  return done(decline_.run(question, static_cast<std::int64_t>(why)));
}

Status Approvals::told(std::int64_t question) { return done(told_.run(question)); }

}  // namespace stile::agent
