#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "agents/report/reporter.h"
#include "core/base/bytes.h"
#include "core/base/result.h"

namespace stile::agent {

// ProofFolder keeps the files that the agent hands out (stile.v1.ProofFile), each in one piece or
// in several that follow one another, and passes on what it says to a person. One thread.
class ProofFolder : public Reporter {
 public:
  explicit ProofFolder(Reporter& reporter) : reporter_(&reporter) {}

  // any() is whether the agent has handed out a file.
  bool any() const { return !files_.empty(); }

  // write() makes the folder, for its owner alone, writes them into it, and says so. kMalformed
  // where the agent handed out what is no such file, or one whose name leads out of it.
  Status write(const std::filesystem::path& folder) const;

  void line(std::string_view text, std::string_view json) override;
  void message(std::string_view text) override { reporter_->message(text); }
  void progress(std::uint64_t rows, unsigned percent) override {
    reporter_->progress(rows, percent);
  }

 private:
  Reporter* reporter_;
  std::vector<std::pair<std::string, Bytes>> files_;
  bool misread_ = false;
};

}  // namespace stile::agent
