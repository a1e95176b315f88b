#include <gtest/gtest.h>

#include <string>

#include "tests/tidy/documents.h"

namespace stile::tidy {
namespace {

bool only_known(std::string_view path) { return path == "certs/README.md"; }

TEST(DocumentTest, TheDocumentsOfTheTreeAreSound) {
  std::vector<Fault> all;
  for (const SourceFile& file : repository()) {
    for (Fault& fault : document_faults(file, exists)) all.push_back(std::move(fault));
  }
  EXPECT_TRUE(all.empty()) << listed(all);
}

TEST(DocumentTest, TheDocumentsPromisedAreThere) {
  for (const char* path : {"README.md", "ARCHITECTURE.md", "SECURITY.md", "CHANGELOG.md", "LICENSE",
                           "certs/README.md", "policies/README.md"}) {
    EXPECT_TRUE(exists(path)) << path;
  }
}

TEST(DocumentTest, NoTestFolderIsForgotten) {
  const auto faults = forgotten_tests(repository());
  EXPECT_TRUE(faults.empty()) << listed(faults);
}

TEST(DocumentTest, FindsAForgottenTestFolder) {
  const std::vector<SourceFile> files = {{"tests/CMakeLists.txt", "set(folders\n  tidy\n  unit/a)"},
                                         {"tests/tidy/CMakeLists.txt", ""},
                                         {"tests/unit/a/CMakeLists.txt", ""},
                                         {"tests/unit/ab/CMakeLists.txt", ""}};
  const auto faults = forgotten_tests(files);
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].path, "tests/unit/ab/CMakeLists.txt");
}

TEST(DocumentTest, RefusesAnArchitectureTooLongToRead) {
  const std::string full(kArchitectureLines, '\n');
  EXPECT_TRUE(document_faults({"ARCHITECTURE.md", full}, only_known).empty());
  EXPECT_EQ(document_faults({"ARCHITECTURE.md", full + "\n"}, only_known).size(), 1U);
  EXPECT_TRUE(document_faults({"SECURITY.md", full + "\n"}, only_known).empty());
}

TEST(DocumentTest, RefusesALinkThatLeadsNowhere) {
  EXPECT_EQ(document_faults({"README.md", "see [it](certs/NONE.md)"}, only_known).size(), 1U);
  EXPECT_TRUE(
      document_faults({"README.md", "see [it](certs/README.md#trust)"}, only_known).empty());
  EXPECT_TRUE(document_faults({"core/a.md", "see [it](../certs/README.md)"}, only_known).empty());
  EXPECT_TRUE(document_faults({"README.md", "[out](https://example.org)"}, only_known).empty());
}

}  // namespace
}  // namespace stile::tidy
