#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/property/chance.h"
#include "tests/property/world.h"

namespace stile::property {

// When is the month that a case is about: its ends, and the moment at which it is first sent.
struct When {
  std::string month;  // "2026-10"
  long begin;         // UTC minutes
  long end;           // of the next month
  long now;
};

// random_case() is a world, exports and what is sent of them, with the edges that the domain names
// far more often than life has them.
Case random_case(std::uint64_t seed);

// Its parts.
When random_when(Chance& chance);
World random_world(Chance& chance, const When& when);
std::vector<Layout> random_layouts(Chance& chance, const World& world);
std::vector<Cells> random_rows(Chance& chance, const World& world, const Layout& layout,
                               const When& when);
// corrected() are the rows of a later export: some gone, some changed, some new.
std::vector<Cells> corrected(Chance& chance, const World& world, const Layout& layout,
                             const When& when, const std::vector<Cells>& rows);

}  // namespace stile::property
