#include "agents/link/attachment.h"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <algorithm>
#include <chrono>
#include <span>

#include "agents/link/attached_stream.h"
#include "stile/v1/link.grpc.pb.h"

namespace stile::agent {
namespace {

using std::chrono::milliseconds;

constexpr int kLongestMinutes = 10;
constexpr milliseconds kRestLeast{200};
constexpr milliseconds kRestMost{10'000};
constexpr milliseconds kConnectStep{500};  // how soon stop() is noticed meanwhile
constexpr int kConnectSteps = 20;
constexpr std::uint64_t kGivenAtOnce = 1'000;  // places in the ledger

// is_alarm() is true for what no honest gateway shows.
bool is_alarm(Reason reason) { return reason == Reason::kIntegrity; }

}  // namespace

// Interrupt lets stop() cut the stream at work while it lives.
class Attachment::Interrupt {
 public:
  Interrupt(Attachment& attachment, grpc::ClientContext& context) : attachment_(&attachment) {
    const std::lock_guard lock(attachment_->mutex_);
    attachment_->context_ = &context;
    if (attachment_->stopping_ || attachment_->condemned_) context.TryCancel();
  }
  ~Interrupt() {
    const std::lock_guard lock(attachment_->mutex_);
    attachment_->context_ = nullptr;
  }
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

 private:
  Attachment* attachment_;
};

Attachment::~Attachment() { stop(); }

void Attachment::start() {
  thread_ = std::thread([this] { run(); });
}

void Attachment::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    if (context_ != nullptr) context_->TryCancel();
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

void Attachment::condemn(const Error& error) {
  const std::lock_guard lock(mutex_);
  if (!condemned_) condemned_ = error;
  if (context_ != nullptr) context_->TryCancel();
  changed_.notify_all();
}

std::optional<Error> Attachment::condemned() const {
  const std::lock_guard lock(mutex_);
  return condemned_;
}

bool Attachment::stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void Attachment::wake() {
  const std::lock_guard lock(mutex_);
  if (stream_ != nullptr) stream_->wake();
}

void Attachment::attached(AttachedStream& stream) {
  const std::lock_guard lock(mutex_);
  stream_ = &stream;
  rest_ = milliseconds(0);
  proven_ = std::chrono::steady_clock::now();
  greeted_ = stream.gateways_time();
  wrong_clock_ = stream.wrong_clock();
}

void Attachment::detached() {
  const std::lock_guard lock(mutex_);
  stream_ = nullptr;
  proven_.reset();
  wrong_clock_.reset();
}

std::optional<std::chrono::steady_clock::time_point> Attachment::proven() const {
  const std::lock_guard lock(mutex_);
  return proven_;
}

std::optional<Instant> Attachment::gateways_time() const {
  const std::lock_guard lock(mutex_);
  if (!proven_ || greeted_ == 0) return std::nullopt;
  const auto since = std::chrono::steady_clock::now() - *proven_;
  return greeted_ + std::chrono::duration_cast<std::chrono::seconds>(since).count();
}

std::optional<std::string> Attachment::wrong_clock() const {
  const std::lock_guard lock(mutex_);
  return wrong_clock_;
}

void Attachment::run() {
  while (!stopping() && rest(attach())) {
  }
}

Status Attachment::connect() {
  for (int step = 0; step < kConnectSteps && !stopping(); ++step) {
    if (gateway_->connected(kConnectStep)) return ok();
  }
  return Error{Reason::kUnavailable,
               "the gateway is not reached, or does not prove who it is: see the network, the "
               "certificates at both ends, and the clock (`stile doctor`)"};
}

Status Attachment::attach() {
  if (const auto error = condemned()) return *error;
  STILE_CHECKED(connect());
  const auto changed = take_documents(*gateway_, *ports_.documents);
  if (!changed.ok() && changed.reason() == Reason::kUnavailable) return changed.error();
  if (!changed.ok()) ports_.log_event("documents_not_taken", changed.error());
  if (changed.ok() && changed.value() && ports_.documents_changed) ports_.documents_changed();
  const auto log = ports_.log->view();
  const auto documents = ports_.documents->current();
  if (documents != nullptr && !documents->directory().log().same(log.log())) {
    return Error{Reason::kUnavailable, "the directory names another ledger: the agent begins anew"};
  }
  if (const auto* closed = log.closed(); closed != nullptr) STILE_CHECKED(give_back(*closed));
  return greet_and_run();
}

Status Attachment::give_back(const ledger::ClosedLog& closed) {
  const std::uint64_t end = given_back_ || !ports_.lost_leaves ? closed.kept : closed.last.size;
  std::uint64_t first = closed.kept;
  do {
    const std::uint64_t until = std::min(end, first + kGivenAtOnce);
    std::vector<HeldLeaf> leaves;
    if (first < until) {
      STILE_TRY(leaves, ports_.lost_leaves(first, until));
    }
    STILE_TRY(const bool awaited, gateway_->give_back(leaves));
    if (!awaited) return ok();
    first = until;
  } while (first < end);
  given_back_ = true;
  return Error{Reason::kUnavailable,
               "the ledger was closed, and its successor has not begun; this agency has given back "
               "what it holds"};
}

Status Attachment::greet_and_run() {
  grpc::ClientContext context;
  context.set_deadline(gpr_time_from_minutes(kLongestMinutes, GPR_TIMESPAN));
  const Interrupt interrupt(*this, context);
  const auto stub = v1::Link::NewStub(gateway_->channel());
  const auto wire = stub->Attach(&context);
  AttachedStream stream(*gateway_, ports_, context, *wire);
  const Status greeted = stream.greet();
  if (greeted.ok()) {
    attached(stream);
    Status ended = stream.run();
    detached();
    return ended;
  }
  if (!stream.has_ended()) context.TryCancel();
  const grpc::Status status = wire->Finish();
  return stream.has_ended() && !status.ok() ? Status(error_of(status)) : greeted;
}

bool Attachment::rest(const Status& attached) {
  if (stopping()) return false;
  const auto condemned = this->condemned();
  const Status ended = condemned ? Status(*condemned) : attached;
  if (!ended.ok()) {
    ports_.log_event("attachment_ended", ended.error());
    if (is_alarm(ended.reason())) {
      ports_.alarm(ended.error());
      return false;
    }
  }
  std::uint8_t chance = 0;
  random_(std::span(&chance, 1));
  std::unique_lock lock(mutex_);
  rest_ = ended.ok() ? milliseconds(0) : std::clamp(rest_ * 2, kRestLeast, kRestMost);
  changed_.wait_for(lock, rest_ / 2 + rest_ * chance / 512,
                    [&] { return stopping_ || condemned_; });
  return !stopping_;
}

Result<bool> take_documents(GatewayClient& gateway, DocumentKeeper& documents) {
  const auto held = documents.held();
  STILE_TRY(auto notes, gateway.documents(held));
  if (notes.empty()) return false;
  return documents.take(std::move(notes));
}

}  // namespace stile::agent
