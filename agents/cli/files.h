#pragma once

#include <filesystem>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace stile::agent {

// write_new_file() writes a file that is not there yet; kConflict when it is: nothing that
// somebody made is ever replaced. A program that watches the folder finds it whole or not at all.
Status write_new_file(const std::filesystem::path& path, ByteView bytes);

// write_private_file() is the same, for its owner's eyes alone from the first byte on.
Status write_private_file(const std::filesystem::path& path, ByteView bytes);

// check_absent() fails as write_new_file() would, before the work is done.
Status check_absent(const std::filesystem::path& path);

}  // namespace stile::agent
