#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "gateway/pipeline/ports.h"

namespace stile::test {

// CountedStore is a Store, and how often each thing was asked of it: two answers that must not be
// told apart are made of the same work. Any thread.
class CountedStore final : public gateway::Store {
 public:
  using Counts = std::map<std::string, std::uint64_t>;

  explicit CountedStore(gateway::Store& store) : store_(store) {}

  // counts() is what was asked until now, but for what an attached stream asks on its own whenever
  // it is woken: the parcels and notes that wait.
  Counts counts() const {
    const std::lock_guard lock(mutex_);
    return counts_;
  }

  Status commit(const gateway::Batch& batch) override {
    count("leaves", batch.leaf.size());
    return once("commit").commit(batch);
  }
  Result<Hash> stored_hash(std::uint64_t index) const override {
    return once("stored_hash").stored_hash(index);
  }
  Result<std::uint64_t> tree_size() const override { return once("tree_size").tree_size(); }
  Result<std::optional<std::string>> checkpoint_at(std::uint64_t tree_size) const override {
    return once("checkpoint_at").checkpoint_at(tree_size);
  }
  Result<std::optional<std::string>> leaf_text(std::uint64_t index) const override {
    return once("leaf_text").leaf_text(index);
  }
  Result<std::vector<std::uint64_t>> leaves_naming(const std::string& agency, std::uint64_t first,
                                                   std::size_t most) const override {
    return once("leaves_naming").leaves_naming(agency, first, most);
  }
  Result<std::optional<gateway::Taken>> taken(const gateway::StreamKey& stream,
                                              std::uint64_t number) const override {
    return once("taken").taken(stream, number);
  }
  Result<std::vector<gateway::Taken>> last_taken() const override {
    return once("last_taken").last_taken();
  }
  Result<std::vector<gateway::Counter>> counters() const override {
    return once("counters").counters();
  }
  Result<std::vector<gateway::Parcel>> parcels(const std::string& recipient,
                                               gateway::Urgency urgency, std::uint64_t first,
                                               std::size_t most) const override {
    return store_.parcels(recipient, urgency, first, most);
  }
  Result<std::optional<gateway::Parcel>> parcel(std::uint64_t id,
                                                const std::string& recipient) const override {
    return once("parcel").parcel(id, recipient);
  }
  Result<std::vector<gateway::WaitingParcel>> waiting_parcels() const override {
    return once("waiting_parcels").waiting_parcels();
  }
  Result<std::vector<gateway::Note>> notes(const std::string& agency, std::uint64_t first,
                                           std::size_t most) const override {
    return store_.notes(agency, first, most);
  }
  Result<std::vector<gateway::Note>> waiting_questions() const override {
    return once("waiting_questions").waiting_questions();
  }
  Result<std::optional<gateway::Notice>> notice(const std::string& recipient,
                                                const std::string& source, std::uint64_t number,
                                                const Hash& digest) const override {
    return once("notice").notice(recipient, source, number, digest);
  }
  Result<std::optional<gateway::TakenQuestion>> question(const Hash& digest) const override {
    return once("question").question(digest);
  }
  Result<std::uint64_t> questions_on(const std::string& agreement_id, Day day) const override {
    return once("questions_on").questions_on(agreement_id, day);
  }
  Result<gateway::Waiting> waiting() const override { return once("waiting").waiting(); }
  Result<std::optional<gateway::Taken>> admitted(const std::string& recipient,
                                                 const std::string& source, std::uint64_t number,
                                                 const Hash& digest) const override {
    return once("admitted").admitted(recipient, source, number, digest);
  }
  Result<std::vector<gateway::ChallengedRow>> challenges(std::uint64_t admission) const override {
    return once("challenges").challenges(admission);
  }
  Result<std::optional<gateway::TakenIdentityRequest>> identity_request(
      const Hash& digest) const override {
    return once("identity_request").identity_request(digest);
  }
  Result<std::vector<gateway::TakenIdentityRequest>> identity_requests(
      std::uint64_t admission) const override {
    return once("identity_requests").identity_requests(admission);
  }
  Result<bool> note_belongs(std::uint64_t id, const std::string& agency) const override {
    return once("note_belongs").note_belongs(id, agency);
  }
  Result<const crypto::PseudonymKey*> pseudonym_key(const std::string& agreement_id,
                                                    const std::string& epoch,
                                                    Instant expires) override {
    return once("pseudonym_key").pseudonym_key(agreement_id, epoch, expires);
  }
  Result<std::uint64_t> destroy_pseudonym_keys(Instant now) override {
    return once("destroy_pseudonym_keys").destroy_pseudonym_keys(now);
  }
  Result<std::uint64_t> directory_serial() const override {
    return once("directory_serial").directory_serial();
  }
  Status keep_directory_serial(std::uint64_t serial) override {
    return once("keep_directory_serial").keep_directory_serial(serial);
  }

 private:
  void count(const char* what, std::uint64_t times) const {
    const std::lock_guard lock(mutex_);
    counts_[what] += times;
  }
  gateway::Store& once(const char* what) const {
    count(what, 1);
    return store_;
  }

  gateway::Store& store_;
  mutable std::mutex mutex_;
  mutable Counts counts_;
};

}  // namespace stile::test
