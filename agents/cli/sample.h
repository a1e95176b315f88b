#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "agents/report/reporter.h"
#include "core/base/result.h"

namespace stile::agent {

struct SampleOrder {
  std::uint64_t seed = 1;
  std::string month;
  std::string kind = "call-outs";  // call-outs, records or missing
  std::string area = "E23000033";  // a police force area of kSampleAreas
  std::int64_t rows = 0;
  bool faults = false;
  std::string regulator;  // SPIFFE identity
  std::uint64_t serial = 1;
  bool identity = false;
  std::filesystem::path homes;     // body of a homes document
  std::filesystem::path exported;  // the CSV
  std::filesystem::path canaries;  // one JSON object a line; empty: none are planted
};

// sample() writes an invented month into new files (agents/ingest/sample.h).
Result<ExitCode> sample(const SampleOrder& order, Reporter& reporter);

}  // namespace stile::agent
