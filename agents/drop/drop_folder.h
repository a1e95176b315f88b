#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"
#include "core/storage/new_file.h"

namespace stile::agent {

// month_named() is the month of a dropped export, with which its name begins: "2026-10.csv",
// "2026-10_call-outs.csv" or "2026-10 call-outs.csv". kUsage, with the mend, for a name without
// one, for one over 200 bytes, and for one that begins with a day: an export's own date is not the
// month of its rows.
Result<Month> month_named(std::string_view name);

// name_fits() fails as month_named() for a name over 200 bytes.
Status name_fits(std::string_view name);

// DroppedFile is an export that was taken from `in`. Until it is settled it lies there under
// another name, so that nobody gives the one he used another content meanwhile.
struct DroppedFile {
  std::string name;            // as it was dropped
  std::filesystem::path path;  // as it lies now
};

// DropFolder is the three folders of a folder drop, on one file system: `in`, `sent`, `failed`
// (design section 11). Each change is durable when it has succeeded, and any of them may be cut
// off: the export is in `in` until what is said of it stands. What it writes, the folder's group
// may read. Errors are kIo, or kNotFound for a folder that is not there. One thread.
class DropFolder {
 public:
  enum class Outcome { kSent, kFailed, kKept };

  // open() fails with kNotFound or kIo where a folder is not there, or on another file system.
  static Result<DropFolder> open(const std::filesystem::path& folder);

  // take() is the file that was at work when an agent ended, else the next by name; nothing where
  // none waits. Left alone: names that begin with a dot or end in ".part", and what is no
  // regular file. One whose name is too long (name_fits()) lies under it still, and can only be
  // settled as failed.
  Result<std::optional<DroppedFile>> take() const;

  // kept() are the files that wait in `in` until they can be delivered to the end, by name.
  Result<std::vector<DroppedFile>> kept() const;

  // free_name() is the file's name, shortened where it is too long, or that with a number, so that
  // nothing said of an earlier file of the name is replaced. Results and rejected rows stand under
  // it.
  std::string free_name(const DroppedFile& file) const;

  // rejected() is a new file in `failed` for the rejected rows; the caller finishes it.
  Result<storage::NewFile> rejected(const std::string& free_name) const;
  static std::string rejected_name(const std::string& free_name);

  // say() writes the result into the outcome's folder: that of a kept one is in `sent`. settle(),
  // after it, deletes an export that was sent, moves into `failed` one that was not, and renames
  // one that is kept.
  Status say(Outcome outcome, const std::string& free_name, std::string_view result,
             Instant now) const;
  Status settle(Outcome outcome, const DroppedFile& file, const std::string& free_name) const;

  // expire() removes what has been in `failed` for seven days, and says how much that was.
  Result<std::size_t> expire(Instant now) const;

 private:
  explicit DropFolder(const std::filesystem::path& folder)
      : in_(folder / "in"), sent_(folder / "sent"), failed_(folder / "failed") {}

  Status keep(const DroppedFile& file) const;

  std::filesystem::path in_;
  std::filesystem::path sent_;
  std::filesystem::path failed_;
};

}  // namespace stile::agent
