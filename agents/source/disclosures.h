#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "agents/source/intake_types.h"
#include "agents/source/sent_consignment.h"
#include "core/base/result.h"
#include "core/record/statement.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"
#include "core/wire/consignment_codec.h"

namespace stile::agent {

// Disclosed is a record as it was disclosed last.
struct Disclosed {
  record::Disclosure what;
  record::Row row;         // of one that is destroyed its event token alone
  bool destroyed = false;  // because its time is over: nobody has it any more
  wire::Citation cited;    // once it is admitted
  bool admitted = false;   // else the gateway may have it, or refuse it yet
  Bytes question = {};     // the note, of an answer alone
};

// Disclosures finds in the consignments that are kept what was disclosed of a record. It borrows
// the database; one thread.
class Disclosures {
 public:
  explicit Disclosures(const storage::Database& database) : database_(database) {}

  // last() looks from the consignment `carried` of the route down, past those that the gateway has
  // refused. Nothing where nothing of the event ever left.
  Result<std::optional<Disclosed>> last(std::int64_t route, std::int64_t carried,
                                        const Token& event_token);

 private:
  // Kept is a consignment as it was read last; of one that has a receipt nothing changes but that
  // rows are destroyed.
  struct Kept {
    std::int64_t id = 0;
    std::uint64_t destructions = 0;
    SentConsignment consignment;
    std::string leaf;
    std::string receipt;
  };
  Result<std::uint64_t> destructions(std::int64_t id);
  Status read(std::int64_t id);

  const storage::Database& database_;
  Kept kept_;
  storage::Statement before_{database_,
                             "SELECT id FROM consignment WHERE route = ? AND id <= ?"
                             " AND (month >= 0 OR month = -3) ORDER BY id DESC"};
  storage::Statement destructions_{database_,
                                   "SELECT count(*) FROM destruction WHERE consignment = ?"};
  storage::Statement kept_as_{
      database_,
      "SELECT b.bytes, coalesce(p.leaf, ''), coalesce(p.receipt, '') FROM consignment_bytes AS b"
      " LEFT JOIN receipt AS p ON p.id = b.id WHERE b.id = ?"};
};

}  // namespace stile::agent
