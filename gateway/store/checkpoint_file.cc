#include "gateway/store/checkpoint_file.h"

#include <string_view>
#include <utility>

#include "core/crypto/digest.h"

namespace stile::gateway {
namespace {

using storage::File;

constexpr std::uint64_t kSlotBytes = 4096;
constexpr std::uint64_t kSlots = 2;
constexpr std::string_view kMagic = "STILECP1";
constexpr std::size_t kHeaderBytes = kMagic.size() + 8 + 4;
constexpr std::size_t kMostNoteBytes = kSlotBytes - kHeaderBytes - std::tuple_size_v<Hash>;

std::uint64_t big_endian(ByteView bytes) {
  std::uint64_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<std::uint8_t>(byte);
  return value;
}

}  // namespace

std::optional<TwoSlotCheckpointFile::Slot> TwoSlotCheckpointFile::parse(ByteView slot) {
  if (!slot.starts_with(kMagic)) return std::nullopt;
  const std::uint64_t sequence = big_endian(slot.substr(kMagic.size(), 8));
  const std::uint64_t length = big_endian(slot.substr(kMagic.size() + 8, 4));
  if (length > kMostNoteBytes) return std::nullopt;
  const ByteView covered = slot.substr(0, kHeaderBytes + length);
  const Hash digest = crypto::sha256(covered);
  if (slot.substr(covered.size(), digest.size()) != view(digest)) return std::nullopt;
  return Slot{sequence, std::string(covered.substr(kHeaderBytes))};
}

Bytes TwoSlotCheckpointFile::text(const Slot& slot) {
  Bytes bytes(kMagic);
  append_u64(bytes, slot.sequence);
  append_prefixed(bytes, slot.note);
  bytes += view(crypto::sha256(bytes));
  bytes.resize(kSlotBytes, '\0');
  return bytes;
}

Status TwoSlotCheckpointFile::write(File& file, const Slot& slot) {
  STILE_CHECKED(file.write_at(slot.sequence % kSlots * kSlotBytes, text(slot)));
  return file.sync();
}

Result<TwoSlotCheckpointFile::Slot> TwoSlotCheckpointFile::newest(const File& file) {
  STILE_TRY(const std::uint64_t size, file.size());
  if (size != kSlots * kSlotBytes) {
    return Error{Reason::kIntegrity, "the checkpoint file has the wrong size"};
  }
  std::optional<Slot> newest;
  for (std::uint64_t place = 0; place < kSlots; ++place) {
    STILE_TRY(const Bytes bytes, file.read_at(place * kSlotBytes, kSlotBytes));
    std::optional<Slot> slot = parse(bytes);
    if (!slot.has_value() || slot->sequence % kSlots != place) continue;
    if (!newest.has_value() || slot->sequence > newest->sequence) newest = std::move(slot);
  }
  if (!newest.has_value()) {
    return Error{Reason::kIntegrity, "neither slot of the checkpoint file verifies"};
  }
  return *std::move(newest);
}

// Both slots are written before the file is used, so that advancing it never needs a new block.
Status TwoSlotCheckpointFile::create(const std::string& path) {
  STILE_TRY(File file, File::create(path));
  STILE_CHECKED(write(file, {.sequence = 0, .note = {}}));
  return write(file, {.sequence = 1, .note = {}});
}

TwoSlotCheckpointFile::TwoSlotCheckpointFile(File file, Slot newest)
    : file_(std::move(file)), newest_(std::move(newest)) {}

Result<std::unique_ptr<TwoSlotCheckpointFile>> TwoSlotCheckpointFile::open(
    const std::string& path) {
  STILE_TRY(File file, File::open(path));
  STILE_CHECKED(file.lock());
  STILE_TRY(Slot found, newest(file));
  return std::unique_ptr<TwoSlotCheckpointFile>(
      new TwoSlotCheckpointFile(std::move(file), std::move(found)));
}

Result<std::string> TwoSlotCheckpointFile::last() const {
  if (stopped_.has_value()) return *stopped_;
  return newest_.note;
}

Status TwoSlotCheckpointFile::advance(const std::string& expected, const std::string& next) {
  if (stopped_.has_value()) return *stopped_;
  if (expected != newest_.note) {
    return Error{Reason::kIntegrity, "the checkpoint file holds another checkpoint"};
  }
  if (next.size() > kMostNoteBytes) {
    return Error{Reason::kTooLarge, "a checkpoint does not fit its slot"};
  }
  Slot slot{newest_.sequence + 1, next};
  if (const Status written = write(file_, slot); !written.ok()) {
    stopped_ = written.error();
    return written;
  }
  newest_ = std::move(slot);
  return ok();
}

}  // namespace stile::gateway
