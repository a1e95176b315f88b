#include "agents/cli/report_files.h"

#include <utility>

#include "agents/cli/files.h"
#include "agents/report/json.h"

namespace stile::agent {

ReportFiles::ReportFiles(std::filesystem::path file, bool is_csv, Reporter& reporter)
    : file_(std::move(file)),
      metadata_(is_csv ? file_.string() + "-metadata.json" : std::string()),
      reporter_(&reporter) {}

Status ReportFiles::check_absent() const {
  STILE_CHECKED(agent::check_absent(file_));
  return metadata_.empty() ? ok() : agent::check_absent(metadata_);
}

Status ReportFiles::write() const {
  if (text_.empty()) return ok();
  if (!metadata_.empty()) STILE_CHECKED(write_private_file(metadata_, json_));
  STILE_CHECKED(write_private_file(file_, text_));
  const std::string name = file_.string();
  reporter_->line("written to " + name, JsonObject().text("file", name).done());
  return ok();
}

void ReportFiles::line(std::string_view text, std::string_view json) {
  text_ += text;
  json_ += json;
}

}  // namespace stile::agent
