#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "core/crypto/note.h"
#include "core/record/row.h"
#include "tests/adversary/caller.h"
#include "tests/adversary/two_forces.h"

// Two forces tell one recipient of the same event, child and home, under agreements of the same
// id: nothing random, keyed or hashed in the one parcel stands in the other.
namespace stile::test {
namespace {

using support::kOthershire;
using support::kTestshire;

support::Scheme of_one_area() {
  auto scheme = scheme_of_two_forces();
  scheme.agreements[kOthersAgreement].id = scheme.agreements[kOwnAgreement].id;
  scheme.agency(kOthershire).areas = scheme.agency(kTestshire).areas;
  return scheme;
}

// Whatever could be compared, but what the row says in clear.
std::set<std::string> marks_of(const wire::Parcel& parcel) {
  const auto note = crypto::parse_note(parcel.statement).value();
  const auto statement = record::parse_statement(note.text).value();
  std::set<std::string> marks = {std::string(view(parcel.salt)),
                                 std::string(view(statement.row_list)),
                                 std::string(view(statement.envelopes)),
                                 std::string(view(record::consignment_digest(note.text)))};
  for (const auto& row : parcel.rows) {
    marks.emplace(view(row.row.salt));
    marks.emplace(view(row.row.event_token));
    marks.emplace(view(record::row_hash(row.row)));
    EXPECT_FALSE(row.pseudonym.empty());
    marks.insert(row.pseudonym);
  }
  return marks;
}

TEST(NothingInCommonTest, InWhatTwoForcesSayOfOneChild) {
  const TwoForces world(of_one_area());
  const std::vector<record::Event> event = {support::call_out(support::kHome, "2026-10-10T20:15Z")};
  Caller(world.dial(kTestshire)).submit(world.hand(kTestshire).consign(event));
  Caller(world.dial(kOthershire))
      .submit(world.hand(kOthershire).consign(event, 1, of_othershire()));
  const auto parcels = Ofsted(world).store(1, kOthershire);
  ASSERT_EQ(parcels.size(), 2U);
  const auto ones = marks_of(parcels[0]);
  const auto others = marks_of(parcels[1]);
  EXPECT_EQ(ones.size(), 8U);
  EXPECT_EQ(others.size(), 8U);
  for (const auto& mark : ones) EXPECT_FALSE(others.contains(mark));
}

}  // namespace
}  // namespace stile::test
