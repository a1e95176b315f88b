#pragma once

#include <filesystem>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace stile::agent {

// write_atomically() makes `bytes` the whole content of a private file, durably: a reader, or a
// restart after a crash, finds the old content or the new and never a part. Fails as storage::File
// does.
Status write_atomically(const std::filesystem::path& path, ByteView bytes);

// read_whole() reads a file of at most `most` bytes: kNotFound, kTooLarge or kIo.
Result<Bytes> read_whole(const std::filesystem::path& path, std::size_t most);

}  // namespace stile::agent
