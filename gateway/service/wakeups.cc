#include <utility>

#include "gateway/service/gateway.h"

namespace stile::gateway {

void Wakeups::attach(const std::string& agency, std::shared_ptr<Listener> listener) {
  const std::lock_guard lock(mutex_);
  const auto before = std::exchange(listeners_[agency], std::move(listener));
  if (before) before->supersede();
}

void Wakeups::detach(const std::string& agency, const std::shared_ptr<Listener>& listener) {
  const std::lock_guard lock(mutex_);
  const auto found = listeners_.find(agency);
  if (found != listeners_.end() && found->second == listener) listeners_.erase(found);
}

void Wakeups::wake(const std::string& agency) {
  const std::lock_guard lock(mutex_);
  const auto found = listeners_.find(agency);
  if (found != listeners_.end()) found->second->wake();
}

void Wakeups::wake_all() {
  const std::lock_guard lock(mutex_);
  for (const auto& [agency, listener] : listeners_) listener->wake();
}

std::size_t Wakeups::attached() {
  const std::lock_guard lock(mutex_);
  return listeners_.size();
}

void Wakeups::supersede_all() {
  const std::lock_guard lock(mutex_);
  for (const auto& [agency, listener] : listeners_) listener->supersede();
}

}  // namespace stile::gateway
