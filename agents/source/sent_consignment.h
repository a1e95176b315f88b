#pragma once

#include <optional>
#include <set>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/record/row.h"
#include "core/wire/consignment_codec.h"

// A consignment as the source still has it. While it is whole the store keeps the bytes that were
// sent. Once rows of it are destroyed it keeps a form of its own, in which their places hold no
// more than what proves the rest: "stile-reduced/v1\n", the signed statement behind its 4-byte
// length, the consignment's salt, the question likewise, then for each row a byte: 'k' for one that
// is kept, with salt, event token, revision (8 bytes) and, each behind its length, fields, sealed
// identity, envelope and subject token; 'd' for one that is destroyed, with row hash and event
// token; 'e' for one that is erased, with its row hash alone. Pure; any thread.
namespace stile::agent {

// SentRow is one row. A hash tells nothing of a row whose salt is gone.
struct SentRow {
  Hash hash{};
  std::optional<Token> event_token;         // nothing once it is erased
  std::optional<wire::ConsignmentRow> row;  // nothing once it is destroyed
};

struct SentConsignment {
  Bytes statement;  // signed note
  Hash salt{};
  Bytes question;  // signed note, of an answer alone
  std::vector<SentRow> rows;

  // hashes() are those of all rows, which the statement signs.
  std::vector<Hash> hashes() const;
  bool is_whole() const;
};

// read_sent() reads either form: kMalformed, or as wire::decode_consignment(). What it says is not
// looked at yet. read_sent_head() reads only what stands before the rows.
Result<SentConsignment> read_sent(ByteView bytes);
Result<wire::ConsignmentHead> read_sent_head(ByteView bytes);

// Destroyed is how much stays of rows that go: their event tokens, by which what comes later of the
// same events is known, or nothing by which anybody could be found.
enum class Destroyed { kContents, kAll };

// reduced() is the form of a consignment in which the rows at `positions` are destroyed; what is
// destroyed already stays so.
Bytes reduced(const SentConsignment& sent, const std::set<std::size_t>& positions, Destroyed what);

}  // namespace stile::agent
