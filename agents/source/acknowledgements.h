#pragma once

#include <cstddef>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "agents/ports/holding_sink.h"
#include "agents/ports/note_sink.h"
#include "agents/source/intake_store.h"
#include "agents/source/source_options.h"
#include "core/record/acknowledgement.h"
#include "core/record/challenge.h"

namespace stile::agent {

// read_acknowledgement() is what a note says when its recipient signed it, by the directory's
// key; kBadSignature, kUnknownAgency or as the parsers otherwise. Pure.
Result<record::Acknowledgement> read_acknowledgement(ByteView note, const AgencyId& self,
                                                     const agreement::DocumentSet& documents);

// read_challenge() is the same of a challenge.
Result<record::Challenge> read_challenge(ByteView note, const AgencyId& self,
                                         const agreement::DocumentSet& documents);

// Acknowledgements takes recipients' signed words that rows are stored, and what became of a
// notification after that, what they challenge, what the gateway did with a consignment itself, and
// what it says it took. A word that is forged, or of a consignment that was never sent, is logged
// as an integrity event once and not confirmed. Any thread.
class Acknowledgements : public NoteSink, public HoldingSink {
 public:
  Acknowledgements(const SourceOptions& options, IntakeStore& store)
      : options_(&options), store_(&store) {}

  Result<std::vector<std::size_t>> take(std::span<const Bytes> notes) override;
  void limit(std::size_t rows) override;
  Status compare(std::span<const LastNumber> taken) override;
  Result<bool> take(const HeldConsignment& held) override;

 private:
  Status take_held(IntakeTables& tables, const HeldConsignment& held, bool& kept);
  Status take_one(IntakeTables& tables, const Bytes& note, const agreement::DocumentSet& documents,
                  bool& kept);
  Status take_identity_request(IntakeTables& tables, const Bytes& note,
                               const agreement::DocumentSet& documents, bool& kept);
  Status take_challenge(IntakeTables& tables, const Bytes& note,
                        const agreement::DocumentSet& documents, bool& kept);
  // not_believed() logs what came, a word or a leaf, once.
  Status not_believed(IntakeTables& tables, ByteView what, ByteView text, Reason reason);
  Status compare_one(IntakeTables& tables, const LastNumber& taken);
  Operation event(std::string reason) const;

  const SourceOptions* options_;
  IntakeStore* store_;
  std::mutex mutex_;
  std::set<Hash> not_believed_;  // already logged
};

}  // namespace stile::agent
