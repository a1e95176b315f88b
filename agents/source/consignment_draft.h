#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "agents/source/intake_types.h"
#include "agents/source/route.h"
#include "agents/source/signed_consignment.h"
#include "agents/source/source_options.h"
#include "core/base/limits.h"
#include "core/wire/consignment_codec.h"

namespace stile::agent {

// ConsignmentDraft gathers the rows of the next consignment on a route, as many as the gateway
// takes in one: limits::kConsignmentRowsUnsaid where they say who a child is. One thread.
class ConsignmentDraft {
 public:
  // DraftedRecord is what the store has to know of a row once it is queued.
  struct DraftedRecord {
    RecordKey key;
    KnownRecord record;
  };

  explicit ConsignmentDraft(const SourceOptions& options)
      : options_(&options), most_(*options.consignment_rows) {}

  void add(TreatedRow row, const record::Envelope& envelope, DraftedRecord record);
  // The same of an envelope that is encoded already, canonically.
  void add(TreatedRow row, Bytes envelope, DraftedRecord record);
  // cite() makes it part of the answer to a question, a signed note.
  void cite(Bytes question) { consignment_.question = std::move(question); }

  bool empty() const { return consignment_.rows.empty(); }
  bool full() const { return consignment_.rows.size() >= most_; }
  const std::vector<DraftedRecord>& records() const { return records_; }

  // complete() draws every salt: the rows', the consignment's and the actor's. Nothing is added
  // afterwards. seal() then seals the rows' identities to the recipient; kUnavailable where it has
  // no sealing key in force.
  void complete();
  Status seal(const record::Disclosure& disclosure, const agreement::DocumentSet& documents);
  const Hash& actor_salt() const { return actor_salt_; }
  // sign() signs it as the given number; `account` goes into the statement as a commitment.
  SignedConsignment sign(const record::Disclosure& disclosure, std::uint64_t number,
                         std::string_view account);

 private:
  const SourceOptions* options_;
  std::size_t most_;  // rows
  wire::Consignment consignment_;
  std::vector<DraftedRecord> records_;
  std::vector<std::optional<record::Identity>> identities_;
  Hash actor_salt_{};
};

}  // namespace stile::agent
