// The rows of an answer as a CSV.
#include "agents/recipient/enquiry_csv.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "agents/recipient/answer_columns.h"
#include "core/crypto/encoding.h"
#include "core/record/code_texts.h"
#include "tests/report/sample_answer.h"

namespace stile::agent {
namespace {

std::vector<std::string> cells(std::string line) {
  if (line.ends_with('\r')) line.pop_back();
  std::vector<std::string> found(1);
  for (const char c : line) {
    if (c == ',') {
      found.emplace_back();
    } else {
      found.back() += c;
    }
  }
  return found;
}

std::vector<std::vector<std::string>> rows(const std::string& csv) {
  std::vector<std::vector<std::string>> found;
  std::istringstream lines(csv);
  for (std::string line; std::getline(lines, line);) found.push_back(cells(line));
  return found;
}

std::string cell(const std::vector<std::vector<std::string>>& csv, std::size_t row,
                 std::string_view column) {
  const auto at = std::ranges::find(csv.at(0), column) - csv.at(0).begin();
  return csv.at(row).at(static_cast<std::size_t>(at));
}

TEST(EnquiryCsvTest, HasEveryRowOfEveryForceInOneTable) {
  const auto parts = support::sample_report().parts;
  const auto csv = rows(enquiry_csv(parts));
  std::size_t at = 1;
  for (const EnquiryPart& part : parts) {
    for (const RecordLine& line : part.answer.lines) {
      ASSERT_EQ(csv.at(at).size(), csv.front().size());
      EXPECT_EQ(cell(csv, at, "source"), part.source());
      EXPECT_EQ(cell(csv, at, "record_type"), record::name(line.row.type));
      EXPECT_EQ(cell(csv, at, "event_reference"), crypto::crockford(line.event_token));
      EXPECT_EQ(cell(csv, at, "event_date"), to_text(to_civil(*line.row.event_day)));
      EXPECT_EQ(cell(csv, at, "kind"), line.row.kind ? record::name(*line.row.kind) : "");
      EXPECT_EQ(cell(csv, at, "outcome"), line.row.outcome ? record::name(*line.row.outcome) : "");
      EXPECT_EQ(cell(csv, at, "child_role"),
                line.row.child_role ? record::name(*line.row.child_role) : "");
      EXPECT_EQ(cell(csv, at, "month"), "");
      EXPECT_EQ(cell(csv, at, "interview_due"), "");
      ++at;
    }
    for (const RecordLine& line : part.answer.months) {
      ASSERT_EQ(csv.at(at).size(), csv.front().size());
      EXPECT_EQ(cell(csv, at, "source"), part.source());
      EXPECT_EQ(cell(csv, at, "record_type"), "home-month");
      EXPECT_EQ(cell(csv, at, "month"), to_text(*line.row.month));
      EXPECT_EQ(cell(csv, at, "event_date"), "");
      EXPECT_EQ(cell(csv, at, "interview_due"), "3");
      EXPECT_EQ(cell(csv, at, "harm_yes"), "0");
      ++at;
    }
  }
  EXPECT_EQ(csv.size(), at);
}

TEST(EnquiryCsvTest, HasNoColumnTwiceAndNoneThatIsAlwaysEmpty) {
  std::vector<std::string_view> names;
  for (const Column& column : answer_columns()) {
    EXPECT_EQ(std::ranges::count(names, column.title.name), 0) << column.title.name;
    names.push_back(column.title.name);
    EXPECT_EQ(column.form == Form::kCode, !column.codes.empty()) << column.title.name;
  }
  EXPECT_EQ(std::ranges::count(names, "agreement"), 0);
}

TEST(EnquiryCsvTest, NoCellIsAFormula) {
  EnquiryPart part = support::whole_part(1);
  part.answer.lines.front().source = "=HYPERLINK(1)";
  part.answer.lines.front().row.contact = "+44,1";
  const std::string csv = enquiry_csv({part});
  EXPECT_NE(csv.find(",'=HYPERLINK(1),"), csv.npos) << csv;
  EXPECT_NE(csv.find(",\"'+44,1\","), csv.npos) << csv;
}

TEST(EnquiryCsvTest, IsDescribedToPrograms) {
  const std::string metadata = enquiry_csvw("rows.csv");
  EXPECT_NE(metadata.find("\"url\":\"rows.csv\""), metadata.npos);
  EXPECT_NE(metadata.find("\"format\":\"^(call-out|missing-episode|arrest|concern|home-month)$\""),
            metadata.npos);
  EXPECT_NE(metadata.find("\"cy\":\"Rhan y plentyn ynddo\""), metadata.npos);
  for (const Column& column : answer_columns()) {
    EXPECT_NE(metadata.find("{\"name\":\"" + std::string(column.title.name) + "\""), metadata.npos);
  }
}

}  // namespace
}  // namespace stile::agent
