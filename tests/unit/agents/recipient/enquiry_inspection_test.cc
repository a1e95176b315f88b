// An enquiry of which no inspection is recorded within 90 days is for data officers to look into
// (X6).
#include <string>

#include "tests/unit/agents/recipient/enquiry_fixture.h"

namespace stile::agent {
namespace {

constexpr Instant kDay = 86400;

class EnquiryInspectionTest : public EnquiryFixture {
 protected:
  EnquiryInspectionTest() { ask(); }

  ExitCode inspected(const std::string& day, const std::string& enquiry) {
    said_ = Said();
    return inbox_->record_inspection("inspector", enquiry, to_day(parse_day(day).value()), said_);
  }
  ExitCode inspected(const std::string& day) {
    return inspected(day, crypto::hex(asked().enquiry));
  }
  bool listed_after(Day days, std::string_view text) {
    now_ = support::kNow + days * kDay;
    list();
    return said(text);
  }
};

TEST_F(EnquiryInspectionTest, IsMarkedOnceNinetyDaysArePastWithoutOne) {
  EXPECT_FALSE(listed_after(0, "INSPECTION"));
  EXPECT_FALSE(listed_after(90, "INSPECTION")) << said_.text();
  EXPECT_TRUE(listed_after(91,
                           "; NO INSPECTION recorded within 90 days; mend with: `stile enquiry "
                           "inspected ID --on DAY`"))
      << said_.text();
  EXPECT_NE(said_.json().find("\"uninspected\":true"), std::string::npos) << said_.json();
}

TEST_F(EnquiryInspectionTest, IsMarkedNoMoreOnceOneIsRecorded) {
  now_ = support::kNow + 100 * kDay;
  ASSERT_EQ(inspected("2026-11-03"), ExitCode::kOk) << said_.messages();
  EXPECT_TRUE(listed_after(100, "; inspected on 2026-11-03\n")) << said_.text();
  EXPECT_NE(said_.json().find("\"inspected\":\"2026-11-03\""), std::string::npos);
  EXPECT_NE(said_.json().find("\"uninspected\":false"), std::string::npos);
  EXPECT_EQ(number_of("SELECT count(*) FROM operation_log WHERE operation = 'alteration' AND"
                      " account = 'inspector' AND reason = 'inspected on 2026-11-03'"),
            1);
  restart();
  EXPECT_TRUE(listed_after(100, "inspected on 2026-11-03"));
}

TEST_F(EnquiryInspectionTest, OneThatTookPlaceTooLateIsSaidAndMarked) {
  now_ = support::kNow + 100 * kDay;
  inspected("2027-02-02");
  EXPECT_TRUE(
      listed_after(100, "; inspected on 2027-02-02; NO INSPECTION recorded within 90 days\n"))
      << said_.text();
  inspected("2027-02-01");
  EXPECT_TRUE(listed_after(100, "; inspected on 2027-02-01\n")) << said_.text();
}

TEST_F(EnquiryInspectionTest, NoneIsBeforeItWasAskedAboutNorToCome) {
  EXPECT_EQ(inspected("2026-11-02"), ExitCode::kUsage);
  EXPECT_TRUE(said("mend with: --on"));
  EXPECT_EQ(inspected("2026-11-04"), ExitCode::kUsage);
  EXPECT_EQ(inspected("2026-11-03", std::string(32, '0')), ExitCode::kUsage);
  EXPECT_TRUE(said("no enquiry of that id; mend with: one that `stile enquiry list` says"));
  EXPECT_EQ(inspected("2026-11-03", "x"), ExitCode::kUsage);
  EXPECT_EQ(number_of("SELECT count(*) FROM inspected"), 0);
}

// Nobody was told anything.
TEST_F(EnquiryInspectionTest, OneThatWasRefusedIsNotMarked) {
  road_.asked.clear();
  road_.refuse = Reason::kOverQuota;
  ask();
  EXPECT_TRUE(listed_after(100, "INS-1001  force/testshire: refused, OVER_QUOTA")) << said_.text();
  const auto marked = said_.text().find("NO INSPECTION");
  ASSERT_NE(marked, std::string::npos) << "the other one";
  EXPECT_EQ(said_.text().find("NO INSPECTION", marked + 1), std::string::npos) << said_.text();
}

}  // namespace
}  // namespace stile::agent
