// Who has asked this agency before an inspection, for its data officer alone (X6).
#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "agents/ports/inspection_days.h"
#include "agents/report/failed.h"
#include "agents/report/json.h"
#include "agents/report/row_fields.h"
#include "agents/source/decide.h"
#include "agents/source/source.h"
#include "core/crypto/encoding.h"
#include "core/crypto/note.h"
#include "core/record/code_texts.h"
#include "core/record/question.h"

namespace stile::agent {
namespace {

std::string_view state_of(const AskedQuestion& kept) {
  switch (kept.state) {
    case QuestionState::kWaiting: return kept.approval.waits() ? "awaiting-approval" : "waiting";
    case QuestionState::kAnswered: return "answered";
    case QuestionState::kRefused: return "refused";
  }
  __builtin_trap();
}

// approval_text() is until when a person may decide, and who has.
std::string approval_text(const AskedQuestion& kept, std::string_view enquiry) {
  const Approval& approval = kept.approval;
  const std::string id(enquiry);
  if (kept.state == QuestionState::kWaiting && approval.waits()) {
    return " until " + local_minute_text(approval.due) + "; decide with: stile enquiry approve " +
           id + ", or stile enquiry refuse " + id + " --reason REASON";
  }
  if (approval.account.empty()) return "";
  return (approval.decision == Decided::kApproved ? ", approved by " : ", by ") + approval.account +
         " at " + local_minute_text(approval.decided_at);
}

// waits_for() is of one that no time mends.
std::string_view waits_for(const AskedQuestion& kept) {
  if (kept.why != name(Reason::kNoAgreement)) return "";
  return ": its agreement is not among the signed documents here; it is looked at again once these "
         "change, and refused when it is 30 days old";
}

// A force is not told whether a home was inspected: it knows how long ago it was asked.
Status say(const AskedQuestion& kept, Instant now, Reporter& reporter) {
  const bool past = kept.state == QuestionState::kAnswered && is_past_inspection(kept.came, now);

  STILE_TRY(const auto note, crypto::parse_note(kept.note));
  STILE_TRY(const record::Question asked, record::parse_question(note.text));
  const std::string first = to_text(to_civil(asked.first));
  const std::string last = to_text(to_civil(asked.last));
  const std::string enquiry = crypto::hex(asked.enquiry);
  std::string text = utc_second_text(kept.came) + "  " + enquiry + "  " + asked.from.short_text() +
                     " asked about " + asked.home.text() + ", " + first + " to " + last +
                     ", for inspection " + asked.reference + ": " + std::string(state_of(kept));
  if (!kept.why.empty()) text += ", " + kept.why;
  if (kept.state == QuestionState::kWaiting) text += waits_for(kept);
  text += approval_text(kept, enquiry);
  if (past) text += "; MORE THAN 90 DAYS AGO: ask its data officer whether an inspection followed";
  reporter.line(text,
                JsonObject()
                    .text("enquiry", enquiry)
                    .text("regulator", asked.from.short_text())
                    .text("home", asked.home.text())
                    .text("first", first)
                    .text("last", last)
                    .text("inspection", record::name(asked.inspection))
                    .text("reference", asked.reference)
                    .text("came", utc_second_text(kept.came))
                    .text("state", state_of(kept))
                    .text("reason", kept.why)
                    .text("due", kept.approval.due == 0 ? "" : utc_second_text(kept.approval.due))
                    .text("decided_by", kept.approval.account)
                    .flag("older_than_90_days", past)
                    .done());
  return ok();
}

bool waits(const AskedQuestion& asked) {
  return asked.state == QuestionState::kWaiting && asked.approval.waits();
}

// of_enquiry() are those of an enquiry that somebody names.
Result<std::vector<AskedQuestion>> of_enquiry(IntakeTables& tables, std::string_view enquiry) {
  STILE_TRY(auto all, tables.enquiries().all());
  std::erase_if(all, [&](const AskedQuestion& one) {
    const auto note = crypto::parse_note(one.note);
    if (!note.ok()) return true;
    const auto asked = record::parse_question(note->text);
    return !asked.ok() || crypto::hex(asked->enquiry) != enquiry;
  });
  if (!all.empty()) return all;
  return Error{Reason::kNotFound,
               "no question of that id came; mend with: the id as `stile enquiry list` writes it"};
}

}  // namespace

// A regulator's agent draws each id, so that two questions of one were made by another: then nobody
// can say by it which was read, and which approved.
ExitCode Source::decide(std::string_view enquiry, std::optional<record::Declined> refusal,
                        std::string_view account, Reporter& reporter) {
  bool is_new = false;
  const Instant now = options_.clock();
  // By itself, because what is expired stays so though nothing more can be decided.
  const Status expired = answerer_.expire();
  if (!expired.ok()) return failed(expired.error(), reporter);
  const Status done = store_->change(
      [&](IntakeTables& tables) -> Status {
        STILE_TRY(auto all, of_enquiry(tables, enquiry));
        if (refusal && std::ranges::any_of(all, waits)) std::erase_if(all, std::not_fn(waits));
        if (all.size() > 1 && !refusal) {
          return Error{Reason::kAmbiguous,
                       "several questions have that id, which no regulator's agent gives twice; "
                       "mend with: refuse them, and ring the regulator"};
        }
        for (const AskedQuestion& one : all) {
          STILE_TRY(const bool changed, decide_question(tables, one, refusal, account, now));
          is_new = is_new || changed;
        }
        return ok();
      },
      Urgency::kInteractive);
  answerer_.wake();
  if (!done.ok()) return failed(done.error(), reporter);
  const std::string what = refusal ? "refused, " + std::string(record::name(*refusal)) : "approved";
  reporter.line(what + (is_new ? "" : ", as before"),
                JsonObject()
                    .text("enquiry", enquiry)
                    .text("decision", refusal ? "refused" : "approved")
                    .flag("new", is_new)
                    .done());
  return ExitCode::kOk;
}

Result<std::uint64_t> Source::questions_unapproved() const {
  STILE_TRY(const auto reader, IntakeReader::open(options_.store));
  return reader->approvals().waiting();
}

// It is written down before anybody sees it.
ExitCode Source::list_questions(std::string_view account, Reporter& reporter) {
  std::vector<AskedQuestion> all;
  const Status read = [&]() -> Status {
    STILE_CHECKED(store_->change(
        [&](IntakeTables& tables) -> Status {
          STILE_TRY(all, tables.enquiries().all());
          return ok();
        },
        Urgency::kInteractive));
    return log_consultation("enquiry", all.size(), account);
  }();
  if (!read.ok()) return failed(read.error(), reporter);
  for (const AskedQuestion& one : all) {
    const Status said = say(one, options_.clock(), reporter);
    if (!said.ok()) return failed(said.error(), reporter);
  }
  if (all.empty()) reporter.message("no regulator has asked anything");
  return ExitCode::kOk;
}

}  // namespace stile::agent
