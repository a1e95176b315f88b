#pragma once

#include <filesystem>

#include "core/base/bytes.h"
#include "core/base/result.h"

// The only I/O of core. It is here because a key's file mode is part of how the key is kept:
// every program must refuse the same files, and an agency auditing its keys reads one place.
namespace stile::crypto {

// write_key_file() creates `path` with mode 0400 and exactly `bytes`, and returns once file and
// folder entry are on the disk. It never replaces a file: an existing one is kConflict.
// Otherwise kIo, and no partial file stays.
Status write_key_file(const std::filesystem::path& path, ByteView bytes);

// read_key_file() returns the content of a regular file of at most 4 KiB that nobody but its
// owner can reach. A file that group or others may use is kNotPermitted, and the detail names
// it and the mend; an absent one is kNotFound, else kIo. The caller wipes the bytes.
Result<Bytes> read_key_file(const std::filesystem::path& path);

}  // namespace stile::crypto
