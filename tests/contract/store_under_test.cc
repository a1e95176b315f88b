#include "tests/contract/store_under_test.h"

#include <utility>

#include "core/crypto/initialise.h"
#include "core/crypto/random.h"
#include "gateway/store/sqlite_store.h"
#include "tests/support/failing_store.h"
#include "tests/support/temporary_folder.h"

namespace stile::gateway {
namespace {

class SqliteUnderTest final : public StoreUnderTest {
 public:
  SqliteUnderTest() { reopen(); }
  Store& store() override { return *store_; }
  void reopen() override {
    store_.reset();
    store_ = SqliteStore::open(folder_.file("store.db"), crypto::system_random()).value();
  }

 private:
  support::TemporaryFolder folder_;
  std::unique_ptr<SqliteStore> store_;
};

class FailingUnderTest final : public StoreUnderTest {
 public:
  FailingUnderTest() : store_(std::make_unique<support::FailingStore>(crypto::system_random())) {}
  Store& store() override { return *store_; }
  void reopen() override { store_ = store_->reopened(); }

 private:
  std::unique_ptr<support::FailingStore> store_;
};

}  // namespace

std::vector<StoreMaker> store_makers() {
  crypto::initialise();
  return {{"Sqlite", [] { return std::make_unique<SqliteUnderTest>(); }},
          {"InMemory", [] { return std::make_unique<FailingUnderTest>(); }}};
}

Hash some_hash(char fill) {
  Hash hash{};
  hash.fill(static_cast<std::uint8_t>(fill));
  return hash;
}

StreamKey some_stream(const std::string& recipient) {
  return {.agreement_id = "north-south-returns", .source = kNorth, .recipient = recipient};
}

Parcel some_parcel(std::uint64_t id, const std::string& recipient) {
  return {.id = id,
          .source = kNorth,
          .recipient = recipient,
          .digest = some_hash('d'),
          .agreement = some_hash('a'),
          .admitted = 1'790'000'000,
          .sealed = Bytes(40'000, static_cast<char>(id))};
}

}  // namespace stile::gateway
