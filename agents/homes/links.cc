#include "agents/homes/links.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "agents/ingest/code_table.h"
#include "agents/ingest/csv_reader.h"

namespace stile::agent {
namespace {

struct LinkColumns {
  std::optional<std::size_t> home;
  std::optional<std::size_t> predecessor;
  std::size_t width = 0;
};

Result<LinkColumns> find_columns(CsvReader& from) {
  STILE_TRY(const std::optional<CsvRow> row, from.next());
  LinkColumns columns;
  if (row) columns.width = row->cells.size();
  for (std::size_t i = 0; i < columns.width; ++i) {
    const std::string name = folded_header(row->cells[i]);
    if (name == "urn" || name == "number") columns.home = i;
    if (name == "predecessor") columns.predecessor = i;
  }
  if (!columns.home || !columns.predecessor) {
    return Error{Reason::kMissingField,
                 "the header row: no columns \"urn\" and \"predecessor\"; mend with: both"};
  }
  return columns;
}

Remark remark_on(const Link& link, Finding finding) {
  return {"links", link.line, link.home, finding, Outcome::kNotListed, link.predecessor};
}

// leads_back() follows the predecessors of `from` and says whether they come to `home`.
bool leads_back(const agreement::Homes& homes, const HomeId& from, const HomeId& home) {
  std::optional<HomeId> at = from;
  for (std::size_t steps = 0; at && steps <= homes.entries.size(); ++steps) {
    if (*at == home) return true;
    const auto found = homes.entries.find(*at);
    if (found == homes.entries.end() || found->second.empty()) return false;
    at = found->second.back().predecessor;
  }
  return at.has_value();
}

bool is_new(const HomeId& id, const std::set<HomeId>& before,
            const std::optional<agreement::Homes>& previous) {
  return !before.contains(id) && (!previous || !previous->entries.contains(id));
}

bool is_linked(const HomeId& id, const agreement::Homes& homes) {
  const auto found = homes.entries.find(id);
  return found != homes.entries.end() && found->second.back().predecessor.has_value();
}

std::vector<FormerHome> gone(const Register& now, const std::optional<Register>& earlier) {
  std::vector<FormerHome> all = now.former;
  if (!earlier) return all;
  std::set<HomeId> here(now.unplaced.begin(), now.unplaced.end());
  for (const RegisteredHome& home : now.homes) here.insert(home.id);
  for (const FormerHome& home : now.former) here.insert(home.id);
  for (const RegisteredHome& home : earlier->homes) {
    if (!here.contains(home.id)) all.push_back({home.id, home.likeness});
  }
  return all;
}

}  // namespace

Result<Links> read_links(std::istream& from, HomeScheme scheme) {
  CsvReader reader(from, ',');
  STILE_TRY(const LinkColumns columns, find_columns(reader));
  Links read;
  while (true) {
    STILE_TRY(const std::optional<CsvRow> row, reader.next());
    if (!row) return read;
    if (row->fault || row->cells.size() != columns.width) {
      read.remarks.push_back(
          {"links", row->line, {}, Finding::kUnreadableRow, Outcome::kNotListed, {}});
      continue;
    }
    const auto home = HomeId::make(scheme, trimmed(row->cells[*columns.home]));
    const auto predecessor = HomeId::make(scheme, trimmed(row->cells[*columns.predecessor]));
    if (home.ok() && predecessor.ok()) {
      read.links.push_back({row->line, *home, *predecessor});
    } else {
      read.remarks.push_back(
          {"links", row->line, {}, Finding::kMalformedNumber, Outcome::kNotListed, {}});
    }
  }
}

std::int64_t link_homes(const Links& links, agreement::Homes& homes, std::vector<Remark>& remarks) {
  remarks.insert(remarks.end(), links.remarks.begin(), links.remarks.end());
  std::map<HomeId, HomeId> linked;
  for (const Link& link : links.links) {
    const auto home = homes.entries.find(link.home);
    const auto known = linked.find(link.home);
    if (home == homes.entries.end() || !homes.entries.contains(link.predecessor)) {
      remarks.push_back(remark_on(link, Finding::kUnknownHome));
    } else if (known != linked.end() && known->second != link.predecessor) {
      remarks.push_back(remark_on(link, Finding::kSecondPredecessor));
    } else if (leads_back(homes, link.predecessor, link.home)) {
      remarks.push_back(remark_on(link, Finding::kCircularPredecessor));
    } else {
      linked.emplace(link.home, link.predecessor);
      for (agreement::HomeEntry& entry : home->second) entry.predecessor = link.predecessor;
    }
  }
  return static_cast<std::int64_t>(linked.size());
}

std::vector<Remark> likely_re_registrations(const Register& now,
                                            const std::optional<Register>& earlier,
                                            const std::optional<agreement::Homes>& previous,
                                            const agreement::Homes& homes) {
  std::set<HomeId> before;
  if (earlier) {
    for (const RegisteredHome& home : earlier->homes) before.insert(home.id);
  }
  const std::vector<FormerHome> former = gone(now, earlier);
  std::vector<Remark> remarks;
  for (const RegisteredHome& home : now.homes) {
    if (!is_new(home.id, before, previous) || is_linked(home.id, homes)) continue;
    for (const FormerHome& other : former) {
      if (other.id == home.id || !home.likeness.like(other.likeness)) continue;
      remarks.push_back({"register", home.line, home.id, Finding::kLikelyReRegistration,
                         Outcome::kListed, other.id});
    }
  }
  return remarks;
}

}  // namespace stile::agent
