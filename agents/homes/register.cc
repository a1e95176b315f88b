#include "agents/homes/register.h"

#include <charconv>
#include <set>

#include "agents/homes/folded_name.h"
#include "agents/homes/register_layout.h"
#include "agents/ingest/code_table.h"
#include "agents/ingest/csv_reader.h"
#include "agents/ingest/time_forms.h"

namespace stile::agent {
namespace {

constexpr std::uint32_t kMostPlaces = 999;

std::string unless_redacted(std::string_view cell) {
  std::string folded = folded_name(cell);
  return folded == "redacted" ? std::string() : folded;
}

// places_of() is nothing for a cell that is not a whole number from 1.
std::optional<std::uint32_t> places_of(std::string_view cell) {
  const std::string_view text = trimmed(cell);
  std::uint32_t places = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), places);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (!whole || places == 0 || places > kMostPlaces) return std::nullopt;
  return places;
}

// RowReader turns the rows of one register into what they come to.
class RowReader {
 public:
  RowReader(RegisterHeader header, HomeScheme scheme, const Authorities& authorities, Day as_at,
            TimeForms dates)
      : header_(header),
        scheme_(scheme),
        authorities_(&authorities),
        as_at_(as_at),
        dates_(std::move(dates)) {}

  void read(const CsvRow& row) {
    ++read_.rows;
    row_ = row;
    if (row.fault || row.cells.size() != header_.width) return remark(Finding::kUnreadableRow);
    const Provision provision = provision_type();
    if (provision == Provision::kOther) {
      ++read_.other_provision;
      return;
    }
    const auto id = HomeId::make(scheme_, trimmed(cell(RegisterColumn::kNumber)));
    if (!id.ok()) return remark(Finding::kMalformedNumber);
    if (!is_active(cell(RegisterColumn::kStatus), scheme_)) return add_former(*id);
    if (!seen_.insert(*id).second) return remark(Finding::kDuplicateNumber, *id);
    if (provision == Provision::kUnknown) return leave(*id, Finding::kUnknownProvisionType);
    const auto place = authorities_->place(cell(RegisterColumn::kAuthority), scheme_, as_at_);
    if (const auto* why = std::get_if<Finding>(&place)) return leave(*id, *why);
    add(*id, std::get<Place>(place));
  }

  Register done() { return std::move(read_); }

 private:
  std::string_view cell(RegisterColumn column) const { return header_.cell(row_.cells, column); }

  Provision provision_type() const {
    if (!header_.has(RegisterColumn::kProvisionType)) return Provision::kChildrensHome;
    return provision_of(cell(RegisterColumn::kProvisionType), scheme_);
  }

  void remark(Finding finding, std::optional<HomeId> id = {},
              Outcome outcome = Outcome::kNotListed) {
    read_.remarks.push_back({"register", row_.line, std::move(id), finding, outcome, {}});
  }

  void leave(const HomeId& id, Finding why) {
    read_.unplaced.push_back(id);
    remark(why, id);
  }

  void add_former(const HomeId& id) {
    read_.former.push_back({id, likeness()});
    remark(Finding::kNotActive, id);
  }

  void add(const HomeId& id, const Place& place) {
    const auto places = places_of(cell(RegisterColumn::kPlaces));
    if (!places) remark(Finding::kPlacesNotStated, id, Outcome::kListed);
    read_.homes.push_back({id, row_.line, place, places.value_or(0), registered(id), likeness()});
  }

  std::optional<Day> registered(const HomeId& id) {
    const std::string_view text = trimmed(cell(RegisterColumn::kRegistered));
    if (text.empty()) return std::nullopt;
    const auto written = dates_.read(text);
    if (written && is_a_date(written->minute.date)) return to_day(written->minute.date);
    remark(Finding::kUnreadableDate, id, Outcome::kListed);
    return std::nullopt;
  }

  Likeness likeness() const {
    return {unless_redacted(cell(RegisterColumn::kName)),
            folded_name(cell(RegisterColumn::kAuthority)),
            unless_redacted(cell(RegisterColumn::kPostcode))};
  }

  RegisterHeader header_;
  HomeScheme scheme_;
  const Authorities* authorities_;
  Day as_at_;
  TimeForms dates_;
  CsvRow row_;  // the row that is being read
  std::set<HomeId> seen_;
  Register read_;
};

}  // namespace

bool Likeness::like(const Likeness& other) const {
  const bool same_postcode = !postcode.empty() && postcode == other.postcode;
  return same_postcode || (!name.empty() && name == other.name && authority == other.authority);
}

Result<Register> read_register(std::istream& from, HomeScheme scheme,
                               const Authorities& authorities, Day as_at) {
  STILE_TRY(TimeForms dates, TimeForms::parse({"%d/%m/%Y", "iso-8601"}, false));
  CsvReader reader(from, ',');
  STILE_TRY(const RegisterHeader header, find_register_header(reader, scheme));
  RowReader rows(header, scheme, authorities, as_at, std::move(dates));
  while (true) {
    STILE_TRY(const std::optional<CsvRow> row, reader.next());
    if (!row) return rows.done();
    rows.read(*row);
  }
}

}  // namespace stile::agent
