#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "agents/ingest/sample.h"

namespace stile::agent {

// kSampleIdentityHeaders are the columns that only notifications need, behind those of every export
// whose settings ask for them.
inline constexpr std::array<std::string_view, 7> kSampleIdentityHeaders = {
    "Child Surname", "Child Forenames", "Known As",    "PAC Ref",
    "Authority Ref", "Child Now",       "Case Contact"};

// IdentityCanary is what stands there in a row that has canaries.
struct IdentityCanary {
  std::string surname, forenames, known_as, pac, authority;
};
IdentityCanary sample_identity_canary(const SampleSettings& settings, std::size_t item);

// SampleRow says whose cells they are: a child's by name (without one, all are empty), in the row
// of that number, or a canary's by its own.
struct SampleRow {
  std::string_view name;
  std::int64_t number = 0;
  std::optional<std::size_t> canary;
};

// with_sample_identity() is `cells` and behind them those of these columns, where the settings ask
// for them. A child's surname says that it is an example.
std::vector<std::string> with_sample_identity(const SampleSettings& settings, const SampleRow& row,
                                              std::span<const std::string> cells);

// with_sample_identity() of the headers.
std::vector<std::string_view> with_sample_identity(const SampleSettings& settings,
                                                   std::span<const std::string_view> headers);

}  // namespace stile::agent
