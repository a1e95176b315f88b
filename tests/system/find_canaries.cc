// Says where planted texts stand in files. Usage: find_canaries CANARIES PATH…
// CANARIES has a line `column<TAB>text` for each. A PATH is a file, or a folder with all in it;
// what a connection received (recording_gateway.cc) is searched as it is and unframed. Prints a
// line for each sighting, never the text. Exit: 0 none, 1 some, 2 wrong usage, 4 unreadable.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "tests/system/canary_search.h"
#include "tests/system/http2_payloads.h"

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kShortestText = 8;

[[noreturn]] void give_up(int code, const std::string& why) {
  std::fprintf(stderr, "find_canaries: %s\n", why.c_str());
  std::exit(code);
}

std::string content_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) give_up(4, "cannot read " + path.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Canaries {
  std::vector<std::string> columns;
  std::vector<std::string> texts;
};

Canaries read_canaries(const fs::path& path) {
  Canaries canaries;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    const std::size_t tab = line.find('\t');
    if (tab == line.npos || line.size() - tab - 1 < kShortestText) give_up(2, "not a canary");
    canaries.columns.push_back(line.substr(0, tab));
    canaries.texts.push_back(line.substr(tab + 1));
  }
  if (canaries.texts.empty()) give_up(2, "no canaries in " + path.string());
  return canaries;
}

std::vector<fs::path> files_under(const fs::path& path) {
  if (!fs::is_directory(path)) return {path};
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(path)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  return files;
}

std::vector<std::string> views_of(const fs::path& path) {
  std::vector<std::string> views = {content_of(path)};
  if (auto payloads = stile::test::http2_payloads(views.front())) {
    std::move(payloads->begin(), payloads->end(), std::back_inserter(views));
  }
  return views;
}

std::size_t search_file(const fs::path& path, const stile::test::CanarySearch& search,
                        const Canaries& canaries) {
  std::size_t count = 0;
  for (const std::string& view : views_of(path)) {
    for (const auto& sighting : search.sightings(view)) {
      std::printf("%s: %s (canary %zu), %s, at byte %zu\n", path.c_str(),
                  canaries.columns[sighting.canary].c_str(), sighting.canary + 1,
                  sighting.encoding.c_str(), sighting.offset);
      ++count;
    }
  }
  return count;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) give_up(2, "usage: find_canaries CANARIES PATH...");
  const Canaries canaries = read_canaries(argv[1]);
  const stile::test::CanarySearch search(canaries.texts);
  std::size_t files = 0;
  std::size_t count = 0;
  for (int i = 2; i < argc; ++i) {
    for (const auto& file : files_under(argv[i])) {
      ++files;
      count += search_file(file, search, canaries);
    }
  }
  if (files == 0) give_up(4, "nothing to search");
  std::printf("%zu files searched for %zu canaries, %zu sightings\n", files, canaries.texts.size(),
              count);
  return count == 0 ? 0 : 1;
}
