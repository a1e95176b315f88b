#include "core/wire/row_codec.h"

#include "core/base/limits.h"
#include "core/wire/strict.h"
#include "stile/v1/record.pb.h"

namespace stile::wire {
namespace {

// The core's code lists and the wire's have the same values; a new one on either side alone
// fails to compile here.
static_assert(v1::Field_MAX == record::kFieldCount);
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

// These two move one optional code between the core's struct and the wire's.
#define STILE_TO_WIRE(field, Wire) \
  if (row.field) call.set_##field(static_cast<v1::Wire>(*row.field))
#define STILE_FROM_WIRE(field, Code) \
  if (call.has_##field()) row.field = static_cast<record::Code>(call.field())

void put_codes(const record::TreatedCallOut& row, v1::CallOut& call) {
  STILE_TO_WIRE(part_of_day, PartOfDay);
  STILE_TO_WIRE(age_band, AgeBand);
  STILE_TO_WIRE(category, Category);
  STILE_TO_WIRE(deployment, Deployment);
  STILE_TO_WIRE(home_told, HomeTold);
  STILE_TO_WIRE(channel, Channel);
  STILE_TO_WIRE(caller_role, CallerRole);
  STILE_TO_WIRE(appropriateness, Appropriateness);
  STILE_TO_WIRE(level, Level);
  STILE_TO_WIRE(level_set_by, LevelSetBy);
  STILE_TO_WIRE(child_role, ChildRole);
  STILE_TO_WIRE(placing_distance, PlacingDistance);
}

void take_codes(const v1::CallOut& call, record::TreatedCallOut& row) {
  STILE_FROM_WIRE(part_of_day, PartOfDay);
  STILE_FROM_WIRE(age_band, AgeBand);
  STILE_FROM_WIRE(category, Category);
  STILE_FROM_WIRE(deployment, Deployment);
  STILE_FROM_WIRE(home_told, HomeTold);
  STILE_FROM_WIRE(channel, Channel);
  STILE_FROM_WIRE(caller_role, CallerRole);
  STILE_FROM_WIRE(appropriateness, Appropriateness);
  STILE_FROM_WIRE(level, Level);
  STILE_FROM_WIRE(level_set_by, LevelSetBy);
  STILE_FROM_WIRE(child_role, ChildRole);
  STILE_FROM_WIRE(placing_distance, PlacingDistance);
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

}  // namespace

Bytes encode_fields(const record::TreatedCallOut& row) {
  v1::RecordFields fields;
  auto& call = *fields.mutable_call_out();
  if (row.home) call.set_home(row.home->text());
  if (row.event_day) call.set_event_day(*row.event_day);
  if (row.event_minute) call.set_event_minute(*row.event_minute);
  if (row.placing_authority) call.set_placing_authority(row.placing_authority->text());
  if (row.contact) call.set_contact(*row.contact);
  put_codes(row, call);
  return fields.SerializeAsString();
}

Result<record::TreatedCallOut> decode_fields(ByteView bytes) {
  if (bytes.size() > limits::kRowFieldsBytes) return Error{Reason::kTooLarge, "row fields"};
  v1::RecordFields fields;
  STILE_CHECKED(parse_canonical(bytes, fields));
  if (!fields.has_call_out()) return Error{Reason::kMissingField, "row fields: no record"};
  const auto& call = fields.call_out();
  record::TreatedCallOut row;
  if (call.has_home()) {
    STILE_TRY(row.home, HomeId::parse(call.home()));
  }
  if ((call.has_event_day() && !is_event_day(call.event_day())) ||
      (call.has_event_minute() && !is_event_minute(call.event_minute()))) {
    return Error{Reason::kMalformed, "row fields: time"};
  }
  if (call.has_event_day()) row.event_day = call.event_day();
  if (call.has_event_minute()) row.event_minute = call.event_minute();
  if (call.has_placing_authority()) {
    STILE_TRY(row.placing_authority, AreaCode::parse(call.placing_authority()));
  }
  if (call.has_contact()) {
    if (!is_contact_code(call.contact())) return Error{Reason::kMalformed, "row fields: contact"};
    row.contact = call.contact();
  }
  take_codes(call, row);
  return row;
}

Bytes encode_envelope(const record::Envelope& envelope) {
  v1::Envelope wire;
  wire.set_type(static_cast<v1::RecordType>(envelope.type));
  wire.set_home(envelope.home.text());
  wire.set_event_minute(envelope.event_minute);
  if (envelope.placing_authority) wire.set_placing_authority(envelope.placing_authority->text());
  wire.set_child_role(static_cast<v1::ChildRole>(envelope.child_role));
  wire.set_child_involved(envelope.child_involved);
  return wire.SerializeAsString();
}

Result<record::Envelope> decode_envelope(ByteView bytes) {
  if (bytes.size() > limits::kRowFieldsBytes) return Error{Reason::kTooLarge, "envelope"};
  v1::Envelope wire;
  STILE_CHECKED(parse_canonical(bytes, wire));
  if (wire.type() == 0 || wire.child_role() == 0) {
    return Error{Reason::kMissingField, "envelope: type and child role are required"};
  }
  if (!is_event_minute(wire.event_minute())) return Error{Reason::kMalformed, "envelope: time"};
  STILE_TRY(const HomeId home, HomeId::parse(wire.home()));
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
