#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "agents/ingest/sample_homes.h"
#include "core/base/civil_time.h"

namespace stile::agent {

// SampleKind is the system whose export a sample is: command and control, records management or
// missing persons.
enum class SampleKind { kCallOuts, kRecords, kMissing };

// SampleSettings decide a sample; the same ones give the same bytes on every machine.
struct SampleSettings {
  std::uint64_t seed = 1;
  Month month{2026, 10};
  std::int64_t rows = 0;  // of the export; 0: as many as the homes' own numbers of calls give
  bool faults = false;    // with rows that have to be rejected
  bool canaries = false;  // with texts that must never leave the source
  SampleKind kind = SampleKind::kCallOuts;
  const SampleArea* area = &kSampleAreas.front();  // of kSampleAreas
  bool identity = false;                           // with the columns that only notifications need
};

// Canary is a text that stands in an identity column and nowhere else in the world.
struct Canary {
  std::string column;
  std::string text;
};

// SampleCounts is what reading the export with its system's map in policies/column-maps has to
// give.
struct SampleCounts {
  std::int64_t rows = 0;
  std::int64_t withheld = 0;
  std::int64_t held = 0;  // records that a column of the export holds (R17)
  std::int64_t rejected = 0;
};

// Sample is an invented month of one of a force's systems: real structure (how many homes of how
// many places in each authority), invented homes, children and events. Events per
// home follow a zero-inflated negative binomial distribution. Edge cases come first: where `rows`
// is too small for all of them, the last ones are left out. Homes and children are the same in
// every month of a seed. Immutable; nothing here is a real person's.
class Sample {
 public:
  explicit Sample(const SampleSettings& settings);

  // homes_text() is the body of a stile.v1.Homes document, without its first line.
  std::string homes_text(std::string_view regulator, std::uint64_t serial) const;

  // write_export() writes the month as an export of the settings' system, each in its own way:
  // UTF-8, CR LF, in the order of the events, references in time order. The events of one month
  // take memory for their times only.
  SampleCounts write_export(std::ostream& to) const;

  // canaries() are the texts planted; empty unless asked for. A date of birth is listed in each
  // way it could be written.
  const std::vector<Canary>& canaries() const { return canaries_; }

 private:
  SampleCounts write_call_outs(std::ostream& to) const;

  SampleSettings settings_;
  std::vector<SampleHome> homes_;
  std::vector<Canary> canaries_;
};

}  // namespace stile::agent
