#include "agents/source/successions.h"

#include "agents/source/collect.h"

namespace stile::agent {

using storage::Rows;

namespace {

constexpr std::string_view kDestroyed = "DESTROYED";

}  // namespace

Status Successions::send_again(const ledger::ClosedLog& closed) {
  STILE_CHECKED(note_closed_.run(closed.key.name(), closed.kept, closed.last.size));
  STILE_CHECKED(send_again_.run(closed.kept, closed.last.size));
  return ok();
}

Result<std::uint64_t> Successions::send_lost(std::int64_t route, std::uint64_t number,
                                             const ledger::ClosedLog& closed) {
  STILE_CHECKED(note_closed_.run(closed.key.name(), closed.kept, closed.last.size));
  STILE_TRY(const std::uint64_t passed,
            pass_destroyed_.run(closed.kept, closed.last.size, route, number, kDestroyed));
  STILE_TRY(const std::uint64_t queued,
            send_lost_.run(closed.kept, closed.last.size, route, number));
  return passed + queued;
}

Result<bool> Successions::goes_again(std::int64_t consignment) {
  STILE_TRY(const auto found, one_value<std::int64_t>(goes_again_.start(consignment)));
  return found != 0;
}

Result<bool> Successions::pass_over(const ConsignmentHead& head, std::string_view why) {
  STILE_CHECKED(pass_over_.run(head.route, head.number, why));
  STILE_TRY(Rows rows, put_back_.start(head.id));
  STILE_TRY(const bool found, rows.next());
  if (!found) return Error{Reason::kIntegrity, "intake store: a row that should be there is not"};
  std::int64_t state = 0;
  STILE_CHECKED(rows.read(state));
  return static_cast<ConsignmentState>(state) == ConsignmentState::kStored;
}

Result<std::uint64_t> Successions::passes(std::int64_t route, std::uint64_t number) {
  return one_value<std::uint64_t>(passes_.start(route, number));
}

Result<std::uint64_t> Successions::behind(std::int64_t route, std::uint64_t last) {
  return one_value<std::uint64_t>(behind_.start(route, last));
}

}  // namespace stile::agent
