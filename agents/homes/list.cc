#include "agents/homes/list.h"

#include <algorithm>
#include <vector>

namespace stile::agent {
namespace {

using agreement::HomeEntry;

Status check_order(const ListOrder& order, const Register& of) {
  if (order.regulator.kind() != AgencyKind::kRegulator) {
    return Error{Reason::kWrongParty, "--regulator: " + order.regulator.text() +
                                          " is no regulator; mend with: the regulator's identity"};
  }
  if (of.homes.empty()) {
    return Error{Reason::kMissingField,
                 "the register lists no active children's home that can be placed; mend with: the "
                 "right file and --scheme"};
  }
  return ok();
}

Status check_previous(const ListOrder& order, const agreement::Homes& previous) {
  if (previous.regulator != order.regulator) {
    return Error{Reason::kWrongParty, "--previous: is the list of " + previous.regulator.text() +
                                          "; mend with: this regulator's"};
  }
  if (order.serial <= previous.serial) {
    return Error{Reason::kRolledBack, "--serial: the previous list has " +
                                          std::to_string(previous.serial) +
                                          "; mend with: a higher one"};
  }
  for (const auto& [id, entries] : previous.entries) {
    if (id.scheme() != order.scheme) {
      return Error{Reason::kWrongParty, "--previous: lists homes of another scheme"};
    }
    for (const HomeEntry& entry : entries) {
      if (entry.inspected && *entry.inspected > order.as_at) {
        return Error{Reason::kRolledBack, "--as-at: the previous list knows of an inspection on " +
                                              to_text(to_civil(*entry.inspected)) +
                                              "; mend with: a register of that day or later"};
      }
      if (!entry.valid_to || *entry.valid_to < order.as_at) continue;
      return Error{Reason::kRolledBack, "--as-at: the previous list knows of a change on " +
                                            to_text(to_civil(*entry.valid_to + 1)) +
                                            "; mend with: a register of that day or later"};
    }
  }
  return ok();
}

// Lister takes the homes of a register into the entries of the previous list.
class Lister {
 public:
  Lister(const ListOrder& order, const std::optional<agreement::Homes>& previous)
      : as_at_(order.as_at), list_{{order.regulator, order.serial, {}}, {}} {
    if (previous) list_.homes.entries = previous->entries;
  }

  void take(const RegisteredHome& home) {
    registered_.insert(home.id);
    auto& entries = list_.homes.entries[home.id];
    const auto before = last_inspected(entries);
    take_place(home, entries);
    const auto now = home.inspected ? home.inspected : before;
    if (now != before) ++list_.newly_inspected;
    for (HomeEntry& entry : entries) entry.inspected.reset();
    find_open(entries)->inspected = now;
  }

  void keep(const HomeId& id) {
    const auto found = list_.homes.entries.find(id);
    if (found == list_.homes.entries.end()) return;
    if (find_open(found->second) == found->second.end()) return;
    registered_.insert(id);
    list_.kept.insert(id);
  }

  HomesList done() {
    for (auto& [id, entries] : list_.homes.entries) {
      const auto open = find_open(entries);
      if (open == entries.end()) continue;
      if (registered_.contains(id)) {
        if (!open->inspected) ++list_.without_inspection;
        continue;
      }
      ++list_.closed;
      close(entries, open);
    }
    std::erase_if(list_.homes.entries, [](const auto& home) { return home.second.empty(); });
    return std::move(list_);
  }

 private:
  using Entries = std::vector<HomeEntry>;

  void take_place(const RegisteredHome& home, Entries& entries) {
    HomeEntry entry{
        home.id, home.place.authority, home.place.force, home.places, first_day(home, entries),
        {},      predecessor(entries)};
    const auto open = find_open(entries);
    if (open == entries.end()) {
      ++list_.added;
      entries.push_back(entry);
      return;
    }
    if (same(*open, entry)) {
      ++list_.unchanged;
      return;
    }
    ++list_.changed;
    entry.valid_from = std::max(as_at_, open->valid_from);
    close(entries, open);
    entries.push_back(entry);
  }

  static std::optional<Day> last_inspected(const Entries& entries) {
    std::optional<Day> latest;
    for (const HomeEntry& entry : entries) latest = std::max(latest, entry.inspected);
    return latest;
  }

  static Entries::iterator find_open(Entries& entries) {
    return std::ranges::find_if(entries, [](const HomeEntry& one) { return !one.valid_to; });
  }

  static bool same(const HomeEntry& one, const HomeEntry& other) {
    return one.authority == other.authority && one.force == other.force &&
           one.places == other.places;
  }

  static std::optional<HomeId> predecessor(const Entries& entries) {
    for (const HomeEntry& entry : entries) {
      if (entry.predecessor) return entry.predecessor;
    }
    return std::nullopt;
  }

  // A home that comes back begins after it last ended.
  Day first_day(const RegisteredHome& home, const Entries& entries) const {
    Day day = home.registered.value_or(as_at_);
    for (const HomeEntry& entry : entries) {
      if (entry.valid_to) day = std::max(day, *entry.valid_to + 1);
    }
    return day;
  }

  // close() ends an entry the day before; one that has not begun by then never held.
  void close(Entries& entries, Entries::iterator open) const {
    if (open->valid_from >= as_at_) {
      entries.erase(open);
    } else {
      open->valid_to = as_at_ - 1;
    }
  }

  Day as_at_;
  HomesList list_;
  std::set<HomeId> registered_;
};

}  // namespace

Result<HomesList> next_list(const ListOrder& order, const Register& of,
                            const std::optional<agreement::Homes>& previous) {
  STILE_CHECKED(check_order(order, of));
  if (previous) STILE_CHECKED(check_previous(order, *previous));
  Lister lister(order, previous);
  for (const RegisteredHome& home : of.homes) lister.take(home);
  for (const HomeId& id : of.unplaced) lister.keep(id);
  return lister.done();
}

}  // namespace stile::agent
