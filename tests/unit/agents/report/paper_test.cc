#include "agents/report/paper.h"

#include <gtest/gtest.h>

#include <string>

// A document for people reads the same as text and as a page, and nothing in it is ever markup.
namespace stile::agent {
namespace {

Paper sample() {
  Paper paper;
  paper.title("What was told");
  paper.fact("From", "a force");
  paper.fact("About", "a child");
  paper.heading("Each");
  paper.entry("1. Monday", "{\"leaf\":1}");
  paper.text("On Monday we told them:");
  paper.item("first");
  paper.item("second");
  paper.text("It has come there.");
  return paper;
}

TEST(PaperTest, ReadsAsText) {
  EXPECT_EQ(paper_text(sample()),
            "What was told\n=============\n\nFrom: a force\nAbout: a child\n\nEach\n----\n\n"
            "1. Monday\nOn Monday we told them:\n  - first\n  - second\n\nIt has come there.\n");
}

TEST(PaperTest, HasTheJsonOfAnEntryWithItsFirstLine) {
  for (const PaperLine& line : paper_lines(sample())) {
    EXPECT_EQ(line.json.empty(), line.text != "1. Monday") << line.text;
  }
}

TEST(PaperTest, IsNoWiderThanASheet) {
  Paper paper;
  std::string text;
  for (int i = 0; i < 100; ++i) text += "gyda'r nos ŵ ";
  paper.text(text);
  paper.item(text);
  paper.fact("Contact", text);
  std::size_t words = 0;
  for (const PaperLine& line : paper_lines(paper)) {
    std::size_t letters = 0;
    for (const char c : line.text) letters += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    EXPECT_LE(letters, kPaperColumns) << line.text;
    EXPECT_EQ(line.text.find("  ŵ"), std::string::npos);
    for (auto at = line.text.find("ŵ"); at != std::string::npos; at = line.text.find("ŵ", at + 1)) {
      ++words;
    }
  }
  EXPECT_EQ(words, 300U) << "a word is lost";
}

TEST(PaperTest, IsAPageWithoutScriptInWhichNothingIsMarkup) {
  Paper paper = sample();
  paper.text("<script>alert(1)</script> & \"so\"");
  const std::string page = paper_page(paper, Language::kWelsh);
  EXPECT_EQ(page.find("<script"), std::string::npos) << page;
  EXPECT_NE(page.find("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;so&quot;"),
            std::string::npos)
      << page;
  EXPECT_NE(page.find("<html lang=\"cy\">"), std::string::npos);
  EXPECT_NE(page.find("<title>What was told</title>"), std::string::npos);
  EXPECT_NE(page.find("default-src 'none'"), std::string::npos);
  EXPECT_NE(page.find("<ul>\n<li>first</li>\n<li>second</li>\n</ul>"), std::string::npos) << page;
  EXPECT_NE(page.find("<dl>\n<dt>From</dt>\n<dd>a force</dd>\n<dt>About</dt>"), std::string::npos);
}

}  // namespace
}  // namespace stile::agent
