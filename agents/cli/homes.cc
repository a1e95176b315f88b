#include "agents/cli/homes.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <vector>

#include "agents/cli/files.h"
#include "agents/homes/authorities.h"
#include "agents/homes/links.h"
#include "agents/homes/list.h"
#include "agents/homes/register.h"
#include "agents/homes/report.h"
#include "agents/report/json.h"
#include "core/storage/file.h"
#include "core/wire/document_codec.h"

namespace stile::agent {
namespace {

namespace fs = std::filesystem;

// in_file() passes a value through, or its error with the file's name before it.
template <typename T>
Result<T> in_file(const fs::path& path, Result<T> value) {
  if (value.ok()) return value;
  return Error{value.reason(), path.string() + ": " + value.error().detail};
}

Result<std::ifstream> open(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{Reason::kNotFound, path.string() + ": cannot be opened"};
  return file;
}

// Each of these is nothing for an empty path.
Result<std::optional<agreement::Homes>> previous_list(const fs::path& path) {
  if (path.empty()) return std::optional<agreement::Homes>();
  STILE_TRY(const Bytes note, storage::read_whole(path));
  STILE_TRY(auto read, wire::read_homes(note, path.string()));
  return std::optional(std::move(read.value));
}

Result<std::optional<Register>> register_at(const fs::path& path, HomeScheme scheme,
                                            const Authorities& authorities, Day as_at) {
  if (path.empty()) return std::optional<Register>();
  STILE_TRY(std::ifstream file, open(path));
  STILE_TRY(Register read, in_file(path, read_register(file, scheme, authorities, as_at)));
  return std::optional(std::move(read));
}

Result<Links> links_at(const fs::path& path, HomeScheme scheme) {
  if (path.empty()) return Links();
  STILE_TRY(std::ifstream file, open(path));
  return in_file(path, read_links(file, scheme));
}

Result<ListOrder> list_order(const HomesOrder& order) {
  STILE_TRY(const AgencyId regulator, AgencyId::parse(order.regulator));
  const auto as_at = parse_day(order.as_at);
  if (!as_at.ok()) return Error{Reason::kUsage, "--as-at: " + as_at.error().detail};
  if (order.serial == 0) return Error{Reason::kUsage, "--serial: begins with 1"};
  const HomeScheme scheme = order.scheme == "ciw" ? HomeScheme::kCiw : HomeScheme::kOfsted;
  return ListOrder{regulator, scheme, order.serial, to_day(*as_at)};
}

// Made is a list and every remark about what it was made of.
struct Made {
  Register from;
  HomesList list;
  std::int64_t linked = 0;
  std::vector<Remark> remarks;
};

Result<Made> make_list(const HomesOrder& order) {
  STILE_TRY(const ListOrder what, list_order(order));
  STILE_TRY(const Bytes areas, storage::read_whole(order.areas));
  STILE_TRY(const Authorities authorities, Authorities::read(areas, order.areas.string()));
  STILE_TRY(const auto previous, previous_list(order.previous));
  STILE_TRY(const Links links, links_at(order.links, what.scheme));
  STILE_TRY(const auto earlier,
            register_at(order.previous_register, what.scheme, authorities, what.as_at));
  STILE_TRY(auto now, register_at(order.homes_register, what.scheme, authorities, what.as_at));
  STILE_TRY(HomesList list, next_list(what, *now, previous));
  std::vector<Remark> remarks = now->remarks;
  for (Remark& remark : remarks) {
    if (remark.home && list.kept.contains(*remark.home)) remark.outcome = Outcome::kKept;
  }
  const std::int64_t linked = link_homes(links, list.homes, remarks);
  const auto likely = likely_re_registrations(*now, earlier, previous, list.homes);
  remarks.insert(remarks.end(), likely.begin(), likely.end());
  return Made{std::move(*now), std::move(list), linked, std::move(remarks)};
}

// Counts are named numbers in the order in which they are said.
using Counts = std::vector<std::pair<std::string, std::int64_t>>;

Counts counts_of(const Made& made) {
  Counts counts = {
      {"rows", made.from.rows},
      {"placed", static_cast<std::int64_t>(made.from.homes.size())},
      {"other-provision", made.from.other_provision},
      {"added", made.list.added},
      {"changed", made.list.changed},
      {"unchanged", made.list.unchanged},
      {"closed", made.list.closed},
      {"kept", static_cast<std::int64_t>(made.list.kept.size())},
      {"linked", made.linked},
      {"newly-inspected", made.list.newly_inspected},
      {"without-full-inspection", made.list.without_inspection},
  };
  for (const auto& [finding, count] : count_findings(made.remarks)) {
    counts.emplace_back(name(finding), count);
  }
  return counts;
}

void say(const Made& made, Reporter& reporter) {
  std::string text;
  JsonObject json;
  for (const auto& [what, count] : counts_of(made)) {
    text += (text.empty() ? "" : "\n") + what + ": " + std::to_string(count);
    json.number(what, count);
  }
  reporter.line(text, json.done());
}

}  // namespace

Result<ExitCode> homes_list(const HomesOrder& order, Reporter& reporter) {
  STILE_CHECKED(check_absent(order.out));
  if (!order.report.empty()) STILE_CHECKED(check_absent(order.report));
  STILE_TRY(const Made made, make_list(order));
  STILE_CHECKED(write_new_file(order.out, wire::homes_text(made.list.homes)));
  if (!order.report.empty()) {
    STILE_CHECKED(write_new_file(order.report, report_text(made.remarks)));
  }
  say(made, reporter);
  const auto faults = std::ranges::count_if(
      made.remarks, [](const Remark& remark) { return is_fault(remark.finding); });
  if (faults == 0) return ExitCode::kOk;
  reporter.message(std::to_string(faults) +
                   " faults; the report says where: read it before anyone "
                   "signs the list");
  return ExitCode::kFaults;
}

}  // namespace stile::agent
