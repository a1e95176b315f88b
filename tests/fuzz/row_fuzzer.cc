#include "core/wire/row_codec.h"

#include "core/agreement/evaluate.h"
#include "core/agreement/minimise.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/scheme.h"
#include "tests/support/source_hand.h"

namespace {

using namespace stile;

// Gate is what stands before a row: the evaluation of one consignment.
struct Gate {
  support::Scheme scheme;
  std::shared_ptr<const agreement::DocumentSet> documents = scheme.document_set();
  agreement::Evaluation evaluation =
      agreement::Evaluation::begin(
          *documents, support::disclosure_to(support::kOfsted, scheme.agreement_hash()),
          support::kNow)
          .value();
  agreement::Grant grant =
      evaluation.of(record::envelope_of(support::call_out(support::kHome, "2026-10-10T20:15Z")))
          .value();
};

}  // namespace

// Fields and envelope that read are written in one way only, and whatever they say is judged
// without harm.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Gate gate;
  const ByteView bytes = fuzz::input(data, size);
  const auto fields = wire::decode_fields(bytes);
  if (fields.ok()) {
    fuzz::require(wire::encode_fields(*fields) == bytes);
    (void)agreement::excess(*fields, gate.grant.treatments);
  }
  const auto envelope = wire::decode_envelope(bytes);
  if (!envelope.ok()) return 0;
  fuzz::require(wire::encode_envelope(*envelope) == bytes);
  const auto grant = gate.evaluation.of(*envelope);
  fuzz::require(!grant.ok() || grant->home->id == envelope->home);
  (void)agreement::faults({}, *envelope, grant.ok() ? *grant : gate.grant);
  return 0;
}
