#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "agents/recipient/inbox.h"
#include "core/agreement/directory.h"
#include "core/agreement/document_set.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/result.h"

namespace stile::agent {

// ToTell is who is to be told, and of what: that something new waits, that something was corrected,
// that nobody has read it in time, or that it is an exercise. Nothing in it says what it is about
// (X8).
struct ToTell {
  enum class What { kNew, kCorrected, kOverdue, kExercise };

  std::string reference;
  What what = What::kNew;
  agreement::Contact to;
  Instant time = 0;  // when it came
};

// NoticeWatchOptions are what the watch is given from outside; all of it outlives the watch.
struct NoticeWatchOptions {
  Inbox* inbox = nullptr;  // never null
  AgencyId self;
  std::function<std::shared_ptr<const agreement::DocumentSet>()> documents;
  std::function<Instant()> clock;
  // gateways_time() is what the gateway's clock shows, nothing while that is not known; absent, it
  // never is.
  std::function<std::optional<Instant>()> gateways_time = {};
  // give() begins to tell; it never waits, and fails where it is to be tried again.
  std::function<Status(const ToTell& what)> give;
  // settled() is of what nobody is to be told of any more.
  std::function<void(const std::string& reference)> settled;
  std::function<void(std::string_view event, const Error& error)> log_problem;
};

// NoticeWatch hands each notice on until somebody opens it: at once to the first contact on duty,
// and whenever the agreement's limit has passed once more, to the first of those on duty then who
// was not told yet. Who was told is durable once given() has said so; after a restart the others
// are told again. An exercise goes to all its contacts at once, each under a reference of its own,
// for a day or until it is answered. It also has the inbox say the words that are due, and send
// again what an inspector has asked and did not reach the gateway; for that it waits at times. And
// it has the inbox destroy what nobody may keep any more. Times are to kLookSeconds otherwise.
class NoticeWatch {
 public:
  static constexpr int kLookSeconds = 1;
  // Steps that are due at once, as after a long stop, are so far apart that each contact is told.
  static constexpr Instant kApartSeconds = 60;

  explicit NoticeWatch(NoticeWatchOptions options) : options_(std::move(options)) {}
  ~NoticeWatch() { stop(); }
  NoticeWatch(const NoticeWatch&) = delete;
  NoticeWatch& operator=(const NoticeWatch&) = delete;

  // start() looks from then on, on a thread of its own; stop() returns when it looks no more.
  void start();
  void stop();

  // look() hands on what is due now. Fails as the inbox does.
  Status look();
  // given() says that a contact of that code was told of a notice. Any thread.
  Status given(const std::string& reference, const std::string& contact);

 private:
  // Steps are those begun of a notice since the start; which of them succeeded is the inbox's to
  // know.
  struct Steps {
    std::int64_t parcel = 0;
    std::set<std::string> contacts;  // by code
    Instant last = 0;
  };

  void run();
  Status look_notices();
  Status look_exercises(const agreement::Agency& agency);
  void forget_read(const std::vector<ListedNotice>& unread);
  Status step(const ListedNotice& listed, const std::vector<const agreement::Contact*>& duty,
              Instant now);
  void problem(std::string_view event, const Error& error) const;

  const NoticeWatchOptions options_;
  std::mutex mutex_;                    // over what follows
  std::map<std::string, Steps> steps_;  // by reference
  std::set<std::string> exercises_;     // references of which telling has begun
  bool nobody_ = false;                 // it was said that nobody is on duty
  std::condition_variable changed_;
  bool stopping_ = false;
  bool undisposed_ = false;  // of look() alone: it was said that rows could not be destroyed
  std::thread thread_;
};

}  // namespace stile::agent
