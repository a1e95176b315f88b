#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/storage/file.h"
#include "gateway/pipeline/ports.h"

namespace stile::gateway {

// TwoSlotCheckpointFile is the CheckpointFile in one file of two slots of 4 KiB, written in
// turn, so that power loss while writing leaves the other one. A slot, integers big-endian:
//   "STILECP1"  sequence u64  length u32  note  SHA-256 of all before  zeros to the end
// The slot that verifies and has the higher sequence counts. Keep it on another disk than the
// store, and out of the store's backups: it is there to notice that a backup came back.
class TwoSlotCheckpointFile final : public CheckpointFile {
 public:
  // create() makes a file that holds no checkpoint yet; kConflict when there is one. Only a
  // person who sets up a gateway calls it: a missing file is never made good silently.
  static Status create(const std::string& path);

  // open() locks the file for this object alone (else kUnavailable). kNotFound when it was not
  // created, kNotPermitted when others may touch it, kIntegrity when no slot verifies.
  static Result<std::unique_ptr<TwoSlotCheckpointFile>> open(const std::string& path);

  Result<std::string> last() const override;
  // A note that does not fit a slot is kTooLarge. After kIo every later call fails likewise:
  // what the disk holds is known again only to who opens the file anew.
  Status advance(const std::string& expected, const std::string& next) override;

 private:
  struct Slot {
    std::uint64_t sequence;
    std::string note;
  };
  TwoSlotCheckpointFile(storage::File file, Slot newest);
  static std::optional<Slot> parse(ByteView slot);
  static Bytes text(const Slot& slot);
  static Status write(storage::File& file, const Slot& slot);
  static Result<Slot> newest(const storage::File& file);

  storage::File file_;
  Slot newest_;
  std::optional<Error> stopped_;
};

}  // namespace stile::gateway
