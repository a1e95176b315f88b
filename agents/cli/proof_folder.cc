#include "agents/cli/proof_folder.h"

#include <google/protobuf/util/json_util.h>

#include <system_error>

#include "agents/cli/files.h"
#include "agents/report/json.h"
#include "stile/v1/control.pb.h"

namespace stile::agent {
namespace {

namespace fs = std::filesystem;

// is_plain() is whether a name leads nowhere but into the folder: of a file in it, or of a hash
// tile (c2sp.org/tlog-tiles).
bool is_plain(const std::string& name) {
  const fs::path path(name);
  const bool tile = name.starts_with("tile/") && path.lexically_normal().string() == name &&
                    name.find_first_not_of("tilepx0123456789./") == std::string::npos &&
                    name.find("..") == std::string::npos && name.back() != '/';
  return tile || (path.filename() == name && !name.empty() && name != "." && name != "..");
}

// make_folders() makes those of a file inside `root`, for its owner alone.
Status make_folders(const fs::path& root, const fs::path& name) {
  fs::path folder = root;
  for (const auto& part : name.parent_path()) {
    folder /= part;
    std::error_code error;
    if (fs::create_directory(folder, error)) {
      fs::permissions(folder, fs::perms::owner_all, error);
    }
    if (error) return Error{Reason::kIo, folder.string() + ": " + error.message()};
  }
  return ok();
}

}  // namespace

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
    Status written = make_folders(folder, name);
    if (written.ok()) written = write_private_file(folder / name, content);
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
                    is_plain(file.name());
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
