#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/crypto/random.h"
#include "gateway/pipeline/ports.h"
#include "tests/support/fault_plan.h"

namespace stile::support {

// FailingStore keeps the Store's contract in memory and can be told to fail at each step, with
// the change lost or persisted. Any thread.
class FailingStore final : public gateway::Store {
 public:
  explicit FailingStore(crypto::Random random) : random_(std::move(random)) {}

  void fail(Step step, Fault fault, std::size_t spared = 0);

  // reopened() is what a restart finds: a store with what persisted and no fault planned.
  std::unique_ptr<FailingStore> reopened() const;

  Status commit(const gateway::Batch& batch) override;
  Result<Hash> stored_hash(std::uint64_t index) const override;
  Result<std::uint64_t> tree_size() const override;
  Result<std::optional<std::string>> checkpoint_at(std::uint64_t tree_size) const override;
  Result<std::optional<std::string>> leaf_text(std::uint64_t index) const override;
  Result<std::vector<std::uint64_t>> leaves_naming(const std::string& agency, std::uint64_t first,
                                                   std::size_t most) const override;
  Result<std::optional<gateway::Taken>> taken(const gateway::StreamKey& stream,
                                              std::uint64_t number) const override;
  Result<std::vector<gateway::Taken>> last_taken() const override;
  Result<std::vector<gateway::Counter>> counters() const override;
  Result<std::vector<gateway::Parcel>> parcels(const std::string& recipient,
                                               gateway::Urgency urgency, std::uint64_t first,
                                               std::size_t most) const override;
  Result<std::optional<gateway::Parcel>> parcel(std::uint64_t id,
                                                const std::string& recipient) const override;
  Result<std::vector<gateway::WaitingParcel>> waiting_parcels() const override;
  Result<std::vector<gateway::Note>> notes(const std::string& agency, std::uint64_t first,
                                           std::size_t most) const override;
  Result<std::vector<gateway::Note>> waiting_questions() const override;
  Result<std::optional<gateway::Notice>> notice(const std::string& recipient,
                                                const std::string& source, std::uint64_t number,
                                                const Hash& digest) const override;
  Result<std::optional<gateway::TakenQuestion>> question(const Hash& digest) const override;
  Result<std::uint64_t> questions_on(const std::string& agreement_id, Day day) const override;
  Result<gateway::Waiting> waiting() const override;
  Result<std::optional<gateway::Taken>> admitted(const std::string& recipient,
                                                 const std::string& source, std::uint64_t number,
                                                 const Hash& digest) const override;
  Result<std::vector<gateway::ChallengedRow>> challenges(std::uint64_t admission) const override;
  Result<std::optional<gateway::TakenIdentityRequest>> identity_request(
      const Hash& digest) const override;
  Result<std::vector<gateway::TakenIdentityRequest>> identity_requests(
      std::uint64_t admission) const override;
  Result<bool> note_belongs(std::uint64_t id, const std::string& agency) const override;
  Result<const crypto::PseudonymKey*> pseudonym_key(const std::string& agreement_id,
                                                    const std::string& epoch,
                                                    Instant expires) override;
  Result<std::uint64_t> destroy_pseudonym_keys(Instant now) override;
  Result<std::uint64_t> directory_serial() const override;
  Status keep_directory_serial(std::uint64_t serial) override;

 private:
  struct Key {
    Instant expires;
    Bytes bytes;
  };
  using KeyName = std::pair<std::string, std::string>;  // agreement id, epoch

  // Kept is what survives a restart.
  struct Kept {
    std::vector<Hash> hash;
    std::vector<gateway::LeafBody> leaf;
    std::map<std::uint64_t, std::string> checkpoint;
    std::map<gateway::StreamKey, std::map<std::uint64_t, gateway::Taken>> taken;
    std::map<Hash, std::uint64_t> counter;
    std::map<std::uint64_t, gateway::Parcel> parcel;
    std::map<std::uint64_t, gateway::Note> note;
    std::map<std::uint64_t, gateway::Notice> notice;
    std::vector<gateway::ChallengedRow> challenge;
    std::map<Hash, gateway::TakenIdentityRequest> identity_request;
    std::map<Hash, gateway::TakenQuestion> question;
    std::map<KeyName, Key> key;
    std::uint64_t directory_serial = 0;
  };

  // change() does `apply` unless it is to be lost, and reports as planned.
  template <typename Apply>
  Status change(Step step, const Apply& apply);
  // read() gives what `look` finds in what is kept, or fails as planned.
  template <typename T, typename Look>
  Result<T> read(const Look& look) const;

  Status acceptable(const gateway::Batch& batch) const;
  Status numbers_are_new(const gateway::Batch& batch) const;
  Status outbox_fits(const gateway::Batch& batch) const;
  Status notices_go_on(const gateway::Batch& batch) const;
  Status requests_go_on(const gateway::Batch& batch) const;
  void apply(const gateway::Batch& batch);

  const crypto::Random random_;
  mutable std::mutex mutex_;
  mutable FaultPlan faults_;
  Kept kept_;
  std::map<KeyName, std::unique_ptr<const crypto::PseudonymKey>> lent_;
};

}  // namespace stile::support
