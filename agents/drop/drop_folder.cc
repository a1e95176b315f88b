#include "agents/drop/drop_folder.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <system_error>
#include <utility>
#include <vector>

#include "core/storage/file.h"

namespace stile::agent {
namespace {

namespace fs = std::filesystem;
using storage::NewFile;

constexpr std::string_view kTaken = ".taken-";
constexpr std::string_view kKept = ".kept-";
constexpr std::string_view kPart = ".part";
constexpr std::string_view kResult = ".result.json";
constexpr std::string_view kRejected = ".rejected.csv";
constexpr std::size_t kNameBytes = 200;  // with all that is added to it, a name has room in 255
constexpr std::chrono::days kFailedFor{7};

Error failed_to(std::string_view what, const std::error_code& code) {
  return {Reason::kIo, "the drop folder: cannot " + std::string(what) + ": " + code.message()};
}

// names_in() are those of the regular files of a folder, in order.
Result<std::vector<std::string>> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code code;
  for (fs::directory_iterator at(folder, code), end; !code && at != end; at.increment(code)) {
    std::error_code gone;
    if (at->symlink_status(gone).type() == fs::file_type::regular) {
      names.push_back(at->path().filename().string());
    }
  }
  if (code) return failed_to("list a folder", code);
  std::ranges::sort(names);
  return names;
}

bool is_export(const std::string& name) { return !name.starts_with('.') && !name.ends_with(kPart); }

bool is_marked(const std::string& name, std::string_view mark) {
  return name.starts_with(mark) && name.size() > mark.size();
}
bool is_taken(const std::string& name) { return is_marked(name, kTaken); }

// shortened() is a name that has room for all that is added to it. A character is not cut in two.
std::string shortened(const std::string& name) {
  const auto continues = [&](std::size_t at) {
    return (static_cast<unsigned char>(name[at]) & 0xC0U) == 0x80U;
  };
  std::size_t end = kNameBytes;
  if (name.size() <= end) return name;
  while (end > 1 && continues(end)) --end;
  return name.substr(0, end);
}

fs::file_time_type file_time(Instant instant) {
  return std::chrono::file_clock::from_sys(std::chrono::sys_seconds(std::chrono::seconds(instant)));
}

Status rename_durably(const fs::path& from, const fs::path& to) {
  std::error_code code;
  fs::rename(from, to, code);
  if (code) return failed_to("rename an export", code);
  STILE_CHECKED(storage::sync_folder_of(to.string()));
  return storage::sync_folder_of(from.string());
}

}  // namespace

Status name_fits(std::string_view name) {
  if (name.size() <= kNameBytes) return ok();
  return Error{Reason::kUsage, "the name is longer than " + std::to_string(kNameBytes) +
                                   " bytes; mend with: a shorter one"};
}

Result<Month> month_named(std::string_view name) {
  STILE_CHECKED(name_fits(name));
  constexpr std::size_t kMonth = 7;
  const auto month = parse_month(name.substr(0, kMonth));
  const bool ends = name.size() > kMonth && std::string_view("_ .").find(name[kMonth]) != name.npos;
  if (month.ok() && ends) return month;
  return Error{Reason::kUsage,
               "the name does not begin with the month of its rows; mend with: a name such as "
               "2026-10_call-outs.csv (of the rows, not of the day of the export)"};
}

Result<DropFolder> DropFolder::open(const fs::path& folder) {
  DropFolder drop(folder);
  const std::array folders{drop.in_.string(), drop.sent_.string(), drop.failed_.string()};
  STILE_CHECKED(storage::check_one_file_system(folders));
  return drop;
}

