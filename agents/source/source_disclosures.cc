// What left this agency, for its data officer.
#include "agents/report/disclosure_account.h"
#include "agents/source/disclosure_reader.h"
#include "agents/source/source.h"
#include "core/handover/bulk_thread.h"
#include "core/storage/database.h"

namespace stile::agent {

// It is written down before anybody sees it.
Result<DisclosureAccount> Source::disclosures(const DisclosureQuery& query,
                                              std::string_view account) {
  give_way_to_others();  // the thread is this request's own
  STILE_TRY(auto database, storage::Database::open(options_.store, storage::OpenMode::kRead));
  STILE_CHECKED(database.run("BEGIN"));
  STILE_TRY(auto found, DisclosureReader(database, options_).account(query));
  STILE_CHECKED(log_consultation(query.occasion(), found.listed.size(), account, query.purpose));
  return found;
}

}  // namespace stile::agent
