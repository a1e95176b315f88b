#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "agents/report/reporter.h"
#include "core/base/bytes.h"
#include "core/base/result.h"

namespace stile::agent {

// Findings reports the faults of one configuration file, each with the place of the setting it is
// about. It borrows the reporter; one thread.
class Findings {
 public:
  Findings(std::filesystem::path file, Bytes text, Reporter& reporter);

  const Bytes& text() const { return text_; }
  std::string file() const { return file_.string(); }
  // path() is what a setting names, relative to the file's folder.
  std::filesystem::path path(const std::string& setting) const;

  // fault() is about a setting; fault_at() already says where it is.
  void fault(std::string_view setting, const Error& error);
  void fault_at(const Error& error);

  // holds() reports a failure as a fault of the setting and says whether there was none.
  bool holds(std::string_view setting, const Status& status);
  template <typename T>
  bool holds(std::string_view setting, const Result<T>& result) {
    if (!result.ok()) fault(setting, result.error());
    return result.ok();
  }
  void note(std::string_view message) { reporter_.message(message); }

  std::size_t count() const { return count_; }

 private:
  std::string place(std::string_view setting) const;
  void report(Reason reason, const std::string& what);

  std::filesystem::path file_;
  Bytes text_;
  Reporter& reporter_;
  std::size_t count_ = 0;
};

}  // namespace stile::agent
