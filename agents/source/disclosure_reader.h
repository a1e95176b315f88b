#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "agents/report/disclosure_account.h"
#include "agents/source/source_options.h"
#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/storage/database.h"

namespace stile::agent {

// DisclosureReader reads what this agency has sent, consignment by consignment, and proves again of
// each that its leaf says so and is in the ledger, and, of those that it lists, that the rows are
// those that were signed: what does not verify has a fault, and is listed whatever was asked for,
// so that nobody hides a consignment by altering when or to whom it went. What is of an agreement
// about enquiries is left out until no inspection can become known by it (X6), and its leaves'
// numbers always. It borrows the database; one thread.
class DisclosureReader {
 public:
  DisclosureReader(const storage::Database& database, const SourceOptions& options)
      : database_(database), options_(options) {}

  Result<DisclosureAccount> account(const DisclosureQuery& query);

 private:
  struct Kept;
  // whenever() is the query without its days; id_of() the id of an agreement that a query names by
  // its hash, else what it names.
  static DisclosureQuery whenever(DisclosureQuery query);
  static std::string id_of(const std::string& named, const agreement::DocumentSet* documents);
  Status read_sent(const DisclosureQuery& query, DisclosureAccount& to);
  Status read_refused(const DisclosureQuery& query, DisclosureAccount& to);
  Status read_holdings(const DisclosureQuery& query, DisclosureAccount& to);
  Status read_untold(const DisclosureQuery& query, DisclosureAccount& to);
  Status read_withheld(const DisclosureQuery& query, DisclosureAccount& to);
  Status read_kept_back(const DisclosureQuery& query, DisclosureAccount& to);
  Status read_decided(const DisclosureQuery& query, DisclosureAccount& to);
  ListedDisclosure listed_of(const Kept& kept) const;
  bool is_enquired(const Kept& kept, const ListedDisclosure& one) const;
  Status prove(const Kept& kept) const;
  Status check_parties(const Kept& kept) const;
  Status read_rows(const Kept& kept, const DisclosureAccount& with, ListedDisclosure& one) const;
  // revised_in() are the rows of a consignment that take the place of those of one before it, which
  // has to be asked about earlier; list_revised() lists their records.
  std::set<std::size_t> revised_in(const Kept& kept);
  Status list_revised(const Kept& kept, const std::set<std::size_t>& places,
                      const ListedDisclosure& one, DisclosureAccount& to);
  Result<std::string> reference_of(std::int64_t route, const Token& event_token);
  void count(const Kept& kept, std::uint64_t index, DisclosureAccount& to) const;

  const storage::Database& database_;
  const SourceOptions& options_;
  std::set<Hash> enquired_;  // agreements about enquiries, as far as they were read
  // Where it is asked what was corrected: the events that went, by route, and their references.
  std::set<std::pair<std::int64_t, Token>> seen_;
  std::optional<std::map<std::pair<std::int64_t, Token>, std::string>> references_;
};

}  // namespace stile::agent
