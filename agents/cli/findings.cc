#include "agents/cli/findings.h"

#include <algorithm>
#include <utility>

#include "agents/report/json.h"

namespace stile::agent {

Findings::Findings(std::filesystem::path file, Bytes text, Reporter& reporter)
    : file_(std::move(file)), text_(std::move(text)), reporter_(reporter) {}

std::filesystem::path Findings::path(const std::string& setting) const {
  return file_.parent_path() / setting;
}

void Findings::fault(std::string_view setting, const Error& error) {
  report(error.reason, place(setting) + ": " + std::string(setting) + ": " + error.detail);
}

void Findings::fault_at(const Error& error) { report(error.reason, error.detail); }

bool Findings::holds(std::string_view setting, const Status& status) {
  if (!status.ok()) fault(setting, status.error());
  return status.ok();
}

// The place is where the setting's name begins a line; a setting that is absent is missed at the
// file's start.
std::string Findings::place(std::string_view setting) const {
  std::size_t number = 1;
  for (std::size_t begin = 0; begin < text_.size(); ++number) {
    const std::size_t end = std::min(text_.find('\n', begin), text_.size());
    const std::string_view line = std::string_view(text_).substr(begin, end - begin);
    const std::size_t column = line.find_first_not_of(' ');
    begin = end + 1;
    if (column == line.npos || !line.substr(column).starts_with(setting)) continue;
    const std::size_t after = column + setting.size();
    if (after < line.size() && line[after] != ':' && line[after] != ' ') continue;
    return file() + ":" + std::to_string(number) + ":" + std::to_string(column + 1);
  }
  return file() + ":1:1";
}

void Findings::report(Reason reason, const std::string& what) {
  ++count_;
  reporter_.line(what, JsonObject().text("fault", name(reason)).text("what", what).done());
}

}  // namespace stile::agent
