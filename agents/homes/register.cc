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
    const auto began = date(RegisterColumn::kRegistered);
    if (began.unreadable) remark(Finding::kUnreadableDate, id, Outcome::kListed);
    read_.homes.push_back(
        {id, row_.line, place, places.value_or(0), began.day, likeness(), inspected(id)});
  }

  struct Date {
    std::optional<Day> day;
    bool unreadable = false;
  };
  Date date(RegisterColumn column) const {
    const std::string_view text = trimmed(cell(column));
    if (unless_redacted(text).empty()) return {};
    const auto written = dates_.read(text);
    if (written && is_a_date(written->minute.date)) return {to_day(written->minute.date)};
    return {std::nullopt, true};
  }

  // inspected() is nothing where the register is silent, or speaks of another kind of inspection.
  std::optional<Day> inspected(const HomeId& id) {
    const bool named = header_.has(RegisterColumn::kFullInspection);
    if (!named && !header_.has(RegisterColumn::kInspection)) return std::nullopt;
    const bool full = named || is_full(cell(RegisterColumn::kInspectionType));
    const Date found =
        full ? date(named ? RegisterColumn::kFullInspection : RegisterColumn::kInspection) : Date();
    if (found.day && *found.day <= as_at_) return found.day;
    const Finding why = found.unreadable ? Finding::kUnreadableInspection
                        : found.day      ? Finding::kInspectionToCome
                                         : Finding::kNoFullInspection;
    remark(why, id, Outcome::kListed);
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
