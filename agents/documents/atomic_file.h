#pragma once

#include <filesystem>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace stile::agent {

// write_atomically() makes `bytes` the whole content of a private file, durably: a reader, or a
// restart after a crash, finds the old content or the new and never a part. Fails as storage::File
// does.
Status write_atomically(const std::filesystem::path& path, ByteView bytes);

}  // namespace stile::agent
