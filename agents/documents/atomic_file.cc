#include "agents/documents/atomic_file.h"

#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

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

Result<Bytes> read_whole(const fs::path& path, std::size_t most) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (error) return Error{Reason::kNotFound, "there is no file " + path.string()};
  if (size > most) return Error{Reason::kTooLarge, path.string() + " is too large"};
  std::ifstream in(path, std::ios::binary);
  std::ostringstream all;
  all << in.rdbuf();
  if (!in) return Error{Reason::kIo, "cannot read " + path.string()};
  return std::move(all).str();
}

}  // namespace stile::agent
