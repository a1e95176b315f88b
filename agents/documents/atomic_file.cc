#include "agents/documents/atomic_file.h"

#include <system_error>

#include "core/storage/file.h"

namespace stile::agent {

namespace fs = std::filesystem;

Status write_atomically(const fs::path& path, ByteView bytes) {
  const fs::path beside = path.string() + ".new";
  std::error_code error;
  fs::remove(beside, error);  // what a crash left behind
  {
    STILE_TRY(storage::File file, storage::File::create(beside.string()));
    STILE_CHECKED(file.write_at(0, bytes));
    STILE_CHECKED(file.sync());
  }
  fs::rename(beside, path, error);
  if (error) return Error{Reason::kIo, "cannot rename to " + path.string()};
  return storage::sync_folder_of(path.string());
}

}  // namespace stile::agent
