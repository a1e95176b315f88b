#pragma once

#include "agents/recipient/inbox.h"
#include "agents/report/disclosure_account.h"
#include "core/base/result.h"
#include "core/ledger/leaf.h"
#include "core/storage/database.h"

namespace stile::agent {

// ReceivedReader reads what came to this agency, consignment by consignment, and proves again of
// each that its leaf says so and is in the ledger, and, of those that it lists, that the rows that
// are kept are those that its source signed: what does not verify has a fault, and is listed
// whatever was asked for. What is of an agreement about enquiries is left out as DisclosureReader
// (agents/source) does. What its source withholds or holds nobody here knows (R17). It borrows the
// database; one thread.
class ReceivedReader {
 public:
  ReceivedReader(const storage::Database& database, const InboxOptions& options)
      : database_(database), options_(options) {}

  Result<DisclosureAccount> account(const DisclosureQuery& query);

 private:
  struct Kept;
  struct Listed;
  Status read_parcels(const DisclosureQuery& query, DisclosureAccount& to,
                      std::vector<Listed>& listed);
  Status read_rows(const DisclosureQuery& query, const DisclosureAccount& with,
                   std::vector<Listed>& listed);
  ListedDisclosure listed_of(const Kept& kept) const;
  bool is_of_stream(const ledger::Leaf& leaf, const Kept& kept) const;
  Status prove(const Kept& kept) const;
  static void count(const Kept& kept, const ListedDisclosure& one, DisclosureAccount& to);

  const storage::Database& database_;
  const InboxOptions& options_;
};

}  // namespace stile::agent
