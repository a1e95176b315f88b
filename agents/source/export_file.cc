#include "agents/source/export_file.h"

#include <string>
#include <system_error>

namespace stile::agent {

namespace fs = std::filesystem;

Result<std::ifstream> open_export(const fs::path& folder, std::string_view name) {
  const bool plain = !name.empty() && name != "." && name != ".." &&
                     name.find_first_of(std::string_view("/\\\0", 3)) == name.npos;
  if (!plain) {
    return Error{Reason::kNotPermitted,
                 "name a file of the exports folder, without any folder in the name"};
  }
  const fs::path path = folder / std::string(name);
  std::error_code error;
  if (fs::symlink_status(path, error).type() != fs::file_type::regular) {
    return Error{Reason::kNotFound, "there is no such file in the exports folder"};
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{Reason::kIo, "the export cannot be read"};
  return in;
}

}  // namespace stile::agent
