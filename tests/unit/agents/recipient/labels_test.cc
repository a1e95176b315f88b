#include "agents/report/labels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "agents/recipient/record_columns.h"
#include "agents/recipient/selection.h"
#include "agents/report/code_labels.h"

namespace stile::agent {
namespace {

// expect_both() fails unless both languages have a text of their own sort: no blank, no code.
void expect_both(const Label& label) {
  EXPECT_FALSE(label.name.empty());
  EXPECT_FALSE(label.english.empty()) << label.name;
  EXPECT_FALSE(label.welsh.empty()) << label.name;
  EXPECT_EQ(label.english.find('_'), label.english.npos) << label.name;
  EXPECT_EQ(label.welsh.find('_'), label.welsh.npos) << label.name;
}

template <typename Enum>
void expect_all_labelled() {
  static_assert(is_labelled<Enum>());
  for (const Label& label : labels<Enum>) expect_both(label);
}

template <typename... Enums>
void expect_lists_labelled() {
  (expect_all_labelled<Enums>(), ...);
}

// Every code list that a row which a regulator gets can hold; code_texts.h has others, which stay
// at the source or name columns of an agreement.
TEST(LabelsTest, EveryCodeHasBothLanguages) {
  expect_lists_labelled<record::RecordType, record::PartOfDay, record::AgeBand, record::Category,
                        record::Channel, record::CallerRole, record::Deployment, record::HomeTold,
                        record::Appropriateness, record::Level, record::LevelSetBy,
                        record::PlacingDistance, record::Absence, record::MissingRisk,
                        record::DurationBand, record::PoliceResponse, record::Answer, record::Kind,
                        record::Measure, record::ChangeKind, record::ChangeReason>();
}

TEST(LabelsTest, EveryColumnHasBothLanguagesAndANameOfItsOwn) {
  for (const record::RecordType type : Selection().types()) {
    std::set<std::string_view> names;
    for (const Column& column : columns_of(type)) {
      expect_both(column.title);
      EXPECT_TRUE(names.insert(column.title.name).second) << column.title.name;
      EXPECT_EQ(column.form == Form::kCode, !column.codes.empty()) << column.title.name;
      for (const Label& code : column.codes) expect_both(code);
    }
  }
}

// A file that held a code outside its column's list would not read by its metadata.
TEST(LabelsTest, AKindIsInTheListOfEachTypeThatCanBeOfIt) {
  for (const auto type : {record::RecordType::kArrest, record::RecordType::kConcern}) {
    const auto column = std::ranges::find(columns_of(type), "kind",
                                          [](const Column& one) { return one.title.name; });
    for (int i = 1; i <= record::count<record::Kind>; ++i) {
      const auto kind = static_cast<record::Kind>(i);
      const bool listed =
          std::ranges::find(column->codes, record::name(kind), &Label::name) != column->codes.end();
      EXPECT_EQ(listed, record::is_kind_of(kind, type)) << record::name(kind);
    }
  }
}

// X4, X5, X7: no column for these exists, whatever an agreement says.
TEST(LabelsTest, NoColumnIsOfAChildsRoleIdentityOrOfFreeText) {
  for (const record::RecordType type : Selection().types()) {
    for (const Column& column : columns_of(type)) {
      for (const char* word : {"name", "ethnic", "gender", "sex", "birth", "narrative", "note",
                               "child_role", "event_time"}) {
        const bool offence = column.title.name == "offence_sexual";
        EXPECT_TRUE(offence || column.title.name.find(word) == std::string_view::npos)
            << column.title.name;
      }
    }
  }
}

TEST(LabelsTest, KnowsTwoLanguages) {
  EXPECT_EQ(parse_language("cy"), Language::kWelsh);
  EXPECT_EQ(parse_language("en"), Language::kEnglish);
  EXPECT_EQ(parse_language("fr"), std::nullopt);
}

}  // namespace
}  // namespace stile::agent
