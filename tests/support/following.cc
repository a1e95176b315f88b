#include "tests/support/following.h"

#include <utility>

#include "core/crypto/note.h"
#include "core/crypto/random.h"
#include "core/record/row.h"
#include "core/wire/row_codec.h"
#include "tests/support/keys.h"

namespace stile::support {

Following following(const wire::Consignment& disclosed, std::uint64_t index, std::string leaf,
                    record::ChangeReason why) {
  std::vector<Hash> hashes;
  for (const auto& row : disclosed.rows) hashes.push_back(record::row_hash(row.row));
  const record::Row& before = disclosed.rows.front().row;
  const auto note = crypto::parse_note(disclosed.statement).value();
  Following made{{index, std::move(leaf), disclosed.salt, std::move(hashes), before},
                 {},
                 record::parse_statement(note.text).value()};
  made.row.row = {crypto::random_token(crypto::system_random()),
                  before.fields,
                  before.event_token,
                  before.revision + 1,
                  {}};
  if (record::kind_of(why) != record::ChangeKind::kCorrected) {
    record::Treated bare;
    bare.type = wire::decode_fields(before.fields)->type;
    made.row.row.fields = wire::encode_fields(bare);
  }
  made.statement.disclosure.occasion = record::correction(why);
  made.statement.number += 1;
  made.statement.rows = 1;
  return made;
}

wire::Consignment consignment_of(Following following) {
  wire::Consignment consignment;
  consignment.salt = crypto::random_32(crypto::system_random());
  following.row.envelope = wire::encode_citation(following.cited);
  const Hash hash = record::row_hash(following.row.row);
  const record::EnvelopeBytes bytes{following.row.envelope, following.row.subject_token};
  following.statement.row_list = record::row_list_hash({&hash, 1});
  following.statement.envelopes = record::envelopes_hash({&bytes, 1});
  consignment.statement = signed_by({following.statement.disclosure.from.text()},
                                    record::statement_text(following.statement));
  consignment.rows.push_back(std::move(following.row));
  return consignment;
}

}  // namespace stile::support
