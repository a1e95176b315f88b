#include "agents/handing/spool.h"

#include <array>
#include <system_error>
#include <vector>

#include "core/storage/file.h"
#include "core/storage/new_file.h"

namespace stile::agent {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEnding = ".json";
constexpr std::string_view kHalfWritten = ".json.part";  // as storage::NewFile calls it

// Details go without names: they are for the log.
Error failed_to(std::string_view what, const std::error_code& code) {
  return {Reason::kIo, "the spool: cannot " + std::string(what) + ": " + code.message()};
}

std::optional<HandingName> named(std::string_view file_name, std::string_view ending) {
  if (!file_name.ends_with(ending)) return std::nullopt;
  return HandingName::parse(file_name.substr(0, file_name.size() - ending.size()));
}

struct Entry {
  std::string name;
  bool regular;
};

// entries_in() looks at each as it lies there, and follows no link.
Result<std::vector<Entry>> entries_in(const fs::path& folder) {
  std::vector<Entry> entries;
  std::error_code code;
  for (fs::directory_iterator at(folder, code), end; !code && at != end; at.increment(code)) {
    std::error_code gone;
    const bool regular = at->symlink_status(gone).type() == fs::file_type::regular;
    entries.push_back({at->path().filename().string(), regular});
  }
  if (code) return failed_to("list a folder", code);
  return entries;
}

Status remove_durably(const fs::path& path) {
  std::error_code code;
  const bool removed = fs::remove(path, code);
  if (code) return failed_to("remove a file", code);
  return removed ? storage::sync_folder_of(path.string()) : ok();
}

}  // namespace

Status check_spool(const fs::path& folder) {
  const std::array folders{folder.string(), (folder / "ack").string()};
  return storage::check_one_file_system(folders);
}

Result<Spool> Spool::open(fs::path folder, SpoolPorts ports) {
  STILE_CHECKED(check_spool(folder));
  Spool spool(std::move(folder), std::move(ports));
  STILE_CHECKED(spool.remove_half_written());
  return spool;
}

Status Spool::remove_half_written() const {
  STILE_TRY(const auto entries, entries_in(folder_));
  for (const Entry& entry : entries) {
    if (entry.regular && named(entry.name, kHalfWritten)) {
      STILE_CHECKED(remove_durably(folder_ / entry.name));
    }
  }
  return ok();
}

Status Spool::write(const Handing& handing) const {
  const std::string file_name = HandingName{handing.id, handing.kind}.text() + std::string(kEnding);
  STILE_TRY(auto file, storage::NewFile::create(folder_ / file_name));
  STILE_CHECKED(file.append(json_of(handing) + "\n"));
  return file.finish(storage::NewFile::Readers::kGroup);
}

// The name of the file is a reference, which no log may hold (X8).
Status Spool::give(const Handing& handing, const std::stop_token&) {
  const Status written = write(handing);
  return written.ok() ? ok() : Error{written.reason(), "the spool: cannot write a file"};
}

// What goes on being so is told once, not each second.
void Spool::look() {
  const auto ignored = take_acknowledgements();
  const auto now = ignored.ok() ? std::nullopt : std::optional(ignored.reason());
  if (now && now != told_) ports_.log_problem("spool_not_read", {*now, ignored.error().detail});
  told_ = now;
  if (!ignored.ok()) return;
  if (*ignored > ignored_) {
    ports_.log_problem("spool_ack_ignored",
                       {Reason::kMalformed, std::to_string(*ignored) + " entries of ack are no "
                                                                       "acknowledgement"});
  }
  ignored_ = *ignored;
}

// One that cannot be taken holds up no other.
Result<std::size_t> Spool::take_acknowledgements() const {
  STILE_TRY(const auto entries, entries_in(ack_));
  std::size_t ignored = 0;
  Status all = ok();
  for (const Entry& entry : entries) {
    const auto what = named(entry.name, kEnding);
    if (!what || !entry.regular) {
      ++ignored;
    } else if (const Status taken = take(entry.name, *what); !taken.ok()) {
      all = taken;
    }
  }
  STILE_CHECKED(all);
  return ignored;
}

// The acknowledgement goes last, so that it is told again where the agent ends in between.
Status Spool::take(const std::string& file_name, const HandingName& what) const {
  STILE_CHECKED(remove_durably(folder_ / file_name));
  ports_.acknowledged(what);
  return remove_durably(ack_ / file_name);
}

}  // namespace stile::agent
