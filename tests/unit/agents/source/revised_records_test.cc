#include <vector>

#include "agents/report/disclosure_account.h"
#include "tests/unit/agents/source/correction_fixture.h"

// A record that a later export has otherwise is corrected, as a data officer reads it.
namespace stile::agent {
namespace {

template <typename Fixture>
class Revising : public Fixture {
 protected:
  std::vector<ListedDisclosure> corrected(DisclosureQuery query = {}) {
    query.only = "corrected";
    return only(this->source_->disclosures(query, "officer").value(), query);
  }
};
using RevisedRecordsTest = Revising<SourceFixture>;
using RevisedEventsTest = Revising<CorrectionTest>;

TEST_F(RevisedRecordsTest, AreListedByReferenceAndNoOthers) {
  auto rows = rows_of(3);
  send(rows);
  EXPECT_TRUE(corrected().empty());
  rows[1].category = "Concern for Safety";
  send(rows);
  const auto found = corrected();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].reference, rows[1].reference);
  EXPECT_EQ(found[0].number, 2U);
  EXPECT_EQ(found[0].rows, 1U);
  Said said;
  say_disclosure(found[0], DisclosureForm::kWords, said);
  EXPECT_NE(said.text().find("revised, record " + rows[1].reference), std::string::npos)
      << said.text();
}

TEST_F(RevisedRecordsTest, AreNarrowedAsAllElseIs) {
  auto rows = rows_of(2);
  send(rows);
  rows[0].category = "Concern for Safety";
  send(rows);
  EXPECT_EQ(corrected({.recipient = "regulator/ofsted"}).size(), 1U);
  EXPECT_TRUE(corrected({.recipient = "regulator/ciw"}).empty());
  EXPECT_TRUE(corrected({.last = local_day(now_) - 1}).empty());
}

TEST_F(RevisedEventsTest, AreThoseThatWereGivenAgainOtherwise) {
  notify(events_of({recent()}));
  EXPECT_TRUE(corrected().empty());
  auto otherwise = recent();
  otherwise.category = "Concern for Safety";
  notify(events_of({otherwise}));
  const auto found = corrected();
  EXPECT_FALSE(found.empty());
  for (const auto& one : found) EXPECT_EQ(one.reference, "CC-7");
}

}  // namespace
}  // namespace stile::agent
