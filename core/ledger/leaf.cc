#include "core/ledger/leaf.h"

#include <array>
#include <utility>

#include "core/crypto/digest.h"

namespace stile::ledger {
namespace {

constexpr std::array<std::pair<Op, std::string_view>, 11> kOps = {{
    {Op::kCollection, "collection"},
    {Op::kAlteration, "alteration"},
    {Op::kConsultation, "consultation"},
    {Op::kDisclosure, "disclosure"},
    {Op::kCombination, "combination"},
    {Op::kErasure, "erasure"},
    {Op::kRefusal, "refusal"},
    {Op::kState, "state"},
    {Op::kDocument, "document"},
    {Op::kKey, "key"},
    {Op::kAdministration, "administration"},
}};

}  // namespace

std::string_view name(Op op) { return kOps.at(static_cast<std::size_t>(op)).second; }

std::optional<Op> op_named(std::string_view text) {
  for (const auto& [op, op_name] : kOps) {
    if (op_name == text) return op;
  }
  return std::nullopt;
}

Hash commitment(const Hash& salt, std::string_view field, ByteView value) {
  Bytes message("stile-commit/v1\n");
  message.append(field).append("\n").append(value);
  return crypto::hmac_sha256(view(salt), message);
}

}  // namespace stile::ledger
