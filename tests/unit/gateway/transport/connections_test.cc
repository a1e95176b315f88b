#include "gateway/transport/connections.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/unit/gateway/transport/loopback.h"

namespace stile::gateway {
namespace {

using std::chrono::seconds;

class ConnectionsTest : public testing::Test {
 protected:
  static AgencyId agency(const std::string& code) {
    return AgencyId::parse("spiffe://stile.example/force/" + code + "/agent").value();
  }

  Pair connect() {
    Pair pair = connect_pair(listener_);
    EXPECT_TRUE(connections_.admit(pair.ours, now_).ok());
    now_ += seconds(1);
    return pair;
  }

  Pair connect_as(const AgencyId& who, std::uint64_t largest_message = 0) {
    Pair pair = connect();
    EXPECT_TRUE(connections_.call_begins(remote_name(pair.ours), who, "01", largest_message).ok());
    return pair;
  }

  std::vector<TurnedAway> turned_away_;
  Connections connections_{
      {.at_once = 6, .of_one_agency = 2, .calls_of_one_agency = 3, .unaccounted = 64 * 1024},
      [this](const TurnedAway& who) { turned_away_.push_back(who); }};
  Descriptor listener_ = listen_on_loopback();
  Connections::Time now_ = std::chrono::steady_clock::now();
};

TEST_F(ConnectionsTest, CutsOneAgencyAndNoOther) {
  const Pair sussex = connect_as(agency("sussex"));
  const Pair kent = connect_as(agency("kent"));
  connections_.cut(agency("sussex"));
  EXPECT_TRUE(sees_end(sussex.theirs));
  EXPECT_TRUE(is_open(kent.theirs));
}

TEST_F(ConnectionsTest, CutsTheDeniedCertificateAndNoOther) {
  const Pair sussex = connect_as(agency("sussex"));
  const Pair kent = connect_as(agency("kent"));
  connections_.cut_denied([&](const AgencyId& who, const std::string& serial) -> Status {
    EXPECT_EQ(serial, "01");
    return who == agency("kent") ? Status(Reason::kDenied) : ok();
  });
  EXPECT_TRUE(sees_end(kent.theirs));
  EXPECT_TRUE(is_open(sussex.theirs));
  ASSERT_EQ(turned_away_.size(), 1U);
  EXPECT_EQ(turned_away_.front().reason, Reason::kDenied);
  EXPECT_EQ(turned_away_.front().agency, "force/kent");
}

TEST_F(ConnectionsTest, TheOldestThatNeverCalledMakesRoom) {
  const Pair caller = connect_as(agency("sussex"));
  std::vector<Pair> idle;
  for (int i = 0; i < 6; ++i) idle.push_back(connect());
  EXPECT_EQ(connections_.size(), 6U);
  EXPECT_TRUE(sees_end(idle.front().theirs));
  EXPECT_TRUE(is_open(idle.back().theirs));
  EXPECT_TRUE(is_open(caller.theirs));
}

TEST_F(ConnectionsTest, RefusesOneMoreWhenAllAreCallers) {
  std::vector<Pair> callers;
  for (const auto* code : {"a", "b", "c", "d", "e", "f"})
    callers.push_back(connect_as(agency(code)));
  const Pair late = connect_pair(listener_);
  EXPECT_EQ(connections_.admit(late.ours, now_).reason(), Reason::kFlood);
}

TEST_F(ConnectionsTest, AnAgencysOldestConnectionGivesWayToItsNewest) {
  const Pair first = connect_as(agency("sussex"));
  const Pair second = connect_as(agency("sussex"));
  const Pair third = connect_as(agency("sussex"));
  EXPECT_TRUE(sees_end(first.theirs));
  EXPECT_TRUE(is_open(second.theirs));
  EXPECT_TRUE(is_open(third.theirs));
}

TEST_F(ConnectionsTest, ForgetsConnectionsThatEnded) {
  Pair pair = connect();
  hang_up(pair.ours);
  connections_.sweep(now_);
  EXPECT_EQ(connections_.size(), 0U);
  ASSERT_EQ(turned_away_.size(), 1U);
  EXPECT_EQ(turned_away_.front().detail, "1 connection(s) ended without a call");
}

TEST_F(ConnectionsTest, ItsOwnProbeIsNobodyTurnedAwayAndHidesNobodyElse) {
  Pair probe = connect_pair(listener_);
  connections_.expect_own(local_name(probe.theirs), now_);
  EXPECT_EQ(local_name(probe.theirs), remote_name(probe.ours));
  ASSERT_TRUE(connections_.admit(probe.ours, now_).ok());
  Pair other = connect();
  hang_up(probe.ours);
  hang_up(other.ours);
  connections_.sweep(now_);
  ASSERT_EQ(turned_away_.size(), 1U);
  EXPECT_EQ(turned_away_.front().detail, "1 connection(s) ended without a call");
}

TEST_F(ConnectionsTest, AProbeIsExpectedOnceAndNotForEver) {
  Pair late = connect();
  connections_.expect_own(remote_name(late.ours), now_);
  now_ += Connections::kOwnLasts;
  hang_up(late.ours);
  connections_.sweep(now_);
  EXPECT_EQ(turned_away_.size(), 1U);
}

TEST_F(ConnectionsTest, CutsAndBarsAnAgencyThatSendsWhatNobodyIsGiven) {
  Pair pair = connect_as(agency("sussex"));
  send_bytes(pair, 80 * 1024);
  connections_.sweep(now_);
  EXPECT_TRUE(sees_end(pair.theirs));
  EXPECT_EQ(connections_.may_connect(agency("sussex"), now_).reason(), Reason::kFlood);
  EXPECT_TRUE(connections_.may_connect(agency("kent"), now_).ok());
  EXPECT_TRUE(connections_.may_connect(agency("sussex"), now_ + seconds(61)).ok());
}

TEST_F(ConnectionsTest, CutsAFloodBeforeAnybodyIsKnown) {
  Pair pair = connect();
  send_bytes(pair, 80 * 1024);
  connections_.sweep(now_);
  EXPECT_TRUE(sees_end(pair.theirs));
  ASSERT_EQ(turned_away_.size(), 1U);
  EXPECT_EQ(turned_away_.front().agency, "");
}

TEST_F(ConnectionsTest, LeavesAConnectionWhoseMessagesAreAccountedFor) {
  Pair pair = connect_as(agency("sussex"));
  for (int i = 0; i < 20; ++i) {
    send_bytes(pair, 40 * 1024);
    connections_.account(remote_name(pair.ours), 40 * 1024);
    connections_.sweep(now_);
  }
  EXPECT_TRUE(is_open(pair.theirs));
}

TEST_F(ConnectionsTest, LeavesALongMessageThatACallAwaitsUntilTheCallEnds) {
  Pair pair = connect_as(agency("sussex"), 256 * 1024);
  send_bytes(pair, 200 * 1024);
  connections_.sweep(now_);
  EXPECT_TRUE(is_open(pair.theirs));
  connections_.call_ends(remote_name(pair.ours), 256 * 1024);
  connections_.sweep(now_);
  EXPECT_TRUE(sees_end(pair.theirs));
}

TEST_F(ConnectionsTest, RefusesAnAgencysCallsBeyondItsLimitUntilOneEnds) {
  const Pair first = connect_as(agency("sussex"));
  const Pair second = connect_as(agency("sussex"));
  const Pair kent = connect();
  const auto begin = [&](const Pair& pair, const std::string& who) {
    return connections_.call_begins(remote_name(pair.ours), agency(who), "01", 0);
  };
  EXPECT_TRUE(begin(first, "sussex").ok());
  EXPECT_EQ(begin(second, "sussex").reason(), Reason::kFlood);
  EXPECT_TRUE(begin(kent, "kent").ok());
  connections_.call_ends(remote_name(first.ours), 0);
  EXPECT_TRUE(begin(second, "sussex").ok());
}

TEST_F(ConnectionsTest, ACallOnAConnectionThatIsGoneIsUnavailable) {
  EXPECT_EQ(connections_.call_begins("ipv4:127.0.0.1:1", agency("sussex"), "01", 0).reason(),
            Reason::kUnavailable);
}

}  // namespace
}  // namespace stile::gateway
