#include "agents/drop/folder_drop.h"

#include <array>
#include <chrono>
#include <istream>
#include <utility>

#include "agents/drop/open_export.h"
#include "agents/drop/rejected_file.h"
#include "agents/report/json.h"
#include "agents/report/silent_reporter.h"
#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "core/crypto/utf8.h"

namespace stile::agent {
namespace {

using namespace std::chrono_literals;

constexpr auto kLook = 1s;
constexpr auto kRest = 10s;  // before an export that has to wait is tried again
constexpr std::size_t kPieceBytes = 64 * 1024;

// has_to_wait() is true where the export is not at fault, and time or a person at the agent mends
// it.
bool has_to_wait(Reason reason) {
  switch (reason) {
    case Reason::kIo:
    case Reason::kUnavailable:
    case Reason::kStale:
    case Reason::kIntegrity:
    case Reason::kBadSignature:
    case Reason::kRolledBack: return true;
    default: return false;
  }
}

// digest_of() leaves the stream at its beginning.
std::string digest_of(std::istream& from) {
  crypto::Sha256 digest;
  std::string piece(kPieceBytes, '\0');
  do {
    from.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    digest.update(ByteView(piece).substr(0, static_cast<std::size_t>(from.gcount())));
  } while (from);
  from.clear();
  from.seekg(0);
  return crypto::hex(digest.finish());
}

// readable() is a file's name, or nothing where it is no text: a result is JSON.
std::string_view readable(const std::string& name) {
  return crypto::valid_utf8(name) ? std::string_view(name) : std::string_view();
}

JsonObject result_of(const DroppedFile& file, const DropFacts& facts, Instant now) {
  JsonObject json;
  json.text("export", readable(file.name))
      .text("sha256", facts.digest)
      .text("at", utc_second_text(now))
      .text("month", facts.month)
      .text("account", facts.account);
  return json;
}

std::string counts_of(const ReturnTotals& totals) {
  return std::to_string(totals.rows) + " rows: " + std::to_string(totals.sent) + " sent, " +
         std::to_string(totals.revised) + " revised, " + std::to_string(totals.unchanged) +
         " unchanged, " + std::to_string(totals.withheld) + " withheld, " +
         std::to_string(totals.rejected) + " rejected";
}

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

std::uint64_t rows_queued(const Delivered& delivered) {
  std::uint64_t rows = 0;
  for (const auto& queued : delivered.queued) rows += queued.rows;
  return rows;
}

Error closed_error(const Withheld& closed) {
  std::string what = "nothing goes";
  if (!closed.agreement_id.empty()) what += " under agreement " + closed.agreement_id;
  return {closed.reason,
          what + "; mend with: an agreement in force, then move the file into `in` again"};
}

}  // namespace

Result<std::unique_ptr<FolderDrop>> FolderDrop::open(DropOptions options, Source& source) {
  STILE_TRY(DropFolder folder, DropFolder::open(options.folder));
  return std::unique_ptr<FolderDrop>(new FolderDrop(std::move(options), std::move(folder), source));
}

FolderDrop::~FolderDrop() = default;

void FolderDrop::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void FolderDrop::run(const std::stop_token& stop) {
  std::optional<Reason> waits;
  std::optional<Reason> keeps;
  while (!stop.stop_requested()) {
    tell("failed_exports_kept", expire(), keeps);
    const auto settled = settle_one();
    if (stop.stop_requested()) return;
    tell("export_waits", settled.ok() ? ok() : Status(settled.error()), waits);
    if (settled.ok() && settled.value()) continue;
    std::unique_lock lock(mutex_);
    stopped_.wait_for(lock, stop, settled.ok() ? kLook : kRest, [] { return false; });
  }
}

// What goes wrong is told once, not each time it is met, and without its detail, which may hold the
// name of a file.
void FolderDrop::tell(std::string_view event, const Status& status,
                      std::optional<Reason>& told) const {
  const auto now = status.ok() ? std::nullopt : std::optional(status.reason());
  if (now && now != told) options_.log_problem(event, {*now, {}});
  told = now;
}

Status FolderDrop::expire() const {
  STILE_TRY(const std::size_t removed, folder_.expire(options_.clock()));
  if (removed > 0) {
    options_.log_event("failed_exports_removed", std::to_string(removed) + " files");
  }
  return ok();
}

Result<bool> FolderDrop::settle_one() {
  STILE_TRY(const auto file, folder_.take());
  if (!file) return false;
  std::error_code code;
  const bool said = said_ && said_->path == file->path &&
                    said_->written == std::filesystem::last_write_time(file->path, code);
  if (!said) STILE_CHECKED(send(*file));
  STILE_CHECKED(settle(*file));
  return true;
}

// say() remembers what stands, so that an export that cannot leave `in` yet is not given one result
// after the other. Another file of the name, or one that was written since, is another export.
Status FolderDrop::say(DropFolder::Outcome outcome, const DroppedFile& file,
                       const std::string& free_name, const std::string& result, Instant now) {
  STILE_CHECKED(folder_.say(outcome, free_name, result + "\n", now));
  std::error_code code;
  said_ = {file.path, std::filesystem::last_write_time(file.path, code), outcome, free_name};
  return ok();
}

Status FolderDrop::settle(const DroppedFile& file) {
  Status settled = folder_.settle(said_->outcome, file, said_->free_name);
  std::error_code code;
  if (!std::filesystem::exists(file.path, code)) said_.reset();
  return settled;
}

Status FolderDrop::send(const DroppedFile& file) {
  const std::string free_name = folder_.free_name(file);
  DropFacts facts;
  RejectedFile rejected(folder_, free_name);
  const Status delivered = deliver(file, facts, rejected);
  if (!delivered.ok() && has_to_wait(delivered.reason())) return delivered;
  if (!delivered.ok()) return refuse(file, free_name, facts, delivered.error());

  const Instant now = options_.clock();
  STILE_CHECKED(rejected.finish(now));
  const ReturnTotals& totals = facts.delivered.totals;
  JsonObject json = result_of(file, facts, now);
  put(totals, json).json("consignments", consignments_of(facts.delivered));
  if (totals.rejected > 0) {
    json.text("rejected_rows", readable("failed/" + DropFolder::rejected_name(free_name)));
  }
  STILE_CHECKED(say(DropFolder::Outcome::kSent, file, free_name, json.done(), now));
  options_.log_event("export_sent", counts_of(totals) + "; sha256 " + facts.digest);
  return ok();
}

// deliver() fails with what is wrong with the file, or with what it has to wait for.
Status FolderDrop::deliver(const DroppedFile& file, DropFacts& facts, RejectedRows& rejected) {
  if (!DropFolder::fits(file.name)) return month_named(file.name).error();
  STILE_TRY(auto opened, OpenExport::open(file.path));
  facts.digest = digest_of(opened.rows());
  STILE_TRY(facts.account, options_.sender_of(opened.owner()));
  STILE_TRY(const Month month, month_named(file.name));
  facts.month = to_text(month);
  SilentReporter nobody;  // asked for it: its result says what is to be said
  const Status delivered =
      source_->deliver(month, opened.rows(), facts.account, nobody, rejected, facts.delivered);
  // What is being written is read again, whole, before it is judged or deleted.
  STILE_CHECKED(opened.unchanged());
  STILE_CHECKED(delivered);
  const auto& closed = facts.delivered.closed;
  return closed ? closed_error(*closed) : ok();
}

Status FolderDrop::refuse(const DroppedFile& file, const std::string& free_name,
                          const DropFacts& facts, const Error& why) {
  const Instant now = options_.clock();
  JsonObject json = result_of(file, facts, now);
  json.text("reason", name(why.reason)).text("what", why.detail);
  json.number("rows", facts.delivered.totals.rows);  // counts of fates are of more than is durable
  json.json("sent_before_the_fault", consignments_of(facts.delivered));
  STILE_CHECKED(say(DropFolder::Outcome::kFailed, file, free_name, json.done(), now));
  options_.log_problem("export_failed",
                       {why.reason, std::to_string(rows_queued(facts.delivered)) +
                                        " rows sent before the fault; sha256 " + facts.digest});
  return ok();
}

}  // namespace stile::agent
