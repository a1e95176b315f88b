#include "agents/awaited_documents.h"

#include <chrono>
#include <thread>

#include "agents/link/attachment.h"
#include "core/log/log.h"
#include "core/notify/notify.h"

namespace stile::agent {
namespace {

constexpr auto kPoll = std::chrono::milliseconds(50);
constexpr int kPollsPerAttempt = 20;
constexpr auto kConnectLongest = std::chrono::milliseconds(2000);  // stopping waits for it

}  // namespace

Status await_documents(GatewayClient& gateway, DocumentKeeper& documents,
                       const std::function<bool()>& stopping) {
  if (documents.current() == nullptr) notify_waiting("the signed documents");
  for (int polls = 0; documents.current() == nullptr; ++polls) {
    if (stopping()) return Error{Reason::kUnavailable, "stopped before there were any documents"};
    if (polls % kPollsPerAttempt == 0) {
      gateway.connected(kConnectLongest);
      const auto taken = take_documents(gateway, documents);
      if (!taken.ok()) {
        log_problem("documents_not_taken", taken.reason(), taken.error().detail);
      }
    }
    if (documents.current() == nullptr) std::this_thread::sleep_for(kPoll);
  }
  return ok();
}

}  // namespace stile::agent
