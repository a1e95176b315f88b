#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <string>

#include "gateway/pipeline/ports.h"
#include "tests/support/batches.h"

namespace stile::gateway {

// StoreUnderTest is one implementation of Store, which can be closed and opened again: what
// it has then is what was durable.
class StoreUnderTest {
 public:
  virtual ~StoreUnderTest() = default;
  virtual Store& store() = 0;
  virtual void reopen() = 0;
};

struct StoreMaker {
  std::string name;
  std::function<std::unique_ptr<StoreUnderTest>()> make;
};

// PrintTo() gives GoogleTest a name to print.
inline void PrintTo(const StoreMaker& maker, std::ostream* to) { *to << maker.name; }

// store_makers() lists every implementation that the contract is run on.
std::vector<StoreMaker> store_makers();

// The invented parties and stream of the contract tests.
inline const std::string kNorth = "spiffe://test/force/north/agent";
inline const std::string kSouth = "spiffe://test/regulator/south/agent";
inline const std::string kWest = "spiffe://test/authority/west/agent";

Hash some_hash(char fill);
StreamKey some_stream(const std::string& recipient = kSouth);
Parcel some_parcel(std::uint64_t id, const std::string& recipient = kSouth);

}  // namespace stile::gateway
