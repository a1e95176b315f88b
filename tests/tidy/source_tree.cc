#include "tests/tidy/source_tree.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "tests/support/built_from.h"

namespace stile::tidy {
namespace {

namespace fs = std::filesystem;

fs::path root() { return support::source_dir(); }

bool is_left_out(const fs::path& entry) {
  const std::string name = entry.filename().string();
  const bool at_root = entry.parent_path() == root();
  return name == ".git" || (at_root && (name == "build" || name == "demo"));
}

std::string contents(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) std::abort();
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Fault& fault) {
  return out << fault.path << ':' << fault.line << ": " << fault.what;
}

std::vector<SourceFile> repository() {
  std::vector<SourceFile> files;
  for (auto at = fs::recursive_directory_iterator(root()); at != fs::end(at); ++at) {
    if (is_left_out(at->path())) {
      if (at->is_directory()) at.disable_recursion_pending();
      continue;
    }
    if (!at->is_regular_file() || at->is_symlink()) continue;
    files.push_back({at->path().lexically_relative(root()).generic_string(), contents(at->path())});
  }
  std::ranges::sort(files, {}, &SourceFile::path);
  return files;
}

bool exists(std::string_view path) { return fs::exists(root() / path); }

bool is_header(std::string_view path) { return path.ends_with(".h"); }
bool is_source(std::string_view path) { return path.ends_with(".cc"); }

bool is_below(std::string_view path, std::string_view folder) {
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string listed(const std::vector<Fault>& faults) {
  std::ostringstream out;
  for (const Fault& fault : faults) out << fault << '\n';
  return out.str();
}

}  // namespace stile::tidy
