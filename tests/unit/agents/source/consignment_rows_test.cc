#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "agents/source/consignment_draft.h"
#include "core/base/limits.h"
#include "tests/unit/agents/source/source_fixture.h"

namespace stile::agent {
namespace {

using limits::kConsignmentRows;
using limits::kConsignmentRowsUnsaid;

// ConsignmentRowsTest is about how many rows go in one consignment.
class ConsignmentRowsTest : public SourceFixture {
 protected:
  // sent_as() are the rows of each consignment of a return of so many calls.
  std::vector<std::uint32_t> sent_as(std::size_t calls) {
    const std::size_t before = gateway_.came().size();
    EXPECT_EQ(send(rows_of(static_cast<int>(calls))), ExitCode::kOk) << said_.messages();
    std::vector<std::uint32_t> rows;
    const auto came = gateway_.came();
    for (std::size_t i = before; i < came.size(); ++i) {
      if (came[i].statement.disclosure.record == record::RecordType::kCallOut) {
        rows.push_back(came[i].statement.rows);
      }
    }
    return rows;
  }
  // rows_until_full() are those of a draft of which `named` are rows that say who a child is.
  static std::size_t rows_until_full(const SourceOptions& options, std::size_t named) {
    ConsignmentDraft draft(options);
    std::size_t rows = 0;
    for (; !draft.full(); ++rows) {
      TreatedRow row;
      if (rows < named) row.identity.emplace();
      draft.add(std::move(row), Bytes(), {});
    }
    return rows;
  }
};

TEST_F(ConsignmentRowsTest, AreThoseThatEveryGatewayTakesUntilItSaysMore) {
  EXPECT_EQ(sent_as(kConsignmentRowsUnsaid + 1), (std::vector<std::uint32_t>{256, 1}));
}

TEST_F(ConsignmentRowsTest, AreAsManyAsTheGatewaySays) {
  source_->notes().limit(kConsignmentRows);
  EXPECT_EQ(sent_as(kConsignmentRows + 1), (std::vector<std::uint32_t>{512, 1}));
}

TEST_F(ConsignmentRowsTest, AreThoseAgainWhereAnotherGatewayDoesNotSay) {
  source_->notes().limit(kConsignmentRows);
  source_->notes().limit(0);
  EXPECT_EQ(sent_as(kConsignmentRowsUnsaid + 1), (std::vector<std::uint32_t>{256, 1}));
}

TEST_F(ConsignmentRowsTest, AreNeverMoreThanARecipientTakes) {
  source_->notes().limit(SIZE_MAX);
  EXPECT_EQ(sent_as(kConsignmentRows + 1), (std::vector<std::uint32_t>{512, 1}));
}

// Sealed identities are long, and a message has a bound.
TEST_F(ConsignmentRowsTest, AreFewerWhereTheySayWhoAChildIs) {
  const SourceOptions given = options();
  *given.consignment_rows = kConsignmentRows;
  EXPECT_EQ(rows_until_full(given, 0), kConsignmentRows);
  EXPECT_EQ(rows_until_full(given, 1), kConsignmentRowsUnsaid);
  EXPECT_EQ(rows_until_full(given, SIZE_MAX), kConsignmentRowsUnsaid);
}

}  // namespace
}  // namespace stile::agent
