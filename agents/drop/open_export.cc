#include "agents/drop/open_export.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

namespace stile::agent {
namespace {

Error io(int code) {
  return {Reason::kIo, "cannot read an export: " + std::generic_category().message(code)};
}

}  // namespace

OpenExport::OpenExport(OpenExport&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      found_(other.found_),
      rows_(std::move(other.rows_)) {}

OpenExport::~OpenExport() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

// A pipe in the place of the file must not hold the agent up: O_NONBLOCK.
Result<OpenExport> OpenExport::open(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0 && errno == EACCES) {
    return Error{Reason::kNotPermitted,
                 "the agent may not read the file; mend with: chmod g+r, and the agent's group"};
  }
  if (descriptor < 0) return io(errno);
  OpenExport opened(descriptor);
  if (::fstat(descriptor, &opened.found_) != 0) return io(errno);
  if (!S_ISREG(opened.found_.st_mode)) {
    return Error{Reason::kIo, "an export is no longer there as a file"};
  }
  if (opened.found_.st_nlink != 1) {
    return Error{Reason::kNotPermitted,
                 "the file has another name too, and could be another account's; mend with: a copy "
                 "of it"};
  }
  opened.rows_.open("/proc/self/fd/" + std::to_string(descriptor), std::ios::binary);
  if (!opened.rows_) return io(errno);
  return opened;
}

Status OpenExport::unchanged() const {
  struct stat now {};
  if (::fstat(descriptor_, &now) != 0) return io(errno);
  const bool same = now.st_size == found_.st_size && now.st_mtim.tv_sec == found_.st_mtim.tv_sec &&
                    now.st_mtim.tv_nsec == found_.st_mtim.tv_nsec;
  if (same) return ok();
  return Error{Reason::kUnavailable, "an export was written while it was read"};
}

}  // namespace stile::agent
