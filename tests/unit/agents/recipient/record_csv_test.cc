#include "agents/recipient/record_csv.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "agents/recipient/selection.h"
#include "tests/support/scheme.h"

namespace stile::agent {
namespace {

TEST(RecordCsvTest, HasAsManyCellsAsColumnsWhateverIsGranted) {
  const auto commas = [](const std::string& line) { return std::ranges::count(line, ','); };
  for (const record::RecordType type : Selection().types()) {
    RecordLine line;
    line.row.type = type;
    EXPECT_EQ(commas(csv_line(line)), commas(csv_header(type)));
    line.row.home = support::home(support::kHome);
    line.row.event_day = to_day({2026, 10, 31});
    line.pseudonym = Bytes(16, 'p');
    EXPECT_EQ(commas(csv_line(line)), commas(csv_header(type)));
    EXPECT_TRUE(csv_line(line).ends_with("\r\n"));
  }
}

TEST(RecordCsvTest, TellsACountOfNoneFromOneThatIsNotGranted) {
  RecordLine line;
  line.row.type = record::RecordType::kHomeMonth;
  line.row.counts = {{record::Measure::kCallsByStaff, 3}};
  EXPECT_TRUE(csv_line(line).ends_with(",,,\r\n"));
  EXPECT_EQ(csv_line(line).find('3'), std::string::npos) << "nobody granted it";
  line.counted = {record::Field::kCallerRole};
  EXPECT_NE(csv_line(line).find(",3,0,0,0,0,,"), std::string::npos) << csv_line(line);
}

TEST(RecordCsvTest, WritesReferencesForPeopleToReadOut) {
  RecordLine line;
  line.pseudonym = Bytes(16, '\xff');
  const std::string text = csv_line(line);
  EXPECT_NE(text.find("00000-00000-00000-00000-00000-0,"), std::string::npos) << text;
  EXPECT_NE(text.find("7ZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-Z"), std::string::npos) << text;
}

}  // namespace
}  // namespace stile::agent
