#include "agents/recipient/csvw.h"

#include <gtest/gtest.h>

#include <string>

namespace stile::agent {
namespace {

using record::RecordType;

std::string metadata() { return csvw_metadata(RecordType::kCallOut, "call-outs.csv"); }

// system.csvw reads whole files through their metadata; here is what each form becomes.
TEST(CsvwTest, NamesTheFileAndItsDialect) {
  EXPECT_TRUE(
      metadata().starts_with("{\"@context\":[\"http://www.w3.org/ns/csvw\",{\"@language\":\"en\"}],"
                             "\"url\":\"call-outs.csv\","))
      << metadata();
  EXPECT_NE(metadata().find("\"lineTerminators\":[\"\\r\\n\"]"), std::string::npos);
}

TEST(CsvwTest, GivesAColumnTitlesInBothLanguages) {
  EXPECT_NE(metadata().find("{\"name\":\"placing\",\"titles\":{\"en\":\"Placing authority\","
                            "\"cy\":\"Awdurdod lleoli\",\"und\":\"placing\"},"),
            std::string::npos);
}

TEST(CsvwTest, DeclaresACodesListDatesMonthsNumbersAndTruth) {
  EXPECT_NE(metadata().find("\"datatype\":{\"base\":\"string\",\"format\":"
                            "\"^(missing|alleged-crime|safeguarding|other)$\"}"),
            std::string::npos);
  EXPECT_NE(metadata().find("{\"base\":\"date\",\"format\":\"yyyy-MM-dd\"}"), std::string::npos);
  const std::string manifests = csvw_metadata(RecordType::kReturnManifest, "manifests.csv");
  EXPECT_NE(manifests.find("{\"base\":\"gYearMonth\"}"), std::string::npos);
  EXPECT_NE(manifests.find("{\"base\":\"boolean\",\"format\":\"true|false\"}"), std::string::npos);
  EXPECT_NE(manifests.find("{\"base\":\"integer\",\"minimum\":0}"), std::string::npos);
}

TEST(CsvwTest, SaysWhichCellsMayBeEmpty) {
  EXPECT_NE(metadata().find("\"required\":true,\"null\":\"\"}"), std::string::npos);
  EXPECT_NE(metadata().find("\"required\":false,\"null\":\"\"}"), std::string::npos);
}

}  // namespace
}  // namespace stile::agent
