#include "gateway/pipeline/exchange.h"

namespace stile::gateway {

Entry travel(wire::Consignment consignment, const Peer& peer, const World& world) {
  auto received = receive(std::move(consignment), peer, world.urgency);
  if (!received.passed()) return std::move(received).refusal();

  auto authenticated = authenticate(std::move(received).take(), peer, *world.documents);
  if (!authenticated.passed()) return std::move(authenticated).refusal();

  auto authorised =
      authorise(std::move(authenticated).take(), world.documents, world.keys, world.now);
  if (!authorised.passed()) return std::move(authorised).refusal();

  auto minimised = minimise(std::move(authorised).take());
  if (!minimised.passed()) return std::move(minimised).refusal();

  auto pseudonymised = pseudonymise(std::move(minimised).take(), world.keys);
  if (!pseudonymised.passed()) return std::move(pseudonymised).refusal();

  return std::move(pseudonymised).take();
}

}  // namespace stile::gateway
