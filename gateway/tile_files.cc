#include "gateway/tile_files.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "core/storage/file.h"
#include "core/storage/new_file.h"

namespace stile::gateway {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kCheckpoint = "/checkpoint";
constexpr fs::perms kGroupMayLook =
    fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec;

Error failed(const std::string& path, const std::error_code& code) {
  return {Reason::kIo, path + ": " + code.message()};
}

// make_folders() makes those of a file inside `root`, which is there.
Status make_folders(const fs::path& root, const fs::path& file) {
  fs::path folder = root;
  for (const auto& part : file.parent_path().lexically_relative(root)) {
    folder /= part;
    std::error_code code;
    const bool made = fs::create_directory(folder, code);
    if (made) fs::permissions(folder, kGroupMayLook, code);
    if (code) return failed(folder.string(), code);
    if (made) STILE_CHECKED(storage::sync_folder_of(folder.string()));
  }
  return ok();
}

Status write_file(const std::string& path, ByteView bytes) {
  STILE_TRY(storage::NewFile file, storage::NewFile::create(path));
  STILE_CHECKED(file.append(bytes));
  return file.finish(storage::NewFile::Readers::kGroup);
}

}  // namespace

Result<TileFiles> TileFiles::open(const std::string& folder, const crypto::NoteVerifier& log,
                                  const ledger::HashReader& tree, std::uint64_t size) {
  std::error_code code;
  if (!fs::is_directory(folder, code)) return Error{Reason::kNotFound, folder + ": no such folder"};
  TileFiles files(folder, log, tree);
  const auto note = storage::read_whole(folder + std::string(kCheckpoint));
  if (!note.ok() && note.reason() == Reason::kNotFound) return files;
  if (!note.ok()) return note.error();
  const auto published = ledger::verify_checkpoint(*note, log);
  if (!published.ok()) {
    return Error{Reason::kIntegrity,
                 folder + ": its checkpoint is not of this log: " + published.error().detail +
                     "; mend with: a folder of its own for a ledger that succeeds another"};
  }
  if (published->size > size) {
    return Error{Reason::kIntegrity, "the store ends at " + std::to_string(size) + " leaves, but " +
                                         std::to_string(published->size) +
                                         " were published: an older store was put back"};
  }
  STILE_TRY(const Hash root, ledger::root_at(published->size, tree));
  if (root != published->root) {
    return Error{Reason::kIntegrity, "the store's history is not the one that was published"};
  }
  files.published_ = published->size;
  return files;
}

Status TileFiles::publish(const std::string& checkpoint) {
  if (next_ || checkpoint.empty()) return ok();
  STILE_TRY(const auto newer, ledger::verify_checkpoint(checkpoint, log_));
  if (newer.size <= published_) return ok();
  tiles_ = ledger::tiles_of(newer.size, published_);
  written_ = 0;
  next_ = Signed{checkpoint, newer.size};
  return ok();
}

Status TileFiles::step() {
  if (!next_) return ok();
  const std::size_t until = std::min(tiles_.size(), written_ + kTilesPerStep);
  for (; written_ < until; ++written_) STILE_CHECKED(write(tiles_[written_]));
  return written_ == tiles_.size() ? finish() : ok();
}

std::string TileFiles::path_of(const ledger::Tile& tile) const {
  return folder_ + '/' + ledger::tile_path(tile);
}

Status TileFiles::write(const ledger::Tile& tile) const {
  const std::string path = path_of(tile);
  STILE_TRY(const Bytes hashes, ledger::tile_hashes(tile, *tree_));
  STILE_CHECKED(make_folders(folder_, path));
  return write_file(path, hashes);
}

// Only now does nobody need the partial tiles any more whose place a full one takes.
Status TileFiles::finish() {
  STILE_CHECKED(write_file(folder_ + std::string(kCheckpoint), next_->note));
  for (const auto& tile : tiles_) {
    if (tile.width < ledger::kTileWidth) continue;
    std::error_code code;
    fs::remove_all(path_of(tile) + ".p", code);
    if (code) return failed(path_of(tile) + ".p", code);
  }
  published_ = next_->size;
  next_.reset();
  tiles_.clear();
  return ok();
}

}  // namespace stile::gateway
