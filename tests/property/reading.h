#pragma once

#include <map>
#include <optional>
#include <string>

#include "tests/property/calendar.h"
#include "tests/property/layout.h"

namespace stile::property {

// Reading is what a raw row says, by policies/column-maps/README.md alone.
struct Reading {
  enum class Fate { kRead, kOutOfScope, kRejected };
  Fate fate = Fate::kRejected;
  bool may_be_held = false;  // its hold is given, or cannot be told
  std::string type;          // a record's, as world.h names it
  std::string reference;
  std::string person;
  std::string incident;
  std::string home;     // "ofsted:SC900001"
  std::string placing;  // ONS code; empty: not known
  long time = 0;        // UTC minutes
  std::optional<long> end;
  std::optional<Date> born;
  bool child = false;
  std::map<std::string, std::string> codes;  // by field

  bool held() const { return codes.at("HOLD") != "none"; }
};

Reading read(const Layout& layout, const Cells& cells);

}  // namespace stile::property
