#pragma once

#include <filesystem>
#include <string>

#include "agents/report/reporter.h"
#include "core/base/result.h"

namespace stile::agent {

// ReportFiles keeps the pieces of a file that the agent hands out (stile.v1.EnquiryReportRequest),
// of a CSV those of its metadata too, and passes on what it says to a person. One thread.
class ReportFiles : public Reporter {
 public:
  ReportFiles(std::filesystem::path file, bool is_csv, Reporter& reporter);

  // check_absent() fails (kConflict) where a file is there that write() would have to replace.
  Status check_absent() const;
  // write() writes what came, for its owner alone, and says so; nothing where nothing came.
  Status write() const;

  void line(std::string_view text, std::string_view json) override;
  void message(std::string_view text) override { reporter_->message(text); }
  void progress(std::uint64_t rows, unsigned percent) override {
    reporter_->progress(rows, percent);
  }

 private:
  std::filesystem::path file_;
  std::filesystem::path metadata_;  // empty where there is none
  std::string text_;
  std::string json_;
  Reporter* reporter_;
};

}  // namespace stile::agent
