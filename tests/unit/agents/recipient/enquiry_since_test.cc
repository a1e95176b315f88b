// An inspector who gives no first day asks since the home's last full inspection.
#include <string>
#include <utility>

#include "tests/unit/agents/recipient/enquiry_fixture.h"

namespace stile::agent {
namespace {

class EnquirySinceTest : public EnquiryFixture {
 protected:
  // listed() has the list say when kHome, and when the home that was re-registered, was inspected.
  void listed(const char* when, const char* before = "", const char* since = "") {
    auto& list = scheme_.homes.front();
    list.serial = 7;
    list.homes[0].inspected = when;
    list.homes[4].inspected = before;
    list.homes[5].inspected = since;
    documents_ = scheme_.document_set();
  }
  static EnquiryOrder since(const char* home = support::kHome) {
    EnquiryOrder what = order(home);
    what.first = 0;
    what.since_inspection = true;
    return what;
  }
};

TEST_F(EnquirySinceTest, AsksFromTheFirstDayOfThatInspectionAndSaysByWhichList) {
  listed("2026-03-02");
  EXPECT_EQ(ask(since()), ExitCode::kOk) << said_.messages();
  ASSERT_EQ(road_.asked.size(), 1U);
  EXPECT_EQ(asked().first, to_day({2026, 3, 2}));
  EXPECT_EQ(asked().last, to_day({2026, 10, 31}));
  EXPECT_TRUE(
      said("asked about from 2026-03-02, the first day of its last full inspection by "
           "list 7 of regulator/ofsted, to 2026-10-31\n"))
      << said_.text();
}

TEST_F(EnquirySinceTest, APreviewSaysItAndAsksNobody) {
  listed("2026-03-02");
  EXPECT_EQ(ask(since(), true), ExitCode::kOk) << said_.messages();
  EXPECT_TRUE(said("asked about from 2026-03-02, "));
  EXPECT_TRUE(said("force/testshire: would be asked"));
  EXPECT_TRUE(road_.asked.empty());
}

TEST_F(EnquirySinceTest, AFirstDayThatIsGivenIsTakenWhateverTheListSays) {
  listed("2026-03-02");
  EXPECT_EQ(ask(), ExitCode::kOk) << said_.messages();
  EXPECT_EQ(asked().first, order().first);
  EXPECT_FALSE(said("asked about from"));
}

TEST_F(EnquirySinceTest, AReRegisteredHomeWasInspectedUnderItsEarlierNumberToo) {
  listed("", "2026-03-02");
  EXPECT_EQ(ask(since(support::kSuccessorHome)), ExitCode::kOk) << said_.messages();
  EXPECT_EQ(asked().first, to_day({2026, 3, 2}));
  EXPECT_TRUE(said("inspection under its earlier number " + std::string(support::kClosedHome)));
  EXPECT_TRUE(said("also asked about under its earlier number"));
  listed("", "2026-03-02", "2026-10-20");
  EXPECT_EQ(ask(since(support::kSuccessorHome)), ExitCode::kOk) << said_.messages();
  EXPECT_EQ(asked(1).first, to_day({2026, 10, 20}));
  EXPECT_FALSE(said("earlier number")) << said_.text();
}

TEST_F(EnquirySinceTest, WhereNoListSaysItTheErrorNamesWhatIsMissing) {
  listed("");
  EXPECT_EQ(ask(since()), ExitCode::kUsage);
  EXPECT_EQ(said_.messages(),
            "NOT_FOUND: the list of homes does not say when this one was inspected last, in "
            "full; mend with: --from, the first day of that inspection, by its report\n");
  EXPECT_EQ(number_of("SELECT count(*) FROM operation_log WHERE reason = 'NOT_FOUND'"), 1);
  EXPECT_EQ(ask(since("ofsted:SC999999")), ExitCode::kRefused);
  EXPECT_TRUE(said("UNKNOWN_HOME: no list has the home; mend with: ")) << said_.messages();
  EXPECT_EQ(ask(since(support::kWelshHome)), ExitCode::kRefused);
  EXPECT_TRUE(said("NOT_ROUTED: the home is another regulator's")) << said_.messages();
  EXPECT_TRUE(road_.asked.empty());
}

// Nothing is cut to what may be asked: she would take the answer for all since the inspection.
TEST_F(EnquirySinceTest, APeriodThatIsTooLongIsSaidAndNotCut) {
  listed("2020-03-02");
  EXPECT_EQ(ask(since()), ExitCode::kRefused);
  EXPECT_TRUE(said("asked about from 2020-03-02, ")) << said_.text();
  EXPECT_TRUE(
      said("OUTSIDE_OCCASION: the period is longer than a question may ask about; mend "
           "with: --from and --to, in parts of at most 1830 days"))
      << said_.messages();
  EXPECT_TRUE(road_.asked.empty());
}

TEST_F(EnquirySinceTest, AHomeThatWasInspectedSinceTheLastDayHasNothingToBeAskedAbout) {
  for (const auto& [when, why] : {std::pair{"2026-11-01", "the period ends before it begins"},
                                  {"2026-11-03", "no day of the period is over"},
                                  {"2027-01-01", "no day of the period is over"}}) {
    listed(when);
    EXPECT_EQ(ask(since()), ExitCode::kRefused);
    EXPECT_TRUE(said("OUTSIDE_OCCASION: " + std::string(why))) << said_.messages();
  }
  EXPECT_TRUE(road_.asked.empty());
}

}  // namespace
}  // namespace stile::agent
