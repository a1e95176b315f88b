#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/base/limits.h"
#include "core/base/result.h"

// Files that only their owner may read, and that are durable when we say so.
namespace stile::storage {

// read_whole() reads a regular file of anybody's, of at most `most` bytes: kNotFound, kTooLarge or
// kIo, naming it.
Result<Bytes> read_whole(const std::string& path, std::size_t most = limits::kDocumentBytes);

// check_private() succeeds when a regular file is there that neither group nor others may
// touch. kNotFound when there is none; kNotPermitted, with the command that mends it, else.
Status check_private(const std::string& path);

// check_one_file_system() succeeds where all of these folders are on one, so that a file can be
// renamed from one into another. kNotFound for one that is not there; kIo, with the mend, else.
Status check_one_file_system(std::span<const std::string> folders);

// sync_folder_of() makes the creation, renaming or removal of `path` itself durable.
Status sync_folder_of(const std::string& path);

// File owns an open descriptor of a private file (mode 0600), closed across exec. Move-only;
// one thread at a time. Whatever the system refuses is kIo.
class File {
 public:
  // create() makes a new, empty file; kConflict when the name is taken.
  static Result<File> create(const std::string& path);
  // open() opens an existing one for reading and writing; fails as check_private() does.
  static Result<File> open(const std::string& path);
  static Result<File> open_or_create(const std::string& path);

  File(File&& other) noexcept;
  File& operator=(File&& other) noexcept;
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File();

  // lock() makes this the one holder of the file, in this process and in all others, until it
  // is closed; kUnavailable when another holds it.
  Status lock();

  Result<std::uint64_t> size() const;
  // read_at() gives exactly `length` bytes; fewer in the file are kIo.
  Result<Bytes> read_at(std::uint64_t offset, std::size_t length) const;
  Status write_at(std::uint64_t offset, ByteView bytes);
  // show_to_group() lets the file's group read it; date() says when it was last written. Both are
  // of this file, whatever stands under its name meanwhile.
  Status show_to_group();
  Status date(Instant written);
  // sync() returns once everything written survives power loss. After a failure nothing is
  // known about what was written: do not go on with this file.
  Status sync();

 private:
  friend Result<Bytes> read_whole(const std::string& path, std::size_t most);
  File(int descriptor, std::string path);
  static Result<File> open_with(const std::string& path, int flags);

  int descriptor_;
  std::string path_;
};

}  // namespace stile::storage
