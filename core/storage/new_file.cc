#include "core/storage/new_file.h"

#include <system_error>
#include <utility>

namespace stile::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kBeside = ".part";

fs::path beside_of(fs::path path) { return path += kBeside; }

Error failed(const fs::path& path, const std::error_code& code) {
  return {Reason::kIo, path.string() + ": " + code.message()};
}

}  // namespace

Result<NewFile> NewFile::create(fs::path path) {
  std::error_code code;
  fs::remove(beside_of(path), code);  // what a killed process left
  STILE_TRY(File file, File::create(beside_of(path).string()));
  return NewFile(std::move(path), std::move(file));
}

NewFile::NewFile(fs::path path, File file) : path_(std::move(path)), file_(std::move(file)) {}

NewFile::NewFile(NewFile&& other) noexcept
    : path_(std::move(other.path_)),
      file_(std::exchange(other.file_, std::nullopt)),
      written_(other.written_) {}

NewFile::~NewFile() {
  if (!file_) return;
  std::error_code code;
  fs::remove(beside(), code);
}

fs::path NewFile::beside() const { return beside_of(path_); }

Status NewFile::append(ByteView bytes) {
  STILE_CHECKED(file_->write_at(written_, bytes));
  written_ += bytes.size();
  return ok();
}

Status NewFile::finish(Readers readers, std::optional<Instant> written) {
  if (readers == Readers::kGroup) STILE_CHECKED(file_->show_to_group());
  if (written) STILE_CHECKED(file_->date(*written));
  STILE_CHECKED(file_->sync());
  std::error_code code;
  fs::rename(beside(), path_, code);
  if (code) return failed(path_, code);
  file_.reset();
  return sync_folder_of(path_.string());
}

}  // namespace stile::storage
