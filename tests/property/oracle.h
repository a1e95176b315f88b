#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "tests/property/reading.h"
#include "tests/property/world.h"

namespace stile::property {

// Line is a row as a recipient's file shows it: its columns that are not empty. What is different
// in every world is left out: consignment, event reference, revision, and the pseudonym itself.
using Line = std::map<std::string, std::string>;

// Expected is one row that a recipient has to hold. `same` is equal for rows that have to have
// the same pseudonym, and for no others; empty where there must be none.
struct Expected {
  std::string file;  // "call-outs"
  std::string month;
  Line line;
  std::string same;
};

// Oracle says what the recipients hold: the table of least fields applied to the raw cells in the
// most obvious way, as policies/README.md, policies/column-maps/README.md and
// agents/recipient/README.md have it. It shares no code with the product.
class Oracle {
 public:
  Oracle(const World& world, const std::vector<Layout>& layouts)
      : world_(world), layouts_(layouts) {}

  void send(const Sending& sending);
  // of() is everything that the regulator of that scheme holds.
  std::vector<Expected> of(const std::string& scheme) const;

 private:
  // Kept is a record that a recipient was to have, as it was last sent.
  struct Kept {
    std::string type;
    std::string month;
    std::string home;
    Line line;
    std::string same;
    std::string call;                // that rows of one call share
    std::set<std::string> measures;  // to which it adds
  };
  using Key = std::tuple<std::string, std::string, std::string, std::string>;
  // Told is what was last said of a month.
  struct Told {
    std::map<std::string, Line> homes;
    Line manifest;
    int manifests = 0;
  };
  struct Route {
    std::map<Key, Kept> records;
    std::map<std::string, Told> months;
  };
  // Ended is how a system's last export of a month ended.
  struct Ended {
    std::string types;
    bool whole = false;
    int rejected = 0;
    std::map<std::string, std::map<std::string, int>> withheld;  // agreement, type
  };

  void take(const Reading& row, const Sending& sending, Ended& ended);
  void offer(const Agreed& agreed, const Reading& row, const Key& key, Ended& ended);
  Kept kept(const Agreed& agreed, const Reading& row, const Home& home) const;
  void tell(const Agreed& agreed, const std::string& month);
  Line home_month(const Agreed& agreed, const std::string& month, const std::string& home) const;
  Line manifest(const Agreed& agreed, const std::string& month) const;
  const Home* home_on(const std::string& home, const Date& day) const;
  std::string distance(const std::string& home, const std::string& placing, const Date& day) const;
  std::set<std::string> standing(const std::string& code, const Date& day) const;

  const World& world_;
  const std::vector<Layout>& layouts_;
  std::map<std::string, Route> routes_;                         // by agreement
  std::map<std::pair<std::string, std::string>, Ended> ended_;  // by month and system
};

}  // namespace stile::property
