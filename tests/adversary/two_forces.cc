#include "tests/adversary/two_forces.h"

#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <limits>

#include "agents/transport/channel.h"
#include "core/crypto/note.h"
#include "core/crypto/seal.h"
#include "gateway/service/holding.h"
#include "stile/v1/link.grpc.pb.h"
#include "tests/adversary/caller.h"
#include "tests/support/keys.h"
#include "tests/system/transport/identities.h"

namespace stile::test {
namespace {

using namespace gateway;
using support::kCiw;
using support::kNow;
using support::kOfsted;
using support::kOthershire;
using support::kTestshire;

constexpr auto kLongest = std::chrono::seconds(60);
constexpr int kThreads = 40;  // as the daemon has for four agencies

std::string code_of(const char* agency) { return std::string(support::agency(agency).code()); }

[[noreturn]] void end(const Error& error) {
  std::fprintf(stderr, "the gateway stops: %s\n", error.detail.c_str());
  std::abort();
}

// path() of a folder that is filled when first asked for.
std::string filled(const std::string& folder, const support::Scheme& scheme) {
  std::filesystem::create_directory(folder);
  for (const auto& note : scheme.notes()) {
    std::ofstream(folder + "/" + note.file, std::ios::binary) << note.note;
  }
  return folder;
}

wire::Parcel opened(const Bytes& sealed) {
  const auto bytes = crypto::open(support::sealing_key_named(kOfsted), sealed).value();
  return wire::decode_parcel(bytes).value();
}

// acknowledged() is what Ofsted says of a parcel.
record::Acknowledgement acknowledged(const wire::Parcel& parcel) {
  const auto note = crypto::parse_note(parcel.statement).value();
  const auto statement = record::parse_statement(note.text).value();
  return {record::consignment_digest(note.text), statement.disclosure.from, statement.disclosure.to,
          statement.number, kNow};
}

}  // namespace

support::Scheme scheme_of_two_forces() {
  support::Scheme scheme;
  scheme.add_agreement("othershire-ofsted", kOthershire, kOfsted);
  scheme.add_agreement("othershire-ciw", kOthershire, kCiw);
  scheme.add_agreement("othershire-late", kOthershire, kCiw).signing.listed = false;
  scheme.statuses.push_back({{support::signatories_of(kOthershire)},
                             scheme.agreement_hash(kOthersSuspended),
                             "SUSPENDED",
                             "2026-11-01T00:00Z",
                             1});
  return scheme;
}

std::string TwoForces::documents_folder() const { return folder_.file("documents"); }

TwoForces::TwoForces(const support::Scheme& scheme)
    : scheme_(scheme),
      sqlite_(SqliteStore::open(folder_.file("store.db"), crypto::system_random()).value()),
      store_(*sqlite_),
      gate_("stile.example",
            [this](const auto& agency, const auto& /*serial*/) { return admit(agency); }, {}) {
  if (!TwoSlotCheckpointFile::create(folder_.file("checkpoint")).ok()) std::abort();
  second_ = TwoSlotCheckpointFile::open(folder_.file("checkpoint")).value();
  std::ofstream(folder_.file("areas.textproto"), std::ios::binary) << scheme_.areas;
  documents_ = Documents::open({filled(documents_folder(), scheme_),
                                folder_.file("areas.textproto"), scheme_.trust().roots},
                               store_)
                   .value();
  auto recorder = Recorder::open(store_, *second_, support::signer_named(support::kLog),
                                 crypto::system_random(), "0.0.0");
  const auto clock = [this] { return now_.load(); };
  committer_ = std::make_unique<Committer>(std::move(recorder).value(), clock, end);
  shared_ = std::make_unique<Shared>(
      Shared{gate_, store_, *documents_, *committer_, attached_, submitting_, notifying_,
             witnesses_, shown_, support::signer_named(support::kLog).verifier(), clock,
             [](const auto& /*event*/, Reason /*reason*/, const auto& /*detail*/) {}, end});
  begin_ledger();
  exchange_ = std::make_unique<ExchangeService>(*shared_);
  link_ = std::make_unique<LinkService>(*shared_);
  documents_service_ = std::make_unique<SchemeService>(shared_->gate, shared_->documents);
  ledger_ = std::make_unique<LedgerService>(*shared_);
  const std::array<grpc::Service*, 4> services = {exchange_.get(), link_.get(),
                                                  documents_service_.get(), ledger_.get()};
  server_ =
      TlsServer::open(
          gate_, {.host = "127.0.0.1", .files = identity("gateway"), .threads = kThreads}, services)
          .value();
}

// The daemon's first leaf; an empty ledger has no checkpoint to show.
void TwoForces::begin_ledger() {
  Event started;
  started.leaf.op = ledger::Op::kAdministration;
  started.leaf.from = support::kGateway;
  started.leaf.decision = "started";
  record(std::move(started));
}

void TwoForces::record(Entry entry) const {
  std::promise<void> durable;
  committer_->submit(std::move(entry), Urgency::kInteractive,
                     [&](const auto& /*outcome*/) { durable.set_value(); });
  durable.get_future().wait();
}

// A note that nobody has is taken: nothing changes, after everything before it has.
void TwoForces::settle() const { record(NoteTaken{std::numeric_limits<std::uint32_t>::max()}); }

void TwoForces::delete_texts(std::uint64_t below) {
  if (!sqlite_->delete_leaf_texts(below).ok()) std::abort();
}

void TwoForces::look() {
  look_after_waiting(*shared_);
  settle();
}

void TwoForces::notify(std::uint64_t number) {
  settle();
  Batch batch;
  batch.parcel = {sqlite_->parcels(kOfsted, Urgency::kBulk, 0, 1000).value().back()};
  auto& parcel = batch.parcel.front();
  parcel.urgency = Urgency::kInteractive;
  batch.parcel_done = {parcel.id};
  batch.notice = {
      {parcel.id, parcel.source, parcel.recipient, number, parcel.digest, parcel.agreement}};
  batch.tree_size = tree_size();
  batch.first_hash = ledger::stored_hash_count(tree_size());
  ASSERT_TRUE(sqlite_->commit(batch).ok());
  attached_.wake(kOfsted);
}

TwoForces::~TwoForces() {
  submitting_.supersede_all();
  notifying_.supersede_all();
  attached_.supersede_all();
  server_->close(std::chrono::milliseconds(0));
  committer_->close();
}

Status TwoForces::admit(const AgencyId& agency) const {
  const std::lock_guard lock(mutex_);
  if (denied_.contains(agency.text())) return Reason::kDenied;
  return ok();
}

void TwoForces::deny(const char* agency) {
  const std::lock_guard lock(mutex_);
  denied_.insert(agency);
}

std::shared_ptr<grpc::Channel> TwoForces::dial(const char* agency) const {
  return agent::dial("127.0.0.1:" + std::to_string(server_->port()), identity(code_of(agency)),
                     gateway_id());
}

support::SourceHand TwoForces::hand(const char* force) const {
  const bool own = support::agency(force) == support::agency(kTestshire);
  record::Disclosure disclosure = support::disclosure_to(
      kOfsted, scheme_.agreement_hash(own ? kOwnAgreement : kOthersAgreement));
  disclosure.from = support::agency(force);
  return support::SourceHand(scheme_.document_set(), disclosure);
}

support::Lies citing(const Hash& agreement) {
  return {.statement = [=](record::Statement& said) { said.disclosure.agreement = agreement; }};
}

support::Lies claiming_to_be(const char* agency) {
  return {.statement = [=](record::Statement& said) {
    said.disclosure.from = support::agency(agency);
  }};
}

support::Lies naming_recipient(const char* agency) {
  return {
      .statement = [=](record::Statement& said) { said.disclosure.to = support::agency(agency); }};
}

support::Lies of_home(const char* home) {
  return {.row = [=](std::size_t, support::RowInHand& row) {
    row.envelope.home = support::home(home);
    row.treated.home = row.envelope.home;
  }};
}

support::Lies of_contact(const char* contact) {
  return {.row = [=](std::size_t, support::RowInHand& row) { row.treated.contact = contact; }};
}

support::Lies of_othershire() { return of_contact("othershire-data"); }

std::vector<wire::Parcel> Ofsted::store(std::size_t parcels, const char* of_force) const {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kLongest);
  const auto stub = v1::Link::NewStub(channel_);
  const auto stream = stub->Attach(&context);
  v1::AttachUp up;
  *up.mutable_hello() = hello();
  stream->Write(up);
  std::vector<wire::Parcel> all;
  v1::AttachDown down;
  while (parcels > 0 && stream->Read(&down)) {
    if (!down.has_delivery()) continue;
    all.push_back(opened(down.delivery().sealed()));
    const auto stored = acknowledged(all.back());
    if (stored.from == support::agency(of_force)) --parcels;
    stream->Write(
        parcel_stored(down.delivery().parcel(),
                      support::signed_by({kOfsted}, record::acknowledgement_text(stored))));
  }
  stream->WritesDone();
  while (stream->Read(&down)) continue;
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(parcels, 0U);
  return all;
}

}  // namespace stile::test
