#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/reason.h"
#include "core/record/code_texts.h"

namespace stile::gateway {

// Peer is who is at the other end of the TLS connection, as the handshake proved it.
struct Peer {
  AgencyId id;
  Hash certificate{};  // SHA-256 of its DER
};

// RowFault names one bad row of a consignment, so that the source can take it out.
struct RowFault {
  std::uint32_t row = 0;
  Reason reason = Reason::kMalformed;
  std::optional<record::Field> field;
};

// Refusal is why a message went no further. Every refusal becomes a leaf before it is
// answered. What was claimed (`to`, `agreement`) is empty where it could not be read.
struct Refusal {
  Peer peer;
  Reason reason = Reason::kMalformed;
  std::string to;
  std::optional<Hash> agreement;
  std::uint64_t number = 0;
  std::uint32_t rows = 0;
  std::vector<RowFault> faults;
  std::string detail;         // for the local log only
  std::string occasion = {};  // kind only; of a question
};

// Verdict<T> is a stage's result: its type, or the refusal that ends the road.
template <typename T>
class [[nodiscard]] Verdict {
 public:
  Verdict(T passed) : state_(std::in_place_index<0>, std::move(passed)) {}
  Verdict(Refusal refused) : state_(std::in_place_index<1>, std::move(refused)) {}
  [[nodiscard]] bool passed() const { return state_.index() == 0; }
  T&& take() && { return std::get<0>(std::move(state_)); }
  const T& operator*() const { return std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }
  Refusal&& refusal() && { return std::get<1>(std::move(state_)); }
  const Refusal& refusal() const& { return std::get<1>(state_); }

 private:
  std::variant<T, Refusal> state_;
};

}  // namespace stile::gateway
