#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <istream>

#include "core/base/result.h"

namespace stile::agent {

// OpenExport is a dropped export that was opened once: its owner and its rows are of one and the
// same file, whatever is put under its name meanwhile. Move-only; one thread.
class OpenExport {
 public:
  // open() follows no link. kNotPermitted, with the mend, for a file that the agent may not read,
  // or that has a second name, by which somebody could make another's file his export; kIo where
  // it is no longer there as a file, or cannot be read.
  static Result<OpenExport> open(const std::filesystem::path& path);

  std::istream& rows() { return rows_; }
  std::uint32_t owner() const { return found_.st_uid; }
  // unchanged() fails with kUnavailable where it was written since it was opened.
  Status unchanged() const;

  OpenExport(OpenExport&& other) noexcept;
  OpenExport& operator=(OpenExport&&) = delete;
  ~OpenExport();

 private:
  explicit OpenExport(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
  struct stat found_ {};
  std::ifstream rows_;
};

}  // namespace stile::agent
