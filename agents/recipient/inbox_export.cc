#include "agents/recipient/inbox_export.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "agents/recipient/change_words.h"
#include "agents/recipient/csvw.h"
#include "agents/recipient/record_csv.h"
#include "core/crypto/digest.h"
#include "core/record/code_texts.h"

namespace stile::agent {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kProgressRows = 4096;
constexpr std::size_t kWriteBytes = 65536;
constexpr std::size_t kLongestName = 100;

Status make_folder(const fs::path& folder) {
  std::error_code code;
  const bool made = fs::create_directory(folder, code);
  if (made) {
    fs::permissions(folder, fs::perms::group_read | fs::perms::group_exec, fs::perm_options::add,
                    code);
  }
  if (code) return Error{Reason::kIo, folder.string() + ": " + code.message()};
  return ok();
}

// Writer collects lines and writes and hashes them in larger pieces.
class Writer {
 public:
  explicit Writer(storage::NewFile file) : file_(std::move(file)) {}

  Status add(std::string_view line) {
    pending_ += line;
    return pending_.size() < kWriteBytes ? ok() : flush();
  }
  Status flush() {
    hash_.update(pending_);
    STILE_CHECKED(file_.append(pending_));
    pending_.clear();
    return ok();
  }
  Hash digest() { return hash_.finish(); }
  storage::NewFile take() { return std::move(file_); }

 private:
  storage::NewFile file_;
  crypto::Sha256 hash_;
  std::string pending_;
};

Result<ExportedFile> write_type(const fs::path& folder, record::RecordType type,
                                SelectedRecords& records, Reporter& reporter) {
  const std::string name = std::string(file_stem(type)) + ".csv";
  STILE_TRY(storage::NewFile file, storage::NewFile::create(folder / name));
  Writer writer(std::move(file));
  STILE_CHECKED(writer.add(csv_header(type)));
  std::uint64_t rows = 0;
  STILE_CHECKED(records.each(type, [&](const Month&, const RecordLine& line) -> Status {
    if (++rows % kProgressRows == 0) reporter.progress(rows, 0);
    return writer.add(csv_line(line));
  }));
  STILE_CHECKED(writer.flush());
  STILE_TRY(storage::NewFile metadata,
            storage::NewFile::create(folder / (name + "-metadata.json")));
  STILE_CHECKED(metadata.append(csvw_metadata(type, name)));
  return ExportedFile{record::name(type),  name, writer.take(),
                      std::move(metadata), rows, writer.digest()};
}

}  // namespace

Status check_folder_name(std::string_view name) {
  const bool plain = std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  });
  const bool fits = !name.empty() && name.size() <= kLongestName;
  if (fits && plain && name.front() != '.' && name.front() != '-') return ok();
  return Error{Reason::kUsage, "the folder is a plain name of letters, digits, '-', '_' and '.'"};
}

Result<std::vector<ExportedFile>> write_files(const fs::path& folder,
                                              const std::vector<record::RecordType>& types,
                                              SelectedRecords& records, Reporter& reporter) {
  STILE_CHECKED(make_folder(folder));
  std::vector<ExportedFile> files;
  for (const record::RecordType type : types) {
    STILE_TRY(ExportedFile file, write_type(folder, type, records, reporter));
    files.push_back(std::move(file));
  }
  return files;
}

Result<std::optional<ExportedFile>> write_withdrawn(const fs::path& folder,
                                                    const std::vector<Change>& withdrawn) {
  if (withdrawn.empty()) return std::optional<ExportedFile>();
  const std::string name = std::string(kWithdrawnFile.name) + ".csv";
  STILE_TRY(storage::NewFile file, storage::NewFile::create(folder / name));
  Writer writer(std::move(file));
  std::string header;
  for (const Column& column : withdrawn_columns()) {
    header.append(header.empty() ? "" : ",").append(column.title.name);
  }
  STILE_CHECKED(writer.add(header + "\r\n"));
  for (const Change& change : withdrawn) STILE_CHECKED(writer.add(withdrawn_line(change)));
  STILE_CHECKED(writer.flush());
  STILE_TRY(storage::NewFile metadata,
            storage::NewFile::create(folder / (name + "-metadata.json")));
  STILE_CHECKED(metadata.append(csvw_withdrawn(name)));
  return std::optional(ExportedFile{kWithdrawnFile.name, name, writer.take(), std::move(metadata),
                                    withdrawn.size(), writer.digest()});
}

Status finish(ExportedFile& file) {
  STILE_CHECKED(file.metadata.finish(storage::NewFile::Readers::kGroup));
  return file.csv.finish(storage::NewFile::Readers::kGroup);
}

}  // namespace stile::agent
