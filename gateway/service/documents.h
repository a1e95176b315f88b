#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/agreement/document_set.h"
#include "gateway/pipeline/ports.h"

namespace stile::gateway {

// Documents holds the signed documents that the gateway works by: a folder of notes and the
// areas table. It swaps whole verified sets; a folder that does not verify changes nothing. All
// functions are safe on any thread.
class Documents {
 public:
  struct Options {
    std::string folder;
    std::string areas;
    std::vector<crypto::NoteVerifier> roots;
    std::string log_key = {};  // vkey of the ledger that is written; empty: any
  };

  // open() loads the folder. Fails as DocumentSet::verify() does, kRolledBack included: the
  // lowest serial allowed is what `store` has seen. kNotInDirectory where the directory names
  // another ledger: its successor is begun while nothing is served.
  static Result<std::unique_ptr<Documents>> open(Options options, Store& store);

  std::shared_ptr<const agreement::DocumentSet> current() const;

  // reload() reads the folder again when a file in it has changed since; true if a new set is
  // in force. Fails as open(), and with kConflict where a ledger that has begun behind a closed one
  // would begin elsewhere.
  Result<bool> reload();

  // take_sealing_key() keeps an agency's newest sealing key, verified, in the folder. kWrongPeer
  // for another agency's; kForceAsRecipient for a force's: nothing is ever sealed to one, and the
  // document would tell every other agency when it came.
  Status take_sealing_key(const Bytes& note, const AgencyId& of);

  // notes_for() are the documents in force, by the hash of the whole note, that this agency may
  // have: of agreements, and of what became of them, its own; of all else, everything. Of what was
  // turned away only an agreement that is listed, so that its parties know.
  std::map<Hash, Bytes> notes_for(const AgencyId& agency) const;

 private:
  Documents(Options options, Store& store) : options_(std::move(options)), store_(store) {}
  Status load();
  std::string fingerprint() const;
  Status check_begun(const agreement::DocumentSet& set,
                     const agreement::DocumentSet* previous) const;

  const Options options_;
  Store& store_;
  mutable std::mutex mutex_;
  std::mutex loading_;
  std::string loaded_fingerprint_;
  std::shared_ptr<const agreement::DocumentSet> current_;
  std::map<Hash, Bytes> notes_;  // by the hash of the text
};

}  // namespace stile::gateway
