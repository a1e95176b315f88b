#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace stile::agent {

// SampleRandom gives the same sequence for the same seed on every machine: SplitMix64 (Steele, Lea
// and Flood, 2014), which costs nothing to seed, so that every row can have a generator of its
// own; and our own distributions, because those of the standard library differ between machines.
// For invented data only, never for a secret.
class SampleRandom {
 public:
  explicit SampleRandom(std::uint64_t seed) : state_(seed) {}

  // mixed() is a generator of its own for a part of the sample.
  static SampleRandom mixed(std::uint64_t seed, std::uint64_t part, std::uint64_t item) {
    SampleRandom parts(seed ^ (part * 0xD6E8FEB86659FD93));
    return SampleRandom(parts.next() ^ (item * 0xC2B2AE3D27D4EB4F));
  }

  // below() is uniform in 0..bound-1 (a bias of 2^-40 does not matter here); bound >= 1.
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(next() % bound); }
  std::size_t between(std::size_t first, std::size_t last) {
    return first + below(last - first + 1);
  }
  bool percent(std::size_t chance) { return below(100) < chance; }

  // geometric() counts failures before a success of probability numerator / denominator: the
  // negative binomial distribution with r = 1.
  int geometric(std::size_t numerator, std::size_t denominator) {
    int failures = 0;
    while (below(denominator) >= numerator) ++failures;
    return failures;
  }

  template <typename T, std::size_t N>
  const T& pick(const std::array<T, N>& from) {
    return from[below(N)];
  }

  std::string letters(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += static_cast<char>('a' + below(26));
    return text;
  }

 private:
  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15;
    std::uint64_t value = (state_ ^ (state_ >> 30)) * 0xBF58476D1CE4E5B9;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
    return value ^ (value >> 31);
  }

  std::uint64_t state_;
};

}  // namespace stile::agent
