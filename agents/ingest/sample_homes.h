#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"

namespace stile::agent {

// SampleAuthority is one that homes stand in: its ONS code, and how an export writes it.
struct SampleAuthority {
  std::string_view code;
  std::string_view written;
};

// SampleArea is a police force area that samples can be of. Its homes are numbered from `first` on.
struct SampleArea {
  std::string_view code;
  HomeScheme scheme = HomeScheme::kOfsted;
  std::size_t first = 0;
  std::array<SampleAuthority, 3> authorities;
};

// kSampleAreas are Sussex, West Yorkshire, London and South Wales; no two share a home's number.
extern const std::array<SampleArea, 4> kSampleAreas;

// SampleHome is an invented children's home. In England its number is from SC900001 on, which no
// register has used: of the 2,797 providers that Ofsted listed on 31 March 2018 the highest SC
// number is SC490365, and since then numbers are seven digits. In Wales it says that it is
// invented.
struct SampleHome {
  std::string number;
  SampleAuthority authority;
  std::size_t places = 0;
  std::string address;
};

// SampleChild is an invented child who lives in one; the same one in every month of a seed.
struct SampleChild {
  std::string person;  // the exporting system's reference
  std::string name;
  std::string birth;           // "14/06/2012", always an even day of the month
  std::string_view placed_by;  // name of the placing authority as an export writes it
};

// sample_homes() are the homes of an area: as many, of as many places, in each authority as there
// were in those of Sussex in 2018.
std::vector<SampleHome> sample_homes(const SampleArea& area, std::uint64_t seed);

// sample_child() lives in the given place of the home.
SampleChild sample_child(std::uint64_t seed, const SampleHome& home, std::size_t place);

// sample_authority_code() is the ONS code of a placing authority by name or code; empty for "Not
// known".
std::string_view sample_authority_code(std::string_view placed_by);

// Names and streets, invented, for whoever needs another.
std::string sample_name(std::uint64_t seed, std::uint64_t item);
std::string sample_address(std::uint64_t seed, std::uint64_t item);

}  // namespace stile::agent
