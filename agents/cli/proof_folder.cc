#include "agents/cli/proof_folder.h"

#include <google/protobuf/util/json_util.h>

#include <system_error>

#include "agents/cli/files.h"
#include "agents/report/json.h"
#include "stile/v1/control.pb.h"

namespace stile::agent {

Status ProofFolder::write(const std::filesystem::path& folder) const {
  if (misread_) return Error{Reason::kMalformed, "the agent hands out what is no file"};
  std::error_code error;
  const bool made = std::filesystem::create_directory(folder, error);
  if (!made && !error) return Error{Reason::kConflict, folder.string() + " is there already"};
  if (!error) {
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  }
  if (error) return Error{Reason::kIo, folder.string() + ": " + error.message()};
  for (const auto& [name, content] : files_) {
    const Status written = write_private_file(folder / name, content);
    if (written.ok()) continue;
    std::filesystem::remove_all(folder, error);  // half of it would be personal data and no proof
    return written;
  }
  const std::string name = folder.string();
  reporter_->line("written to " + name + "; README.txt says how anyone checks it",
                  JsonObject().text("folder", name).number("files", files_.size()).done());
  return ok();
}

void ProofFolder::line(std::string_view /*text*/, std::string_view json) {
  v1::ProofFile file;
  const bool read = google::protobuf::util::JsonStringToMessage(std::string(json), &file).ok() &&
                    std::filesystem::path(file.name()).filename() == file.name() &&
                    !file.name().empty() && file.name() != "." && file.name() != "..";
  if (!read) {
    misread_ = true;
    return;
  }
  if (!files_.empty() && files_.back().first == file.name()) {
    files_.back().second += file.content();
    return;
  }
  files_.emplace_back(std::move(*file.mutable_name()), std::move(*file.mutable_content()));
}

}  // namespace stile::agent
