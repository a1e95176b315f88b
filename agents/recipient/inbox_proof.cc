// What proves one consignment that came to this agency, for its data officer.
#include <utility>

#include "agents/ports/inspection_days.h"
#include "agents/recipient/inbox.h"
#include "agents/recipient/inbox_reader.h"
#include "agents/recipient/inbox_store.h"
#include "agents/report/listed_disclosure.h"
#include "agents/report/proof_files.h"
#include "core/ledger/leaf.h"
#include "core/storage/statement.h"

namespace stile::agent {
namespace {

using storage::Rows;
using storage::Statement;

constexpr std::string_view kOfLeaf =
    "SELECT parcel.id, agreement_id, number, leaf, receipt, salt, row_hashes"
    " FROM parcel JOIN stream ON stream.id = stream"
    " WHERE instr(receipt, char(10) || 'index ' || ? || char(10)) > 0";

constexpr std::string_view kOfRow =
    "SELECT event_token, revision, salt, fields, sealed_identity FROM row"
    " WHERE parcel = ?1 AND position = ?2"
    " UNION ALL SELECT event_token, revision, salt, fields, sealed_identity FROM aside"
    " WHERE parcel = ?1 AND position = ?2 AND gone = 0"
    " UNION ALL SELECT event_token, revision, told.salt, fields, sealed FROM identity_answer AS "
    "told"
    " JOIN answer ON answer.parcel = told.parcel WHERE told.parcel = ?1 AND ?2 = 0"
    " AND sealed <> x''";

constexpr std::string_view kDisclosure = "disclosure";

struct Kept {
  std::int64_t parcel = 0;
  std::string agreement_id;
  std::uint64_t number = 0;
  ProvenConsignment proven;
};

// What is under the embargo is not there (X6).
Result<Kept> find(const storage::Database& database, std::uint64_t leaf,
                  const agreement::DocumentSet* documents, Instant now) {
  Statement statement(database, kOfLeaf);
  STILE_TRY(Rows rows, statement.start(leaf));
  STILE_TRY(const bool found, rows.next());
  const Error none{Reason::kNotFound,
                   "no consignment of that leaf came here; mend with: the index "
                   "that `stile audit search` says"};
  if (!found) return none;
  Kept kept;
  Bytes hashes;
  STILE_CHECKED(rows.read(kept.parcel, kept.agreement_id, kept.number, kept.proven.leaf,
                          kept.proven.receipt, kept.proven.salt, hashes));
  STILE_TRY(const auto text, ledger::parse_leaf(kept.proven.leaf));
  if (is_about_enquiries(text, documents) && now - text.time < kEmbargo) return none;
  kept.proven.row_hashes.resize(hashes.size() / sizeof(Hash));
  for (std::size_t i = 0; i < kept.proven.row_hashes.size(); ++i) {
    copy_exact(ByteView(hashes).substr(i * sizeof(Hash), sizeof(Hash)), kept.proven.row_hashes[i]);
  }
  return kept;
}

Result<OpenedRow> open_row(const storage::Database& database, std::int64_t parcel,
                           std::size_t place) {
  Statement statement(database, kOfRow);
  STILE_TRY(Rows rows, statement.start(parcel, std::uint64_t{place}));
  STILE_TRY(const bool found, rows.next());
  if (!found) return Error{Reason::kNotFound, "it has no such row, or it is not kept here"};
  OpenedRow opened{.place = place};
  STILE_CHECKED(rows.read(opened.row.event_token, opened.row.revision, opened.row.salt,
                          opened.row.fields, opened.row.sealed_identity));
  return opened;
}

}  // namespace

// It is written down before anybody sees it; whoever opens a row discloses it.
Result<std::vector<ProofFile>> Inbox::prove(const ProofOrder& order, std::string_view account) {
  STILE_TRY(const InboxReader reader, InboxReader::open(options_.store));
  STILE_TRY(Kept kept,
            find(reader.database(), order.leaf, options_.documents().get(), options_.clock()));
  if (order.opens()) {
    if (order.row == 0) {
      return Error{Reason::kUsage,
                   "a recipient knows no reference of the source's systems; mend "
                   "with: --row"};
    }
    STILE_TRY(kept.proven.opened,
              open_row(reader.database(), kept.parcel, std::size_t{order.row} - 1));
  }
  STILE_TRY(auto files, proof_files(kept.proven, options_.log));
  const std::lock_guard lock(mutex_);
  STILE_CHECKED(store_->log({order.opens() ? kDisclosure : kConsultation,
                             options_.clock(),
                             std::string(account),
                             {},
                             kept.agreement_id,
                             order.occasion(kept.proven.opened),
                             kept.number,
                             order.opens() ? 1U : 0U,
                             order.purpose}));
  return files;
}

}  // namespace stile::agent
