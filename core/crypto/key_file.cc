#include "core/crypto/key_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "core/crypto/raw.h"
#include "core/crypto/secret.h"

namespace stile::crypto {
namespace {

constexpr std::size_t kMostKeyBytes = 4096;
constexpr mode_t kOwnerReads = 0400;
constexpr mode_t kGroupAndOthers = 0077;

// Descriptor closes on leaving.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int fd() const { return fd_; }
  bool valid() const { return fd_ >= 0; }

 private:
  int fd_;
};

Error failed(const std::filesystem::path& path, Reason reason = Reason::kIo) {
  return {reason, path.string() + ": " + std::strerror(errno)};
}

bool write_all(int fd, ByteView bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// read_all() reads to the end of the file, or one byte past the bound.
bool read_all(int fd, Bytes& bytes) {
  bytes.resize(kMostKeyBytes + 1);
  std::size_t size = 0;
  while (size < bytes.size()) {
    const auto got = ::read(fd, bytes.data() + size, bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return false;
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  bytes.resize(size);
  return true;
}

// sync_folder() makes the new folder entry durable.
bool sync_folder(const std::filesystem::path& path) {
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return directory.valid() && ::fsync(directory.fd()) == 0;
}

Status check_kept_private(const std::filesystem::path& path, int fd) {
  struct stat status {};
  if (::fstat(fd, &status) != 0) return failed(path);
  if (!S_ISREG(status.st_mode)) return Error{Reason::kIo, path.string() + ": not a regular file"};
  if ((status.st_mode & kGroupAndOthers) == 0) return ok();
  return Error{Reason::kNotPermitted, path.string() +
                                          ": others than its owner may use this key file; run: "
                                          "chmod 0400 " +
                                          path.string()};
}

}  // namespace

Status write_key_file(const std::filesystem::path& path, ByteView bytes) {
  const Descriptor file(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kOwnerReads));
  if (!file.valid()) return failed(path, errno == EEXIST ? Reason::kConflict : Reason::kIo);
  if (write_all(file.fd(), bytes) && ::fsync(file.fd()) == 0 && sync_folder(path)) return ok();
  const Error error = failed(path);
  ::unlink(path.c_str());
  return error;
}

Result<Bytes> read_key_file(const std::filesystem::path& path) {
  // O_NONBLOCK: a pipe in the place of the file must not hold the program up.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (!file.valid()) return failed(path, errno == ENOENT ? Reason::kNotFound : Reason::kIo);
  STILE_CHECKED(check_kept_private(path, file.fd()));
  Bytes bytes;
  if (!read_all(file.fd(), bytes)) return failed(path);
  if (bytes.size() > kMostKeyBytes) {
    wipe(bytes);
    return Error{Reason::kIo, path.string() + ": too long for a key file"};
  }
  return bytes;
}

}  // namespace stile::crypto
