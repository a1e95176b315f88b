#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/crypto/digest.h"
#include "core/crypto/random.h"
#include "gateway/pipeline/exchange.h"
#include "tests/support/failing_store.h"
#include "tests/support/scheme.h"
#include "tests/support/source_hand.h"

namespace stile::gateway {

using support::call_out;
using support::Lies;

// Road sends consignments of the invented force along the pipeline. A test changes the scheme
// before it sends; the force always evaluates under the honest scheme, the gateway under
// this one.
class Road : public ::testing::Test {
 protected:
  Peer peer(const char* id = support::kTestshire) const {
    return {support::agency(id), crypto::sha256(id)};
  }

  // records() are as many of one home and child as there are minutes.
  std::vector<record::Event> records(std::size_t count = 3) const {
    std::vector<record::Event> all;
    for (std::size_t i = 0; i < count; ++i) {
      all.push_back(call_out(support::kHome, "2026-10-10T20:15Z", "CAD-" + std::to_string(i)));
    }
    return all;
  }

  wire::Consignment consign(const std::vector<record::Event>& rows, const Lies& lies = {},
                            std::uint64_t number = 1) const {
    return hand_.consign(rows, number, lies);
  }
  wire::Consignment consign(const Lies& lies = {}) const { return consign(records(), lies); }

  Entry sent(wire::Consignment consignment, const char* from = support::kTestshire,
             Urgency urgency = Urgency::kBulk) {
    return travel(std::move(consignment), peer(from),
                  {scheme_.document_set(), support::kNow, keys_, urgency});
  }

  // refused() is the refusal that this consignment ends in; the test fails when it passes.
  Refusal refused(wire::Consignment consignment, const char* from = support::kTestshire) {
    Entry entry = sent(std::move(consignment), from);
    if (auto* refusal = std::get_if<Refusal>(&entry)) return std::move(*refusal);
    ADD_FAILURE() << "passed";
    return Refusal{peer(), Reason::kUsage, {}, {}, 0, 0, {}, {}};
  }
  Reason reason(wire::Consignment consignment, const char* from = support::kTestshire) {
    return refused(std::move(consignment), from).reason;
  }
  bool passes(wire::Consignment consignment) {
    return std::holds_alternative<Pseudonymised>(sent(std::move(consignment)));
  }

  support::Scheme scheme_;
  support::FailingStore keys_{crypto::system_random()};
  const support::SourceHand hand_{
      support::Scheme().document_set(),
      support::disclosure_to(support::kOfsted, support::Scheme().agreement_hash())};
};

}  // namespace stile::gateway
