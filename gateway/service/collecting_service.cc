#include "gateway/service/collecting_service.h"

#include <vector>

#include "core/wire/strict.h"
#include "gateway/service/status_map.h"

namespace stile::gateway {
namespace {

constexpr std::uint64_t kLargestMessage = 64 * 1024;
constexpr std::size_t kKeptTogether = 256;

Result<GivenBack> given_back(v1::HeldLeaf&& wire, const AgencyId& peer,
                             const agreement::DocumentSet& documents) {
  STILE_CHECKED(wire::check_strict(wire));
  GivenBack given;
  given.leaf = std::move(*wire.mutable_leaf());
  given.number = wire.number();
  given.note = std::move(*wire.mutable_note());
  const bool digest = wire.digest().empty() || copy_exact(wire.digest(), given.digest);
  const bool salt = wire.salt().empty() || copy_exact(wire.salt(), given.salt);
  if (!digest || !salt) return Error{Reason::kMalformed, "a digest and a salt are 32 bytes"};
  return take_back(std::move(given), wire.receipt(), peer, documents);
}

}  // namespace

grpc::Status CollectingService::GiveBack(grpc::ServerContext* context,
                                         grpc::ServerReader<v1::HeldLeaf>* reader,
                                         v1::GivenBack* answer) {
  auto call = gate_.enter(*context, kLargestMessage);
  if (!call.ok()) return status_of(call.reason());
  Status verified;
  const auto taken = take_all(*call, *reader, verified);
  if (!taken.ok()) {
    ports_.refused(call->peer(), taken.error());
    return status_of(taken.reason());
  }
  if (!verified.ok()) ports_.refused(call->peer(), verified.error());
  const std::lock_guard lock(mutex_);
  const bool first = heard_.insert(call->peer()).second;
  if (first || taken.value() > 0) ports_.given(call->peer(), taken.value());
  answer->set_leaves(taken.value());
  return grpc::Status::OK;
}

// One that does not verify holds up none behind it; `verified` is why the first of them does not.
Result<std::uint64_t> CollectingService::take_all(Call& call,
                                                  grpc::ServerReader<v1::HeldLeaf>& reader,
                                                  Status& verified) {
  std::uint64_t taken = 0;
  std::vector<GivenBack> together;
  v1::HeldLeaf wire;
  while (reader.Read(&wire)) {
    call.received(wire.ByteSizeLong());
    auto given = given_back(std::move(wire), call.peer(), *documents_);
    if (!given.ok()) {
      if (verified.ok()) verified = given.error();
      continue;
    }
    together.push_back(std::move(given).value());
    ++taken;
    if (together.size() < kKeptTogether) continue;
    STILE_CHECKED(ports_.keep(together));
    together.clear();
  }
  STILE_CHECKED(ports_.keep(together));
  return taken;
}

}  // namespace stile::gateway
