#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "agents/ports/holding_sink.h"
#include "agents/ports/question_sink.h"
#include "agents/ports/submitter.h"
#include "core/crypto/note_key.h"
#include "core/ledger/leaf.h"
#include "core/ledger/log.h"
#include "core/record/statement.h"
#include "core/wire/consignment_codec.h"
#include "tests/unit/core/ledger/memory_tree.h"

namespace stile::agent {

// Taken is a consignment that the gateway took.
struct Taken {
  Bytes bytes;
  wire::Consignment consignment;
  record::Statement statement;
  std::string note;  // the statement as signed
};

// SubmitterHand answers consignments as an honest gateway does: it takes each number once, in
// order, and proves each leaf. What a test wants otherwise it says before.
class SubmitterHand : public Submitter {
 public:
  SubmitterHand();

  // refuse() decides, before numbers are looked at, whether a consignment is refused.
  using Refuse = std::function<std::optional<GivenRefusal>(const Taken&)>;
  void refuse(Refuse refuse);
  // lose_after() cuts the connection after so many more have come: the last is taken and its
  // answer lost. It is whole again for the next stream.
  void lose_after(std::size_t consignments);
  void be_away(bool away);
  // forget() makes the gateway one that never took anything from this agreement's recipient.
  void go_on_from(const std::string& recipient, std::uint64_t last);

  // succeed() closes its ledger, of which nothing was kept, and goes on with a successor. Where
  // nobody has given it back, it knows nothing of what it took.
  ledger::Log succeed(const char* next, bool given_back);

  // came() is everything that came, taken or not; taken() what was taken, each once.
  std::vector<Taken> came() const;
  std::vector<Taken> taken() const;

  // hold() is what this gateway did with a consignment that it took, as its leaf says.
  HeldConsignment hold(const Taken& one, const std::function<void(ledger::Leaf&)>& lie = {});

  // ask() is a regulator's question, a signed note, as this gateway brings it.
  GivenQuestion ask(const std::string& note, const std::function<void(ledger::Leaf&)>& lie = {});

  // checkpoint() and grow() are for what the attachment shows beside.
  std::string checkpoint() const;
  const ledger::HashReader& tree() const { return tree_; }
  void grow(std::size_t leaves);

  Result<std::unique_ptr<SubmitStream>> begin(std::uint64_t verified_size, Urgency) override;
  Result<std::vector<Hash>> consistency(std::uint64_t old_size, std::uint64_t new_size) override;

 private:
  class Stream;
  Answer answer(const Bytes& bytes, std::uint64_t& shown, bool& lost);
  GivenReceipt receipt(const Taken& one, std::uint64_t& shown);
  GivenReceipt shown_at(std::uint64_t index, const std::string& leaf, std::uint64_t& shown) const;

  mutable std::mutex mutex_;
  crypto::NoteSigner log_;
  ledger::MemoryTree tree_;
  std::vector<ledger::ClosedLog> closed_;
  Refuse refuse_;
  std::optional<std::size_t> lose_after_;
  bool away_ = false;
  struct Place {
    Hash digest{};
    std::uint64_t index = 0;
    std::string leaf;
  };
  std::map<std::string, std::map<std::uint64_t, Place>> places_;  // by numbering and number
  std::map<std::string, std::uint64_t> last_;
  std::vector<Taken> came_;
  std::vector<Taken> taken_;
};

}  // namespace stile::agent
