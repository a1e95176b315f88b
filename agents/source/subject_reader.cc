#include "agents/source/subject_reader.h"

#include <utility>

#include "agents/source/collect.h"

namespace stile::agent {

using storage::Rows;

Result<std::vector<SubjectRecord>> SubjectReader::records(std::string_view system,
                                                          const ChildDigest& child) {
  return collect<SubjectRecord>(
      records_.start(system, child), [](const Rows& rows, SubjectRecord& to) -> Status {
        std::int64_t type = 0;
        Bytes answered;
        STILE_CHECKED(rows.read(to.key.route, to.key.system, to.key.reference, to.key.child,
                                to.lives, type, to.agreement_id, to.recipient, answered));
        if (Token token{}; copy_exact(answered, token)) to.answered = token;
        to.type = static_cast<record::RecordType>(type);
        return ok();
      });
}

Result<std::vector<std::string>> SubjectReader::systems() {
  return collect<std::string>(systems_.start(),
                              [](const Rows& rows, std::string& code) { return rows.read(code); });
}

Result<bool> SubjectReader::has_sent(std::string_view system) {
  STILE_TRY(Rows rows, has_sent_.start(system));
  STILE_TRY(const bool found, rows.next());
  std::int64_t has = 0;
  if (found) STILE_CHECKED(rows.read(has));
  return has != 0;
}

Status SubjectReader::each_carried(std::int64_t route,
                                   const std::function<Status(CarriedConsignment)>& take) {
  STILE_TRY(Rows rows, carried_.start(route));
  for (;;) {
    STILE_TRY(const bool more, rows.next());
    if (!more) return ok();
    CarriedConsignment one;
    std::int64_t state = 0;
    STILE_CHECKED(rows.read(one.id, state, one.bytes, one.leaf, one.receipt, one.holding));
    one.state = static_cast<ConsignmentState>(state);
    STILE_CHECKED(take(std::move(one)));
  }
}

}  // namespace stile::agent
