#include "agents/source/month_facts.h"

#include <algorithm>

#include "core/record/code_texts.h"
#include "core/record/measures.h"

namespace stile::agent {
namespace {

constexpr std::size_t kIncidentBytes = std::tuple_size_v<ChildDigest>;

}  // namespace

RecordFacts facts_of(const record::Event& event, const Route& route, const IntakeDigests& digests) {
  RecordFacts facts;
  if (!route.counts()) return facts;
  facts.home = event.home->text();
  const std::string& incident = event.incident.empty() ? event.origin.reference : event.incident;
  facts.bytes = Bytes(view(digests.incident(event.origin.system, incident)));
  for (const auto measure : record::measures_of(event)) {
    if (route.counts(measure)) facts.bytes.push_back(static_cast<char>(measure));
  }
  return facts;
}

Status HomeCounts::add(const RecordFacts& facts) {
  if (facts.bytes.empty()) return ok();
  if (facts.home.empty() || facts.bytes.size() < kIncidentBytes) {
    return Error{Reason::kIntegrity, "intake store: facts of a record that do not read"};
  }
  const ByteView incident = ByteView(facts.bytes).substr(0, kIncidentBytes);
  auto& home = homes_[facts.home];
  for (const char byte : ByteView(facts.bytes).substr(kIncidentBytes)) {
    const auto number = static_cast<unsigned char>(byte);
    if (number == 0 || number > record::count<record::Measure>) {
      return Error{Reason::kIntegrity, "intake store: facts of a record that do not read"};
    }
    const auto measure = static_cast<record::Measure>(number);
    const bool counted =
        record::counts_calls(measure) && !home.counted_calls.insert(Bytes(incident) + byte).second;
    if (!counted) ++home.counts[number];
  }
  return ok();
}

std::vector<record::Count> HomeCounts::of(const std::string& home) const {
  std::vector<record::Count> all;
  const auto found = homes_.find(home);
  if (found == homes_.end()) return all;
  const auto& counts = found->second.counts;
  for (std::size_t number = 1; number < counts.size(); ++number) {
    if (counts[number] != 0) all.push_back({static_cast<record::Measure>(number), counts[number]});
  }
  return all;
}

std::vector<std::string> HomeCounts::homes() const {
  std::vector<std::string> all;
  for (const auto& [home, counts] : homes_) all.push_back(home);
  return all;
}

}  // namespace stile::agent
