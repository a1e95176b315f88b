#include "core/wire/row_codec.h"

#include <algorithm>

#include "core/base/limits.h"
#include "core/record/code_texts.h"
#include "core/wire/strict.h"
#include "stile/v1/record.pb.h"

namespace stile::wire {
namespace {

// The core's code lists and the wire's have the same values; a new one on either side alone
// fails to compile here.
static_assert(v1::Field_MAX == record::count<record::Field>);
static_assert(v1::RecordType_MAX == record::count<record::RecordType>);
static_assert(v1::Treatment_MAX == record::count<record::Treatment>);
static_assert(v1::PartOfDay_MAX == record::count<record::PartOfDay>);
static_assert(v1::AgeBand_MAX == record::count<record::AgeBand>);
static_assert(v1::Category_MAX == record::count<record::Category>);
static_assert(v1::Channel_MAX == record::count<record::Channel>);
static_assert(v1::CallerRole_MAX == record::count<record::CallerRole>);
static_assert(v1::Deployment_MAX == record::count<record::Deployment>);
static_assert(v1::HomeTold_MAX == record::count<record::HomeTold>);
static_assert(v1::Appropriateness_MAX == record::count<record::Appropriateness>);
static_assert(v1::Level_MAX == record::count<record::Level>);
static_assert(v1::LevelSetBy_MAX == record::count<record::LevelSetBy>);
static_assert(v1::ChildRole_MAX == record::count<record::ChildRole>);
static_assert(v1::PlacingDistance_MAX == record::count<record::PlacingDistance>);
static_assert(v1::Absence_MAX == record::count<record::Absence>);
static_assert(v1::MissingRisk_MAX == record::count<record::MissingRisk>);
static_assert(v1::DurationBand_MAX == record::count<record::DurationBand>);
static_assert(v1::PoliceResponse_MAX == record::count<record::PoliceResponse>);
static_assert(v1::Answer_MAX == record::count<record::Answer>);
static_assert(v1::Kind_MAX == record::count<record::Kind>);
static_assert(v1::ChildNow_MAX == record::count<record::ChildNow>);
static_assert(v1::OffenceGroup_MAX == record::count<record::OffenceGroup>);
static_assert(v1::OutcomeGroup_MAX == record::count<record::OutcomeGroup>);
static_assert(v1::Declined_MAX == record::count<record::Declined>);
static_assert(v1::Measure_MAX == record::count<record::Measure>);

// Codes are checked here and not by what the schema says of them (check_strict()): every row of
// every consignment comes by, and asking the schema for each took longer than all else.
template <record::Coded Code>
bool is_code(int value) {
  return value > 0 && value <= record::count<Code>;
}

Error unknown_value(std::string_view message, std::string_view field) {
  return {Reason::kUnknownValue,
          std::string(message) + "." + std::string(field) + ": no such value"};
}

// These two move one optional code between the core's struct and the wire's.
#define STILE_TO_WIRE(field, Code) \
  if (row.field) wire.set_##field(static_cast<v1::Code>(*row.field))
#define STILE_FROM_WIRE(field, Code)                                                    \
  if (wire.has_##field()) {                                                             \
    if (!is_code<record::Code>(wire.field())) return unknown_value(kRowFields, #field); \
    row.field = static_cast<record::Code>(wire.field());                                \
  }

constexpr std::string_view kRowFields = "stile.v1.RecordFields";
constexpr std::string_view kEnvelope = "stile.v1.Envelope";

void put_codes(const record::Treated& row, v1::RecordFields& wire) {
  STILE_TO_WIRE(part_of_day, PartOfDay);
  STILE_TO_WIRE(age_band, AgeBand);
  STILE_TO_WIRE(child_role, ChildRole);
  STILE_TO_WIRE(placing_distance, PlacingDistance);
  STILE_TO_WIRE(category, Category);
  STILE_TO_WIRE(deployment, Deployment);
  STILE_TO_WIRE(home_told, HomeTold);
  STILE_TO_WIRE(channel, Channel);
  STILE_TO_WIRE(caller_role, CallerRole);
  STILE_TO_WIRE(appropriateness, Appropriateness);
  STILE_TO_WIRE(level, Level);
  STILE_TO_WIRE(level_set_by, LevelSetBy);
  STILE_TO_WIRE(absence, Absence);
  STILE_TO_WIRE(police_response, PoliceResponse);
  STILE_TO_WIRE(home_enquired, Answer);
  STILE_TO_WIRE(duration_band, DurationBand);
  STILE_TO_WIRE(risk, MissingRisk);
  STILE_TO_WIRE(kind, Kind);
  STILE_TO_WIRE(child_now, ChildNow);
  STILE_TO_WIRE(exploitation, Answer);
  STILE_TO_WIRE(harm, Answer);
  STILE_TO_WIRE(offence, OffenceGroup);
  STILE_TO_WIRE(arrested, Answer);
  STILE_TO_WIRE(outcome, OutcomeGroup);
  STILE_TO_WIRE(child_view, Answer);
  STILE_TO_WIRE(disputed, Answer);
  STILE_TO_WIRE(interview_due, Answer);
  STILE_TO_WIRE(interview_offered, Answer);
  STILE_TO_WIRE(interview_accepted, Answer);
  STILE_TO_WIRE(declined, Declined);
}

Status take_codes(const v1::RecordFields& wire, record::Treated& row) {
  STILE_FROM_WIRE(part_of_day, PartOfDay);
  STILE_FROM_WIRE(age_band, AgeBand);
  STILE_FROM_WIRE(child_role, ChildRole);
  STILE_FROM_WIRE(placing_distance, PlacingDistance);
  STILE_FROM_WIRE(category, Category);
  STILE_FROM_WIRE(deployment, Deployment);
  STILE_FROM_WIRE(home_told, HomeTold);
  STILE_FROM_WIRE(channel, Channel);
  STILE_FROM_WIRE(caller_role, CallerRole);
  STILE_FROM_WIRE(appropriateness, Appropriateness);
  STILE_FROM_WIRE(level, Level);
  STILE_FROM_WIRE(level_set_by, LevelSetBy);
  STILE_FROM_WIRE(absence, Absence);
  STILE_FROM_WIRE(police_response, PoliceResponse);
  STILE_FROM_WIRE(home_enquired, Answer);
  STILE_FROM_WIRE(duration_band, DurationBand);
  STILE_FROM_WIRE(risk, MissingRisk);
  STILE_FROM_WIRE(kind, Kind);
  STILE_FROM_WIRE(child_now, ChildNow);
  STILE_FROM_WIRE(exploitation, Answer);
  STILE_FROM_WIRE(harm, Answer);
  STILE_FROM_WIRE(offence, OffenceGroup);
  STILE_FROM_WIRE(arrested, Answer);
  STILE_FROM_WIRE(outcome, OutcomeGroup);
  STILE_FROM_WIRE(child_view, Answer);
  STILE_FROM_WIRE(disputed, Answer);
  STILE_FROM_WIRE(interview_due, Answer);
  STILE_FROM_WIRE(interview_offered, Answer);
  STILE_FROM_WIRE(interview_accepted, Answer);
  STILE_FROM_WIRE(declined, Declined);
  return ok();
}

Error malformed(const char* what) {
  return {Reason::kMalformed, std::string("row fields: ") + what};
}

void put_lists(const record::Treated& row, v1::RecordFields& wire) {
  for (const auto& [measure, value] : row.counts) {
    auto& count = *wire.add_count();
    count.set_measure(static_cast<v1::Measure>(measure));
    count.set_value(value);
  }
  for (const auto& collection : row.collections) {
    auto& to = *wire.add_collection();
    to.set_type(static_cast<v1::RecordType>(collection.type));
    to.set_complete(collection.complete);
    to.set_records(collection.records);
    to.set_withheld(collection.withheld);
    to.set_rejected(collection.rejected);
  }
}

// Each list ascends, so that a figure stands once and there is one way to write it.
Status take_lists(const v1::RecordFields& wire, record::Treated& row) {
  for (const auto& count : wire.count()) {
    STILE_CHECKED(check_strict(count));
    const auto measure = static_cast<record::Measure>(count.measure());
    const bool ascends = row.counts.empty() || row.counts.back().measure < measure;
    if (count.measure() == 0 || count.value() == 0 || !ascends) return malformed("counts");
    row.counts.push_back({measure, count.value()});
  }
  for (const auto& collection : wire.collection()) {
    STILE_CHECKED(check_strict(collection));
    const auto type = static_cast<record::RecordType>(collection.type());
    const bool ascends = row.collections.empty() || row.collections.back().type < type;
    if (collection.type() == 0 || type > record::RecordType::kHomeMonth || !ascends) {
      return malformed("collections");
    }
    row.collections.push_back({type, collection.complete(), collection.records(),
                               collection.withheld(), collection.rejected()});
  }
  return ok();
}

// says_nothing() is what goes with an answer that is declined.
bool says_nothing(const record::Treated& row) {
  return row.type == record::RecordType::kReturnManifest &&
         std::ranges::all_of(row.collections, [](const record::Collection& one) {
           return one == record::empty_collection(one.type);
         });
}

constexpr int kMonthsFactor = 100;
std::int32_t month_number(const Month& month) { return month.year * kMonthsFactor + month.month; }
Result<Month> month_from(std::int32_t number) {
  const Month month{number / kMonthsFactor, number % kMonthsFactor};
  const bool is_month =
      month.year >= 1970 && month.year <= 9999 && month.month >= 1 && month.month <= 12;
  if (!is_month) return malformed("month");
  return month;
}

// Times run from 1970 to 9999: what lies outside is no event, and would overflow the calendar.
constexpr std::int32_t kLastDay = 2'932'896;
constexpr std::int64_t kMinutesPerDay = 1440;

bool is_event_day(std::int32_t day) { return day >= 0 && day <= kLastDay; }
bool is_event_minute(std::int64_t minute) {
  return minute >= 0 && minute / kMinutesPerDay <= kLastDay;
}

bool is_contact_code(std::string_view text) {
  if (text.empty() || text.size() > 32) return false;
  return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

Status take_texts(const v1::RecordFields& wire, record::Treated& row) {
  if (wire.has_home()) {
    STILE_TRY(row.home, HomeId::parse(wire.home()));
  }
  if (wire.has_placing_authority()) {
    STILE_TRY(row.placing_authority, AreaCode::parse(wire.placing_authority()));
  }
  if (wire.has_contact()) {
    if (!is_contact_code(wire.contact())) return malformed("contact");
    row.contact = wire.contact();
  }
  return ok();
}

Status take_times(const v1::RecordFields& wire, record::Treated& row) {
  if ((wire.has_event_day() && !is_event_day(wire.event_day())) ||
      (wire.has_event_minute() && !is_event_minute(wire.event_minute())) ||
      (wire.has_end_minute() && !is_event_minute(wire.end_minute()))) {
    return malformed("time");
  }
  if (wire.has_event_day()) row.event_day = wire.event_day();
  if (wire.has_event_minute()) row.event_minute = wire.event_minute();
  if (wire.has_end_minute()) row.end_minute = wire.end_minute();
  if (wire.has_month()) {
    STILE_TRY(row.month, month_from(wire.month()));
  }
  return ok();
}

}  // namespace

// The messages are kept between rows, each thread's own, because their strings are then there
// already: making and freeing them cost as much as filling them.
Bytes encode_fields(const record::Treated& row) {
  thread_local v1::RecordFields wire;
  wire.Clear();
  wire.set_type(static_cast<v1::RecordType>(row.type));
  if (row.home) wire.set_home(row.home->text());
  if (row.event_day) wire.set_event_day(*row.event_day);
  if (row.event_minute) wire.set_event_minute(*row.event_minute);
  if (row.end_minute) wire.set_end_minute(*row.end_minute);
  if (row.month) wire.set_month(month_number(*row.month));
  if (row.placing_authority) wire.set_placing_authority(row.placing_authority->text());
  if (row.contact) wire.set_contact(*row.contact);
  if (row.revision) wire.set_revision(*row.revision);
  put_codes(row, wire);
  put_lists(row, wire);
  return wire.SerializeAsString();
}

Result<record::Treated> decode_fields(ByteView bytes) {
  if (bytes.size() > limits::kRowFieldsBytes) return Error{Reason::kTooLarge, "row fields"};
  thread_local v1::RecordFields wire;
  STILE_CHECKED(parse_written(bytes, wire));
  if (wire.type() == 0) return Error{Reason::kMissingField, "row fields: no type"};
  if (!is_code<record::RecordType>(wire.type())) return unknown_value(kRowFields, "type");
  record::Treated row;
  row.type = static_cast<record::RecordType>(wire.type());
  STILE_CHECKED(take_texts(wire, row));
  STILE_CHECKED(take_times(wire, row));
  if (wire.has_revision()) row.revision = wire.revision();
  STILE_CHECKED(take_codes(wire, row));
  if (row.kind && !record::is_kind_of(*row.kind, row.type)) return malformed("kind");
  STILE_CHECKED(take_lists(wire, row));
  if (row.declined && !says_nothing(row)) return malformed("declined, and not empty");
  return row;
}

Bytes encode_envelope(const record::Envelope& envelope) {
  thread_local v1::Envelope wire;
  wire.Clear();
  wire.set_type(static_cast<v1::RecordType>(envelope.type));
  if (envelope.home) wire.set_home(envelope.home->text());
  wire.set_event_minute(envelope.event_minute);
  if (envelope.placing_authority) wire.set_placing_authority(envelope.placing_authority->text());
  wire.set_child_role(static_cast<v1::ChildRole>(envelope.child_role));
  wire.set_child_involved(envelope.child_involved);
  return wire.SerializeAsString();
}

Result<record::Envelope> decode_envelope(ByteView bytes) {
  if (bytes.size() > limits::kRowFieldsBytes) return Error{Reason::kTooLarge, "envelope"};
  thread_local v1::Envelope wire;
  STILE_CHECKED(parse_written(bytes, wire));
  if (wire.type() == 0 || wire.child_role() == 0) {
    return Error{Reason::kMissingField, "envelope: type and child role are required"};
  }
  if (!is_code<record::RecordType>(wire.type())) return unknown_value(kEnvelope, "type");
  if (!is_code<record::ChildRole>(wire.child_role())) return unknown_value(kEnvelope, "child_role");
  if (!is_event_minute(wire.event_minute())) return Error{Reason::kMalformed, "envelope: time"};
  std::optional<HomeId> home;
  if (!wire.home().empty()) {
    STILE_TRY(home, HomeId::parse(wire.home()));
  } else if (wire.type() != v1::RETURN_MANIFEST) {
    return Error{Reason::kMissingField, "envelope: home"};
  }
  std::optional<AreaCode> placing;
  if (wire.has_placing_authority()) {
    STILE_TRY(placing, AreaCode::parse(wire.placing_authority()));
  }
  return record::Envelope{static_cast<record::RecordType>(wire.type()),
                          home,
                          wire.event_minute(),
                          placing,
                          static_cast<record::ChildRole>(wire.child_role()),
                          wire.child_involved()};
}

}  // namespace stile::wire
