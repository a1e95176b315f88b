#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/base/result.h"
#include "tests/bench/bare_server.h"

namespace stile::bench {

// BareAnswer is the floor of enquiry_latency: the least that finds a home's rows of a period among
// all that a force has, and brings them to another machine, which keeps them row by row, over a
// third, the gateway. One thread.
class BareAnswer {
 public:
  // open() copies the rows of an intake store, of the sizes that they have there, into an SQLite
  // file in `folder` with an index of its own, in the order of their days, and starts bare servers
  // (bare_leg.h) with `identities`: the recipient, a gateway that keeps each row, and one that
  // keeps each message as it came.
  static Result<BareAnswer> open(const std::string& folder, const std::string& identities,
                                 const std::string& intake);
  BareAnswer(BareAnswer&&) noexcept;
  ~BareAnswer();

  // sample() is how many microseconds it takes to look the rows up, and to bring them to the
  // gateway that keeps this of them, which commits it and answers, and to the recipient, which
  // does the same.
  Result<double> sample(const std::string& home, std::int64_t first, std::int64_t last,
                        BareKeeps at_gateway);
  // rows() is how many the last sample had.
  std::size_t rows() const;

 private:
  struct Machines;
  explicit BareAnswer(std::unique_ptr<Machines> machines);

  std::unique_ptr<Machines> machines_;
};

}  // namespace stile::bench
