#include "agents/source/decide.h"

#include <string>

#include "core/crypto/note.h"
#include "core/record/code_texts.h"
#include "core/record/question.h"

namespace stile::agent {
namespace {

using record::Declined;

constexpr std::string_view kAskAnew = "; mend with: a new enquiry of the regulator's";

Status log(IntakeTables& tables, const AskedQuestion& asked, std::string_view op,
           std::string_view reason, std::string_view account, Instant now) {
  STILE_TRY(const auto note, crypto::parse_note(asked.note));
  STILE_TRY(const auto question, record::parse_question(note.text));
  return tables.add_operation({.op = std::string(op),
                               .time = now,
                               .account = std::string(account),
                               .agreement_id = {},
                               .occasion = record::to_text(record::answer_to(question.enquiry)),
                               .rows = 0,
                               .reason = std::string(reason)});
}

Status end(IntakeTables& tables, const AskedQuestion& asked, Decided decision, Declined why,
           std::string_view account, Instant now) {
  STILE_CHECKED(tables.approvals().decide(asked.id, decision, account, now));
  STILE_CHECKED(tables.approvals().decline(asked.id, why));
  STILE_CHECKED(tables.enquiries().settle(asked.id, QuestionState::kRefused, record::name(why)));
  return log(tables, asked, "refusal", record::name(why), account, now);
}

Error conflict(std::string what) { return {Reason::kConflict, std::move(what)}; }

// otherwise() is why a question cannot be decided about so, or nothing where it was, just so.
std::optional<Error> otherwise(const AskedQuestion& asked, std::optional<Declined> refusal) {
  const Approval& approval = asked.approval;
  switch (approval.decision) {
    case Decided::kApproved:
      if (asked.state == QuestionState::kRefused) {
        return conflict(approval.account + " approved it, and it could not be answered, " +
                        asked.why + std::string(kAskAnew));
      }
      if (!refusal) return std::nullopt;
      if (asked.state == QuestionState::kAnswered) {
        return conflict(approval.account + " approved it, and it is answered");
      }
      return conflict(approval.account + " has approved it: it is answered as soon as it can be");
    case Decided::kRefused:
      if (refusal && refusal == asked.declined) return std::nullopt;
      return conflict(approval.account + " has refused it, " + asked.why + std::string(kAskAnew));
    case Decided::kExpired:
      return conflict("nobody had approved it by " + utc_second_text(approval.due) +
                      ", and the regulator is told so, if anything can go still" +
                      std::string(kAskAnew));
    case Decided::kNone: break;
  }
  if (asked.state == QuestionState::kRefused) {
    return conflict("it is refused, " + asked.why + std::string(kAskAnew));
  }
  if (asked.state == QuestionState::kWaiting && !asked.why.empty()) {
    return conflict("it waits, " + asked.why +
                    "; mend with: `stile enquiry list` later, which says "
                    "whether somebody has to approve it");
  }
  return conflict("nobody has to approve it: it is answered by itself");
}

}  // namespace

Status expire_questions(IntakeTables& tables, Instant now) {
  STILE_TRY(const auto overdue, tables.approvals().overdue(now));
  if (overdue.empty()) return ok();
  STILE_TRY(const auto waiting, tables.enquiries().waiting());
  for (const AskedQuestion& asked : waiting) {
    if (!asked.approval.waits() || asked.approval.due > now) continue;
    STILE_CHECKED(end(tables, asked, Decided::kExpired, Declined::kExpired, {}, now));
  }
  return ok();
}

Result<bool> decide_question(IntakeTables& tables, const AskedQuestion& asked,
                             std::optional<Declined> refusal, std::string_view account,
                             Instant now) {
  if (asked.state != QuestionState::kWaiting || !asked.approval.waits()) {
    const auto error = otherwise(asked, refusal);
    if (error) return *error;
    return false;
  }
  if (refusal) {
    STILE_CHECKED(end(tables, asked, Decided::kRefused, *refusal, account, now));
  } else {
    STILE_CHECKED(tables.approvals().decide(asked.id, Decided::kApproved, account, now));
    STILE_CHECKED(log(tables, asked, "approval", {}, account, now));
  }
  return true;
}

}  // namespace stile::agent
