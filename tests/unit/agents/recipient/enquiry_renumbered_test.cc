// The list of homes gives a home another number in a period that was asked about before it did.
#include <string>

#include "core/storage/database.h"
#include "tests/unit/agents/recipient/enquiry_fixture.h"

namespace stile::agent {
namespace {

// The closed home is registered anew on 16 October 2026: the list says so from link() on.
class EnquiryRenumberedTest : public EnquiryFixture {
 protected:
  EnquiryRenumberedTest() {
    scheme_.homes.front().homes[5].predecessor.clear();
    documents_ = scheme_.document_set();
  }
  void link() {
    scheme_.homes.front().homes[5].predecessor = support::kClosedHome;
    documents_ = scheme_.document_set();
  }
  void answered() { ASSERT_TRUE(take(manifest(1, asked(), 0)).ok()); }
  std::string page(ExitCode code, Language language = Language::kEnglish) {
    said_ = Said();
    EXPECT_EQ(
        inbox_->report_enquiry("inspector", crypto::hex(asked().enquiry), language, {}, said_),
        code);
    return said_.text();
  }
};

TEST_F(EnquiryRenumberedTest, ALaterNumberOfThePeriodIsSaidAndTheAnswerIsNotWhole) {
  EXPECT_EQ(ask(order(support::kClosedHome)), ExitCode::kOk) << said_.messages();
  answered();
  EXPECT_EQ(show(asked()), ExitCode::kOk) << said_.text();
  page(ExitCode::kOk);
  link();
  EXPECT_EQ(show(asked()), ExitCode::kFaults);
  const std::string number = support::kSuccessorHome;
  EXPECT_TRUE(said("NOT asked about under its number " + number +
                   ", which the list of homes has given it in the period since; mend with: a new "
                   "enquiry about " +
                   number))
      << said_.text();
  EXPECT_NE(page(ExitCode::kFaults)
                .find("<dt>NOT asked about under its number</dt>\n<dd>" + number + "</dd>"),
            std::string::npos);
  EXPECT_NE(page(ExitCode::kFaults, Language::kWelsh).find("NI ofynnwyd amdano dan ei rif"),
            std::string::npos);
}

TEST_F(EnquiryRenumberedTest, AnEarlierNumberThatWasNotAskedAboutIsNotSaidToHaveBeen) {
  EXPECT_EQ(ask(order(support::kSuccessorHome)), ExitCode::kOk) << said_.messages();
  answered();
  EXPECT_EQ(show(asked()), ExitCode::kOk) << said_.text();
  link();
  EXPECT_EQ(show(asked()), ExitCode::kFaults);
  EXPECT_FALSE(said("also asked about")) << said_.text();
  EXPECT_TRUE(said("NOT asked about under its number " + std::string(support::kClosedHome)));
  EXPECT_TRUE(said("a new enquiry about " + std::string(support::kSuccessorHome)));
  EXPECT_EQ(ask(order(support::kSuccessorHome)), ExitCode::kOk) << said_.messages();
  EXPECT_TRUE(said("also asked about under its earlier number")) << said_.text();
  show(asked(1));
  EXPECT_TRUE(said("also asked about under its earlier number")) << said_.text();
  EXPECT_FALSE(said("NOT asked about")) << said_.text();
}

TEST_F(EnquiryRenumberedTest, ANumberOfBeforeOrAfterThePeriodIsNoMatter) {
  auto before = order(support::kClosedHome);
  before.last = to_day({2026, 10, 15});
  EXPECT_EQ(ask(before), ExitCode::kOk) << said_.messages();
  answered();
  auto after = order(support::kSuccessorHome);
  after.first = to_day({2026, 10, 16});
  EXPECT_EQ(ask(after), ExitCode::kOk) << said_.messages();
  link();
  EXPECT_EQ(show(asked()), ExitCode::kOk) << said_.text();
  show(asked(1));
  EXPECT_FALSE(said("NOT asked about")) << said_.text();
}

// Of an enquiry that was asked before its numbers were written down, nobody knows better.
TEST_F(EnquiryRenumberedTest, OfAnEarlierVersionsEnquiryALaterNumberIsSaidAllTheSame) {
  EXPECT_EQ(ask(order(support::kClosedHome)), ExitCode::kOk) << said_.messages();
  answered();
  inbox_.reset();
  {
    auto own = storage::Database::open(folder_.file("inbox.db"), storage::OpenMode::kWrite).value();
    EXPECT_FALSE(own.run("DELETE FROM asked_number").ok());
    ASSERT_TRUE(own.run("DROP TRIGGER asked_number_delete; DELETE FROM asked_number").ok());
  }
  restart();
  EXPECT_EQ(show(asked()), ExitCode::kOk) << said_.text();
  link();
  EXPECT_EQ(show(asked()), ExitCode::kFaults);
  EXPECT_TRUE(said("NOT asked about under its number")) << said_.text();
}

}  // namespace
}  // namespace stile::agent
