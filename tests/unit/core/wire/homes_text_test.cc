#include <gtest/gtest.h>

#include "core/wire/document_codec.h"
#include "tests/support/drafts.h"
#include "tests/support/scheme.h"

namespace stile::wire {
namespace {

using support::Scheme;

agreement::Homes homes() {
  const Scheme scheme;
  const auto note = support::note_of(text_of(scheme.homes.front()), {{support::kOfsted}});
  return read_homes(note, "homes.note").value().value;
}

agreement::Homes read_back(const std::string& text) {
  return read_homes(support::note_of(text, {{support::kOfsted}}), "homes.note").value().value;
}

TEST(HomesTextTest, ReadsBackAsTheSameList) {
  const auto before = homes();
  const auto after = read_back(homes_text(before));
  EXPECT_EQ(after.regulator, before.regulator);
  EXPECT_EQ(after.serial, before.serial);
  ASSERT_EQ(after.entries.size(), before.entries.size());
  const auto& closed = after.entries.at(support::home(support::kClosedHome)).front();
  EXPECT_EQ(closed.valid_to, to_day({2026, 10, 15}));
  EXPECT_EQ(closed.places, 5U);
  const auto& successor = after.entries.at(support::home(support::kSuccessorHome)).front();
  EXPECT_EQ(successor.predecessor, support::home(support::kClosedHome));
  EXPECT_EQ(successor.authority, support::area(support::kOwnAuthority));
}

TEST(HomesTextTest, SaysWhenAHomeWasInspectedAndOnlyOfWhichThatIsKnown) {
  auto list = homes();
  list.entries.at(support::home(support::kHome)).front().inspected = to_day({2026, 3, 2});
  const std::string text = homes_text(list);
  EXPECT_NE(text.find(" inspected: \"2026-03-02\" }\n"), std::string::npos) << text;
  const auto again = read_back(text);
  EXPECT_EQ(homes_text(again), text);
  EXPECT_EQ(again.entries.at(support::home(support::kHome)).front().inspected,
            to_day({2026, 3, 2}));
  EXPECT_FALSE(again.entries.at(support::home(support::kSecondHome)).front().inspected);
  for (const char* no_day : {"2026-02-30", "02/03/2026", "REDACTED", "2026-03"}) {
    const auto spoilt = support::replaced(text, "inspected: \"2026-03-02\"",
                                          "inspected: \"" + std::string(no_day) + "\"");
    const auto read = read_homes(support::note_of(spoilt, {{support::kOfsted}}), "homes.note");
    ASSERT_FALSE(read.ok()) << no_day;
    EXPECT_NE(read.error().detail.find("home.inspected"), std::string::npos);
  }
}

TEST(HomesTextTest, WritesTheEntriesOfAHomeByDateInWhicheverOrderTheyCame) {
  auto list = homes();
  auto& entries = list.entries.at(support::home(support::kHome));
  entries.push_back(entries.front());
  entries.back().valid_from = entries.front().valid_from - 10;
  entries.back().valid_to = entries.front().valid_from - 1;
  const std::string text = homes_text(list);
  std::swap(entries.front(), entries.back());
  EXPECT_EQ(homes_text(list), text);
  const auto again = read_back(text);
  EXPECT_EQ(homes_text(again), text);
  EXPECT_TRUE(again.entries.at(support::home(support::kHome)).front().valid_to.has_value());
}

}  // namespace
}  // namespace stile::wire
