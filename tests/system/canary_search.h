#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tests/system/text_forms.h"

namespace stile::test {

// Sighting is the first place where a planted text stands in one form.
struct Sighting {
  std::size_t canary = 0;  // index of the text
  std::string encoding;
  std::size_t offset = 0;
};

// CanarySearch finds planted texts in bytes in any of their forms (text_forms.h), in one pass.
// Immutable; any thread.
class CanarySearch {
 public:
  // The texts are UTF-8, each long enough (eight bytes) not to be met by chance.
  explicit CanarySearch(std::span<const std::string> texts);

  // sightings() names each form of each text at most once.
  std::vector<Sighting> sightings(std::string_view bytes) const;

 private:
  struct Form {
    std::size_t canary;
    TextForm form;
  };
  using Start = std::uint32_t;  // the first four bytes of a form
  static Start start_of(std::string_view bytes);

  std::vector<Form> forms_;
  std::unordered_multimap<Start, std::size_t> by_start_;
  std::bitset<65536> starts_;  // by the first two bytes: most places are passed over with this
};

}  // namespace stile::test
