#include "core/storage/file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

namespace stile::storage {
namespace {

constexpr mode_t kOwnerOnly = 0600;
constexpr mode_t kOwnerAndGroup = 0640;
constexpr mode_t kGroupAndOthers = 077;

Error system_error(const std::string& path, int code) {
  const Reason reason = code == ENOENT   ? Reason::kNotFound
                        : code == EEXIST ? Reason::kConflict
                                         : Reason::kIo;
  return {reason, path + ": " + std::generic_category().message(code)};
}

}  // namespace

Result<Bytes> read_whole(const std::string& path, std::size_t most) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return system_error(path, errno);
  if (!S_ISREG(found.st_mode)) return Error{Reason::kIo, path + ": not a regular file"};
  STILE_TRY(const File file, File::open_with(path, O_RDONLY));
  STILE_TRY(const std::uint64_t size, file.size());
  if (size <= most) return file.read_at(0, static_cast<std::size_t>(size));
  return Error{Reason::kTooLarge, path + ": larger than " + std::to_string(most) + " bytes"};
}

Status check_private(const std::string& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return system_error(path, errno);
  if (!S_ISREG(found.st_mode)) return Error{Reason::kNotPermitted, path + ": not a regular file"};
  if ((found.st_mode & kGroupAndOthers) != 0) {
    return Error{Reason::kNotPermitted,
                 path + ": others than its owner may touch it; mend with: chmod 0600 " + path};
  }
  return ok();
}

Status check_one_file_system(std::span<const std::string> folders) {
  std::optional<dev_t> device;
  for (const auto& folder : folders) {
    struct stat found {};
    if (::stat(folder.c_str(), &found) != 0 || !S_ISDIR(found.st_mode)) {
      return Error{Reason::kNotFound, folder + ": no such folder; mend with: make it"};
    }
    if (device.value_or(found.st_dev) != found.st_dev) {
      return Error{Reason::kIo, folder + ": on another file system than " + folders.front() +
                                    "; mend with: both on one"};
    }
    device = found.st_dev;
  }
  return ok();
}

Status sync_folder_of(const std::string& path) {
  const std::filesystem::path parent = std::filesystem::path(path).parent_path();
  const std::string folder = parent.empty() ? "." : parent.string();
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return system_error(folder, errno);
  const int code = ::fsync(descriptor) == 0 ? 0 : errno;
  ::close(descriptor);
  if (code != 0) return system_error(folder, code);
  return ok();
}

File::File(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}

File::File(File&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}

File& File::operator=(File&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(path_, other.path_);
  return *this;
}

File::~File() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<File> File::open_with(const std::string& path, int flags) {
  const int descriptor = ::open(path.c_str(), O_CLOEXEC | flags, kOwnerOnly);
  if (descriptor < 0) return system_error(path, errno);
  return File(descriptor, path);
}

Result<File> File::create(const std::string& path) {
  STILE_TRY(File file, open_with(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW));
  STILE_CHECKED(sync_folder_of(path));
  return file;
}

Result<File> File::open(const std::string& path) {
  STILE_CHECKED(check_private(path));
  return open_with(path, O_RDWR);
}

Result<File> File::open_or_create(const std::string& path) {
  Result<File> made = create(path);
  if (made.ok() || made.reason() != Reason::kConflict) return made;
  return open(path);
}

Status File::lock() {
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return ok();
  if (errno == EWOULDBLOCK) {
    return Error{Reason::kUnavailable, path_ + ": in use by another process"};
  }
  return system_error(path_, errno);
}

Result<std::uint64_t> File::size() const {
  struct stat found {};
  if (::fstat(descriptor_, &found) != 0) return system_error(path_, errno);
  return static_cast<std::uint64_t>(found.st_size);
}

Result<Bytes> File::read_at(std::uint64_t offset, std::size_t length) const {
  Bytes bytes(length, '\0');
  std::size_t done = 0;
  while (done < length) {
    const ssize_t got =
        ::pread(descriptor_, bytes.data() + done, length - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error(path_, errno);
    if (got == 0) return Error{Reason::kIo, path_ + ": ends before the bytes wanted"};
    done += static_cast<std::size_t>(got);
  }
  return bytes;
}

Status File::write_at(std::uint64_t offset, ByteView bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t put = ::pwrite(descriptor_, bytes.data() + done, bytes.size() - done,
                                 static_cast<off_t>(offset + done));
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return system_error(path_, errno);
    done += static_cast<std::size_t>(put);
  }
  return ok();
}

Status File::show_to_group() {
  if (::fchmod(descriptor_, kOwnerAndGroup) != 0) return system_error(path_, errno);
  return ok();
}

Status File::date(Instant written) {
  const std::array<timespec, 2> times{{{written, 0}, {written, 0}}};
  if (::futimens(descriptor_, times.data()) != 0) return system_error(path_, errno);
  return ok();
}

Status File::sync() {
  if (::fdatasync(descriptor_) != 0) return system_error(path_, errno);
  return ok();
}

}  // namespace stile::storage
