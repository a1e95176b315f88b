// What this agency's data officer asks about what was done with records.
#include "agents/report/failed.h"
#include "agents/source/intake_reader.h"
#include "agents/source/source.h"
#include "agents/source/subject_account.h"
#include "agents/source/subject_words.h"
#include "core/handover/bulk_thread.h"

namespace stile::agent {

Result<std::vector<LoggedOperation>> Source::operations(const OperationQuery& query,
                                                        std::string_view purpose,
                                                        std::string_view account) {
  STILE_TRY(const auto reader, IntakeReader::open(options_.store));
  STILE_TRY(auto found, reader->logged(query));
  STILE_CHECKED(log_consultation("audit-log", found.size(), account, purpose));
  return found;
}

// It is written down before anybody sees it, and without the child.
ExitCode Source::account_of_subject(const SubjectOrder& order, std::string_view account,
                                    Reporter& reporter) {
  give_way_to_others();  // the thread is this request's own
  std::vector<Sharing> found;
  const Status read = [&]() -> Status {
    STILE_TRY(const auto reader, IntakeReader::open(options_.store));
    STILE_CHECKED(reader->refresh());
    STILE_TRY(found, account_of(*options_.tokens, *reader, order, options_.clock()));
    return log_consultation("audit-subject", found.size(), account, order.purpose);
  }();
  if (!read.ok()) return failed(read.error(), reporter);
  for (const Sharing& sharing : found) say_sharing(sharing, order.language, reporter);
  say_end(found.size(), order.language, reporter);
  return ExitCode::kOk;
}

}  // namespace stile::agent
