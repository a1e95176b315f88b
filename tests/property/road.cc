#include "tests/property/road.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <thread>

#include "agents/source/intake_reader.h"
#include "core/crypto/digest.h"
#include "core/crypto/random.h"
#include "core/handover/handover.h"
#include "core/ledger/proof.h"
#include "gateway/pipeline/exchange.h"
#include "tests/property/csv.h"
#include "tests/support/keys.h"
#include "tests/support/said.h"

namespace stile::property {
namespace {

namespace fs = std::filesystem;

using support::kLog;
using support::kTestshire;

constexpr std::size_t kAnswersMost = 100'000;
constexpr std::size_t kParcelsMost = 1'000;

Bytes content_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

Month month_named(const std::string& text) { return parse_month(text).value(); }

std::shared_ptr<const crypto::NoteSigner> signer_of(const std::string& id) {
  return std::make_shared<const crypto::NoteSigner>(support::signer_named(id));
}

gateway::Peer peer(const std::string& id) { return {support::agency(id), crypto::sha256(id)}; }

std::shared_ptr<const agent::ColumnMaps> maps_of(const std::vector<Layout>& layouts) {
  agent::ColumnMaps maps;
  for (const auto& layout : layouts) {
    auto map = agent::load_column_map(
        map_text(layout), layout.system,
        [&](const std::string&) -> Result<Bytes> { return gazetteer_text(layout); });
    EXPECT_TRUE(map.ok()) << map.error().detail << "\n" << map_text(layout);
    maps.push_back(std::make_shared<const agent::ColumnMap>(std::move(map).value()));
  }
  return std::make_shared<const agent::ColumnMaps>(std::move(maps));
}

agent::GivenRefusal given(const gateway::RecordedRefusal& refused) {
  agent::GivenRefusal refusal{refused.refusal().reason, {}, refused.last_number()};
  for (const auto& fault : refused.refusal().faults) {
    refusal.rows.push_back({fault.row, fault.reason, fault.field});
  }
  return refusal;
}

}  // namespace

// Stream answers in the order of the consignments, and nothing after a refusal.
class Gateway::Stream : public agent::SubmitStream {
 public:
  Stream(Gateway& own, std::uint64_t shown, agent::Urgency urgency)
      : own_(own), shown_(shown), urgency_(urgency) {}

  Status send(const Bytes& consignment) override {
    if (refused_) return ok();
    agent::Answer answer = own_.answer(consignment, shown_, urgency_);
    refused_ = std::holds_alternative<agent::GivenRefusal>(answer.outcome);
    if (answers_.put(std::move(answer))) return ok();
    return Error{Reason::kUnavailable, "ended"};
  }
  void finish_sending() override { answers_.no_more(); }
  void cancel() override { answers_.end(); }
  Result<std::optional<agent::Answer>> receive() override { return answers_.take(); }

