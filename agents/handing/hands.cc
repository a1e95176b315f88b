#include "agents/handing/hands.h"

#include "agents/handing/command_hand.h"
#include "agents/handing/spool.h"
#include "core/storage/file.h"

namespace stile::agent {
namespace {

template <typename Opened>
std::unique_ptr<Hand> boxed(Opened hand) {
  return std::make_unique<Opened>(std::move(hand));
}

}  // namespace

Status check(const HandingSettings& settings) {
  if (!settings.command.empty()) STILE_CHECKED(check_command(settings.command));
  if (!settings.spool.empty()) STILE_CHECKED(check_spool(settings.spool));
  if (settings.mail && !settings.mail->roots.empty()) {
    STILE_CHECKED(storage::read_whole(settings.mail->roots));
  }
  return ok();
}

Result<std::unique_ptr<Hands>> Hands::open(HandsOptions options) {
  std::unique_ptr<Hands> hands(new Hands(std::move(options)));
  STILE_CHECKED(hands->open_means());
  return hands;
}

Hands::~Hands() = default;

Status Hands::open_means() {
  const HandingSettings& settings = options_.settings;
  if (!settings.command.empty()) {
    STILE_TRY(auto hand, CommandHand::open(settings.command));
    add(Means::kCommand, boxed(std::move(hand)));
  }
  if (!settings.spool.empty()) {
    const SpoolPorts ports{[this](const HandingName& what) {
                             const std::lock_guard lock(telling_);
                             options_.acknowledged(what);
                           },
                           [this](std::string_view event, const Error& error) {
                             const std::lock_guard lock(telling_);
                             options_.log_problem(event, error);
                           }};
    STILE_TRY(auto hand, Spool::open(settings.spool, ports));
    add(Means::kSpool, boxed(std::move(hand)));
  }
  if (settings.mail) {
    STILE_TRY(auto hand, MailHand::open(*settings.mail));
    add(Means::kMail, boxed(std::move(hand)));
  }
  return ok();
}

void Hands::add(Means means, std::unique_ptr<Hand> hand) {
  const auto given = [this, means](const Handing& handing, const Status& status) {
    const std::lock_guard lock(telling_);
    options_.given(handing, means, status);
  };
  queues_.push_back(std::make_unique<HandQueue>(std::move(hand), given, options_.patience));
}

void Hands::start() {
  for (const auto& queue : queues_) queue->start();
}

Status Hands::give(const Handing& handing) {
  STILE_CHECKED(check(handing));
  bool taken = true;
  for (const auto& queue : queues_) taken = queue->put(handing) && taken;
  if (taken) return ok();
  return Error{Reason::kUnavailable, "too much waits to be handed on"};
}

void Hands::settled(const std::string& id) {
  for (const auto& queue : queues_) queue->settle(id);
}

}  // namespace stile::agent
