// Whether the inspection took place before which somebody asked (proto/ENQUIRIES.md).
#include "agents/recipient/inbox.h"
#include "agents/recipient/inbox_store.h"
#include "agents/report/failed.h"
#include "agents/report/json.h"
#include "core/crypto/encoding.h"
#include "core/record/statement.h"

namespace stile::agent {

Status Inbox::inspected(std::string_view account, const Token& enquiry, Day day) {
  const std::lock_guard lock(mutex_);
  const Instant now = options_.clock();
  STILE_TRY(const auto questions, own_questions(store_->database(), enquiry));
  if (questions.empty()) return no_such_enquiry();
  const Day asked = local_day(questions.back().asked);
  if (day < asked || day > local_day(now)) {
    return Error{Reason::kUsage, "an inspection that was asked about on " +
                                     to_text(to_civil(asked)) +
                                     " began then or later, and not after today; mend with: --on " +
                                     "and its first day"};
  }
  return store_->together([&]() -> Status {
    STILE_CHECKED(store_->questions().set_inspected(enquiry, day, account, now));
    return store_->log({kAlteration,
                        now,
                        std::string(account),
                        {},
                        {},
                        record::to_text(record::answer_to(enquiry)),
                        0,
                        1,
                        "inspected on " + to_text(to_civil(day))});
  });
}

ExitCode Inbox::record_inspection(std::string_view account, std::string_view enquiry, Day day,
                                  Reporter& reporter) {
  Token id{};
  const auto bytes = crypto::unhex(enquiry);
  const bool is_id = bytes.ok() && copy_exact(bytes.value(), id);
  const Status done = is_id ? inspected(account, id, day) : no_such_enquiry();
  if (!done.ok()) return failed(done.error(), reporter);
  const std::string on = to_text(to_civil(day));
  reporter.line(std::string(enquiry) + " inspected on " + on,
                JsonObject().text("enquiry", enquiry).text("inspected", on).done());
  return ExitCode::kOk;
}

}  // namespace stile::agent
