#include "agents/link/gateway_client.h"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <string>
#include <utility>

#include "agents/link/proof_hashes.h"
#include "core/base/limits.h"
#include "core/wire/strict.h"
#include "stile/v1/exchange.grpc.pb.h"
#include "stile/v1/ledger.grpc.pb.h"
#include "stile/v1/scheme.grpc.pb.h"

namespace stile::agent {
namespace {

constexpr int kCallSeconds = 30;

void give_deadline(grpc::ClientContext& context) {
  context.set_deadline(gpr_time_from_seconds(kCallSeconds, GPR_TIMESPAN));
}

Error malformed(const char* what) { return {Reason::kMalformed, what}; }

Result<GivenRefusal> refusal_of(const v1::Refusal& wire) {
  GivenRefusal refusal;
  STILE_CHECKED(read_reason(wire.reason(), refusal.reason));
  refusal.last_number = wire.last_number();
  for (const auto& fault : wire.fault()) {
    RefusedRow row;
    row.row = fault.row();
    STILE_CHECKED(read_reason(fault.reason(), row.reason));
    if (fault.field() != v1::FIELD_UNSPECIFIED) {
      row.field = static_cast<record::Field>(fault.field());
    }
    refusal.rows.push_back(row);
  }
  return refusal;
}

Result<GivenReceipt> receipt_of(v1::ReceiptForSource&& wire) {
  GivenReceipt receipt;
  receipt.leaf = std::move(*wire.mutable_leaf());
  receipt.receipt = std::move(*wire.mutable_receipt());
  STILE_TRY(receipt.consistency, proof_hashes(wire.consistency()));
  return receipt;
}

Result<Answer> answer_of(v1::SubmitAnswer&& wire) {
  STILE_CHECKED(wire::check_strict(wire));
  Answer answer;
  answer.number = wire.number();
  if (wire.has_refusal()) {
    STILE_TRY(answer.outcome, refusal_of(wire.refusal()));
    return answer;
  }
  if (!wire.has_receipt()) return malformed("the gateway's answer is empty");
  STILE_TRY(answer.outcome, receipt_of(std::move(*wire.mutable_receipt())));
  return answer;
}

class Stream : public SubmitStream {
 public:
  explicit Stream(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(v1::Exchange::NewStub(channel)), stream_(stub_->Submit(&context_)) {}

  Status begin(std::uint64_t verified_size, Urgency urgency) {
    v1::SubmitRequest request;
    request.mutable_begin()->set_verified_size(verified_size);
    request.mutable_begin()->set_interactive(urgency == Urgency::kInteractive);
    return written(stream_->Write(request));
  }

  Status send(const Bytes& consignment) override {
    if (!sent_.mutable_consignment()->ParseFromString(consignment)) {
      return Error{Reason::kIntegrity, "intake store: a consignment is not as it was kept"};
    }
    return written(stream_->Write(sent_));
  }

  void finish_sending() override { stream_->WritesDone(); }

  Result<std::optional<Answer>> receive() override {
    v1::SubmitAnswer wire;
    if (stream_->Read(&wire)) {
      STILE_TRY(Answer answer, answer_of(std::move(wire)));
      return std::optional<Answer>(std::move(answer));
    }
    const grpc::Status status = stream_->Finish();
    if (!status.ok()) return error_of(status);
    return std::optional<Answer>();
  }

  void cancel() override { context_.TryCancel(); }

 private:
  static Status written(bool done) {
    return done ? ok() : Status(Error{Reason::kUnavailable, "the connection was lost"});
  }

  v1::SubmitRequest sent_;  // kept, because its rows are then there already for the next
  grpc::ClientContext context_;
  std::unique_ptr<v1::Exchange::Stub> stub_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::SubmitRequest, v1::SubmitAnswer>> stream_;
};

}  // namespace

Status read_reason(int code, Reason& reason) {
  reason = static_cast<Reason>(code - 1);
  if (code < 1 || reason > Reason::kUsage) return malformed("the gateway gives an unknown reason");
  return ok();
}

// Only an answer of the gateway itself names a reason; anything else is the connection.
Error error_of(const grpc::Status& status) {
  const auto named = reason_named(status.error_message());
  const bool its_own = named == Reason::kIo || named == Reason::kUnavailable;
  if (named && !its_own) return {*named, "the gateway refused: " + status.error_message()};
  return {Reason::kUnavailable, "the gateway cannot be reached"};
}

bool GatewayClient::connected(std::chrono::milliseconds longest) {
  return channel_->WaitForConnected(gpr_time_from_millis(longest.count(), GPR_TIMESPAN));
}

Result<std::unique_ptr<SubmitStream>> GatewayClient::begin(std::uint64_t verified_size,
                                                           Urgency urgency) {
  auto stream = std::make_unique<Stream>(channel_);
  STILE_CHECKED(stream->begin(verified_size, urgency));
  return std::unique_ptr<SubmitStream>(std::move(stream));
}

Result<std::vector<Hash>> GatewayClient::consistency(std::uint64_t old_size,
                                                     std::uint64_t new_size) {
  grpc::ClientContext context;
  give_deadline(context);
  v1::ConsistencyRequest request;
  request.set_old_size(old_size);
  request.set_new_size(new_size);
  v1::ProofAnswer answer;
  const auto status = v1::Ledger::NewStub(channel_)->Consistency(&context, request, &answer);
  if (!status.ok()) return error_of(status);
  return proof_hashes(answer.hash());
}

Result<std::vector<Hash>> GatewayClient::inclusion(std::uint64_t index, std::uint64_t size) {
  grpc::ClientContext context;
  give_deadline(context);
  v1::InclusionRequest request;
  request.set_index(index);
  request.set_size(size);
  v1::ProofAnswer answer;
  const auto status = v1::Ledger::NewStub(channel_)->Inclusion(&context, request, &answer);
  if (!status.ok()) return error_of(status);
  return proof_hashes(answer.hash());
}

Result<Bytes> GatewayClient::tile(const ledger::Tile& tile) {
  grpc::ClientContext context;
  give_deadline(context);
  v1::TileRequest request;
  request.set_level(static_cast<std::uint32_t>(tile.level));
  request.set_index(tile.index);
  request.set_width(static_cast<std::uint32_t>(tile.width));
  v1::TileAnswer answer;
  const auto status = v1::Ledger::NewStub(channel_)->Tile(&context, request, &answer);
  if (!status.ok()) return error_of(status);
  return std::move(*answer.mutable_hashes());
}

Result<std::vector<ListedLeaf>> GatewayClient::leaves(std::uint64_t first, std::size_t most) {
  grpc::ClientContext context;
  give_deadline(context);
  v1::LeavesRequest request;
  request.set_from_index(first);
  request.set_most(static_cast<std::uint32_t>(most));
  const auto stub = v1::Ledger::NewStub(channel_);
  const auto stream = stub->Leaves(&context, request);
  std::vector<ListedLeaf> leaves;
  v1::LeafAnswer answer;
  while (stream->Read(&answer)) {
    const bool strict = wire::check_strict(answer).ok();
    if (!strict || leaves.size() == most || answer.leaf().size() > limits::kLeafBytes) {
      context.TryCancel();
      return strict ? Error{Reason::kTooLarge, "the gateway lists more than was asked"}
                    : malformed("the gateway's list of leaves does not read");
    }
    auto& one = leaves.emplace_back(ListedLeaf{answer.index(), {}});
    if (!answer.leaf().empty()) one.text = std::move(*answer.mutable_leaf());
  }
  const auto status = stream->Finish();
  if (!status.ok()) return error_of(status);
  return leaves;
}

Result<bool> GatewayClient::give_back(std::span<const HeldLeaf> leaves) {
  grpc::ClientContext context;
  give_deadline(context);
  v1::GivenBack answer;
  const auto stub = v1::Ledger::NewStub(channel_);
  const auto stream = stub->GiveBack(&context, &answer);
  for (const HeldLeaf& one : leaves) {
    v1::HeldLeaf wire;
    wire.set_leaf(one.leaf);
    wire.set_receipt(one.receipt);
    wire.set_number(one.number);
    wire.set_digest(one.digest);
    wire.set_note(one.note);
    wire.set_salt(one.salt);
    if (!stream->Write(wire)) break;
  }
  stream->WritesDone();
  const auto status = stream->Finish();
  if (status.ok()) return true;
  const Error error = error_of(status);
  return error.reason == Reason::kConflict ? Result<bool>(false) : Result<bool>(error);
}

Result<std::variant<GivenReceipt, GivenRefusal>> GatewayClient::ask(const Bytes& question,
                                                                    const Hash& salt,
                                                                    std::uint64_t verified_size) {
  using Outcome = std::variant<GivenReceipt, GivenRefusal>;
  grpc::ClientContext context;
  give_deadline(context);
  v1::AskRequest request;
  request.set_question(question);
  request.set_salt(std::string(view(salt)));
  request.set_verified_size(verified_size);
  v1::AskAnswer answer;
  const auto status = v1::Exchange::NewStub(channel_)->Ask(&context, request, &answer);
  if (!status.ok()) return error_of(status);
  STILE_CHECKED(wire::check_strict(answer));
  if (answer.has_refusal()) {
    STILE_TRY(auto refusal, refusal_of(answer.refusal()));
    return Outcome(std::move(refusal));
  }
  if (!answer.has_receipt()) return malformed("the gateway's answer is empty");
  STILE_TRY(auto receipt, receipt_of(std::move(*answer.mutable_receipt())));
  return Outcome(std::move(receipt));
}

Result<std::vector<Bytes>> GatewayClient::documents(std::span<const Hash> held) {
  grpc::ClientContext context;
  give_deadline(context);
  v1::SyncRequest request;
  for (const auto& hash : held) request.add_held(std::string(view(hash)));
  const auto stub = v1::Scheme::NewStub(channel_);
  const auto stream = stub->Sync(&context, request);
  std::vector<Bytes> notes;
  std::size_t bytes = 0;
  v1::Document document;
  while (stream->Read(&document)) {
    bytes += document.note().size();
    if (notes.size() == limits::kSyncNotes || bytes > limits::kSyncBytes) {
      context.TryCancel();
      return Error{Reason::kTooLarge, "the gateway hands out more documents than there can be"};
    }
    notes.push_back(std::move(*document.mutable_note()));
  }
  const auto status = stream->Finish();
  if (!status.ok()) return error_of(status);
  return notes;
}

}  // namespace stile::agent
