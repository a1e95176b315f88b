#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "agents/ports/submitter.h"
#include "agents/recipient/inbox.h"
#include "agents/source/source.h"
#include "gateway/pipeline/recorder.h"
#include "gateway/store/checkpoint_file.h"
#include "gateway/store/sqlite_store.h"
#include "tests/property/world.h"
#include "tests/support/temporary_folder.h"

// The whole road in one process: the real source, pipeline, ledger and inboxes on their real
// stores. Only the network between them is missing.
namespace stile::property {

using Documents = std::shared_ptr<const agreement::DocumentSet>;
using Clock = std::atomic<long>;  // UTC minutes

// Gateway takes consignments along the pipeline into its ledger, and hands parcels on. Any thread.
class Gateway : public agent::Submitter {
 public:
  Gateway(const std::string& folder, const Documents& documents, const Clock& now);

  Result<std::unique_ptr<agent::SubmitStream>> begin(std::uint64_t verified_size,
                                                     agent::Urgency) override;
  Result<std::vector<Hash>> consistency(std::uint64_t old_size, std::uint64_t new_size) override;

  // deliver() has a recipient take all that waits for it, and the source its signed words.
  void deliver(const std::string& recipient, agent::Inbox& inbox, agent::NoteSink& source);
  // refused() says, for each refusal, why.
  std::vector<std::string> refused() const;

 private:
  class Stream;
  agent::Answer answer(const Bytes& consignment, std::uint64_t& shown, agent::Urgency urgency);
  agent::GivenReceipt receipt(std::uint64_t leaf, std::uint64_t& shown);
  gateway::Outcome record(gateway::Entry entry);
  Instant instant() const { return Instant{now_} * 60; }

  const Documents& documents_;
  const Clock& now_;
  mutable std::mutex mutex_;  // over what follows
  std::unique_ptr<gateway::SqliteStore> store_;
  std::unique_ptr<gateway::TwoSlotCheckpointFile> second_;
  std::unique_ptr<gateway::Recorder> recorder_;
  std::vector<std::string> refused_;
};

// Regulator is a recipient, with its inbox.
struct Regulator {
  std::string scheme;  // of the home numbers that it regulates
  std::string id;
  std::string folder;  // below the road's
  std::unique_ptr<agent::Inbox> inbox;
};

// Held is a row of a file that a recipient exported, by column.
struct Held {
  std::string file;
  std::string month;
  std::map<std::string, std::string> cells;
};

// Road is testshire, the gateway, Ofsted and CIW in a world. What fails on it fails the test.
class Road {
 public:
  Road(const Case& what);
  ~Road();

  // send() sends an export and returns when both recipients have taken all that came of it.
  void send(const Sending& sending);

  // exported() is what a regulator's people find in the files of these months; it is all that the
  // inbox has.
  std::vector<Held> exported(const std::string& scheme, const std::vector<std::string>& months);
  // said() is all that the force's people were told.
  const std::string& said() const { return said_; }
  // audits() fails the test unless everything kept at all ends verifies again.
  void audits();
  // kept_outside() are the files of gateway and recipients, as bytes.
  std::map<std::string, Bytes> kept_outside() const;

 private:
  void open_regulators();
  void open_source(const Case& what);
  bool changes_wait() const;
  Documents documents_of(const World& world);

  support::TemporaryFolder folder_;
  Clock now_;
  Documents documents_;
  std::vector<Regulator> regulators_;
  std::unique_ptr<Gateway> gateway_;
  std::unique_ptr<agent::Source> source_;
  std::string said_;
};

}  // namespace stile::property
