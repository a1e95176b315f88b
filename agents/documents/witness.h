#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/agreement/document_set.h"
#include "core/agreement/quorum.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/crypto/cosigner.h"

namespace stile::agent {

// kUnwitnessedMost is how long, in seconds, returns and enquiries go on without a quorum.
inline constexpr Instant kUnwitnessedMost = 4 * 3600;

// Witnessed is how the ledger stands with its witnesses, as this agency knows.
struct Witnessed {
  bool wanted = false;  // the directory names a quorum
  Instant since = 0;    // when a quorum last stood behind it, or was first wanted; 0: not known yet
  std::uint64_t size = 0;  // of the last checkpoint that a quorum has cosigned; 0: none yet
  std::vector<agreement::Cosigning> by;
  std::vector<AgencyId> missing;  // members of the quorum that have not cosigned it
};

// Witness is this agency's part in witnessing the ledger: it cosigns, as a member of the
// directory's quorum (c2sp.org/tlog-cosignature), what its callers have proven consistent with what
// the agency has seen, and keeps the last checkpoint that a quorum has cosigned. Time is this
// machine's own, so that cosignatures of yesterday do not count today, whoever shows them. Any
// thread.
class Witness {
 public:
  struct Options {
    std::filesystem::path file;  // what it keeps, a private file; FORMATS.md of core/ledger
    AgencyId self;
    std::shared_ptr<const crypto::Cosigner> key;
    // documents() are the signed documents as they are now; null while there are none.
    std::function<std::shared_ptr<const agreement::DocumentSet>()> documents;
    std::function<Instant()> clock;
  };
  // open() reads the file, if there is one. What is no such file is kMalformed, by its name.
  static Result<std::unique_ptr<Witness>> open(Options options);

  // cosign() is the signature line over a checkpoint, once it is durable that it was cosigned;
  // nothing where the quorum has not this agency with this key, or it has cosigned a larger tree
  // before. The caller has proven the checkpoint. Fails as the file does.
  Result<std::optional<std::string>> cosign(std::string_view checkpoint_note);

  // take() keeps a checkpoint whose cosignatures make a quorum of a later time than the last, and
  // which has all that this agency had seen when it kept that: whoever is offered one old
  // checkpoint for ever has no witnesses of what came since. `seen` is how much it has seen now.
  // Else it changes nothing. The caller has proven it. Fails as the file does.
  Status take(std::string_view cosigned_note, std::uint64_t seen);

  Witnessed standing() const;
  // cosigned() is the last checkpoint that a quorum has cosigned, with its lines; may be empty.
  std::string cosigned() const;
  // overdue() is why returns and enquiries wait: no quorum for kUnwitnessedMost. Nothing while they
  // need not, nor where the directory names no quorum.
  std::optional<std::string> overdue();

 private:
  struct Kept {
    Instant since = 0;
    std::uint64_t cosigned = 0;  // size
    std::uint64_t seen = 0;      // size, when the last note was kept: the next has to have it all
    std::string note;            // the last that a quorum has cosigned; may be empty
  };
  Witness(Options options, Kept kept) : options_(std::move(options)), kept_(std::move(kept)) {}
  static Result<Kept> parse(std::string_view text);
  Status keep(Kept next);  // under the lock

  const Options options_;
  mutable std::mutex mutex_;  // over kept_ and the file
  Kept kept_;
};

}  // namespace stile::agent
