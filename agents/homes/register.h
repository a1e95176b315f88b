#pragma once

#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <vector>

#include "agents/homes/authorities.h"
#include "agents/homes/finding.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/result.h"

namespace stile::agent {

// Likeness is what two registrations of one home have in common: folded texts, empty where the
// register is silent or REDACTED. They are compared and never written anywhere.
struct Likeness {
  std::string name;
  std::string authority;
  std::string postcode;

  // like() holds for the same postcode, or the same name in the same authority.
  bool like(const Likeness& other) const;
};

// RegisteredHome is an active children's home with its place.
struct RegisteredHome {
  HomeId id;
  std::int64_t line = 0;
  Place place;
  std::uint32_t places = 0;  // 0: not stated
  std::optional<Day> registered;
  Likeness likeness;
  std::optional<Day> inspected = std::nullopt;  // first day of its last full inspection
};

struct FormerHome {
  HomeId id;
  Likeness likeness;
};

// Register is what a register's rows came to. Each row is a home, another kind of provision, or
// has a remark that says why it is no home; a home may have remarks too.
struct Register {
  std::vector<RegisteredHome> homes;  // no two of one number
  std::vector<FormerHome> former;     // registered no longer
  std::vector<HomeId> unplaced;       // on the register, but where or as what is not known
  std::vector<Remark> remarks;
  std::int64_t rows = 0;
  std::int64_t other_provision = 0;
};

// read_register() reads a register in the published layout of the scheme's regulator. Places are
// those of `as_at`, the day that the register is of. Fails as find_register_header() and
// CsvReader::next() do; a bad row stops none after it.
Result<Register> read_register(std::istream& from, HomeScheme scheme,
                               const Authorities& authorities, Day as_at);

}  // namespace stile::agent
