#include "agents/ingest/column_map_file.h"

#include <fstream>
#include <iterator>
#include <system_error>

#include "core/base/limits.h"

namespace stile::agent {
namespace {

namespace fs = std::filesystem;

Result<Bytes> whole(const fs::path& path) {
  std::error_code code;
  const auto size = fs::file_size(path, code);
  if (code) {
    const bool absent = code == std::errc::no_such_file_or_directory;
    return Error{absent ? Reason::kNotFound : Reason::kIo, path.string() + ": " + code.message()};
  }
  if (size > limits::kDocumentBytes) return Error{Reason::kTooLarge, path.string()};
  std::ifstream in(path, std::ios::binary);
  Bytes text(std::istreambuf_iterator<char>(in), {});
  if (!in) return Error{Reason::kIo, path.string() + ": cannot be read"};
  return text;
}

}  // namespace

CheckedMap check_column_map_file(const fs::path& file) {
  const auto text = whole(file);
  if (!text.ok()) return {std::nullopt, {text.error()}};
  return check_column_map(*text, file.string(), [&](const std::string& name) {
    return whole(file.parent_path() / name);
  });
}

Result<ColumnMap> load_column_map_file(const fs::path& file) {
  CheckedMap checked = check_column_map_file(file);
  if (!checked.map) return checked.faults.front();
  return *std::move(checked.map);
}

}  // namespace stile::agent
