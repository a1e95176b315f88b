#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "agents/recipient/inbox.h"
#include "agents/report/reporter.h"
#include "core/crypto/seal.h"
#include "tests/support/scheme.h"
#include "tests/support/temporary_folder.h"

namespace stile::test {

// Heard keeps what a person would be told.
class Heard : public agent::Reporter {
 public:
  void line(std::string_view text, std::string_view /*json*/) override {
    text_.append(text) += '\n';
  }
  void message(std::string_view text) override { text_.append(text) += '\n'; }
  void progress(std::uint64_t /*rows*/, unsigned /*percent*/) override {}

  bool says(std::string_view words) const { return text_.find(words) != std::string::npos; }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// RecipientBench is Ofsted's real inbox, in a folder of its own, at support::kNow.
class RecipientBench {
 public:
  explicit RecipientBench(std::shared_ptr<const agreement::DocumentSet> documents);

  agent::Inbox& inbox() { return *inbox_; }
  std::string store() const { return folder_.file("inbox.db"); }
  crypto::SealingPublicKey sealing_key() const;

  // audit() is what `stile audit verify` says and ends with.
  std::pair<agent::ExitCode, std::string> audit();
  // listed() is what `stile inbox list` says.
  std::string listed();

 private:
  support::TemporaryFolder folder_;
  std::unique_ptr<agent::Inbox> inbox_;
};

}  // namespace stile::test
