#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <sstream>

#include "agents/ingest/event_rows.h"
#include "tests/support/built_from.h"

namespace stile::agent {
namespace {

std::string readme() {
  std::ifstream file(support::source_dir() + "/policies/column-maps/README.md");
  return {std::istreambuf_iterator<char>(file), {}};
}

// Example is a map of the document and the export that stands behind it.
struct Example {
  std::string map;
  std::string file;
};

std::vector<Example> examples() {
  constexpr std::string_view kMap = "```textproto\n";
  constexpr std::string_view kFile = "```\n```csv\n";
  const std::string text = readme();
  std::vector<Example> found;
  for (auto at = text.find(kFile); at != text.npos; at = text.find(kFile, at + 1)) {
    const std::size_t map = text.rfind(kMap, at) + kMap.size();
    const std::size_t file = at + kFile.size();
    found.push_back({text.substr(map, at - map), text.substr(file, text.find("```", file) - file)});
  }
  return found;
}

TEST(MapReadmeTest, EveryWorkedExampleLoadsAndReadsItsExport) {
  ASSERT_EQ(examples().size(), 3U);
  for (const Example& example : examples()) {
    EXPECT_LT(std::ranges::count(example.map, '\n'), 40);
    const auto map = load_column_map(example.map, "README.md");
    ASSERT_TRUE(map.ok()) << map.error().detail;
    std::istringstream from(example.file);
    auto rows = EventRows::open(from, *map);
    ASSERT_TRUE(rows.ok()) << rows.error().detail;
    for (int i = 0; i < 2; ++i) {
      const auto outcome = rows->next();
      ASSERT_TRUE(outcome.ok() && *outcome);
      const auto* fault = std::get_if<RowFault>(&**outcome);
      EXPECT_EQ(fault, nullptr) << fault->column << ": " << fault->what;
    }
    EXPECT_FALSE(*rows->next());
  }
}

TEST(MapReadmeTest, EveryFieldAndEveryCodeIsInTheDocument) {
  const std::string text = readme();
  for (int number = 1; number <= kEventFieldCount; ++number) {
    const FieldTraits& what = traits(static_cast<EventField>(number));
    EXPECT_NE(text.find("`" + std::string(what.name) + "`"), text.npos) << what.name;
    if (what.kind != FieldKind::kCode || what.field == EventField::kOutcome) continue;
    for (const auto code : what.codes()) EXPECT_NE(text.find(code), text.npos) << code;
  }
}

}  // namespace
}  // namespace stile::agent
