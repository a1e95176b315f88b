#include "tests/bench/ledger_file.h"

#include <algorithm>
#include <optional>

#include "core/crypto/digest.h"
#include "core/crypto/note.h"
#include "core/ledger/checkpoint.h"
#include "core/ledger/leaf.h"
#include "core/ledger/merkle.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"
#include "core/storage/transaction.h"
#include "gateway/store/schema.h"

namespace stile::bench {
namespace {

constexpr std::uint64_t kLeavesPerTransaction = 100'000;
constexpr std::uint64_t kBase = 1'790'000'000;

class LedgerFile {
 public:
  explicit LedgerFile(storage::Database database) : database_(std::move(database)) {}

  Status append(const LedgerSize& size, std::uint64_t until) {
    STILE_TRY(auto transaction, storage::Transaction::begin(database_));
    while (tree_.size() < until) STILE_CHECKED(append_one(size));
    return transaction.commit();
  }
  Status sign(const crypto::NoteSigner& log) {
    const ledger::Checkpoint end{log.verifier().name(), tree_.size(), tree_.root()};
    STILE_CHECKED(
        database_.run("UPDATE setting SET bodies_from = (SELECT count(*) FROM leaf"
                      " WHERE body IS NULL)"));
    STILE_CHECKED(
        add_checkpoint_.run(end.size, crypto::sign_note(ledger::checkpoint_text(end), log)));
    return database_.empty_log();
  }

 private:
  Status append_one(const LedgerSize& size) {
    const std::uint64_t index = tree_.size();
    std::optional<std::string> body;
    if (index >= size.without_body) body = leaf_text_of(index);
    const Bytes gone(view(crypto::sha256(std::to_string(index))));
    std::uint64_t place = ledger::stored_hash_count(index);
    for (const auto& hash : tree_.append(ledger::leaf_hash(body.value_or(gone)))) {
      STILE_CHECKED(add_hash_.run(place++, hash));
    }
    STILE_CHECKED(add_leaf_.run(index, body));
    return ok();
  }

  storage::Database database_;
  ledger::Frontier tree_;
  storage::Statement add_hash_{database_, "INSERT INTO tree_hash (idx, hash) VALUES (?, ?)"};
  storage::Statement add_leaf_{database_, "INSERT INTO leaf (idx, body) VALUES (?, ?)"};
  storage::Statement add_checkpoint_{database_,
                                     "INSERT INTO checkpoint (size, note) VALUES (?, ?)"};
};

}  // namespace

std::string leaf_text_of(std::uint64_t n) {
  const Hash random = crypto::sha256(std::to_string(n));
  ledger::Leaf leaf;
  leaf.op = ledger::Op::kDisclosure;
  leaf.time = static_cast<Instant>(kBase + n);
  std::copy_n(random.begin(), leaf.nonce.size(), leaf.nonce.begin());
  leaf.from = "spiffe://stile.example/force/testshire/agent";
  leaf.to = "spiffe://stile.example/regulator/ofsted/agent";
  leaf.agreement = random;
  leaf.counter = n;
  leaf.occasion = "return";
  leaf.clause = "monthly-return";
  leaf.purpose = "regulatory-oversight";
  leaf.fields = {"home", "event-start", "event-end", "category", "outcome", "child-pseudonym"};
  leaf.rows = 256;
  leaf.decision = "admitted";
  leaf.commit_rows = random;
  leaf.commit_actor = random;
  leaf.peer_certificate = random;
  leaf.build = "1.0.0";
  return ledger::leaf_text(leaf).value();
}

Status make_ledger(const std::string& path, const LedgerSize& size, const crypto::NoteSigner& log) {
  STILE_TRY(auto database, storage::Database::open(path, storage::OpenMode::kCreate));
  STILE_CHECKED(database.migrate(gateway::store_schema()));
  STILE_CHECKED(database.run("PRAGMA synchronous=OFF"));
  LedgerFile file(std::move(database));
  for (std::uint64_t until = 0; until < size.leaves;) {
    until = std::min(size.leaves, until + kLeavesPerTransaction);
    STILE_CHECKED(file.append(size, until));
  }
  return file.sign(log);
}

}  // namespace stile::bench
