#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "agents/report/reporter.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"

namespace stile::agent {

// ExplainOrder describes one event and the documents by which it is decided.
struct ExplainOrder {
  std::filesystem::path file;       // the signed agreement
  std::filesystem::path directory;  // the scheme's directory
  std::filesystem::path areas;
  std::vector<std::filesystem::path> documents;  // homes, statuses, other versions
  std::vector<std::string> roots;                // three vkeys
  std::string record = "call-out";
  std::string home;     // "ofsted:SC123456"
  std::string event;    // UTC minute
  std::string placing;  // ONS code; empty: not known
  std::string role = "none";
  bool child = true;
  std::string month;  // of the return; empty: the event's
  std::string at;     // the minute at which it is asked; empty: now
};

// agreement_explain() decides that event with the function that source and gateway call
// (agreement::Evaluation, design I9), on documents verified as theirs are, and prints field by
// field what goes and in which form: kOk; or the closed reason, with agreement, clause and field:
// kRefused. Fails when a file does not read, or the directory is not the roots'.
Result<ExitCode> agreement_explain(const ExplainOrder& order, Instant now, Reporter& reporter);

}  // namespace stile::agent
