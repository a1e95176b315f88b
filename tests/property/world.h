#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/property/calendar.h"
#include "tests/property/layout.h"
#include "tests/support/scheme.h"

// What is agreed and sent in one case, as plain data: the real stages get it as signed documents
// and text, the oracle as it stands here.
namespace stile::property {

// Authority is one line of the areas table; the last day is absent while it is open.
struct Authority {
  std::string code;
  std::vector<std::string> adjoining = {};
  std::optional<Date> first = {};
  std::optional<Date> last = {};
  std::string successor = {};
};

// Home is one entry of its regulator's list.
struct Home {
  std::string scheme;  // "ofsted", "ciw"
  std::string number;
  std::string authority;
  int places = 4;
  bool testshire = true;  // in that force's area
  std::optional<Date> first = {};
  std::optional<Date> last = {};

  std::string text() const { return scheme + ":" + number; }
};

// Agreed is an agreement of testshire with the regulator of one scheme of home numbers: for each
// type of record that it has a clause for, the granted columns of the table of least fields.
struct Agreed {
  std::string id;
  std::string scheme;
  std::map<std::string, std::set<std::string>> clauses;
};

struct World {
  std::vector<Authority> authorities;
  std::vector<Home> homes;
  std::vector<Agreed> agreements;
};

// Sending is one export, sent for one month.
struct Sending {
  const Layout* layout;
  std::vector<Cells> rows;
  std::string month;  // "2026-10"
  long now;           // UTC minutes
};

// Case is everything that happens in one world.
struct Case {
  World world;
  std::vector<Layout> layouts;
  std::vector<Sending> sendings;
};

inline constexpr char kCallOut[] = "CALL_OUT";
inline constexpr char kEpisode[] = "MISSING_EPISODE";
inline constexpr char kArrest[] = "ARREST";
inline constexpr char kConcern[] = "CONCERN";
inline constexpr char kHomeMonth[] = "HOME_MONTH";
inline constexpr char kManifest[] = "RETURN_MANIFEST";

// least_fields() are the columns of the table that a regulator's monthly return may have of a
// type, each with the one treatment that is allowed; required() those that a clause must have.
const std::map<std::string, std::string>& least_fields(const std::string& type);
std::set<std::string> required(const std::string& type);

// scheme_of() is the world as documents that are in force at `now`, without sealing keys.
support::Scheme scheme_of(const World& world, long now);

}  // namespace stile::property
