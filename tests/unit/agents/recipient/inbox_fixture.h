#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "agents/recipient/inbox.h"
#include "core/crypto/random.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"
#include "core/wire/document_codec.h"
#include "tests/support/keys.h"
#include "tests/support/said.h"
#include "tests/support/scheme.h"
#include "tests/support/source_hand.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/agents/recipient/gateway_hand.h"

namespace stile::agent {

using support::call_out;
using support::GatewayLies;
using support::Lies;

// InboxFixture is an inbox, Ofsted's where nobody else is named, a force that sends to it, and the
// gateway between them.
class InboxFixture : public ::testing::Test {
 protected:
  explicit InboxFixture(support::Scheme scheme = {}, const char* self = support::kOfsted)
      : self_(self), scheme_(std::move(scheme)) {
    reopen();
  }

  // reopen() is a restart.
  void reopen() {
    inbox_.reset();
    auto opened = Inbox::open(options());
    ASSERT_TRUE(opened.ok()) << opened.error().detail;
    inbox_ = std::move(opened).value();
  }

  InboxOptions options() {
    return {folder_.file("inbox.db"),
            folder_.file("sealing.key"),
            folder_.path(),
            support::agency(self_),
            std::make_shared<crypto::NoteSigner>(support::signer_named(self_)),
            support::signer_named(support::kLog).verifier(),
            [this] { return documents_; },
            [this] { return now_; },
            random_,
            [this](std::string_view event, const Error& error) {
              problems_ += std::string(event) + " " + error.detail + "\n";
            }};
  }

  wire::Consignment consign(std::span<const record::Event> records, std::uint64_t number = 1,
                            const Lies& lies = {}) const {
    return hand_.consign(records, number, lies);
  }
  // consign() of two rows of one home.
  wire::Consignment consign(std::uint64_t number = 1, const Lies& lies = {}) const {
    const std::string of = std::to_string(number);
    const std::vector<record::Event> records{
        call_out(support::kHome, "2026-10-10T20:15Z", "CAD-" + of + "-1"),
        call_out(support::kHome, "2026-10-09T20:15Z", "CAD-" + of + "-2")};
    return consign(records, number, lies);
  }

  crypto::SealingPublicKey sealing_key() {
    const Bytes note = inbox_->sealing_key_note().value();
    return wire::read_sealing_key(note, "note")->value.key;
  }

  ParcelDelivery sent(const wire::Consignment& consignment, const GatewayLies& lies = {}) {
    return gateway_.deliver(consignment, sealing_key(), inbox_->view().size(), lies);
  }

  // next() is proven from what the gateway sent last, whether that was taken or not.
  ParcelDelivery next(const wire::Consignment& consignment, const GatewayLies& lies = {}) {
    return gateway_.deliver(consignment, sealing_key(), gateway_.size(), lies);
  }

  // take() is the acknowledgement's outcome.
  Result<Bytes> take(const wire::Consignment& consignment, const GatewayLies& lies = {}) {
    return inbox_->take(sent(consignment, lies));
  }
  Reason refused(const wire::Consignment& consignment, const GatewayLies& lies = {}) {
    const auto taken = take(consignment, lies);
    EXPECT_FALSE(taken.ok()) << "taken";
    return taken.ok() ? Reason::kUsage : taken.reason();
  }

  // number_of() asks the store one number, behind the inbox's back.
  std::int64_t number_of(const char* sql) {
    auto database = storage::Database::open(folder_.file("inbox.db"), storage::OpenMode::kRead);
    return database.value().integer(sql).value();
  }
  // rows() counts each record once.
  std::int64_t rows() { return number_of("SELECT count(*) FROM row WHERE superseded = 0"); }
  std::int64_t integrity_events() {
    return number_of("SELECT count(*) FROM operation_log WHERE operation = 'integrity'");
  }

  // holds() is whether the store's files have these bytes anywhere.
  bool holds(ByteView bytes) {
    for (const auto* ending : {"", "-wal"}) {
      std::ifstream in(folder_.file("inbox.db") + ending, std::ios::binary);
      const std::string all{std::istreambuf_iterator<char>(in), {}};
      if (all.find(bytes) != all.npos) return true;
    }
    return false;
  }
  // plan_of() is how the database would answer a query of so many values.
  static std::string plan_of(const storage::Database& database, std::string_view query) {
    const std::string explain = "EXPLAIN QUERY PLAN " + std::string(query);
    storage::Statement statement(database, explain);
    auto rows = start_with_any(statement, std::ranges::count(query, '?'));
    std::string plan;
    while (rows.value().next().value()) {
      std::int64_t id = 0, parent = 0, unused = 0;
      std::string step;
      EXPECT_TRUE(rows.value().read(id, parent, unused, step).ok());
      plan += step + "\n";
    }
    return plan;
  }
  static Result<storage::Rows> start_with_any(storage::Statement& statement, long values) {
    if (values == 0) return statement.start();
    if (values == 1) return statement.start(0);
    return statement.start(0, 0, 0, "", "");
  }
  // vandalise() changes the store as its owner could, around the triggers.
  void vandalise(const std::string& sql) {
    inbox_.reset();
    {
      auto database = storage::Database::open(folder_.file("inbox.db"), storage::OpenMode::kWrite);
      ASSERT_TRUE(database.ok());
      const Status done = database.value().run(sql.c_str());
      ASSERT_TRUE(done.ok()) << done.error().detail;
    }
    reopen();
  }

  const char* self_;
  std::string problems_;
  crypto::Random random_ = crypto::system_random();  // of the inbox, from the next reopen()
  support::TemporaryFolder folder_;
  support::Scheme scheme_;
  std::shared_ptr<const agreement::DocumentSet> documents_ = scheme_.document_set();
  Instant now_ = support::kNow;
  support::SourceHand hand_{documents_,
                            support::disclosure_to(support::kOfsted, scheme_.agreement_hash())};
  support::GatewayHand gateway_{*documents_};
  std::unique_ptr<Inbox> inbox_;
  Said said_;
};

}  // namespace stile::agent
