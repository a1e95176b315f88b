#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"
#include "core/storage/file.h"

namespace stile::storage {

// NewFile is a file that is written beside its final name and takes that name, durable and
// whole, with finish(); until then, whatever stood there stands. Without finish() it vanishes.
// Others may write its folder: what they put in the place of what is written here is neither shown
// to anybody nor dated. Errors are kIo, or kNotPermitted. Move-only; one thread.
class NewFile {
 public:
  enum class Readers { kOwner, kGroup };

  static Result<NewFile> create(std::filesystem::path path);
  Status append(ByteView bytes);
  // finish() dates the file, where a time is given, as last written then.
  Status finish(Readers readers, std::optional<Instant> written = std::nullopt);

  NewFile(NewFile&& other) noexcept;
  NewFile& operator=(NewFile&&) = delete;
  ~NewFile();

 private:
  NewFile(std::filesystem::path path, File file);
  std::filesystem::path beside() const;

  std::filesystem::path path_;
  std::optional<File> file_;  // nothing once finished
  std::uint64_t written_ = 0;
};

}  // namespace stile::storage
