// What came to this agency, for its data officer.
#include "agents/recipient/inbox.h"
#include "agents/recipient/inbox_reader.h"
#include "agents/recipient/received_reader.h"
#include "agents/report/disclosure_account.h"
#include "core/handover/bulk_thread.h"

namespace stile::agent {

// It is written down before anybody sees it.
Result<DisclosureAccount> Inbox::disclosures(const DisclosureQuery& query,
                                             std::string_view account) {
  give_way_to_others();  // the thread is this request's own
  STILE_TRY(const InboxReader reader, InboxReader::open(options_.store));
  STILE_TRY(auto found, ReceivedReader(reader.database(), options_).account(query));
  STILE_CHECKED(log_consultation(std::string(account), std::string(query.occasion()),
                                 found.listed.size(), query.purpose));
  return found;
}

}  // namespace stile::agent
