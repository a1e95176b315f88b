#include "core/wire/row_codec.h"

#include <gtest/gtest.h>

#include "core/base/limits.h"
#include "core/record/code_texts.h"
#include "stile/v1/record.pb.h"

namespace stile::wire {
namespace {

using record::Treated;

Treated full_row() {
  Treated row;
  row.home = HomeId::parse("ofsted:SC900001").value();
  row.event_day = 20742;
  row.part_of_day = record::PartOfDay::kEvening;
  row.event_minute = 29868480;
  row.age_band = record::AgeBand::kFrom10To15;
  row.category = record::Category::kMissing;
  row.deployment = record::Deployment::kForTheHome;
  row.home_told = record::HomeTold::kYes;
  row.channel = record::Channel::k999;
  row.caller_role = record::CallerRole::kChild;
  row.appropriateness = record::Appropriateness::kNotAssessed;
  row.level = record::Level::k3;
  row.level_set_by = record::LevelSetBy::kForce;
  row.child_role = record::ChildRole::kVictim;
  row.placing_distance = record::PlacingDistance::kDistant;
  row.placing_authority = AreaCode::parse("E10000093").value();
  row.contact = "testshire-data";
  return row;
}

record::Envelope some_envelope() {
  return {record::RecordType::kCallOut,         HomeId::parse("ciw:W-0001").value(), 29868480,
          AreaCode::parse("W06000091").value(), record::ChildRole::kMissing,         true};
}

v1::RecordFields wire_of(const Treated& row) {
  v1::RecordFields fields;
  EXPECT_TRUE(fields.ParseFromString(encode_fields(row)));
  return fields;
}

template <typename Change>
Reason refusal_of_changed(const Change& change) {
  auto fields = wire_of(full_row());
  change(fields);
  return decode_fields(fields.SerializeAsString()).reason();
}

TEST(RowCodecTest, ReadsWhatItWrote) {
  const auto bytes = encode_fields(full_row());
  EXPECT_EQ(decode_fields(bytes).value(), full_row());
  EXPECT_EQ(encode_fields(decode_fields(bytes).value()), bytes);
}

TEST(RowCodecTest, AnAbsentFieldStaysAbsent) {
  Treated row;
  row.category = record::Category::kOther;
  EXPECT_EQ(decode_fields(encode_fields(row)).value(), row);
  EXPECT_EQ(decode_fields(encode_fields({})).value(), Treated());
}

TEST(RowCodecTest, CarriesEveryCode) {
  for (int i = 1; i <= record::count<record::Deployment>; ++i) {
    Treated row;
    row.deployment = static_cast<record::Deployment>(i);
    EXPECT_EQ(decode_fields(encode_fields(row)).value(), row) << i;
  }
}

// What kinds an arrest and a concern have is the column map's word
// (policies/column-maps/README.md).
TEST(RowCodecTest, CarriesEveryKindOfItsTypeAndNoOther) {
  using enum record::Kind;
  Treated row;
  for (int i = 1; i <= record::count<record::Kind>; ++i) {
    row.kind = static_cast<record::Kind>(i);
    const bool of_arrest = *row.kind <= kWarrantOrBreach;
    row.type = record::RecordType::kArrest;
    EXPECT_EQ(decode_fields(encode_fields(row)).ok(), of_arrest || *row.kind == kOther) << i;
    row.type = record::RecordType::kConcern;
    EXPECT_EQ(decode_fields(encode_fields(row)).ok(), !of_arrest) << i;
  }
}

TEST(RowCodecTest, AnAnswerThatIsDeclinedHoldsNothing) {
  Treated row;
  row.type = record::RecordType::kReturnManifest;
  row.revision = 1;
  row.collections = {record::empty_collection(record::RecordType::kCallOut),
                     record::empty_collection(record::RecordType::kArrest)};
  for (int i = 1; i <= record::count<record::Declined>; ++i) {
    row.declined = static_cast<record::Declined>(i);
    EXPECT_EQ(decode_fields(encode_fields(row)).value(), row);
  }
  const auto refused = [&](record::Collection with) {
    Treated other = row;
    other.collections.back() = with;
    return decode_fields(encode_fields(other)).reason();
  };
  const auto of = record::RecordType::kArrest;
  EXPECT_EQ(refused({of, true, 0, 0, 0}), Reason::kMalformed);
  EXPECT_EQ(refused({of, false, 1, 0, 0}), Reason::kMalformed);
  EXPECT_EQ(refused({of, false, 0, 1, 0}), Reason::kMalformed);
  EXPECT_EQ(refused({of, false, 0, 0, 1}), Reason::kMalformed);
  EXPECT_EQ(refusal_of_changed([](auto& f) { f.set_declined(v1::EXPIRED); }), Reason::kMalformed);
}

// A manifest says of every type but its own what there is: a return's of events, an answer's of
// months too.
TEST(RowCodecTest, AManifestSaysNothingOfManifests) {
  Treated row;
  row.type = record::RecordType::kReturnManifest;
  row.revision = 1;
  row.collections = {{record::RecordType::kConcern, true, 1, 0, 0},
                     {record::RecordType::kHomeMonth, true, 2, 1, 0}};
  EXPECT_EQ(decode_fields(encode_fields(row)).value(), row);
  row.collections.back().type = record::RecordType::kReturnManifest;
  EXPECT_EQ(decode_fields(encode_fields(row)).reason(), Reason::kMalformed);
}

TEST(RowCodecTest, RefusesAnotherRecordOrNone) {
  EXPECT_EQ(decode_fields("").reason(), Reason::kMissingField);
  EXPECT_EQ(refusal_of_changed([](auto& row) { row.clear_type(); }), Reason::kMissingField);
  EXPECT_EQ(refusal_of_changed([](auto& row) { row.set_type(static_cast<v1::RecordType>(7)); }),
            Reason::kUnknownValue);
}

TEST(RowCodecTest, RefusesTextThatIsNoCode) {
  EXPECT_EQ(refusal_of_changed([](auto& call) { call.set_contact("Sgt A. Name, ext 42"); }),
            Reason::kMalformed);
  EXPECT_EQ(refusal_of_changed([](auto& call) { call.set_contact(""); }), Reason::kMalformed);
  EXPECT_EQ(refusal_of_changed([](auto& call) { call.set_contact(std::string(33, 'a')); }),
            Reason::kMalformed);
  EXPECT_EQ(refusal_of_changed([](auto& call) { call.set_home("12 Example Street"); }),
            Reason::kMalformed);
  EXPECT_EQ(refusal_of_changed([](auto& call) { call.set_placing_authority("Farshire"); }),
            Reason::kMalformed);
}

TEST(RowCodecTest, RefusesAValueOutsideACodeList) {
  EXPECT_EQ(
      refusal_of_changed([](auto& call) { call.set_child_role(static_cast<v1::ChildRole>(6)); }),
      Reason::kUnknownValue);
  EXPECT_EQ(refusal_of_changed([](auto& call) { call.set_level(v1::LEVEL_UNSPECIFIED); }),
            Reason::kUnknownValue);
}

// encoded_with() is a row, or an envelope, whose code of that field has a value of its own.
template <typename Wire>
std::string encoded_with(const google::protobuf::FieldDescriptor& code, int value,
                         const std::string& bytes) {
  Wire wire;
  EXPECT_TRUE(wire.ParseFromString(bytes));
  wire.GetReflection()->SetEnumValue(&wire, &code, value);
  return wire.SerializeAsString();
}

// The codec checks each code itself: a field of the schema that it leaves out would let any
// through.
TEST(RowCodecTest, RefusesAValueOutsideTheListOfEveryCode) {
  const auto& fields = *v1::RecordFields::descriptor();
  int codes = 0;
  for (int i = 0; i < fields.field_count(); ++i) {
    const auto& field = *fields.field(i);
    if (field.enum_type() == nullptr) continue;
    ++codes;
    const int beyond = field.enum_type()->value(field.enum_type()->value_count() - 1)->number() + 1;
    for (const int value : {beyond, -1, 0}) {
      const auto bytes = encoded_with<v1::RecordFields>(field, value, encode_fields(full_row()));
      const auto row = decode_fields(bytes);
      ASSERT_FALSE(row.ok()) << field.full_name() << " " << value;
      const bool no_type = value == 0 && field.name() == "type";
      EXPECT_EQ(row.reason(), no_type ? Reason::kMissingField : Reason::kUnknownValue)
          << field.full_name() << " " << value;
    }
  }
  EXPECT_GT(codes, 29);
  const auto& envelope = *v1::Envelope::descriptor();
  for (const char* name : {"type", "child_role"}) {
    const auto& field = *envelope.FindFieldByName(name);
    for (const int value : {99, -1}) {
      const auto bytes = encoded_with<v1::Envelope>(field, value, encode_envelope(some_envelope()));
      EXPECT_EQ(decode_envelope(bytes).reason(), Reason::kUnknownValue) << name << " " << value;
    }
  }
}

// What is in a row's lists is checked as strictly as the row.
TEST(RowCodecTest, RefusesWhatTheSchemaDoesNotHaveInALine) {
  v1::RecordFields wire;
  wire.set_type(v1::HOME_MONTH);
  wire.add_count()->set_measure(static_cast<v1::Measure>(999));
  wire.mutable_count(0)->set_value(1);
  EXPECT_EQ(decode_fields(wire.SerializeAsString()).reason(), Reason::kUnknownValue);
  wire.mutable_count(0)->set_measure(v1::Measure_MAX);
  auto& count = *wire.mutable_count(0);
  count.GetReflection()->MutableUnknownFields(&count)->AddLengthDelimited(9, "a name");
  EXPECT_EQ(decode_fields(wire.SerializeAsString()).reason(), Reason::kUnknownField);
}

TEST(RowCodecTest, RefusesATimeOutsideTheCalendar) {
  for (const std::int64_t minute : {std::int64_t{-1}, INT64_MAX, INT64_MIN, INT64_MAX / 60 + 1}) {
    EXPECT_EQ(refusal_of_changed([&](auto& call) { call.set_event_minute(minute); }),
              Reason::kMalformed)
        << minute;
    auto envelope = some_envelope();
    envelope.event_minute = minute;
    EXPECT_EQ(decode_envelope(encode_envelope(envelope)).reason(), Reason::kMalformed) << minute;
  }
  for (const std::int32_t day : {-1, INT32_MAX, INT32_MIN}) {
    EXPECT_EQ(refusal_of_changed([&](auto& call) { call.set_event_day(day); }), Reason::kMalformed)
        << day;
  }
}

TEST(RowCodecTest, RefusesBytesThatAreNotCanonical) {
  const auto bytes = encode_fields(full_row());
  EXPECT_EQ(decode_fields(bytes + bytes).reason(), Reason::kNotCanonical);
  EXPECT_FALSE(decode_fields(bytes + "x").ok());
}

TEST(RowCodecTest, BoundsTheBytes) {
  EXPECT_EQ(decode_fields(std::string(limits::kRowFieldsBytes + 1, 'x')).reason(),
            Reason::kTooLarge);
  EXPECT_EQ(decode_envelope(std::string(limits::kRowFieldsBytes + 1, 'x')).reason(),
            Reason::kTooLarge);
}

TEST(EnvelopeCodecTest, ReadsWhatItWrote) {
  const auto bytes = encode_envelope(some_envelope());
  const auto read = decode_envelope(bytes).value();
  EXPECT_EQ(read.home, some_envelope().home);
  EXPECT_EQ(read.event_minute, some_envelope().event_minute);
  EXPECT_EQ(read.placing_authority, some_envelope().placing_authority);
  EXPECT_EQ(read.child_role, some_envelope().child_role);
  EXPECT_TRUE(read.child_involved);
  EXPECT_EQ(encode_envelope(read), bytes);
}

TEST(EnvelopeCodecTest, APlacingAuthorityMayNotBeKnown) {
  auto envelope = some_envelope();
  envelope.placing_authority.reset();
  EXPECT_FALSE(decode_envelope(encode_envelope(envelope))->placing_authority.has_value());
}

TEST(EnvelopeCodecTest, RefusesWhatItLacks) {
  v1::Envelope wire;
  ASSERT_TRUE(wire.ParseFromString(encode_envelope(some_envelope())));
  auto lacking = wire;
  lacking.clear_type();
  EXPECT_EQ(decode_envelope(lacking.SerializeAsString()).reason(), Reason::kMissingField);
  lacking = wire;
  lacking.clear_child_role();
  EXPECT_EQ(decode_envelope(lacking.SerializeAsString()).reason(), Reason::kMissingField);
  lacking = wire;
  lacking.clear_home();
  EXPECT_EQ(decode_envelope(lacking.SerializeAsString()).reason(), Reason::kMissingField);
  lacking.set_type(v1::RETURN_MANIFEST);
  EXPECT_EQ(decode_envelope(lacking.SerializeAsString())->home, std::nullopt);
}

}  // namespace
}  // namespace stile::wire
