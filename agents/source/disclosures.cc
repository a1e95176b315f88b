#include "agents/source/disclosures.h"

#include <algorithm>
#include <utility>

#include "core/crypto/note.h"
#include "core/ledger/proof.h"

namespace stile::agent {

using storage::Rows;

Result<std::uint64_t> Disclosures::destructions(std::int64_t id) {
  STILE_TRY(Rows rows, destructions_.start(id));
  STILE_CHECKED(rows.next());
  std::uint64_t count = 0;
  STILE_CHECKED(rows.read(count));
  return count;
}

Status Disclosures::read(std::int64_t id) {
  STILE_TRY(const std::uint64_t destroyed, destructions(id));
  const bool as_kept = kept_.id == id && kept_.destructions == destroyed;
  if (as_kept && !kept_.receipt.empty()) return ok();
  STILE_TRY(Rows rows, kept_as_.start(id));
  STILE_TRY(const bool found, rows.next());
  if (!found) return Error{Reason::kIntegrity, "intake store: a consignment has no bytes"};
  Bytes bytes;
  Kept kept;
  STILE_CHECKED(rows.read(bytes, kept.leaf, kept.receipt));
  STILE_TRY(kept.consignment, read_sent(bytes));
  kept.id = id;
  kept.destructions = destroyed;
  kept_ = std::move(kept);
  return ok();
}

Result<std::optional<Disclosed>> Disclosures::last(std::int64_t route, std::int64_t carried,
                                                   const Token& event_token) {
  std::optional<Disclosed> none;
  STILE_TRY(Rows ids, before_.start(route, carried));
  const SentRow* row = nullptr;
  while (row == nullptr) {
    STILE_TRY(const bool more, ids.next());
    if (!more) return none;
    std::int64_t id = 0;
    STILE_CHECKED(ids.read(id));
    STILE_CHECKED(read(id));
    const auto& all = kept_.consignment.rows;
    const auto found = std::ranges::find(all, std::optional(event_token), &SentRow::event_token);
    if (found != all.end()) row = &*found;
  }
  STILE_TRY(const auto note, crypto::parse_note(kept_.consignment.statement));
  STILE_TRY(auto statement, record::parse_statement(note.text));
  Disclosed disclosed{.what = std::move(statement.disclosure),
                      .row = {.salt = {},
                              .fields = {},
                              .event_token = event_token,
                              .revision = 0,
                              .sealed_identity = {}},
                      .destroyed = !row->row,
                      .cited = {},
                      .admitted = !kept_.receipt.empty(),
                      .question = kept_.consignment.question};
  if (row->row) disclosed.row = row->row->row;
  if (!disclosed.admitted || disclosed.destroyed) return std::optional(std::move(disclosed));
  STILE_TRY(const auto receipt, ledger::parse_receipt(kept_.receipt));
  disclosed.cited = {receipt.index, kept_.leaf, kept_.consignment.salt, kept_.consignment.hashes(),
                     disclosed.row};
  return std::optional(std::move(disclosed));
}

}  // namespace stile::agent
