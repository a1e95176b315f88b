// What of a notice may be passed on to the authority that placed the child.
#include <string>
#include <utility>

#include "agents/recipient/inbox.h"
#include "agents/recipient/inbox_store.h"
#include "agents/recipient/opened_notice.h"
#include "core/crypto/note.h"
#include "core/record/statement.h"

namespace stile::agent {
namespace {

constexpr std::string_view kNobodyKnew =
    "; only what came because nobody knew who placed the child is passed on: where that is known "
    "to be wrong, return it (`stile inbox return`)";

// check_area() fails unless the notice came because nobody knew who placed the child.
Status check_area(const NoticeContent& content, const agreement::DocumentSet& documents) {
  STILE_TRY(const crypto::Note note, crypto::parse_note(content.statement));
  STILE_TRY(const record::Statement statement, record::parse_statement(note.text));
  STILE_TRY(const auto* agreement, documents.agreement(statement.disclosure.agreement));
  for (const auto& clause : agreement->clauses) {
    if (clause.name != statement.disclosure.clause) continue;
    if (clause.relation == agreement::Relation::kAreaAuthority) return ok();
  }
  return Error{Reason::kNotRouted,
               "it came under clause " + statement.disclosure.clause + std::string(kNobodyKnew)};
}

// check_live() fails for what nobody may act on, or has read.
Status check_live(const Notice& notice) {
  if (notice.withdrawn) {
    return Error{Reason::kNotFound, "it was withdrawn: nothing of it is kept, and nothing is told"};
  }
  if (is_returned(notice.state)) {
    return Error{Reason::kNotFound,
                 "it was returned: nothing of it is kept; mend with: speak to a data officer, who "
                 "can ask the force"};
  }
  if (!notice.is_unread()) return ok();
  return Error{Reason::kConflict,
               "nobody here has read it as it is now; mend with: `stile inbox open`"};
}

Error unnamed(OpenedNotice::Naming naming) {
  switch (naming) {
    case OpenedNotice::Naming::kProven: break;
    case OpenedNotice::Naming::kNone:
      return {Reason::kMissingField,
              "the force's agreement does not name the child, and nobody is told without; mend "
              "with: ring the authority"};
    case OpenedNotice::Naming::kKeyDestroyed:
      return {Reason::kUnavailable,
              "the key to who the child is was destroyed since; mend with: ring the authority"};
    case OpenedNotice::Naming::kUnproven: break;
  }
  return {Reason::kIntegrity,
          "who the child is was not proven to be the force's word; mend with: a data officer, who "
          "sees it in `stile inbox breaches`, asks the force"};
}

}  // namespace

// What it reads it reads as a person does who opens it: the consultation is written down first, and
// the force is told no other word (X1).
Result<OpenedNotice> Inbox::to_pass_on(const Asker& asker, std::string_view reference) {
  // Under one lock: a revision that comes meanwhile is neither passed on nor called opened unread.
  const std::lock_guard lock(mutex_);
  STILE_TRY(const std::vector<Notice> notices, notices_of(asker, reference));
  STILE_CHECKED(check_live(notices.back()));
  STILE_CHECKED(check_kept(notices.back()));
  const auto documents = options_.documents();
  if (documents == nullptr) return Error{Reason::kUnavailable, "there are no documents here yet"};
  STILE_TRY(const auto content, store_->notices().identified(notices.back()));
  if (!content) return Error{Reason::kIntegrity, "the notification is not in the store any more"};
  STILE_CHECKED(check_area(*content, *documents));
  STILE_TRY(OpenedNotice opened, opened_now(asker, reference));
  if (opened.marks.restriction) {
    return Error{Reason::kConflict,
                 "the force has restricted it, and nobody is told of it meanwhile; mend with: wait "
                 "until that is lifted (`stile inbox changes`), or ring the force"};
  }
  if (opened.naming != OpenedNotice::Naming::kProven) return unnamed(opened.naming);
  return opened;
}

}  // namespace stile::agent
