// Who has asked this agency before an inspection, for its data officer alone (X6).
#include <string>
#include <vector>

#include "agents/report/failed.h"
#include "agents/report/json.h"
#include "agents/source/source.h"
#include "core/crypto/encoding.h"
#include "core/crypto/note.h"
#include "core/record/question.h"

namespace stile::agent {
namespace {

std::string_view name(QuestionState state) {
  switch (state) {
    case QuestionState::kWaiting: return "waiting";
    case QuestionState::kAnswered: return "answered";
    case QuestionState::kRefused: return "refused";
  }
  __builtin_trap();
}

Status say(const AskedQuestion& kept, Reporter& reporter) {
  STILE_TRY(const auto note, crypto::parse_note(kept.note));
  STILE_TRY(const record::Question asked, record::parse_question(note.text));
  const std::string first = to_text(to_civil(asked.first));
  const std::string last = to_text(to_civil(asked.last));
  std::string text = utc_second_text(kept.came) + "  " + asked.from.short_text() + " asked about " +
                     asked.home.text() + ", " + first + " to " + last + ", for inspection " +
                     asked.reference + ": " + std::string(name(kept.state));
  if (!kept.why.empty()) text += ", " + kept.why;
  reporter.line(text, JsonObject()
                          .text("enquiry", crypto::hex(asked.enquiry))
                          .text("regulator", asked.from.short_text())
                          .text("home", asked.home.text())
                          .text("first", first)
                          .text("last", last)
                          .text("inspection", record::name(asked.inspection))
                          .text("reference", asked.reference)
                          .text("came", utc_second_text(kept.came))
                          .text("state", name(kept.state))
                          .text("reason", kept.why)
                          .done());
  return ok();
}

}  // namespace

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
    const Status said = say(one, reporter);
    if (!said.ok()) return failed(said.error(), reporter);
  }
  if (all.empty()) reporter.message("no regulator has asked anything");
  return ExitCode::kOk;
}

}  // namespace stile::agent
