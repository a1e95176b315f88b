#include "tests/system/canary_search.h"

#include <cstring>
#include <utility>

namespace stile::test {

CanarySearch::Start CanarySearch::start_of(std::string_view bytes) {
  Start start = 0;
  std::memcpy(&start, bytes.data(), sizeof start);
  return start;
}

CanarySearch::CanarySearch(std::span<const std::string> texts) {
  for (std::size_t i = 0; i < texts.size(); ++i) {
    for (TextForm& form : forms_of(texts[i])) {
      const Start start = start_of(form.bytes);
      by_start_.emplace(start, forms_.size());
      starts_.set(start & 0xFFFFU);
      forms_.push_back({i, std::move(form)});
    }
  }
}

std::vector<Sighting> CanarySearch::sightings(std::string_view bytes) const {
  std::vector<Sighting> found;
  std::vector<bool> seen(forms_.size(), false);
  for (std::size_t at = 0; at + sizeof(Start) <= bytes.size(); ++at) {
    const Start start = start_of(bytes.substr(at));
    if (!starts_.test(start & 0xFFFFU)) continue;
    const auto [first, last] = by_start_.equal_range(start);
    for (auto candidate = first; candidate != last; ++candidate) {
      const Form& form = forms_[candidate->second];
      if (seen[candidate->second] || !bytes.substr(at).starts_with(form.form.bytes)) continue;
      seen[candidate->second] = true;
      found.push_back({form.canary, form.form.encoding, at});
    }
  }
  return found;
}

}  // namespace stile::test
