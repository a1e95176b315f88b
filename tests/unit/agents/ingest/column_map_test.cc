#include "agents/ingest/column_map.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/record/code_texts.h"
#include "tests/unit/agents/ingest/map_text.h"

namespace stile::agent {
namespace {

using testing::ContainsRegex;
using testing::ElementsAre;
using testing::HasSubstr;

// refusal() is the reason and detail of the shipped map with a part replaced.
Error refusal(std::string_view part, std::string_view by) {
  const auto map = load_column_map(replaced(map_text(), part, by), "map.textproto");
  return map.ok() ? Error{Reason::kUsage, "not refused"} : map.error();
}

TEST(ColumnMapTest, LoadsTheShippedMap) {
  const auto map = load_column_map(map_text(), "map.textproto");
  ASSERT_TRUE(map.ok()) << map.error().detail;
  EXPECT_EQ(map->system(), "command-and-control");
  EXPECT_EQ(map->header_rows(), 1);
  EXPECT_EQ(map->separator(), ',');
  EXPECT_EQ(map->rule(EventField::kCategory).codes.find("missing person"),
            static_cast<int>(record::Category::kMissing));
  const auto code = map->rule(EventField::kPlacingAuthority).codes.find("Surrey");
  ASSERT_TRUE(code);
  EXPECT_EQ(map->area(*code)->text(), "E10000030");
  EXPECT_FALSE(map->area(*map->rule(EventField::kPlacingAuthority).empty));
}

TEST(ColumnMapTest, NamesFileLineAndColumnOfAFault) {
  EXPECT_THAT(refusal("code: \"999\"", "code: \"9999\"").detail,
              ContainsRegex("^map.textproto:[0-9]+:3: no code of CHANNEL; use one of 999, 101"));
  EXPECT_THAT(refusal("header_rows: 1", "header_rows: 3").detail,
              ContainsRegex("^map.textproto:[0-9]+:1: header_rows is 1 or 2"));
  EXPECT_THAT(refusal("header_rows: 1", "header_lines: 1").detail,
              ContainsRegex("^map.textproto:[0-9]+:"));
}

TEST(ColumnMapTest, RefusesWhatTheSchemaDoesNotHave) {
  EXPECT_EQ(refusal("field: HOME ", "field: CHILD_NAME ").reason, Reason::kUnknownValue);
  EXPECT_EQ(refusal("header_rows: 1", "narrative: \"Notes\"").reason, Reason::kUnknownField);
  EXPECT_EQ(refusal("field: HOME ", "field: FIELD_UNSPECIFIED ").reason, Reason::kMissingField);
  EXPECT_EQ(refusal("field: HOME ", "").reason, Reason::kMissingField);
}

TEST(ColumnMapTest, RefusesAMapThatLeavesAFieldOut) {
  const Error error =
      refusal("column { field: PERSON header: \"Nominal Ref\" header: \"Person Ref\" }", "");
  EXPECT_EQ(error.reason, Reason::kMissingField);
  EXPECT_THAT(error.detail, HasSubstr("no column for PERSON"));
}

TEST(ColumnMapTest, RefusesTwoColumnsForOneFieldAndTwoFieldsForOneHeader) {
  EXPECT_EQ(refusal("field: PERSON", "field: REFERENCE").reason, Reason::kAmbiguous);
  EXPECT_EQ(refusal("header: \"Person Ref\"", "header: \"incident  ref\"").reason,
            Reason::kAmbiguous);
}

TEST(ColumnMapTest, RefusesATextWithTwoCodes) {
  EXPECT_EQ(refusal("text: \"No\" text: \"N\" code: \"no\"", "text: \"yes\" code: \"no\"").reason,
            Reason::kAmbiguous);
}

TEST(ColumnMapTest, RefusesUnknownCodesWhereverTheyStand) {
  EXPECT_EQ(refusal("empty: \"not-set\"", "empty: \"unset\"").reason, Reason::kUnknownValue);
  EXPECT_EQ(refusal("code: \"E10000011\"", "code: \"East Sussex\"").reason, Reason::kUnknownValue);
}

TEST(ColumnMapTest, RefusesToLeaveOutWhatIsMandatory) {
  const auto without_home =
      replaced(map_text(),
               "column { field: HOME header: \"Ofsted URN\" header: \"URN\" scheme: OFSTED }", "");
  const auto map = load_column_map(replaced(without_home, "[HARM", "[HOME, HARM"), "m");
  ASSERT_FALSE(map.ok());
  EXPECT_EQ(map.reason(), Reason::kMissingField);
  EXPECT_THAT(map.error().detail, HasSubstr("HOME is mandatory"));
  EXPECT_EQ(refusal("header: \"Nominal Ref\" header: \"Person Ref\"", "constant: \"x\"").reason,
            Reason::kMalformed);
  EXPECT_EQ(refusal("[HARM", "[PERSON, HARM").reason, Reason::kAmbiguous);
  EXPECT_EQ(refusal("header: \"Incident No\"", "header: \"Incident No\" constant: \"x\"").reason,
            Reason::kAmbiguous);
}

TEST(ColumnMapTest, ARowIsOfTheTypeThatTheMapOrItsOwnColumnSays) {
  EXPECT_THAT(shipped_map().types(), ElementsAre(record::RecordType::kCallOut));
  EXPECT_EQ(refusal("record: CALL_OUT", "").reason, Reason::kMissingField);
  EXPECT_EQ(refusal("record: CALL_OUT", "record: HOME_MONTH").reason, Reason::kUnknownValue);
  EXPECT_EQ(refusal("column { field: INCIDENT", "column { field: TYPE").reason, Reason::kAmbiguous);
}

TEST(ColumnMapTest, RefusesAFieldOfAnotherType) {
  const Error error = refusal("column { field: INCIDENT", "column { field: ABSENCE");
  EXPECT_EQ(error.reason, Reason::kUnknownField);
  EXPECT_THAT(error.detail, HasSubstr("ABSENCE is no field of this call-out map"));
  EXPECT_EQ(refusal("[HARM", "[RISK, HARM").reason, Reason::kUnknownField);
}

TEST(ColumnMapTest, TellsEveryFaultOfAMap) {
  std::string text = replaced(map_text(), "header_rows: 1", "header_rows: 3");
  text = replaced(text, "code: \"999\"", "code: \"9999\"");
  text = replaced(text, "text: \"Radio\"", "text: \"=Radio\"");
  text = replaced(text, "column { field: INCIDENT header: \"Incident No\" }", "");
  const CheckedMap checked = check_column_map(text, "m");
  EXPECT_FALSE(checked.map);
  ASSERT_EQ(checked.faults.size(), 4U);
  EXPECT_THAT(checked.faults[3].detail, HasSubstr("no column for INCIDENT"));
}

TEST(ColumnMapTest, RefusesPartsThatDoNotFitTheField) {
  EXPECT_EQ(refusal("scheme: OFSTED", "").reason, Reason::kMalformed);
  EXPECT_EQ(refusal("header: \"Level\"", "header: \"Level\" form: \"iso-8601\"").reason,
            Reason::kMalformed);
  EXPECT_EQ(refusal("header: \"Nominal Ref\"", "header: \"Nominal Ref\" empty: \"x\"").reason,
            Reason::kMalformed);
  EXPECT_EQ(refusal("form: \"%d/%m/%Y %H:%M\" ", "form: \"%m/%d/%Y %H:%M\" ").reason,
            Reason::kAmbiguous);
  EXPECT_EQ(refusal("text: \"Radio\"", "text: \"=Radio\"").reason, Reason::kMalformed);
  EXPECT_EQ(refusal("separator: \",\"", "separator: \" \"").reason, Reason::kMalformed);
  EXPECT_EQ(refusal("system: \"command-and-control\"", "system: \"C&C\"").reason,
            Reason::kMalformed);
}

TEST(ColumnMapTest, NotAskedIsAVisibleGap) {
  std::string text = map_text();
  const std::size_t from = text.find("column {\n  field: LOOKED_AFTER");
  text.replace(from, text.find("\n}", from) + 2 - from, "not_asked: LOOKED_AFTER");
  const auto map = load_column_map(text, "map.textproto");
  ASSERT_TRUE(map.ok()) << map.error().detail;
  EXPECT_EQ(map->rule(EventField::kLookedAfter).constant,
            static_cast<int>(record::LookedAfter::kNotAsked));
  EXPECT_EQ(map->rule(EventField::kHarm).constant, static_cast<int>(record::Answer::kNotAsked));
}

}  // namespace
}  // namespace stile::agent
