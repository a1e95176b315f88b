#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>

#include "agents/config.h"
#include "agents/documents/document_keeper.h"
#include "agents/handing/hands.h"
#include "agents/recipient/inbox.h"
#include "agents/recipient/notice_watch.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"

namespace stile::agent {

// is_notified() is whether an agency of this kind is told of single events.
constexpr bool is_notified(AgencyKind kind) {
  return kind == AgencyKind::kAuthority || kind == AgencyKind::kYjs;
}

// GivenRelay passes on, to the watch while there is one, that a contact was told: the means that
// tell (hands.h) are there before it and after it. Any thread.
class GivenRelay {
 public:
  void pass_to(NoticeWatch* watch);
  void operator()(const Handing& handing);

 private:
  std::mutex mutex_;
  NoticeWatch* watch_ = nullptr;
};

// make_notice_watch() joins the watch to the means that the agency has; without any, `hands` is
// null and what is overdue is only shown. All outlive the watch.
std::unique_ptr<NoticeWatch> make_notice_watch(
    const Config& config, Inbox& inbox, const DocumentKeeper& documents, Hands* hands,
    std::function<Instant()> clock, std::function<std::optional<Instant>()> gateways_time,
    std::function<void(std::string_view, const Error&)> log_problem);

}  // namespace stile::agent
