#include <utility>

#include "agents/drop/drop_line.h"
#include "core/base/limits.h"

namespace stile::agent {
namespace {

using namespace std::chrono_literals;

// EventsSaid gathers what is said of each event, for the result.
class EventsSaid : public Reporter {
 public:
  void line(std::string_view /*text*/, std::string_view json) override {
    all_.append(all_.empty() ? "" : ",").append(json);
  }
  void message(std::string_view /*text*/) override {}
  void progress(std::uint64_t /*rows*/, unsigned /*percent*/) override {}

  std::string list() const { return "[" + all_ + "]"; }

 private:
  std::string all_;
};

// An export is no longer than by hand: what is said of its events is gathered before it is written.
Status check_size(std::istream& rows) {
  rows.seekg(0, std::ios::end);
  const auto bytes = rows.tellg();
  rows.seekg(0);
  if (!rows || bytes < 0) return Error{Reason::kIo, "an export cannot be read"};
  if (static_cast<std::uint64_t>(bytes) <= limits::kMessageBytes) return ok();
  return Error{Reason::kTooLarge, "more than " + std::to_string(limits::kMessageBytes) +
                                      " bytes; mend with: several files, the newest events first"};
}

// NotifyDelivery tells of an export's events as its owner's `stile notify send` would.
class NotifyDelivery : public DropDelivery {
 public:
  NotifyDelivery(Source& source, bool again)
      : source_(&source), which_(again ? NotifyRun::Which::kUntold : NotifyRun::Which::kAll) {}

  Status deliver(std::string_view /*name*/, std::istream& rows, std::string_view account,
                 RejectedRows& rejected) override {
    STILE_CHECKED(check_size(rows));
    return source_->deliver_events(rows, account, which_, said_, rejected, totals_);
  }

  void say_sent(JsonObject& json) const override {
    put(totals_, json)
        .flag("again", which_ == NotifyRun::Which::kUntold)
        .json("events", said_.list());
  }
  void say_failed(JsonObject& json) const override {
    json.number("rows", totals_.rows).json("events_before_the_fault", said_.list());
  }
  bool has_rejected() const override { return totals_.rejected > 0; }
  Status fell_short(std::string_view name) override { return source_->unreadable(name); }
  bool waits() const override { return totals_.unreached > 0; }
  bool went() const override { return totals_.sent + totals_.revised > 0; }

  std::string counts() const override {
    return std::to_string(totals_.rows) +
           " events: " + std::to_string(totals_.sent + totals_.revised) + " notifications, " +
           std::to_string(totals_.unchanged) + " told before, " + std::to_string(totals_.untold) +
           " told to nobody, " + std::to_string(totals_.unreached) + " not told to all yet, " +
           std::to_string(totals_.rejected) + " rejected" +
           (totals_.erased == 0 ? "" : ", " + std::to_string(totals_.erased) + " erased");
  }
  std::string counts_failed() const override {
    return std::to_string(totals_.rows) + " events read before the fault";
  }

 private:
  Source* source_;
  const NotifyRun::Which which_;
  EventsSaid said_;
  NotifyTotals totals_;
};

}  // namespace

DropLine notify_line(Source& source) {
  return {
      .begin = [&source](bool again) { return std::make_unique<NotifyDelivery>(source, again); },
      .changes = [&source] { return source.document_changes(); },
      .look = 250ms,
      .rest = 1s};
}

}  // namespace stile::agent
