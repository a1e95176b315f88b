#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace stile::gateway {

// Fetched is how far agencies have fetched the leaves that name them. Only memory knows: every
// agent says it again with its first question after each attachment, so that a gateway that was
// restarted knows within minutes, and less than there is until then. Any thread.
class Fetched {
 public:
  // note() says that this agency has what lies before `index` for good.
  void note(const std::string& agency, std::uint64_t index) {
    const std::lock_guard lock(mutex_);
    auto& known = until_[agency];
    known = std::max(known, index);
  }
  // by() is up to where it has all; 0 where it has not said so yet.
  std::uint64_t by(const std::string& agency) const {
    const std::lock_guard lock(mutex_);
    const auto found = until_.find(agency);
    return found == until_.end() ? 0 : found->second;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::uint64_t> until_;
};

}  // namespace stile::gateway
