#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "gateway/service/gateway.h"
#include "gateway/service/link_service.h"
#include "gateway/service/receipts.h"
#include "gateway/service/word_answers.h"

namespace stile::gateway {

// Outflow is the downward half of one attached stream: notes, parcels, news of documents, and what
// witnesses cosign and have cosigned, each
// in the order of their leaves, at most a few parcels unanswered at once. Parcels go before notes,
// which nobody waits for; a notification goes before every other parcel that waits, even while as
// many of those as may be are unanswered. What its agreement does not let go now is held back until
// it does. run() is one thread's; the others may be called from any.
class Outflow {
 public:
  Outflow(Shared& shared, const AgencyId& agency, std::uint64_t shown_size,
          LinkService::Stream& stream, WordAnswers& words);

  // run() writes until stop() or a failed write, at most until `deadline`; false after stop().
  bool run(Witnesses::Clock::time_point deadline);
  void wake();
  void stop();
  // answered() makes room for the next parcel.
  void answered();

 private:
  bool wait(Witnesses::Clock::time_point deadline);
  std::uint64_t released() const;
  std::size_t unanswered();
  bool send_parcels();
  Result<std::optional<Parcel>> next_parcel(std::uint64_t tree_size);
  Result<std::optional<Parcel>> next_of(Urgency urgency, std::uint64_t tree_size);
  Result<std::optional<Parcel>> next_held_back(Urgency urgency);
  template <typename What>  // a Parcel, or the hash of an agreement
  bool goes(const What& what) const;
  Result<v1::AttachDown> down_of(const Note& note, std::uint64_t tree_size);
  Result<v1::AttachDown> holding(const Note& note, std::uint64_t tree_size);
  Result<v1::AttachDown> question(const Note& note, std::uint64_t tree_size);
  bool send_answers();
  bool send_notes();
  bool send_news();
  bool send_witnessing();
  Result<v1::AttachDown> delivery(Parcel parcel, std::uint64_t tree_size);
  template <typename Wire>  // a Delivery, a QuestionForSource or a HoldingForSource
  Status prove(std::uint64_t leaf_index, std::uint64_t tree_size, Wire& to);

  Shared& shared_;
  const std::string agency_;
  LinkService::Stream& stream_;
  WordAnswers& words_;
  Shown shown_;
  std::map<Urgency, std::uint64_t> next_parcel_;
  // Parcels that could not go when their turn came, by agreement.
  std::map<Urgency, std::map<Hash, std::deque<std::uint64_t>>> held_back_;
  std::uint64_t next_note_ = 0;
  std::shared_ptr<const agreement::DocumentSet> documents_;  // told of here
  std::uint64_t offered_ = 0;   // the number of the checkpoint offered here last
  std::uint64_t cosigned_ = 0;  // and of the one that a quorum has cosigned
  Witnesses::Clock::time_point next_round_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t unanswered_ = 0;
  bool woken_ = true;
  bool stopped_ = false;
};

}  // namespace stile::gateway
