#include <optional>

#include "agents/drop/drop_folder.h"
#include "agents/drop/drop_line.h"
#include "agents/report/silent_reporter.h"
#include "core/handover/bulk_thread.h"

namespace stile::agent {
namespace {

using namespace std::chrono_literals;

std::string consignments_of(const Delivered& delivered) {
  std::string all;
  for (const auto& queued : delivered.queued) {
    JsonObject json;
    json.text("agreement", queued.agreement_id)
        .text("recipient", queued.recipient)
        .number("first", queued.first)
        .number("last", queued.last)
        .number("rows", queued.rows);
    all += (all.empty() ? "" : ",") + json.done();
  }
  return "[" + all + "]";
}

Error closed_error(const Withheld& closed) {
  std::string what = "nothing goes";
  if (!closed.agreement_id.empty()) what += " under agreement " + closed.agreement_id;
  return {closed.reason,
          what + "; mend with: an agreement in force, then move the file into `in` again"};
}

// ReturnDelivery sends an export as its owner's `stile return send` would, for the month with which
// its name begins.
class ReturnDelivery : public DropDelivery {
 public:
  explicit ReturnDelivery(Source& source) : source_(&source) {}

  Status deliver(std::string_view name, std::istream& rows, std::string_view account,
                 RejectedRows& rejected) override {
    STILE_TRY(const Month month, month_named(name));
    month_ = to_text(month);
    give_way_to_others();   // the thread is this folder's own
    SilentReporter nobody;  // asked for it: its result says what is to be said
    STILE_CHECKED(source_->deliver(month, rows, account, nobody, rejected, delivered_));
    return delivered_.closed ? closed_error(*delivered_.closed) : ok();
  }

  void say_sent(JsonObject& json) const override {
    json.text("month", month_);
    put(delivered_.totals, json).json("consignments", consignments_of(delivered_));
  }
  void say_failed(JsonObject& json) const override {
    json.text("month", month_);
    json.number("rows", delivered_.totals.rows);  // counts of fates are of more than is durable
    json.json("sent_before_the_fault", consignments_of(delivered_));
  }
  bool has_rejected() const override { return delivered_.totals.rejected > 0; }

  std::string counts() const override {
    const auto& totals = delivered_.totals;
    return std::to_string(totals.rows) + " rows: " + std::to_string(totals.sent) + " sent, " +
           std::to_string(totals.revised) + " revised, " + std::to_string(totals.unchanged) +
           " unchanged, " + std::to_string(totals.withheld) + " withheld, " +
           std::to_string(totals.rejected) + " rejected" +
           (totals.erased == 0 ? "" : ", " + std::to_string(totals.erased) + " erased");
  }
  std::string counts_failed() const override {
    std::uint64_t rows = 0;
    for (const auto& queued : delivered_.queued) rows += queued.rows;
    return std::to_string(rows) + " rows sent before the fault";
  }

 private:
  Source* source_;
  std::string month_;
  Delivered delivered_;
};

}  // namespace

DropLine return_line(Source& source) {
  return {.begin = [&source](bool) { return std::make_unique<ReturnDelivery>(source); },
          .changes = [] { return std::uint64_t{0}; },
          .look = 1s,
          .rest = 10s};
}

}  // namespace stile::agent
