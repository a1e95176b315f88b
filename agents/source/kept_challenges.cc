#include "agents/source/kept_challenges.h"

#include "core/crypto/digest.h"
#include "core/record/code_texts.h"

namespace stile::agent {
namespace {

using storage::Rows;

Status read(const Rows& rows, KeptChallenge& one) {
  std::int64_t type = 0;
  std::int64_t answered = 0;
  std::int64_t withdrawn = 0;
  STILE_CHECKED(rows.read(one.reference, one.system, type, one.event_token, one.agreement_id,
                          one.recipient, one.number, one.digest, one.due, one.note, answered,
                          withdrawn));
  one.type = static_cast<record::RecordType>(type);
  if (answered != 0) one.answered = static_cast<record::ChangeReason>(answered);
  one.withdrawn = withdrawn != 0;
  return ok();
}

}  // namespace

Status KeptChallenges::add(const ConsignmentHead& head, const Token& event_token, Instant made,
                           Instant due, std::string_view note) {
  STILE_CHECKED(add_.run(head.id, head.route, event_token, made, due, crypto::sha256(note), note));
  return ok();
}

Result<bool> KeptChallenges::is_open(std::int64_t route, const Token& event_token) {
  STILE_TRY(Rows rows, is_open_.start(route, event_token));
  STILE_CHECKED(rows.next());
  std::int64_t open = 0;
  STILE_CHECKED(rows.read(open));
  return open != 0;
}

Status KeptChallenges::answer(std::int64_t route, const Token& event_token, std::int64_t change) {
  STILE_CHECKED(answer_.run(route, event_token, change));
  return ok();
}

Result<std::vector<KeptChallenge>> KeptChallenges::all() {
  STILE_TRY(Rows rows, all_.start());
  std::vector<KeptChallenge> found;
  for (;;) {
    STILE_TRY(const bool more, rows.next());
    if (!more) return found;
    STILE_CHECKED(read(rows, found.emplace_back()));
  }
}

}  // namespace stile::agent
