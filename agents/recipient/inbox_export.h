#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agents/recipient/change.h"
#include "agents/recipient/selection.h"
#include "agents/report/reporter.h"
#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/record/codes.h"
#include "core/storage/new_file.h"

namespace stile::agent {

// check_folder_name() refuses (kUsage) what is no plain name of letters, digits, '-', '_' and '.'.
Status check_folder_name(std::string_view name);

// ExportedFile is a CSV with its metadata, both complete and waiting for their names.
struct ExportedFile {
  std::string_view type;  // the name of a type of record, or "withdrawn"
  std::string name;       // "call-outs.csv"
  storage::NewFile csv;
  storage::NewFile metadata;
  std::uint64_t rows = 0;
  Hash digest{};  // SHA-256 of the CSV
};

// write_files() writes each type of a selection into a folder, which it makes where there is
// none; readable by the group. Until each file is finished, what stood there stands. Fails as
// storage::NewFile and SelectedRecords do.
Result<std::vector<ExportedFile>> write_files(const std::filesystem::path& folder,
                                              const std::vector<record::RecordType>& types,
                                              SelectedRecords& records, Reporter& reporter);

// write_withdrawn() writes the markers of records that were withdrawn; nothing where there are
// none.
Result<std::optional<ExportedFile>> write_withdrawn(const std::filesystem::path& folder,
                                                    const std::vector<Change>& withdrawn);

// finish() gives a file and its metadata their names.
Status finish(ExportedFile& file);

}  // namespace stile::agent
