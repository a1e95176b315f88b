#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stile::agent {

// SampleHome is an invented children's home. Its number is from SC900001 on, which no register
// has used: of the 2,797 providers that Ofsted listed on 31 March 2018 the highest SC number is
// SC490365, and since then numbers are seven digits.
struct SampleHome {
  std::string number;
  std::string_view authority;  // ONS code
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

// sample_homes() are the homes of the Sussex police force area: as many, of as many places, in
// each authority as there were in 2018.
std::vector<SampleHome> sample_homes(std::uint64_t seed);

// sample_child() lives in the given place of the home.
SampleChild sample_child(std::uint64_t seed, const SampleHome& home, std::size_t place);

// sample_authority_code() is the ONS code of a placing authority; empty for "Not known".
std::string_view sample_authority_code(std::string_view placed_by);

// Names and streets, invented, for whoever needs another.
std::string sample_name(std::uint64_t seed, std::uint64_t item);
std::string sample_address(std::uint64_t seed, std::uint64_t item);

}  // namespace stile::agent
