#include "core/wire/consignment_codec.h"

#include "core/base/limits.h"
#include "core/crypto/random.h"
#include "gateway/pipeline/exchange.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/failing_store.h"
#include "tests/support/scheme.h"

namespace {

using namespace stile;

// documents() give the force a key with which no seed is signed.
std::shared_ptr<const agreement::DocumentSet> documents() {
  support::Scheme scheme;
  scheme.agency(support::kTestshire).signing_key = "another/key";
  return scheme.document_set();
}

// The whole road takes whatever decodes, and never lets it pass: nobody signed it.
void travel(wire::Consignment consignment) {
  static const auto known = documents();
  static support::FailingStore keys(crypto::system_random());
  const gateway::Peer peer{support::agency(support::kTestshire), {}};
  const auto entry = gateway::travel(std::move(consignment), peer, {known, support::kNow, keys});
  fuzz::require(std::holds_alternative<gateway::Refusal>(entry));
}

}  // namespace

// What decodes is within limits, and encoding it settles its bytes.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes = fuzz::input(data, size);
  auto consignment = wire::decode_consignment(bytes);
  if (consignment.ok()) {
    fuzz::require(consignment->rows.size() <= limits::kConsignmentRows);
    const Bytes encoded = wire::encode_consignment(*consignment);
    fuzz::require(wire::encode_consignment(wire::decode_consignment(encoded).value()) == encoded);
    travel(std::move(consignment).value());
  }
  const auto parcel = wire::decode_parcel(bytes);
  if (!parcel.ok()) return 0;
  const Bytes encoded = wire::encode_parcel(*parcel);
  fuzz::require(wire::encode_parcel(wire::decode_parcel(encoded).value()) == encoded);
  return 0;
}
