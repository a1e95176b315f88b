#include "tests/tidy/documents.h"

#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>
#include <sstream>
#include <string>

namespace stile::tidy {
namespace {

bool leaves_the_tree(std::string_view target) {
  return target.find(':') != target.npos || target.starts_with('#');
}

std::string resolved(std::string_view document, std::string_view target) {
  const std::filesystem::path folder = std::filesystem::path(document).parent_path();
  return (folder / target.substr(0, target.find('#'))).lexically_normal().generic_string();
}

}  // namespace

std::vector<Fault> document_faults(const SourceFile& file,
                                   const std::function<bool(std::string_view)>& is_there) {
  if (!file.path.ends_with(".md")) return {};
  std::vector<Fault> faults;
  const std::vector<std::string_view> lines = lines_of(file.text);
  if (file.path == "ARCHITECTURE.md" && lines.size() > kArchitectureLines) {
    faults.push_back({file.path, kArchitectureLines + 1, "too long to be read: shorten it"});
  }
  static const std::regex link(R"(\]\(([^)\s]+)\))");
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string line(lines[i]);
    for (std::sregex_iterator at(line.begin(), line.end(), link), end; at != end; ++at) {
      const std::string target = (*at)[1].str();
      if (leaves_the_tree(target) || is_there(resolved(file.path, target))) continue;
      faults.push_back({file.path, static_cast<int>(i) + 1, "leads nowhere: " + target});
    }
  }
  return faults;
}

std::vector<Fault> forgotten_tests(const std::vector<SourceFile>& files) {
  constexpr std::string_view kList = "tests/CMakeLists.txt";
  const auto list = std::ranges::find(files, kList, &SourceFile::path);
  if (list == files.end()) return {{std::string(kList), 0, "is not there"}};
  std::set<std::string> named;
  std::istringstream words(std::regex_replace(list->text, std::regex("[()]"), " "));
  for (std::string word; words >> word;) named.insert(word);
  std::vector<Fault> faults;
  for (const SourceFile& file : files) {
    const std::filesystem::path path(file.path);
    if (!is_below(file.path, "tests") || path.filename() != "CMakeLists.txt") continue;
    const std::string folder = path.parent_path().lexically_relative("tests").generic_string();
    if (folder != "." && !named.contains(folder)) {
      faults.push_back({file.path, 0, "is not named in tests/CMakeLists.txt"});
    }
  }
  return faults;
}

}  // namespace stile::tidy
