#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "agents/source/intake_types.h"

namespace stile::agent {

// RecentRecords holds what was drafted last on a way: the draft that is being filled, and the
// `kAhead` before it, which a reader may not see yet. One thread.
class RecentRecords {
 public:
  // How many drafts may have been handed to the outlet without being durable.
  static constexpr std::size_t kAhead = 8;

  // in_draft() tells whether the draft that is being filled has the record.
  bool in_draft(const RecordKey& key) const {
    const auto found = records_.find(name_of(key));
    return found != records_.end() && found->second.draft == draft_;
  }
  // find() gives the newest state of a record; null where a reader knows it as well.
  const KnownRecord* find(const RecordKey& key) const {
    const auto found = records_.find(name_of(key));
    return found == records_.end() ? nullptr : &found->second.record;
  }
  void put(const RecordKey& key, const KnownRecord& record) {
    const auto [found, is_new] = records_.try_emplace(name_of(key));
    const bool listed = !is_new && found->second.draft == draft_;
    found->second = {record, draft_};
    if (!listed) put_in(draft_).push_back(&*found);
  }
  // handed_over() says that the draft was taken by the outlet, and the next one begins.
  void handed_over() {
    ++draft_;
    auto& oldest = put_in(draft_);
    for (const auto* put : oldest) {
      const bool drafted_again = put->second.draft + kAhead >= draft_;
      if (!drafted_again) records_.erase(put->first);
    }
    oldest.clear();
  }

 private:
  struct Drafted {
    KnownRecord record;
    std::uint64_t draft;
  };
  using Records = std::unordered_map<std::string, Drafted>;
  using Put = std::vector<const Records::value_type*>;

  // All keys of a way have the same route and system.
  static std::string name_of(const RecordKey& key) {
    std::string name;
    name.reserve(key.child.size() + key.reference.size());
    name.append(view(key.child)).append(key.reference);
    return name;
  }
  Put& put_in(std::uint64_t draft) { return put_[draft % put_.size()]; }

  Records records_;
  std::array<Put, kAhead + 1> put_;
  std::uint64_t draft_ = 0;
};

}  // namespace stile::agent
