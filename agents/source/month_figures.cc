#include "agents/source/month_figures.h"

#include <algorithm>
#include <set>

#include "agents/source/month_facts.h"
#include "core/base/bytes.h"
#include "core/record/code_texts.h"

namespace stile::agent {
namespace {

using record::Collection;
using record::RecordType;

// What the source counts has this for its system; no exporting system's code is empty.
constexpr std::string_view kOwn;

Bytes bytes_of(std::uint32_t number) {
  Bytes bytes;
  append_u32(bytes, number);
  return bytes;
}

SourceRow row_of(std::string_view reference) {
  return {.reference = reference, .child = {}, .digest = {}, .envelope = {}, .facts = {}};
}

// number_of() is that of the last manifest; 0 where there was none.
std::uint32_t number_of(const std::optional<KnownRecord>& before) {
  std::uint32_t number = 0;
  if (!before) return number;
  for (const char byte : before->facts.bytes) {
    number = number << 8 | static_cast<unsigned char>(byte);
  }
  return number;
}

}  // namespace

Status MonthFigures::run() {
  STILE_TRY(Routes routes, routes_of(*options_, record::return_of(month_)));
  STILE_CHECKED(reader_->refresh());
  std::vector<RecordType> types;  // of the agreement, so far
  std::string agreement_id;
  for (auto& route : routes.open) {
    if (agreement_id != route.agreement_id()) types.clear();
    agreement_id = route.agreement_id();
    types.push_back(route.type());
    if (route.type() < RecordType::kHomeMonth) continue;
    STILE_CHECKED(send_on(std::move(route), types));
  }
  return reader_->done();
}

// An agreement's home months come before its manifest, which is the last of its types.
Status MonthFigures::send_on(Route route, const std::vector<RecordType>& types) {
  const bool is_manifest = route.type() == RecordType::kReturnManifest;
  STILE_TRY(Way opened, Way::open(*options_, *reader_, outlet_, std::move(route), kOwn, month_));
  Way& way = ways_.emplace_back(std::move(opened));
  // Once records of the month are destroyed here, nobody can count it anew; what the law alone
  // keeps of it is for nothing else.
  STILE_TRY(const bool thinned,
            reader_->destructions().is_thinned(way.row().id, month_key(month_), options_->clock()));
  if (thinned) return ok();
  if (!is_manifest) {
    STILE_TRY(const auto totals, send_home_months(way));
    words_->home_months(totals, way.route());
    return ok();
  }
  STILE_TRY(const auto number, send_manifest(way, types));
  if (number) words_->manifest(*number, way.route());
  return ok();
}

// A home whose records all went elsewhere has a month of nothing, and is told.
Result<ReturnTotals> MonthFigures::send_home_months(Way& way) {
  HomeCounts counts;
  STILE_CHECKED(reader_->each_fact(way.row().id, month_,
                                   [&](const RecordFacts& facts) { return counts.add(facts); }));
  const std::string prefix = to_text(month_) + " ";
  std::set<std::string> homes;
  // Nothing was sent on this way yet: all that were told before are absent.
  STILE_CHECKED(way.each_absent(
      [&](const std::string& reference) { homes.insert(reference.substr(prefix.size())); }));
  for (const auto& home : counts.homes()) homes.insert(home);
  ReturnTotals totals;
  for (const auto& home : homes) {
    STILE_TRY(const HomeId id, HomeId::parse(home));
    const std::string reference = prefix + home;
    SourceRow row = row_of(reference);
    Withheld why;
    auto treated = way.route().home_month(id, counts.of(home), row.envelope, why);
    if (!treated) continue;  // as its records are: the run has said so
    STILE_TRY(const Fate fate, way.send(row, *std::move(treated)));
    ++totals.of(fate);
  }
  STILE_CHECKED(way.flush());
  return totals;
}

Result<std::vector<Collection>> MonthFigures::collections(const Way& way,
                                                          const std::vector<RecordType>& types) {
  STILE_TRY(const auto ended, reader_->collections(way.row(), month_));
  std::vector<Collection> all;
  for (const auto type : types) {
    if (type >= RecordType::kHomeMonth) continue;
    const auto found = std::ranges::find(ended, type, &Collection::type);
    all.push_back(found == ended.end() ? Collection{.type = type} : *found);
    STILE_TRY(const bool all_searched, searched_by_all(type));
    all.back().complete = all.back().complete && all_searched;
  }
  return all;
}

// A force may have several systems for one type: a month is searched when all of them were.
Result<bool> MonthFigures::searched_by_all(RecordType type) {
  const auto maps = options_->column_maps();
  for (const auto& map : *maps) {
    const auto types = map->types();
    if (std::ranges::find(types, type) == types.end()) continue;
    STILE_TRY(const bool searched, reader_->searched(map->system(), type, month_));
    if (!searched) return false;
  }
  return true;
}

// The number is no part of what tells a change: a manifest that says the same does not go again.
Result<std::optional<std::uint32_t>> MonthFigures::send_manifest(
    Way& way, const std::vector<RecordType>& types) {
  STILE_TRY(const auto all, collections(way, types));
  const std::string reference = to_text(month_);
  SourceRow row = row_of(reference);
  STILE_TRY(const auto before, way.before(row));
  Withheld why;
  const auto said = way.route().manifest(0, all, row.envelope, why);
  if (!said || (before && before->digest == way.digest_of(said->fields))) {
    return std::optional<std::uint32_t>();
  }
  const std::uint32_t number = number_of(before) + 1;
  row.facts.bytes = bytes_of(number);
  STILE_CHECKED(way.send(row, *way.route().manifest(number, all, row.envelope, why), said->fields));
  STILE_CHECKED(way.flush());
  return std::optional(number);
}

}  // namespace stile::agent
