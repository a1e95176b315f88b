#include "core/wire/field_texts.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "core/wire/row_codec.h"

// What a row says can be read by the names of the published format.
namespace stile::wire {
namespace {

TEST(FieldTextsTest, NamesEachFieldAndCodeOfARow) {
  record::Treated row;
  row.home = HomeId::parse("ofsted:SC900001").value();
  row.event_day = 20742;
  row.child_role = record::ChildRole::kVictim;
  row.category = record::Category::kMissing;
  EXPECT_EQ(field_texts(encode_fields(row)).value(),
            "type=CALL_OUT home=ofsted:SC900001 event_day=2026-10-16 child_role=ROLE_VICTIM "
            "category=CATEGORY_MISSING");
}

TEST(FieldTextsTest, SaysDaysAndMinutesAsSuch) {
  record::Treated row;
  row.type = record::RecordType::kMissingEpisode;
  row.event_minute = 29'868'490;
  row.end_minute = 29'868'491;
  EXPECT_EQ(field_texts(encode_fields(row)).value(),
            "type=MISSING_EPISODE event_minute=2026-10-16T00:10Z end_minute=2026-10-16T00:11Z");
  row.end_minute = 0;
  EXPECT_EQ(field_texts(encode_fields(row)).value(),
            "type=MISSING_EPISODE event_minute=2026-10-16T00:10Z end_minute=still-missing");
}

TEST(FieldTextsTest, ReadsNoBytesThatARowWouldNotHave) {
  auto bytes = encode_fields({});
  EXPECT_EQ(field_texts(bytes).value(), "type=CALL_OUT");
  bytes += '\x08';
  EXPECT_FALSE(field_texts(bytes).ok());
  EXPECT_FALSE(field_texts("").ok());
}

TEST(FieldTextsTest, ACountIsAboutNobody) {
  record::Treated row;
  row.type = record::RecordType::kHomeMonth;
  row.home = HomeId::parse("ofsted:SC900001").value();
  row.month = Month{2026, 10};
  row.counts = {{record::Measure::kCallsByStaff, 3}};
  EXPECT_EQ(field_texts(encode_fields(row)).reason(), Reason::kMalformed);
}

TEST(FieldTextsTest, NamesEveryNumberOnce) {
  const auto all = field_names();
  const std::map<std::string, std::string> names(all.begin(), all.end());
  EXPECT_EQ(names.size(), all.size());
  EXPECT_EQ(names.at("1"), "type");
  EXPECT_EQ(names.at("1=1"), "CALL_OUT");
  EXPECT_EQ(names.at("2"), "home");
  EXPECT_EQ(names.at("12"), "category");
  EXPECT_EQ(names.at("12=1"), "CATEGORY_MISSING");
}

}  // namespace
}  // namespace stile::wire
