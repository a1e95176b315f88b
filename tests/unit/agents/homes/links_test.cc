#include "agents/homes/links.h"

#include <gtest/gtest.h>

#include <sstream>

#include "agents/homes/list.h"
#include "tests/unit/agents/homes/register_text.h"

namespace stile::agent {
namespace {

using Names = std::vector<std::string>;

const Day kBefore = day("2026-09-30");
const Day kDay = day("2026-10-31");

agreement::Homes homes_of(const std::vector<RegisterRow>& rows, Day as_at, std::uint64_t serial,
                          const std::optional<agreement::Homes>& previous = {}) {
  const ListOrder order{AgencyId::parse("spiffe://test.example/regulator/ofsted/agent").value(),
                        HomeScheme::kOfsted, serial, as_at};
  return next_list(order, read_text(ofsted_text(rows), as_at), previous).value().homes;
}

// Linked is a list after links, how many held, and what was said of the others.
struct Linked {
  agreement::Homes homes;
  std::int64_t linked = 0;
  std::vector<Remark> remarks;
};

// linked() links a list on which SC999001 has closed and SC999002 to SC999004 are open.
Linked linked(const std::string& links) {
  const auto before = homes_of({{.urn = "SC999001"}, {.urn = "SC999002"}}, kBefore, 1);
  Linked made{
      homes_of({{.urn = "SC999002"}, {.urn = "SC999003"}, {.urn = "SC999004"}}, kDay, 2, before),
      0,
      {}};
  std::istringstream from(links);
  const auto read = read_links(from, HomeScheme::kOfsted).value();
  made.linked = link_homes(read, made.homes, made.remarks);
  return made;
}

std::optional<HomeId> predecessor(const Linked& made, std::string_view urn) {
  return made.homes.entries.at(ofsted(urn)).back().predecessor;
}

TEST(LinksTest, ALinkSetsThePredecessor) {
  const Linked made = linked("URN,Predecessor\nSC999003,SC999001\n");
  EXPECT_EQ(made.linked, 1);
  EXPECT_EQ(predecessor(made, "SC999003"), ofsted("SC999001"));
  EXPECT_FALSE(predecessor(made, "SC999004"));
  EXPECT_TRUE(made.remarks.empty());
}

TEST(LinksTest, ALinkStaysInLaterLists) {
  const Linked made = linked("number,predecessor\nSC999003,SC999001\n");
  const auto later = homes_of({{.urn = "SC999003", .places = "2"}}, kDay + 30, 3, made.homes);
  const auto& entries = later.entries.at(ofsted("SC999003"));
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries.back().predecessor, ofsted("SC999001"));
}

TEST(LinksTest, SaysWhichLinksItDoesNotSet) {
  const Linked made = linked(
      "urn,predecessor\n"
      "SC999003,SC999001\n"
      "SC999003,SC999002\n"
      "SC999004,SC999099\n"
      "SC999099,SC999001\n"
      "SC999004,SC999004\n"
      "SC999001,SC999003\n"
      "SC99,SC999001\n"
      "SC999004\n");
  EXPECT_EQ(made.linked, 1);
  EXPECT_EQ(
      findings(made.remarks),
      (Names{"8:malformed-number", "9:unreadable-row", "3:second-predecessor", "4:unknown-home",
             "5:unknown-home", "6:circular-predecessor", "7:circular-predecessor"}));
  EXPECT_FALSE(predecessor(made, "SC999004"));
  EXPECT_FALSE(predecessor(made, "SC999001"));
}

TEST(LinksTest, AFileOfLinksNeedsBothColumns) {
  std::istringstream from("urn,name\nSC999003,SC999001\n");
  EXPECT_EQ(read_links(from, HomeScheme::kOfsted).reason(), Reason::kMissingField);
  std::istringstream empty("");
  EXPECT_EQ(read_links(empty, HomeScheme::kOfsted).reason(), Reason::kMissingField);
}

// suggested() are the likely re-registrations of one register after another, "new<old".
Names suggested(const std::vector<RegisterRow>& now, const std::vector<RegisterRow>& earlier,
                const std::string& links = "urn,predecessor\n") {
  const auto previous = homes_of(earlier, kBefore, 1);
  const Register read = read_text(ofsted_text(now), kDay);
  auto homes = homes_of(now, kDay, 2, previous);
  std::vector<Remark> remarks;
  std::istringstream from(links);
  link_homes(read_links(from, HomeScheme::kOfsted).value(), homes, remarks);
  Names all;
  for (const Remark& remark :
       likely_re_registrations(read, read_text(ofsted_text(earlier), kBefore), previous, homes)) {
    EXPECT_EQ(remark.finding, Finding::kLikelyReRegistration);
    all.push_back(remark.home->number() + "<" + remark.other->number());
  }
  for (const auto& [id, entries] : homes.entries) {
    const bool named = links.find(id.number()) != links.npos;
    EXPECT_EQ(entries.back().predecessor.has_value(), named && id == ofsted("SC999002"));
  }
  return all;
}

const RegisterRow kOld = {.urn = "SC999001", .name = "Rose Cottage", .postcode = "ZZ1 1ZZ"};
const RegisterRow kOther = {.urn = "SC999009", .name = "The Elms", .postcode = "ZZ9 9ZZ"};

TEST(LikelyReRegistrationTest, SuggestsTheSamePostcodeAndTheSameNameInTheSameAuthority) {
  EXPECT_EQ(suggested({{.urn = "SC999002", .postcode = "zz1 1zz"}, kOther}, {kOld, kOther}),
            Names{"SC999002<SC999001"});
  EXPECT_EQ(suggested({{.urn = "SC999002", .name = "ROSE COTTAGE"}, kOther}, {kOld, kOther}),
            Names{"SC999002<SC999001"});
  EXPECT_EQ(
      suggested({{.urn = "SC999002", .authority = "Oldby on Sea", .name = "Rose Cottage"}, kOther},
                {kOld, kOther}),
      Names{});
}

TEST(LikelyReRegistrationTest, TakesAHomeThatTheRegisterCallsNotActive) {
  RegisterRow resigned = kOld;
  resigned.status = "Resigned";
  EXPECT_EQ(suggested({resigned, {.urn = "SC999002", .postcode = "ZZ1 1ZZ"}, kOther}, {kOther}),
            Names{"SC999002<SC999001"});
}

TEST(LikelyReRegistrationTest, GuessesNothingFromARedactedRegister) {
  const RegisterRow redacted = {.urn = "SC999001"};
  EXPECT_EQ(suggested({{.urn = "SC999002"}, kOther}, {redacted, kOther}), Names{});
  const RegisterRow silent = {.urn = "SC999001", .name = "", .postcode = ""};
  EXPECT_EQ(suggested({{.urn = "SC999002", .name = "", .postcode = ""}, kOther}, {silent, kOther}),
            Names{});
}

TEST(LikelyReRegistrationTest, PassesOverHomesThatStayAndThoseThatAreLinked) {
  RegisterRow beside = kOld;
  beside.urn = "SC999002";
  EXPECT_EQ(suggested({kOld, beside, kOther}, {kOld, kOther}), Names{});
  EXPECT_EQ(suggested({beside, kOther}, {kOld, beside, kOther}), Names{});
  EXPECT_EQ(suggested({beside, kOther}, {kOld, kOther}, "urn,predecessor\nSC999002,SC999001\n"),
            Names{});
}

}  // namespace
}  // namespace stile::agent