 private:
  Gateway& own_;
  std::uint64_t shown_;
  const agent::Urgency urgency_;
  bool refused_ = false;
  Handover<agent::Answer> answers_{kAnswersMost};
};

Gateway::Gateway(const std::string& folder, const Documents& documents, const Clock& now)
    : documents_(documents), now_(now) {
  fs::create_directory(folder);
  store_ = gateway::SqliteStore::open(folder + "/store.db", crypto::system_random()).value();
  EXPECT_TRUE(gateway::TwoSlotCheckpointFile::create(folder + "/checkpoint").ok());
  second_ = gateway::TwoSlotCheckpointFile::open(folder + "/checkpoint").value();
  recorder_ = std::make_unique<gateway::Recorder>(
      gateway::Recorder::open(*store_, *second_, support::signer_named(kLog),
                              crypto::system_random(), "test")
          .value());
}

Result<std::unique_ptr<agent::SubmitStream>> Gateway::begin(std::uint64_t verified_size,
                                                            agent::Urgency urgency) {
  return std::unique_ptr<agent::SubmitStream>(
      std::make_unique<Stream>(*this, verified_size, urgency));
}

Result<std::vector<Hash>> Gateway::consistency(std::uint64_t old_size, std::uint64_t new_size) {
  const std::lock_guard lock(mutex_);
  return ledger::consistency_proof(old_size, new_size, *store_);
}

gateway::Outcome Gateway::record(gateway::Entry entry) {
  std::vector<gateway::Entry> group;
  group.push_back(std::move(entry));
  return std::move(recorder_->record(std::move(group), instant()).value().front());
}

agent::Answer Gateway::answer(const Bytes& consignment, std::uint64_t& shown,
                              agent::Urgency urgency) {
  const std::lock_guard lock(mutex_);
  const auto by = urgency == agent::Urgency::kInteractive ? gateway::Urgency::kInteractive
                                                          : gateway::Urgency::kBulk;
  const auto outcome =
      record(gateway::travel(wire::decode_consignment(consignment).value(), peer(kTestshire),
                             {documents_, instant(), *store_, by}));
  if (const auto* refused = std::get_if<gateway::RecordedRefusal>(&outcome)) {
    refused_.push_back(std::string(name(refused->refusal().reason)) + " " +
                       refused->refusal().detail);
    return {refused->refusal().number, given(*refused)};
  }
  const auto& recorded = std::get<gateway::Recorded>(outcome);
  return {recorded.number(), receipt(recorded.leaf_index(), shown)};
}

agent::GivenReceipt Gateway::receipt(std::uint64_t leaf, std::uint64_t& shown) {
  const std::uint64_t size = store_->tree_size().value();
  auto proof = ledger::inclusion_proof(leaf, size, *store_).value();
  auto grown = ledger::consistency_proof(shown, size, *store_).value();
  shown = size;
  return {store_->leaf_text(leaf).value().value(),
          ledger::receipt_text({leaf, std::move(proof), recorder_->checkpoint()}),
          std::move(grown)};
}

void Gateway::deliver(const std::string& recipient, agent::Inbox& inbox, agent::NoteSink& source) {
  const std::lock_guard lock(mutex_);
  auto parcels = store_->parcels(recipient, gateway::Urgency::kBulk, 0, kParcelsMost).value();
  const auto changes =
      store_->parcels(recipient, gateway::Urgency::kInteractive, 0, kParcelsMost).value();
  parcels.insert(parcels.end(), changes.begin(), changes.end());
  std::ranges::sort(parcels, {}, &gateway::Parcel::id);
  for (const auto& parcel : parcels) {
    std::uint64_t seen = inbox.view().size();
    auto shown = receipt(parcel.id, seen);
    auto stored = inbox.take({parcel.id, parcel.sealed, std::move(shown.leaf),
                              std::move(shown.receipt), std::move(shown.consistency)});
    ASSERT_TRUE(stored.ok()) << name(stored.reason()) << ": " << stored.error().detail;
    auto word =
        gateway::acknowledge(*stored, gateway::disclosed(parcel), peer(recipient), *documents_);
    ASSERT_TRUE(word.passed()) << word.refusal().detail;
    record(std::move(word).take());
  }
  const auto notes = store_->notes(kTestshire, 0, kParcelsMost).value();
  std::vector<Bytes> texts;
  for (const auto& note : notes) texts.push_back(note.text);
  const auto taken = source.take(texts);
  ASSERT_TRUE(taken.ok() && taken->size() == notes.size());
  for (const auto& note : notes) record(gateway::NoteTaken{note.id});
}

std::vector<std::string> Gateway::refused() const {
  const std::lock_guard lock(mutex_);
  return refused_;
}

Road::Road(const Case& what) : now_(what.sendings.front().now) {
  open_regulators();
  documents_ = documents_of(what.world);
  gateway_ = std::make_unique<Gateway>(folder_.file("gateway"), documents_, now_);
  open_source(what);
}

Road::~Road() { source_->stop(); }

void Road::open_regulators() {
  for (const auto& [scheme, id] : {std::pair("ofsted", support::kOfsted), {"ciw", support::kCiw}}) {
    const std::string folder = folder_.file(scheme);
    fs::create_directory(folder);
    agent::InboxOptions options{.store = folder + "/inbox.db",
                                .sealing_key = folder + "/sealing.key",
                                .out = folder,
                                .self = support::agency(id),
                                .signer = signer_of(id),
                                .log = support::signer_named(kLog).verifier(),
                                .documents = [this] { return documents_; },
                                .clock = [this] { return Instant{now_} * 60; },
                                .random = crypto::system_random()};
    regulators_.push_back({scheme, id, folder, agent::Inbox::open(std::move(options)).value()});
  }
}

// Each recipient made its own sealing key, which is published with the other documents.
Documents Road::documents_of(const World& world) {
  const support::Scheme scheme = scheme_of(world, now_);
  auto notes = scheme.notes();
  for (const auto& regulator : regulators_) {
    notes.push_back({regulator.scheme + ".key", regulator.inbox->sealing_key_note().value()});
  }
  auto read = wire::read_documents(notes, scheme.areas_file());
  EXPECT_TRUE(read.ok()) << read.error().detail;
  auto set = agreement::DocumentSet::verify(std::move(read).value(), scheme.trust());
  EXPECT_TRUE(set.ok()) << set.error().detail;
  for (const auto& [hash, why] : set->turned_away()) ADD_FAILURE() << why.detail;
  return std::make_shared<const agreement::DocumentSet>(std::move(set).value());
}

void Road::open_source(const Case& what) {
  fs::create_directory(folder_.file("exports"));
  agent::SourceOptions options{
      .store = folder_.file("intake.db"),
      .exports = folder_.file("exports"),
      .contact = support::kContact,
      .self = support::agency(kTestshire),
      .signer = signer_of(kTestshire),
      .tokens = std::make_shared<const crypto::TokenKey>(support::token_key_named(kTestshire)),
      .column_maps = [maps = maps_of(what.layouts)] { return maps; },
      .log = support::signer_named(kLog).verifier(),
      .documents = [this] { return documents_; },
      .clock = [this] { return Instant{now_} * 60; },
      .random = crypto::system_random()};
  source_ = agent::Source::open(std::move(options), *gateway_).value();
  source_->start();
}

// What follows a disclosure goes by a sender of its own.
bool Road::changes_wait() const {
  const auto reader = agent::IntakeReader::open(folder_.file("intake.db")).value();
  const auto open = reader->changes(false).value();
  return std::ranges::any_of(open, [](const auto& line) {
    return line.state == agent::ChangeState::kWaiting ||
           line.sent == agent::ConsignmentState::kQueued;
  });
}

void Road::send(const Sending& sending) {
  now_ = sending.now;
  write(folder_.file("exports/export.csv"), export_text(*sending.layout, sending.rows));
  agent::Said said;
  const auto code = source_->send(month_named(sending.month), "export.csv", "analyst", said);
  // Refused: an export of which every row is of other months.
  EXPECT_TRUE(code == agent::ExitCode::kOk || code == agent::ExitCode::kFaults ||
              code == agent::ExitCode::kRefused)
      << static_cast<int>(code) << said.text() << said.messages();
  while (changes_wait()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  said_ += "-- " + sending.layout->system + " for " + sending.month + "\n" + said.text();
  for (const auto& regulator : regulators_) {
    gateway_->deliver(regulator.id, *regulator.inbox, source_->notes());
  }
  for (const auto& why : gateway_->refused()) ADD_FAILURE() << "the gateway refused: " << why;
}

std::vector<Held> Road::exported(const std::string& scheme,
                                 const std::vector<std::string>& months) {
  std::vector<Held> all;
  for (const auto& regulator : regulators_) {
    if (regulator.scheme != scheme) continue;
    for (const auto& month : months) {
      agent::Said said;
      EXPECT_EQ(regulator.inbox->export_month("inspector", month_named(month), {}, "out", said),
                agent::ExitCode::kOk);
      for (const auto& file : fs::directory_iterator(regulator.folder + "/out")) {
        if (file.path().extension() != ".csv" || file.path().stem() == "withdrawn") continue;
        for (auto& row : read_csv(content_of(file.path()))) {
          all.push_back({file.path().stem(), month, std::move(row)});
        }
      }
    }
    agent::Said said;
    regulator.inbox->list("inspector", {}, agent::Language::kEnglish, said);
    std::istringstream lines(said.json());
    std::size_t listed = 0;
    for (std::string line; std::getline(lines, line);) listed += line.empty() ? 0 : 1;
    EXPECT_EQ(listed, all.size()) << "rows of another month";
  }
  return all;
}

void Road::audits() {
  agent::Said said;
  EXPECT_EQ(source_->verify(said), agent::ExitCode::kOk) << said.text() << said.messages();
  for (const auto& regulator : regulators_) {
    EXPECT_EQ(regulator.inbox->verify("auditor", said), agent::ExitCode::kOk)
        << said.text() << said.messages();
  }
}

std::map<std::string, Bytes> Road::kept_outside() const {
  std::map<std::string, Bytes> all;
  for (const char* of : {"gateway", "ofsted", "ciw"}) {
    for (const auto& file : fs::recursive_directory_iterator(folder_.file(of))) {
      if (file.is_regular_file()) all[file.path().string()] = content_of(file.path());
    }
  }
  return all;
}

}  // namespace stile::property
