#include "agents/cli/files.h"

#include <fstream>
#include <system_error>

#include "core/storage/file.h"

namespace stile::agent {

namespace fs = std::filesystem;

Status check_absent(const fs::path& path) {
  std::error_code code;
  if (!fs::exists(fs::symlink_status(path, code))) return ok();
  return Error{Reason::kConflict, path.string() + ": is there already; mend with: another name"};
}

Status write_new_file(const fs::path& path, ByteView bytes) {
  STILE_CHECKED(check_absent(path));
  const fs::path beside = path.string() + ".new";
  std::ofstream file(beside, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  std::error_code code;
  if (file) fs::create_hard_link(beside, path, code);  // unlike renaming, it replaces nothing
  const bool written = file && !code;
  fs::remove(beside, code);
  if (!written) return Error{Reason::kIo, path.string() + ": cannot be written"};
  return ok();
}

Status write_private_file(const fs::path& path, ByteView bytes) {
  STILE_CHECKED(check_absent(path));
  STILE_TRY(storage::File file, storage::File::create(path.string()));
  Status written = file.write_at(0, bytes);
  if (written.ok()) written = file.sync();
  if (written.ok()) return storage::sync_folder_of(path.string());
  std::error_code code;
  fs::remove(path, code);
  return written;
}

}  // namespace stile::agent
