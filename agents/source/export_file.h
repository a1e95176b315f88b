#pragma once

#include <filesystem>
#include <fstream>
#include <string_view>

#include "core/base/result.h"

namespace stile::agent {

// open_export() opens a file that lies directly in the exports folder. kNotPermitted for a name
// with a folder in it or one that leads elsewhere; kNotFound when there is no such regular file.
Result<std::ifstream> open_export(const std::filesystem::path& folder, std::string_view name);

}  // namespace stile::agent
