// How what people here say goes up, and what becomes of it there.
#include "agents/recipient/inbox.h"
#include "agents/recipient/inbox_store.h"
#include "core/record/statement.h"

namespace stile::agent {

Result<std::vector<Bytes>> Inbox::untaken(std::size_t most) {
  const std::lock_guard lock(mutex_);
  return store_->notices().untaken(most, options_.clock());
}

Status Inbox::look_for_words() {
  {
    const std::lock_guard lock(mutex_);
    const Instant now = options_.clock();
    STILE_TRY(const std::uint64_t due, store_->notices().due(looked_, now));
    looked_ = now;
    if (due > 0) word_added_ = true;
    store_->tidy();
  }
  tell_of_words();
  return ok();
}

Status Inbox::taken(const Hash& digest) {
  const std::lock_guard lock(mutex_);
  return store_->together([&]() -> Status {
    STILE_CHECKED(store_->notices().answer(digest, "taken"));
    STILE_CHECKED(store_->challenges().answer(digest, "taken"));
    STILE_CHECKED(store_->identity_requests().answer(digest, "taken"));
    return ok();
  });
}

Status Inbox::refused(const Hash& digest, Reason reason) {
  const std::lock_guard lock(mutex_);
  InboxOperation event{kIntegrityEvent, options_.clock(), {}, {}, {}, {}, 0, 0, {}};
  event.reason = name(reason);
  return store_->together([&]() -> Status {
    STILE_CHECKED(store_->notices().answer(digest, name(reason)));
    STILE_TRY(const bool challenge, store_->challenges().answer(digest, name(reason)));
    STILE_TRY(const bool request, store_->identity_requests().answer(digest, name(reason)));
    event.occasion = challenge ? "challenge"
                     : request ? std::string(kIdentityRequest)
                               : record::to_text(record::notification());
    return store_->log(event);
  });
}

}  // namespace stile::agent