Result<std::optional<DroppedFile>> DropFolder::take() const {
  STILE_TRY(const auto names, names_in(in_));
  std::optional<DroppedFile> taken;
  const auto at_work = std::ranges::find_if(names, is_taken);
  if (at_work != names.end()) {
    taken = DroppedFile{at_work->substr(kTaken.size()), in_ / *at_work};
    return taken;
  }
  const auto next = std::ranges::find_if(names, is_export);
  if (next == names.end()) return taken;
  if (!name_fits(*next).ok())
    return taken = DroppedFile{*next, in_ / *next};  // goes to `failed` only
  taken = DroppedFile{*next, in_ / (std::string(kTaken) + *next)};
  STILE_CHECKED(rename_durably(in_ / *next, taken->path));
  return taken;
}

std::string DropFolder::free_name(const DroppedFile& file) const {
  const auto is_free = [&](const std::string& name) {
    std::error_code code;
    const auto absent = [&](const fs::path& path) {
      const fs::file_type type = fs::symlink_status(path, code).type();
      // Where nobody can tell, writing it fails and says so.
      return type == fs::file_type::not_found || type == fs::file_type::none;
    };
    const std::string result = name + std::string(kResult);
    return absent(sent_ / result) && absent(failed_ / result) && absent(failed_ / name) &&
           absent(failed_ / rejected_name(name));
  };
  const std::string own = shortened(file.name);
  std::string name = own;
  for (int number = 2; !is_free(name); ++number) name = own + "." + std::to_string(number);
  return name;
}

std::string DropFolder::rejected_name(const std::string& free_name) {
  return free_name + std::string(kRejected);
}

Result<NewFile> DropFolder::rejected(const std::string& free_name) const {
  return NewFile::create(failed_ / rejected_name(free_name));
}

Status DropFolder::say(Outcome outcome, const std::string& free_name, std::string_view result,
                       Instant now) const {
  const fs::path& folder = outcome == Outcome::kFailed ? failed_ : sent_;
  STILE_TRY(NewFile file, NewFile::create(folder / (free_name + std::string(kResult))));
  STILE_CHECKED(file.append(result));
  return file.finish(NewFile::Readers::kGroup, now);
}

Status DropFolder::settle(Outcome outcome, const DroppedFile& file,
                          const std::string& free_name) const {
  if (outcome == Outcome::kFailed) return rename_durably(file.path, failed_ / free_name);
  if (outcome == Outcome::kKept) return keep(file);
  std::error_code code;
  fs::remove(file.path, code);
  if (code) return failed_to("delete an export", code);
  return storage::sync_folder_of(file.path.string());
}

// keep() replaces no other of the name.
Status DropFolder::keep(const DroppedFile& file) const {
  const std::string own = std::string(kKept) + shortened(file.name);
  std::error_code code;
  fs::path to = in_ / own;
  for (int number = 2; fs::exists(fs::symlink_status(to, code)); ++number) {
    to = in_ / (own + "." + std::to_string(number));
  }
  return rename_durably(file.path, to);
}

Result<std::vector<DroppedFile>> DropFolder::kept() const {
  STILE_TRY(const auto names, names_in(in_));
  std::vector<DroppedFile> files;
  for (const auto& name : names) {
    if (is_marked(name, kKept)) files.push_back({name.substr(kKept.size()), in_ / name});
  }
  return files;
}

// An export keeps its own, earlier time, which only its owner may change: it is as old as its
// result, before which it comes by name.
Result<std::size_t> DropFolder::expire(Instant now) const {
  STILE_TRY(const auto names, names_in(failed_));
  std::size_t removed = 0;
  for (const auto& name : names) {
    std::error_code code;
    auto written = fs::last_write_time(failed_ / (name + std::string(kResult)), code);
    if (code) written = fs::last_write_time(failed_ / name, code);
    if (code || written + kFailedFor > file_time(now)) continue;
    if (fs::remove(failed_ / name, code)) ++removed;
    if (code) return failed_to("delete what is seven days old", code);
  }
  if (removed > 0) STILE_CHECKED(storage::sync_folder_of((failed_ / ".").string()));
  return removed;
}

}  // namespace stile::agent
