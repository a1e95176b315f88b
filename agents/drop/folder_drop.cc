#include "agents/drop/folder_drop.h"

#include <algorithm>
#include <istream>
#include <utility>

#include "agents/drop/open_export.h"
#include "agents/drop/rejected_file.h"
#include "agents/report/json.h"
#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "core/crypto/utf8.h"

namespace stile::agent {
namespace {

constexpr Instant kAgainSeconds = 60;  // before what was kept is tried again in any case
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
      .text("account", facts.account);
  return json;
}

}  // namespace

Result<std::unique_ptr<FolderDrop>> FolderDrop::open(DropOptions options, DropLine line) {
  STILE_TRY(DropFolder folder, DropFolder::open(options.folder));
  return std::unique_ptr<FolderDrop>(
      new FolderDrop(std::move(options), std::move(folder), std::move(line)));
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
    stopped_.wait_for(lock, stop, settled.ok() ? line_.look : line_.rest, [] { return false; });
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
  if (!file) return try_again();
  STILE_CHECKED(finish(*file, false));
  return true;
}

// What comes new goes before every export of the round.
Result<bool> FolderDrop::try_again() {
  const Instant now = options_.clock();
  const std::uint64_t changes = line_.changes();
  const bool due = changes != changes_ || now >= round_began_ + kAgainSeconds || now < round_began_;
  if (round_.empty() && due) {
    STILE_TRY(round_, folder_.kept());
    std::ranges::reverse(round_);
    changes_ = changes;
    round_began_ = now;
  }
  if (round_.empty()) return false;
  const DroppedFile file = std::move(round_.back());
  round_.pop_back();
  STILE_CHECKED(finish(file, true));
  return true;
}

bool FolderDrop::stands(const DroppedFile& file) const {
  std::error_code code;
  return said_ && said_->path == file.path &&
         said_->written == std::filesystem::last_write_time(file.path, code);
}

Status FolderDrop::finish(const DroppedFile& file, bool again) {
  if (!stands(file)) STILE_CHECKED(send(file, again));
  return stands(file) ? settle(file) : ok();
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

// Of a kept export, which stays, something is said only when something went.
Status FolderDrop::send(const DroppedFile& file, bool again) {
  const std::string free_name = folder_.free_name(file);
  DropFacts facts;
  RejectedFile rejected(folder_, free_name);
  const auto delivery = line_.begin(again);
  const Status delivered = deliver(file, again, facts, *delivery, rejected);
  if (!delivered.ok() && has_to_wait(delivered.reason())) return delivered;
  if (!delivered.ok()) return refuse(file, free_name, facts, *delivery, delivered.error());
  if (again && delivery->waits() && !delivery->went()) return ok();

  const Instant now = options_.clock();
  STILE_CHECKED(rejected.finish(now));
  JsonObject json = result_of(file, facts, now);
  delivery->say_sent(json);
  if (delivery->has_rejected()) {
    STILE_CHECKED(delivery->fell_short(free_name));
    json.text("rejected_rows", readable("failed/" + DropFolder::rejected_name(free_name)));
  }
  options_.log_event(delivery->waits() ? "export_kept" : "export_sent",
                     delivery->counts() + "; sha256 " + facts.digest);
  if (again && delivery->waits()) {
    return folder_.say(DropFolder::Outcome::kKept, free_name, json.done() + "\n", now);
  }
  const auto outcome = delivery->waits() ? DropFolder::Outcome::kKept : DropFolder::Outcome::kSent;
  return say(outcome, file, free_name, json.done(), now);
}

// deliver() fails with what is wrong with the file, or with what it has to wait for.
Status FolderDrop::deliver(const DroppedFile& file, bool again, DropFacts& facts,
                           DropDelivery& delivery, RejectedRows& rejected) {
  if (!again) STILE_CHECKED(name_fits(file.name));  // a kept one's may have got a number
  STILE_TRY(auto opened, OpenExport::open(file.path));
  facts.digest = digest_of(opened.rows());
  STILE_TRY(facts.account, options_.sender_of(opened.owner()));
  const Status delivered = delivery.deliver(file.name, opened.rows(), facts.account, rejected);
  // What is being written is read again, whole, before it is judged or deleted.
  STILE_CHECKED(opened.unchanged());
  return delivered;
}

Status FolderDrop::refuse(const DroppedFile& file, const std::string& free_name,
                          const DropFacts& facts, DropDelivery& delivery, const Error& why) {
  STILE_CHECKED(delivery.fell_short(free_name));
  const Instant now = options_.clock();
  JsonObject json = result_of(file, facts, now);
  json.text("reason", name(why.reason)).text("what", why.detail);
  delivery.say_failed(json);
  STILE_CHECKED(say(DropFolder::Outcome::kFailed, file, free_name, json.done(), now));
  options_.log_problem("export_failed",
                       {why.reason, delivery.counts_failed() + "; sha256 " + facts.digest});
  return ok();
}

}  // namespace stile::agent
