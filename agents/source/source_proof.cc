// What proves one consignment that left this agency, for its data officer.
#include <algorithm>
#include <utility>

#include "agents/ports/inspection_days.h"
#include "agents/report/listed_disclosure.h"
#include "agents/report/proof_files.h"
#include "agents/source/intake_store.h"
#include "agents/source/proven.h"
#include "agents/source/sent_consignment.h"
#include "agents/source/source.h"
#include "core/ledger/leaf.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"

namespace stile::agent {
namespace {

using storage::Rows;
using storage::Statement;

constexpr std::string_view kOfLeaf =
    "SELECT c.route, p.leaf, p.receipt, coalesce(b.bytes, x'')"
    " FROM receipt AS p JOIN consignment AS c ON c.id = p.id"
    " LEFT JOIN consignment_bytes AS b ON b.id = c.id"
    " WHERE instr(p.receipt, char(10) || 'index ' || ? || char(10)) > 0";

constexpr std::string_view kTokens =
    "SELECT t.event_token FROM (SELECT route, system, reference, event_token FROM record"
    " UNION ALL SELECT c.route, a.system, a.reference, a.event_token FROM answered AS a"
    "  JOIN consignment AS c ON c.id = a.consignment) AS t JOIN system AS s ON s.id = t.system"
    " WHERE t.route = ? AND s.code = ? AND t.reference = ?";

struct Kept {
  std::int64_t route = 0;
  ProvenConsignment proven;
  SentConsignment consignment;
};

// What is under the embargo is not there (X6).
Result<Kept> find(const storage::Database& database, std::uint64_t leaf,
                  const agreement::DocumentSet* documents, Instant now) {
  Statement statement(database, kOfLeaf);
  STILE_TRY(Rows rows, statement.start(leaf));
  STILE_TRY(const bool found, rows.next());
  const Error none{Reason::kNotFound,
                   "no consignment of that leaf left here; mend with: the index "
                   "that `stile audit search` says"};
  if (!found) return none;
  Kept kept;
  Bytes bytes;
  STILE_CHECKED(rows.read(kept.route, kept.proven.leaf, kept.proven.receipt, bytes));
  STILE_TRY(const auto text, ledger::parse_leaf(kept.proven.leaf));
  if (is_about_enquiries(text, documents) && now - text.time < kEmbargo) return none;
  if (bytes.empty()) {
    return Error{Reason::kUsage, "its rows have been destroyed, and what opened their list"};
  }
  STILE_TRY(kept.consignment, read_sent(bytes));
  kept.proven =
      proven(std::move(kept.proven.leaf), std::move(kept.proven.receipt), kept.consignment);
  return kept;
}

// An event's token is the same whatever day it is taken to be of, but for its first two bytes.
bool is_of_one_event(const Token& one, const Token& other) {
  return std::equal(one.begin() + 2, one.end(), other.begin() + 2);
}

Result<std::size_t> place_of(const storage::Database& database, const Kept& kept,
                             const ProofOrder& order) {
  const auto& rows = kept.consignment.rows;
  if (order.row != 0) return std::size_t{order.row} - 1;
  Statement statement(database, kTokens);
  STILE_TRY(Rows tokens, statement.start(kept.route, order.system, order.reference));
  std::vector<std::size_t> places;
  for (;;) {
    STILE_TRY(const bool more, tokens.next());
    if (!more) break;
    Token token{};
    STILE_CHECKED(tokens.read(token));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto& event = rows[i].event_token;
      if (event && is_of_one_event(*event, token)) places.push_back(i);
    }
  }
  if (places.size() == 1) return places[0];
  if (places.empty()) {
    return Error{Reason::kUsage,
                 "no row of it is of that record as it stands now; mend with: "
                 "--row"};
  }
  return Error{Reason::kUsage, "several rows of it are of that record; mend with: --row"};
}

}  // namespace

// It is written down before anybody sees it; whoever opens a row discloses it.
Result<std::vector<ProofFile>> Source::prove(const ProofOrder& order, std::string_view account) {
  STILE_TRY(auto database, storage::Database::open(options_.store, storage::OpenMode::kRead));
  STILE_CHECKED(database.run("BEGIN"));
  STILE_TRY(Kept kept, find(database, order.leaf, options_.documents().get(), options_.clock()));
  if (order.opens()) {
    STILE_TRY(const std::size_t place, place_of(database, kept, order));
    if (place >= kept.consignment.rows.size()) {
      return Error{Reason::kUsage, "it has no such row"};
    }
    auto& row = kept.consignment.rows[place].row;
    if (!row) return Error{Reason::kUsage, "the row is no longer kept: it was destroyed"};
    kept.proven.opened = OpenedRow{place, std::move(row->row)};
  }
  STILE_TRY(auto files, proof_files(kept.proven, options_.log));
  const Operation done{.op = order.opens() ? "disclosure" : "consultation",
                       .time = options_.clock(),
                       .account = std::string(account),
                       .agreement_id = {},  // it did not go to that agreement's recipient
                       .occasion = order.occasion(kept.proven.opened),
                       .rows = order.opens() ? 1U : 0U,
                       .reason = order.purpose};
  STILE_CHECKED(store_->change([&](IntakeTables& tables) { return tables.add_operation(done); },
                               Urgency::kInteractive));
  return files;
}

}  // namespace stile::agent
