#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "agents/handing/hand_queue.h"
#include "agents/handing/handing.h"
#include "agents/handing/mail_hand.h"
#include "core/base/result.h"

namespace stile::agent {

// HandingSettings are the means that an agency has; of these all are used. Paths are absolute.
struct HandingSettings {
  std::string command;  // empty: none
  std::string spool;    // folder; empty: none
  std::optional<MailSettings> mail;
};

// check() succeeds where every means could be used as it stands on this machine: the program, the
// folders, the file of authorities. kNotFound, kNotPermitted, kIo or kTooLarge, with the mend.
Status check(const HandingSettings& settings);

// HandsOptions is what handing on is given from outside. Callbacks come from threads of Hands, one
// at a time; they may call give() and settled().
struct HandsOptions {
  HandingSettings settings;
  // given() is each try's end, by one means; a failed one is made again (hand_queue.h) unless it is
  // kMissingField, kMalformed or kTooLarge.
  std::function<void(const Handing& handing, Means means, const Status& status)> given;
  // acknowledged() is of the spool only: another system has taken it (spool.h). Handed on, not
  // read.
  std::function<void(const HandingName& what)> acknowledged;
  std::function<void(std::string_view event, const Error& error)> log_problem;
  Patience patience = {};
};

// Hands tells the people of an agency, by every means that is configured, that something waits.
// Each means has its own thread and queue, so that a mail server that hangs holds up neither a
// command nor the spool. What was handed on is for the caller to keep: after a restart it gives
// again what no given() has told it of.
class Hands {
 public:
  // open() fails as check().
  static Result<std::unique_ptr<Hands>> open(HandsOptions options);
  // Ending stops what is at work.
  ~Hands();
  Hands(const Hands&) = delete;
  Hands& operator=(const Hands&) = delete;

  void start();

  // give() never waits. kMalformed for an id that is no reference; kUnavailable where too many
  // wait for a means: give it again later, to all of them. A newer handing of an id, of whatever
  // kind, takes the place of one that has not succeeded yet. Any thread.
  Status give(const Handing& handing);

  // settled() is for what a person has answered: nothing of it is tried again. Any thread.
  void settled(const std::string& id);

 private:
  explicit Hands(HandsOptions options) : options_(std::move(options)) {}
  Status open_means();
  void add(Means means, std::unique_ptr<Hand> hand);

  const HandsOptions options_;
  std::mutex telling_;
  std::vector<std::unique_ptr<HandQueue>> queues_;
};

}  // namespace stile::agent
