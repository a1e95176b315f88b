#pragma once

#include <string>
#include <vector>

#include "agents/report/reporter.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"
#include "core/crypto/seal.h"

namespace stile::agent {

// HandedOut keeps what the agent hands out for a program, and passes on what it says to a person.
class HandedOut : public Reporter {
 public:
  explicit HandedOut(Reporter& reporter) : reporter_(&reporter) {}

  void line(std::string_view /*text*/, std::string_view json) override {
    lines_.emplace_back(json);
  }
  void message(std::string_view text) override { reporter_->message(text); }
  void progress(std::uint64_t rows, unsigned percent) override {
    reporter_->progress(rows, percent);
  }
  const std::vector<std::string>& lines() const { return lines_; }

 private:
  Reporter* reporter_;
  std::vector<std::string> lines_;
};

// open_verdicts() says of each SealedVerdict what its recipient decided, once its word is proven to
// be signed by that recipient and of that consignment; of what was somebody else's, since when that
// breach is known, and by when to decide: of several revisions of one event, from the first that
// came back. What is not proven or does not open is named, with nothing of a verdict: kIntegrity
// where a word is not proven, else kFaults. Fails where the agent handed out what this program
// cannot read.
Result<ExitCode> open_verdicts(const std::vector<std::string>& handed,
                               const crypto::SealingKey& officer, Instant now, Reporter& reporter);

}  // namespace stile::agent
