#include "tests/unit/agents/source/source_fixture.h"

namespace stile::agent {
namespace {

class FiguresTest : public SourceFixture {
 protected:
  SourceFigures figures() const { return source_->figures().value(); }
};

TEST_F(FiguresTest, SayWhatBecameOfTheRows) {
  send({{}, {.reference = "CC-2"}, {.reference = "CC-3", .home = "SC999999"}});
  EXPECT_EQ(figures().queued, 0U);
  EXPECT_EQ(figures().admitted, 2U);
  EXPECT_EQ(figures().stored, 0U);
  const std::vector<Bytes> notes = {acknowledgement_of(gateway_.taken()[0])};
  ASSERT_TRUE(source_->notes().take(notes).ok());
  EXPECT_EQ(figures().admitted, 0U);
  EXPECT_EQ(figures().stored, 2U);
}

TEST_F(FiguresTest, CountWhatTheLatestMonthWithheldByReason) {
  send({{.home = "SC999999"}, {.reference = "CC-2", .home = "SC999999"}});
  EXPECT_EQ(figures().withheld, (std::map<std::string, std::uint64_t>{{"UNKNOWN_HOME", 2}}));
  send({{}});
  EXPECT_TRUE(figures().withheld.empty());
}

TEST_F(FiguresTest, RememberTheLastReturn) {
  EXPECT_EQ(figures().last_return.sent, 0U);
  send({{}, {.reference = "CC-2", .time = "30/09/2026 21:10"}});
  EXPECT_EQ(figures().last_return.sent, 1U);
  EXPECT_EQ(figures().last_return.rejected, 1U);
}

TEST_F(FiguresTest, SayThatSendingHasStopped) {
  EXPECT_FALSE(figures().stopped);
  source_->alarm({Reason::kIntegrity, "somebody altered something"});
  EXPECT_TRUE(figures().stopped);
}

// What `stile-agent` does at SIGHUP.
TEST_F(FiguresTest, AnExportIsReadThroughTheColumnMapThatIsInForce) {
  EXPECT_EQ(send({{.category = "Something New"}}), ExitCode::kFaults);
  column_map_ = column_map("text: \"Concern for Safety\"", "text: \"Something New\"");
  EXPECT_EQ(send({{.category = "Something New"}}), ExitCode::kOk);
}

}  // namespace
}  // namespace stile::agent
