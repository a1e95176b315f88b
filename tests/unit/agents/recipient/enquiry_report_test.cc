// The page of an answer: what it shows are its rows' figures, in every form alike.
#include "agents/recipient/enquiry_report.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include "agents/report/html.h"
#include "agents/recipient/report_words.h"
#include "core/crypto/encoding.h"
#include "core/record/code_texts.h"
#include "tests/report/sample_answer.h"

namespace stile::agent {
namespace {

using record::RecordType;
using Figures = std::map<std::string, std::string>;

std::string page(Language language = Language::kEnglish) {
  return enquiry_report(support::sample_report(), language);
}

std::string page_of(EnquiryPart part, Language language = Language::kEnglish) {
  return enquiry_report({Token{7}, 1796126400, {std::move(part)}, {}, std::vector<NotAsked>()},
                        language);
}

std::size_t times(std::string_view text, std::string_view in) {
  std::size_t found = 0;
  for (auto at = in.find(text); at != in.npos; at = in.find(text, at + 1)) ++found;
  return found;
}

// figures() are the rows of the first table with that caption.
Figures figures(const std::string& html, const std::string& caption) {
  const auto at = html.find("<caption>" + caption + "</caption>");
  EXPECT_NE(at, html.npos) << caption;
  if (at == html.npos) return {};
  const std::string table = html.substr(at, html.find("</table>", at) - at);
  static const std::regex kRow("<th scope=\"row\">([^<]*)</th>\\s*<td class=\"n\">([^<]*)</td>");
  Figures found;
  for (std::sregex_iterator row(table.begin(), table.end(), kRow), end; row != end; ++row) {
    found[(*row)[1]] = (*row)[2];
  }
  return found;
}

template <typename Says>
std::string count(RecordType type, const Says& says) {
  const EnquiryPart part = support::whole_part();
  return std::to_string(std::ranges::count_if(part.answer.lines, [&](const RecordLine& line) {
    return line.row.type == type && says(line.row);
  }));
}

TEST(EnquiryReportTest, ItsFiguresAreThoseOfTheRowsToTheLastDigit) {
  using record::Treated;
  const auto call = [](const auto& says) { return count(RecordType::kCallOut, says); };
  const std::string html = page_of(support::whole_part());
  const Figures categories = figures(html, "Call-outs: Category");
  EXPECT_EQ(categories.at("missing"),
            call([](const Treated& row) { return row.category == record::Category::kMissing; }));
  EXPECT_EQ(categories.at("safeguarding"), call([](const Treated& row) {
              return row.category == record::Category::kSafeguarding;
            }));
  EXPECT_EQ(categories.at("All"), "60");
  EXPECT_EQ(
      figures(html, "Call-outs: Police deployed").at("no: duplicate call"),
      call([](const Treated& row) { return row.deployment == record::Deployment::kDuplicate; }));
  EXPECT_EQ(figures(html, "Call-outs: Outcome").at("22: diversion"),
            call([](const Treated& row) { return row.outcome == record::OutcomeGroup::k22; }));
  EXPECT_EQ(figures(html, "Call-outs: Month").at("2026-03"), call([](const Treated& row) {
              return month_of(*row.event_day) == Month{2026, 3};
            }));
  EXPECT_EQ(figures(html, "Missing episodes: Missing for").at("1 to 2 days"),
            count(RecordType::kMissingEpisode, [](const Treated& row) {
              return row.duration_band == record::DurationBand::kFrom1To2Days;
            }));
  const auto staff = [](const Treated& row, record::Appropriateness as) {
    return row.caller_role == record::CallerRole::kStaff && row.appropriateness == as;
  };
  const std::string appropriate =
      call([&](const Treated& row) { return staff(row, record::Appropriateness::kAppropriate); });
  const std::string inappropriate =
      call([&](const Treated& row) { return staff(row, record::Appropriateness::kInappropriate); });
  const Figures use = figures(html, "Use of police: calls by the home&#39;s staff");
  EXPECT_EQ(use.at("Appropriate"), appropriate);
  EXPECT_EQ(use.at("Inappropriate"), inappropriate);
  const std::string of = std::to_string(std::stoi(appropriate) + std::stoi(inappropriate));
  EXPECT_TRUE(use.at("Appropriate of those assessed").starts_with(appropriate + " / " + of + " ("));
}

// Of whom nobody corrected anything, nothing is said of that.
TEST(EnquiryReportTest, SaysWhatHasChangedSinceItCame) {
  const std::string html = page();
  const std::string said = "2 corrected, 1 restricted, 1 annotated";
  EXPECT_NE(html.find("<dt>Records changed since the answer came</dt>\n<dd>" + said + "</dd>"),
            html.npos);
  EXPECT_EQ(times("<dt>Last change</dt>", html), 1U);
  EXPECT_EQ(times("Records changed since the answer came: " + said, html), 1U);
  EXPECT_NE(html.find("Annotation: disputed by the child"), html.npos);
  EXPECT_EQ(times("changed since the answer came", page_of(support::whole_part())), 0U);
  EXPECT_NE(page(Language::kWelsh).find("<dt>Newid diwethaf</dt>"), html.npos);
}

// What a screen reader says of a chart, what stands in it, and the table beside it are one.
TEST(EnquiryReportTest, EachChartHasTheFiguresOfItsTable) {
  const std::string html = page();
  static const std::regex kChart(
      "<svg[\\s\\S]*?<title[^>]*>([^<]*)</title>\\s*<desc[^>]*>([^<]*)</desc>([\\s\\S]*?)</svg>");
  static const std::regex kFigure("(?:^|; )(.*?): (\\d+)(?=; |$)");
  static const std::regex kValue("class=\"value\">(\\d+)<");
  const std::string part = html.substr(0, html.find("<h2 class=\"force\">force/othershire"));
  std::size_t charts = 0;
  for (std::sregex_iterator chart(part.begin(), part.end(), kChart), end; chart != end; ++chart) {
    ++charts;
    const Figures table = figures(part, (*chart)[1]);
    const std::string said = (*chart)[2];
    const std::string drawn = (*chart)[3];
    std::sregex_iterator value(drawn.begin(), drawn.end(), kValue);
    for (std::sregex_iterator one(said.begin(), said.end(), kFigure); one != end; ++one, ++value) {
      EXPECT_EQ(table.at((*one)[1]), (*one)[2]) << (*chart)[1];
      ASSERT_NE(value, end);
      EXPECT_EQ((*value)[1], (*one)[2]);
    }
    EXPECT_EQ(value, end);
  }
  EXPECT_GT(charts, 20U);
}

TEST(EnquiryReportTest, EveryRowStandsInItOnce) {
  const std::string html = page();
  for (const EnquiryPart& part : support::sample_report().parts) {
    for (const RecordLine& line : part.answer.lines) {
      const std::size_t of_both = line.row.type == RecordType::kCallOut && line.number == 1 ? 2 : 1;
      EXPECT_LE(times(crypto::crockford(line.event_token), html), of_both);
      EXPECT_GE(times(crypto::crockford(line.event_token), html), 1U);
    }
  }
  EXPECT_EQ(times("Category: alleged crime; ", html), 15U + 2U) << "of 60 and of 9";
}

TEST(EnquiryReportTest, WhatIsNotGrantedReadsNotSharedAndNeverNone) {
  const std::string html = page_of(support::narrow_part());
  EXPECT_NE(html.find("<h4>Caller</h4>\n<p>not shared</p>"), html.npos);
  EXPECT_NE(html.find("<h4>Outcome</h4>\n<p>not shared</p>"), html.npos);
  EXPECT_NE(html.find("<h3>Arrests</h3>\n<p>not shared</p>"), html.npos);
  EXPECT_NE(html.find("<h3>Missing episodes</h3>\n<p>No records.</p>"), html.npos);
  EXPECT_NE(html.find("Different children: not shared"), html.npos);
  EXPECT_EQ(html.find("Call-outs: Caller"), html.npos) << "no table of it";
  // A code that no record has is 0 where it is shared.
  EnquiryPart calls = support::whole_part(1);
  EXPECT_EQ(figures(page_of(calls), "Call-outs: Category").at("other"), "0");
}

// A child whom two systems of a force know has two numbers there, and nothing here joins them.
TEST(EnquiryReportTest, BesideTheBandOfChildrenStandsThatThereMayBeFewer) {
  const EnquiryReport report{Token{7}, 0, {support::whole_part()}};
  const std::string page = enquiry_report(report, Language::kEnglish);
  EXPECT_TRUE(std::regex_search(
      page, std::regex("<p>Different children: [0-9][^<]*</p>\\s*<p>There may be fewer "
                       "children than that: ")))
      << page;
  EXPECT_NE(enquiry_report(report, Language::kWelsh).find("Gall fod llai o blant na hynny"),
            std::string::npos);
  EnquiryPart empty = support::whole_part();
  empty.answer.lines.clear();
  for (const EnquiryPart& none : {support::narrow_part(), empty}) {
    EXPECT_EQ(page_of(none).find("There may be fewer"), std::string::npos);
  }
}

TEST(EnquiryReportTest, SaysHowFarEachForcesPartIs) {
  const std::string html = page();
  const std::regex row("<th scope=\"row\">(force/[a-z]*)</th>\\s*<td>([^<]*)</td>");
  Figures states;
  for (std::sregex_iterator one(html.begin(), html.end(), row), end; one != end; ++one) {
    states[(*one)[1]] = (*one)[2];
  }
  EXPECT_EQ(states, (Figures{{"force/testshire", "whole"},
                             {"force/othershire", "incomplete: not all has come yet"},
                             {"force/elsewhere", "pending: nothing has come yet"},
                             {"force/unwillingshire",
                              "declined by the force: the period is longer than this inspection "
                              "needs"},
                             {"force/undecidedshire",
                              "waiting for a person at the force to approve it, until 2026-12-03 "
                              "12:00"},
                             {"force/nowhere", "refused: OVER_QUOTA"},
                             {"force/farshire", "not asked: NO_AGREEMENT"}}));
  EnquiryReport unsure = support::sample_report();
  unsure.not_asked.reset();
  constexpr std::string_view kUnsure = "Whether other forces had the home in their area";
  EXPECT_EQ(html.find(kUnsure), html.npos);
  EXPECT_NE(enquiry_report(unsure, Language::kEnglish).find(kUnsure), std::string::npos);
  EXPECT_NE(html.find("may be out of date"), html.npos);
  EXPECT_NE(html.find("<dd>2026-12-01 12:00 (London time)</dd>"), html.npos);
  EXPECT_NE(html.find("<dd>2025-11-01 to 2026-11-30</dd>"), html.npos);
  EXPECT_NE(html.find("<dd>INS-20261</dd>"), html.npos);
  EXPECT_NE(html.find("<dd>ofsted:SC900001</dd>"), html.npos);
  EXPECT_NE(html.find("<dd>ofsted:SC900009 (until 2025-12-01)</dd>"), html.npos);
}

TEST(EnquiryReportTest, IsWholeWhereEveryForceThatHadTheHomeHasAnsweredWhole) {
  EnquiryReport report{Token{7}, 0, {support::whole_part()}, {}, std::vector<NotAsked>()};
  EXPECT_TRUE(report.is_whole());
  report.not_asked->push_back({"force/farshire", "NO_AGREEMENT"});
  EXPECT_FALSE(report.is_whole());
  report.not_asked.reset();
  EXPECT_FALSE(report.is_whole()) << "nobody can tell";
  report = {
      Token{7}, 0, {support::whole_part(), support::narrow_part()}, {}, std::vector<NotAsked>()};
  EXPECT_FALSE(report.is_whole());
}

TEST(EnquiryReportTest, WarnsWhereAForceDidNotSearchEverything) {
  constexpr std::string_view kWarning = "there may be more";
  EXPECT_EQ(page_of(support::whole_part()).find(kWarning), std::string::npos);
  EnquiryPart part = support::whole_part();
  part.answer.types[RecordType::kCallOut].said->complete = false;
  EXPECT_EQ(times(kWarning, page_of(part)), 3U) << "in the table, above its part and of the type";
  EXPECT_NE(
      page_of(part).find("incomplete: all that the force says is here, and there may be more"),
      std::string::npos);
}

// No code, number or reason can hold such a text; were one to, it would be text still.
TEST(EnquiryReportTest, WhateverAPartHoldsIsTextInIt) {
  constexpr const char* kHostile = "\"><script>alert('&')</script><img src=x>";
  EnquiryPart part = support::whole_part(1);
  part.question.reference = kHostile;
  const std::string shown = page_of(part);
  EXPECT_EQ(shown.find("<script"), shown.npos);
  EXPECT_EQ(shown.find("<img"), shown.npos);
  EXPECT_NE(shown.find("<dd>&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;"),
            shown.npos);
  EnquiryPart refused = support::sample_report().parts.back();
  refused.kept.reason = kHostile;
  EXPECT_EQ(page_of(refused).find("<img"), std::string::npos);
  EXPECT_EQ(html_attribute("title", "a\" onclick='b"), " title=\"a&quot; onclick=&#39;b\"");
}

TEST(EnquiryReportTest, AsksForNothingAndRunsNothing) {
  const std::string html = page();
  for (const char* text : {"<script", "http:", "https:", "//", " src=", " href=", "@import",
                           "<link", " on", "data:"}) {
    const bool is_word = std::string_view(text) == " on";
    const std::regex handler(" on[a-z]+=");
    EXPECT_TRUE(is_word ? !std::regex_search(html, handler) : html.find(text) == html.npos) << text;
  }
  EXPECT_EQ(times("url(", html), times("url(#", html)) << "only its own patterns";
  EXPECT_NE(html.find("content=\"default-src 'none'; style-src 'unsafe-inline'\""), html.npos);
}

TEST(EnquiryReportTest, IsInOrderForThoseWhoDoNotSeeIt) {
  const std::string html = page();
  EXPECT_TRUE(html.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
  static const std::regex kId(" id=\"([^\"]*)\"");
  std::set<std::string> ids;
  for (std::sregex_iterator id(html.begin(), html.end(), kId), end; id != end; ++id) {
    EXPECT_TRUE(ids.insert((*id)[1]).second) << (*id)[1];
  }
  static const std::regex kHeading("<h([1-6])");
  int before = 0;
  for (std::sregex_iterator one(html.begin(), html.end(), kHeading), end; one != end; ++one) {
    const int level = std::stoi((*one)[1]);
    EXPECT_LE(level, before + 1);
    before = level;
  }
  EXPECT_EQ(times("<h1>", html), 1U);
  EXPECT_EQ(times("<table", html), times("<caption>", html));
  EXPECT_EQ(times("<th", html) - times("<thead", html), times("<th scope=", html));
  EXPECT_EQ(times("<svg", html), times("role=\"img\"", html));
}

TEST(EnquiryReportTest, ReadsInWelshToTheEnd) {
  const std::string html = page(Language::kWelsh);
  EXPECT_NE(html.find("<html lang=\"cy\">"), html.npos);
  for (const Label& label : {words::kTitle, words::kConfidential, words::kMayBeOld, words::kForces,
                             words::kChildren, words::kNothingHere, words::kCompleteness,
                             words::kRejected, words::kStaffCalls, words::kNotShared}) {
    EXPECT_NE(html.find(html_text(label.welsh)), html.npos) << label.name;
    EXPECT_EQ(html.find(html_text(label.english)), html.npos) << label.name;
  }
  for (const char* english : {"Call-outs", "not shared", "records", "deployed", "evening"}) {
    EXPECT_EQ(html.find(english), html.npos) << english;
  }
  const Figures figures_in_welsh = figures(html, "Galwadau i&#39;r heddlu: Categori");
  EXPECT_EQ(figures_in_welsh.at("ar goll"), figures(page(), "Call-outs: Category").at("missing"));
}

}  // namespace
}  // namespace stile::agent
