#include "core/wire/strict.h"

#include <gtest/gtest.h>

#include <string>

#include "core/base/limits.h"
#include "stile/v1/documents.pb.h"
#include "stile/v1/exchange.pb.h"
#include "stile/v1/record.pb.h"

namespace stile::wire {
namespace {

// Wire bytes of single fields: key, then value (Protocol Buffers Encoding).
constexpr std::string_view kUnknownVarint = "\x98\x06\x01";  // field 99, varint 1
constexpr std::string_view kUnknownText =
    "\x9a\x06\x03"
    "abc";  // field 99, three bytes

v1::Envelope some_envelope() {
  v1::Envelope envelope;
  envelope.set_type(v1::CALL_OUT);
  envelope.set_home("ofsted:SC900001");
  envelope.set_event_minute(1000);
  envelope.set_child_role(v1::ROLE_NONE);
  return envelope;
}

Status parse(ByteView bytes) {
  v1::Envelope into;
  return parse_canonical(bytes, into);
}

TEST(StrictWireTest, TakesWhatItKnows) {
  EXPECT_TRUE(parse(some_envelope().SerializeAsString()).ok());
}

TEST(StrictWireTest, RefusesAnUnknownField) {
  const auto good = some_envelope().SerializeAsString();
  v1::Envelope into;
  EXPECT_EQ(parse_strict(good + std::string(kUnknownVarint), into).reason(), Reason::kUnknownField);
  EXPECT_EQ(parse_strict(good + std::string(kUnknownText), into).reason(), Reason::kUnknownField);
}

TEST(StrictWireTest, RefusesAnUnknownFieldHoweverDeep) {
  v1::Consignment consignment;
  consignment.add_row();
  auto& row = *consignment.add_row();
  row.GetReflection()->MutableUnknownFields(&row)->AddVarint(99, 1);
  v1::Consignment into;
  EXPECT_EQ(parse_strict(consignment.SerializeAsString(), into).reason(), Reason::kUnknownField);
}

TEST(StrictWireTest, RefusesAnUnknownValueOfACode) {
  auto envelope = some_envelope();
  envelope.set_child_role(static_cast<v1::ChildRole>(6));
  EXPECT_EQ(parse(envelope.SerializeAsString()).reason(), Reason::kUnknownValue);
  envelope.set_child_role(static_cast<v1::ChildRole>(-1));
  EXPECT_EQ(parse(envelope.SerializeAsString()).reason(), Reason::kUnknownValue);
}

TEST(StrictWireTest, RefusesAZeroThatWasSet) {
  v1::RecordFields fields;
  fields.set_category(v1::CATEGORY_UNSPECIFIED);
  v1::RecordFields into;
  EXPECT_EQ(parse_strict(fields.SerializeAsString(), into).reason(), Reason::kUnknownValue);
}

TEST(StrictWireTest, NamesTheFieldAndNeverTheValue) {
  auto envelope = some_envelope();
  envelope.set_child_role(static_cast<v1::ChildRole>(4711));
  const auto status = parse(envelope.SerializeAsString());
  EXPECT_NE(status.error().detail.find("child_role"), std::string::npos);
  EXPECT_EQ(status.error().detail.find("4711"), std::string::npos);
}

TEST(StrictWireTest, RefusesWhatDoesNotParse) {
  const auto good = some_envelope().SerializeAsString();
  EXPECT_EQ(parse(good.substr(0, good.size() - 1)).reason(), Reason::kMalformed);
  EXPECT_EQ(parse(good + "\xff").reason(), Reason::kMalformed);
}

TEST(StrictWireTest, BoundsTheMessage) {
  EXPECT_EQ(parse(std::string(limits::kMessageBytes + 1, '\0')).reason(), Reason::kTooLarge);
}

TEST(CanonicalTest, RefusesAFieldWrittenTwice) {
  const auto good = some_envelope().SerializeAsString();
  EXPECT_EQ(parse(good + "\x08\x01").reason(), Reason::kNotCanonical);
  EXPECT_EQ(parse("\x08\x01" + good).reason(), Reason::kNotCanonical);
}

TEST(CanonicalTest, RefusesOtherOrders) {
  v1::Envelope home_alone;
  home_alone.set_home("ofsted:SC900001");
  auto rest = some_envelope();
  rest.clear_home();
  EXPECT_EQ(parse(rest.SerializeAsString() + home_alone.SerializeAsString()).reason(),
            Reason::kNotCanonical);
}

TEST(CanonicalTest, RefusesANumberInMoreBytesThanItNeeds) {
  auto rest = some_envelope();
  rest.clear_type();
  EXPECT_EQ(parse(std::string("\x08\x81\x00", 3) + rest.SerializeAsString()).reason(),
            Reason::kNotCanonical);
}

TEST(CanonicalTest, RefusesADefaultWrittenOut) {
  EXPECT_EQ(parse(some_envelope().SerializeAsString() + std::string("\x30\x00", 2)).reason(),
            Reason::kNotCanonical);
}

Status parse_clause(std::string_view text) {
  v1::Clause into;
  return parse_text(text, "clause", into);
}

TEST(StrictTextTest, TakesWhatItKnows) {
  EXPECT_TRUE(parse_clause("name: \"a\"\nrecord: CALL_OUT\n").ok());
}

TEST(StrictTextTest, RefusesAnUnknownFieldAndSaysWhere) {
  const auto status = parse_clause("name: \"a\"\n  colour: 1\n");
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.reason(), Reason::kUnknownField);
  EXPECT_TRUE(status.error().detail.starts_with("clause:2:")) << status.error().detail;
}

TEST(StrictTextTest, RefusesAnUnknownValueByNameAndByNumber) {
  EXPECT_EQ(parse_clause("record: OFFENCE\n").reason(), Reason::kUnknownValue);
  EXPECT_EQ(parse_clause("record: 7\n").reason(), Reason::kUnknownValue);
  EXPECT_EQ(parse_clause("grant { field: 0 }\n").ok(), parse_clause("grant { }\n").ok());
  EXPECT_EQ(parse_clause("grant { field: 24 }\n").reason(), Reason::kUnknownValue);
}

TEST(StrictTextTest, RefusesAFieldGivenTwice) {
  EXPECT_EQ(parse_clause("name: \"a\"\nname: \"b\"\n").reason(), Reason::kMalformed);
}

TEST(StrictTextTest, RefusesCharactersThatDeceiveAReader) {
  EXPECT_EQ(parse_clause("name:\t\"a\"\n").reason(), Reason::kMalformed);
  EXPECT_EQ(parse_clause("name: \"a\"\r\n").reason(), Reason::kMalformed);
  EXPECT_EQ(parse_clause("\xEF\xBB\xBFname: \"a\"\n").reason(), Reason::kMalformed);
  EXPECT_EQ(parse_clause(std::string("name: \"a\"\n\0", 11)).reason(), Reason::kMalformed);
  const auto status = parse_clause("name: \"a\"\nrecord:\tCALL_OUT\n");
  EXPECT_TRUE(status.error().detail.starts_with("clause:2:8:")) << status.error().detail;
}

TEST(StrictTextTest, CountsLinesFromTheFirst) {
  v1::Clause into;
  const auto status = parse_text("colour: 1\n", "note", into, 2);
  EXPECT_TRUE(status.error().detail.starts_with("note:2:")) << status.error().detail;
}

}  // namespace
}  // namespace stile::wire
