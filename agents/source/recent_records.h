#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <unordered_map>
#include <utility>

#include "agents/source/intake_types.h"

namespace stile::agent {

// RecentRecords holds what was drafted last on a way: the draft that is being filled, and the
// `kAhead` before it, which a reader may not see yet. One thread.
class RecentRecords {
 public:
  // How many drafts may have been handed to the outlet without being durable.
  static constexpr std::size_t kAhead = 2;

  // in_draft() tells whether the draft that is being filled has the record.
  bool in_draft(const RecordKey& key) const { return drafts_.front().contains(name_of(key)); }
  // find() gives the newest state of a record; null where a reader knows it as well.
  const KnownRecord* find(const RecordKey& key) const {
    const std::string name = name_of(key);
    for (const auto& draft : drafts_) {
      const auto found = draft.find(name);
      if (found != draft.end()) return &found->second;
    }
    return nullptr;
  }
  void put(const RecordKey& key, const KnownRecord& record) {
    drafts_.front().insert_or_assign(name_of(key), record);
  }
  // handed_over() says that the draft was taken by the outlet, and the next one begins.
  void handed_over() {
    for (std::size_t i = kAhead; i > 0; --i) drafts_[i].swap(drafts_[i - 1]);
    drafts_.front().clear();
  }

 private:
  // All keys of a way have the same route and system.
  static std::string name_of(const RecordKey& key) {
    std::string name;
    name.reserve(key.child.size() + key.reference.size());
    name.append(view(key.child)).append(key.reference);
    return name;
  }

  std::array<std::unordered_map<std::string, KnownRecord>, kAhead + 1> drafts_;
};

}  // namespace stile::agent
