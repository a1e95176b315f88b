#include "agents/source/month_facts.h"

#include <algorithm>

#include "agents/source/intake_digest.h"
#include "core/record/code_texts.h"
#include "core/record/measures.h"

namespace stile::agent {
namespace {

constexpr std::size_t kIncidentBytes = std::tuple_size_v<ChildDigest>;

}  // namespace

RecordFacts facts_of(const record::Event& event, const Route& route, const crypto::TokenKey& key) {
  RecordFacts facts;
  if (!route.counts()) return facts;
  facts.home = event.home->text();
  const std::string& incident = event.incident.empty() ? event.origin.reference : event.incident;
  facts.bytes = Bytes(view(incident_digest(key, event.origin.system, incident)));
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
  const Bytes incident = facts.bytes.substr(0, kIncidentBytes);
  auto& counts = counts_[facts.home];
  for (const char byte : facts.bytes.substr(kIncidentBytes)) {
    const auto number = static_cast<unsigned char>(byte);
    if (number == 0 || number > record::count<record::Measure>) {
      return Error{Reason::kIntegrity, "intake store: facts of a record that do not read"};
    }
    const auto measure = static_cast<record::Measure>(number);
    const bool counted = record::counts_calls(measure) &&
                         !counted_calls_.insert({facts.home, incident + byte}).second;
    if (!counted) ++counts[measure];
  }
  return ok();
}

std::vector<record::Count> HomeCounts::of(const std::string& home) const {
  std::vector<record::Count> all;
  const auto found = counts_.find(home);
  if (found == counts_.end()) return all;
  for (const auto& [measure, value] : found->second) all.push_back({measure, value});
  return all;
}

std::vector<std::string> HomeCounts::homes() const {
  std::vector<std::string> all;
  for (const auto& [home, counts] : counts_) all.push_back(home);
  return all;
}

}  // namespace stile::agent
