#include "agents/drop/rejected_file.h"

#include "agents/report/csv.h"

namespace stile::agent {

void RejectedFile::take(const RowFault& fault, std::span<const std::string_view> cells) {
  if (written_.ok()) written_ = write(fault, cells);
}

Status RejectedFile::write(const RowFault& fault, std::span<const std::string_view> cells) {
  if (!file_) {
    STILE_TRY(auto file, folder_->rejected(free_name_));
    file_.emplace(std::move(file));
    STILE_CHECKED(file_->append("line,column,reason,what,mend,row\r\n"));
  }
  std::string line = std::to_string(fault.line);
  for (const std::string_view said : {std::string_view(fault.column), name(fault.reason),
                                      std::string_view(fault.what), std::string_view(fault.mend)}) {
    line.append(",").append(csv_cell(said));
  }
  for (const std::string_view cell : cells) line.append(",").append(csv_cell(cell));
  return file_->append(line + "\r\n");
}

Status RejectedFile::finish(Instant now) {
  STILE_CHECKED(written_);
  return file_ ? file_->finish(storage::NewFile::Readers::kGroup, now) : ok();
}

}  // namespace stile::agent
