#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

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
  record::RecordType type = record::RecordType::kCallOut;
  std::string name;  // "call-outs.csv"
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

// finish() gives a file and its metadata their names.
Status finish(ExportedFile& file);

}  // namespace stile::agent
