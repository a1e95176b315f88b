#include "tests/adversary/caller.h"

#include <google/protobuf/message.h>
#include <grpcpp/client_context.h>
#include <grpcpp/completion_queue.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <utility>

#include "core/base/reason.h"
#include "core/crypto/encoding.h"
#include "core/crypto/seal.h"
#include "core/ledger/checkpoint.h"
#include "core/ledger/leaf.h"
#include "core/ledger/proof.h"
#include "core/record/row.h"
#include "core/wire/consignment_codec.h"
#include "stile/v1/exchange.grpc.pb.h"
#include "stile/v1/ledger.grpc.pb.h"
#include "stile/v1/link.grpc.pb.h"
#include "stile/v1/scheme.grpc.pb.h"
#include "tests/support/keys.h"
#include "tests/support/scheme.h"

namespace stile::test {
namespace {

constexpr auto kLongest = std::chrono::seconds(60);

void give_deadline(grpc::ClientContext& context) {
  context.set_deadline(std::chrono::system_clock::now() + kLongest);
}

std::string hex(std::string_view bytes) { return crypto::hex(bytes); }

// What is left out of each message once it has been verified, or is of its only form.
std::string without_nonce(const std::string& leaf) {
  auto read = ledger::parse_leaf(leaf);
  if (!read.ok()) return "not a leaf: " + leaf;
  read->nonce = {};
  return ledger::leaf_text(*read).value();
}

std::string proof(const std::string& receipt, const std::string& leaf) {
  const auto read = ledger::parse_receipt(receipt);
  if (!read.ok()) return "not a receipt: " + receipt;
  const auto log = support::signer_named(support::kLog).verifier();
  return ledger::verify_receipt(*read, leaf, log).ok() ? "proves the leaf" : "proves nothing";
}

std::string checkpoint_of(const std::string& note) {
  const auto log = support::signer_named(support::kLog).verifier();
  return ledger::verify_checkpoint(note, log).ok() ? "a checkpoint" : "no checkpoint: " + note;
}

std::string hashes_only(const google::protobuf::RepeatedPtrField<std::string>& hashes) {
  for (const auto& hash : hashes) {
    if (hash.size() != Hash().size()) return "no hash: " + hex(hash);
  }
  return "hashes";
}

void set_hashes(google::protobuf::RepeatedPtrField<std::string>& hashes) {
  const std::string checked = hashes_only(hashes);
  hashes.Clear();
  *hashes.Add() = checked;
}

// leave_out_proof() of what brings a leaf with its proof.
template <typename Message>
void leave_out_proof(Message& message) {
  message.set_receipt(proof(message.receipt(), message.leaf()));
  message.set_leaf(without_nonce(message.leaf()));
}

// leave_out_growth() of what brings a proof from what the caller was shown before.
template <typename Message>
void leave_out_growth(Message& message) {
  message.clear_consistency_from();
  set_hashes(*message.mutable_consistency());
}

template <typename Answer>
void leave_out_receipt(Answer& answer) {
  if (!answer.has_receipt()) return;
  leave_out_proof(*answer.mutable_receipt());
  set_hashes(*answer.mutable_receipt()->mutable_consistency());
}

void leave_out(v1::SubmitAnswer& answer) { leave_out_receipt(answer); }
void leave_out(v1::AskAnswer& answer) { leave_out_receipt(answer); }

// opened() is all of a parcel, but for which pseudonyms it has.
std::string opened(const std::string& sealed, const std::string& agency) {
  const auto bytes = crypto::open(support::sealing_key_named(agency), Bytes(sealed));
  if (!bytes.ok()) return "not for " + agency;
  const auto parcel = wire::decode_parcel(*bytes).value();
  std::string text =
      std::to_string(sealed.size()) + " bytes: " + parcel.statement + hex(view(parcel.salt));
  for (const auto& row : parcel.rows) {
    text +=
        " " + hex(view(record::row_hash(row.row))) + (row.pseudonym.empty() ? "" : " pseudonym");
  }
  return text;
}

void leave_out(v1::AttachDown& down) {
  if (down.has_delivery()) {
    down.mutable_delivery()->set_parcel(0);
    leave_out_proof(*down.mutable_delivery());
    leave_out_growth(*down.mutable_delivery());
  }
  if (down.has_question()) {
    down.mutable_question()->set_note(0);
    leave_out_proof(*down.mutable_question());
    leave_out_growth(*down.mutable_question());
  }
  if (down.has_welcome()) {
    auto& welcome = *down.mutable_welcome();
    // An empty ledger has none.
    if (!welcome.checkpoint().empty()) welcome.set_checkpoint(checkpoint_of(welcome.checkpoint()));
    set_hashes(*welcome.mutable_consistency());
  }
  if (down.has_note()) down.mutable_note()->set_note(0);
  if (down.has_word_taken()) down.mutable_word_taken()->set_digest("word");
  if (down.has_word_refused()) down.mutable_word_refused()->set_digest("word");
}

void leave_out(v1::LeafAnswer& answer) {
  answer.set_index(0);
  answer.set_leaf(without_nonce(answer.leaf()));
}

void leave_out(v1::CheckpointAnswer& answer) {
  if (!answer.note().empty()) answer.set_note(checkpoint_of(answer.note()));
}
void leave_out(v1::ProofAnswer& answer) { set_hashes(*answer.mutable_hash()); }
void leave_out(v1::TileAnswer& answer) {
  const bool whole = !answer.hashes().empty() && answer.hashes().size() % Hash().size() == 0;
  answer.set_hashes(whole ? "hashes" : "no hashes: " + hex(answer.hashes()));
}
void leave_out(v1::Document& /*document*/) {}

template <typename Message>
void hear(Message message, Heard& heard) {
  leave_out(message);
  heard.push_back(message.GetTypeName() + " { " + message.ShortDebugString() + " } " +
                  hex(message.SerializeAsString()));
}

std::string text_of(const std::multimap<grpc::string_ref, grpc::string_ref>& metadata) {
  std::string text;
  for (const auto& [key, value] : metadata) {
    text +=
        " " + std::string(key.data(), key.size()) + "=" + std::string(value.data(), value.size());
  }
  return text;
}

void hear_end(const grpc::Status& status, const grpc::ClientContext& context, Heard& heard) {
  heard.push_back("before:" + text_of(context.GetServerInitialMetadata()));
  heard.push_back("status " + std::to_string(status.error_code()) + " '" + status.error_message() +
                  "' '" + status.error_details() + "'");
  heard.push_back("after:" + text_of(context.GetServerTrailingMetadata()));
}

}  // namespace

v1::SubmitRequest request_of(const wire::Consignment& consignment) {
  v1::SubmitRequest request;
  EXPECT_TRUE(
      request.mutable_consignment()->ParseFromString(wire::encode_consignment(consignment)));
  return request;
}

Heard Caller::submit(const std::vector<v1::SubmitRequest>& requests, std::uint64_t verified_size,
                     bool interactive) {
  Heard heard;
  grpc::ClientContext context;
  give_deadline(context);
  const auto stub = v1::Exchange::NewStub(channel_);
  const auto stream = stub->Submit(&context);
  v1::SubmitRequest begin;
  begin.mutable_begin()->set_verified_size(verified_size);
  begin.mutable_begin()->set_interactive(interactive);
  bool open = stream->Write(begin);
  for (const auto& request : requests) open = open && stream->Write(request);
  stream->WritesDone();
  v1::SubmitAnswer answer;
  while (stream->Read(&answer)) hear(answer, heard);
  hear_end(stream->Finish(), context, heard);
  return heard;
}

Heard Caller::submit(const std::vector<wire::Consignment>& consignments) {
  std::vector<v1::SubmitRequest> requests;
  for (const auto& consignment : consignments) requests.push_back(request_of(consignment));
  return submit(requests);
}

Heard Caller::attach(const v1::Hello& hello, std::size_t notes,
                     const std::vector<v1::AttachUp>& more, std::size_t given) {
  Heard heard;
  grpc::ClientContext context;
  give_deadline(context);
  const auto stub = v1::Link::NewStub(channel_);
  const auto stream = stub->Attach(&context);
  v1::AttachUp up;
  *up.mutable_hello() = hello;
  bool open = stream->Write(up);
  v1::AttachDown down;
  // The end is heard only after the Welcome: whoever ends their side at once may not be welcomed.
  bool welcomed = false;
  while ((!welcomed || notes > 0 || given > 0) && stream->Read(&down)) {
    welcomed = true;
    if (down.has_documents_changed()) continue;  // told at every attachment
    if (down.has_delivery()) {
      down.mutable_delivery()->set_sealed(opened(down.delivery().sealed(), agency_));
    }
    if (down.has_delivery() || down.has_question()) --given;
    hear(down, heard);
    if (!down.has_note()) continue;
    --notes;
    open = open && stream->Write(note_stored(down.note().note()));
  }
  // Whoever ends their side may hear no answer to a word any more.
  std::size_t words = 0;
  for (const auto& message : more) {
    open = open && stream->Write(message);
    words += message.has_word() ? 1 : 0;
  }
  while (words > 0 && stream->Read(&down)) {
    if (down.has_documents_changed()) continue;
    hear(down, heard);
    if (down.has_word_taken() || down.has_word_refused()) --words;
  }
  stream->WritesDone();
  while (stream->Read(&down)) {
    if (!down.has_documents_changed()) hear(down, heard);
  }
  hear_end(stream->Finish(), context, heard);
  return heard;
}

Heard Caller::leaves(std::uint64_t from_index, std::uint32_t most) {
  Heard heard;
  grpc::ClientContext context;
  give_deadline(context);
  v1::LeavesRequest request;
  request.set_from_index(from_index);
  request.set_most(most);
  const auto stub = v1::Ledger::NewStub(channel_);
  const auto stream = stub->Leaves(&context, request);
  v1::LeafAnswer answer;
  while (stream->Read(&answer)) hear(answer, heard);
  hear_end(stream->Finish(), context, heard);
  return heard;
}

Heard Caller::checkpoint() {
  Heard heard;
  grpc::ClientContext context;
  give_deadline(context);
  v1::CheckpointAnswer answer;
  const auto status = v1::Ledger::NewStub(channel_)->Checkpoint(&context, {}, &answer);
  hear(answer, heard);
  hear_end(status, context, heard);
  return heard;
}

Heard Caller::inclusion(std::uint64_t index, std::uint64_t size) {
  Heard heard;
  grpc::ClientContext context;
  give_deadline(context);
  v1::InclusionRequest request;
  request.set_index(index);
  request.set_size(size);
  v1::ProofAnswer answer;
  const auto status = v1::Ledger::NewStub(channel_)->Inclusion(&context, request, &answer);
  hear(answer, heard);
  hear_end(status, context, heard);
  return heard;
}

Heard Caller::consistency(std::uint64_t old_size, std::uint64_t new_size) {
  Heard heard;
  grpc::ClientContext context;
  give_deadline(context);
  v1::ConsistencyRequest request;
  request.set_old_size(old_size);
  request.set_new_size(new_size);
  v1::ProofAnswer answer;
  const auto status = v1::Ledger::NewStub(channel_)->Consistency(&context, request, &answer);
  hear(answer, heard);
  hear_end(status, context, heard);
  return heard;
}

Heard Caller::tile(std::uint32_t level, std::uint64_t index, std::uint32_t width) {
  Heard heard;
  grpc::ClientContext context;
  give_deadline(context);
  v1::TileRequest request;
  request.set_level(level);
  request.set_index(index);
  request.set_width(width);
  v1::TileAnswer answer;
  const auto status = v1::Ledger::NewStub(channel_)->Tile(&context, request, &answer);
  hear(answer, heard);
  hear_end(status, context, heard);
  return heard;
}

Heard Caller::sync(const std::vector<Hash>& held) {
  Heard heard;
  grpc::ClientContext context;
  give_deadline(context);
  v1::SyncRequest request;
  for (const auto& hash : held) request.add_held(std::string(view(hash)));
  const auto stub = v1::Scheme::NewStub(channel_);
  const auto stream = stub->Sync(&context, request);
  v1::Document document;
  while (stream->Read(&document)) hear(document, heard);
  hear_end(stream->Finish(), context, heard);
  return heard;
}

Heard Caller::ask(const std::string& question) {
  Heard heard;
  grpc::ClientContext context;
  give_deadline(context);
  v1::AskRequest request;
  request.set_question(question);
  request.set_salt(std::string(32, 's'));
  v1::AskAnswer answer;
  const auto status = v1::Exchange::NewStub(channel_)->Ask(&context, request, &answer);
  hear(answer, heard);
  hear_end(status, context, heard);
  return heard;
}

Heard Caller::unary(const std::string& method, const std::string& request) {
  Heard heard;
  grpc::ClientContext context;
  give_deadline(context);
  const grpc::Slice slice(request);
  const grpc::ByteBuffer bytes(&slice, 1);
  grpc::GenericStub stub(channel_);
  grpc::CompletionQueue queue;
  const auto call = stub.PrepareUnaryCall(&context, method, bytes, &queue);
  call->StartCall();
  grpc::ByteBuffer answer;
  grpc::Status status;
  call->Finish(&answer, &status, nullptr);
  void* tag = nullptr;
  bool finished = false;
  queue.Next(&tag, &finished);
  grpc::Slice whole;
  if (status.ok() && answer.DumpToSingleSlice(&whole).ok()) {
    heard.push_back(hex({reinterpret_cast<const char*>(whole.begin()), whole.size()}));
  }
  hear_end(status, context, heard);
  return heard;
}

v1::Hello hello() { return {}; }

v1::AttachUp parcel_stored(std::uint64_t parcel, const std::string& acknowledgement) {
  v1::AttachUp up;
  up.mutable_parcel_stored()->set_parcel(parcel);
  up.mutable_parcel_stored()->set_acknowledgement(acknowledgement);
  return up;
}

v1::AttachUp parcel_rejected(std::uint64_t parcel) {
  v1::AttachUp up;
  up.mutable_parcel_rejected()->set_parcel(parcel);
  up.mutable_parcel_rejected()->set_reason(static_cast<int>(Reason::kIntegrity) + 1);
  return up;
}

v1::AttachUp note_stored(std::uint64_t note) {
  v1::AttachUp up;
  up.mutable_note_stored()->set_note(note);
  return up;
}

v1::AttachUp word(const std::string& note) {
  v1::AttachUp up;
  up.mutable_word()->set_note(note);
  return up;
}

}  // namespace stile::test
