#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

#include "core/crypto/note.h"
#include "core/crypto/random.h"
#include "core/record/row.h"
#include "core/record/statement.h"
#include "core/wire/consignment_codec.h"
#include "core/wire/row_codec.h"
#include "tests/support/keys.h"

namespace stile::support {

// ChangeLies are what a source does otherwise than an honest one; `fields` is also how it gives new
// facts.
struct ChangeLies {
  std::function<void(record::Treated& fields)> fields = {};
  std::function<void(record::Row& row)> row = {};
  std::function<void(wire::ConsignmentRow& row)> wire = {};
  std::function<void(record::Statement& statement)> statement = {};
};

// following() is what a source sends after a consignment about the record in that place of it: the
// next revision, with the record's facts where it corrects these, else with none.
inline wire::Consignment following(const wire::Consignment& before, record::ChangeReason why,
                                   std::uint64_t number, const ChangeLies& lies = {},
                                   std::size_t place = 0) {
  const record::Row& cited = before.rows.at(place).row;
  record::Treated fields = wire::decode_fields(cited.fields).value();
  if (record::kind_of(why) != record::ChangeKind::kCorrected) {
    const auto type = fields.type;
    fields = {};
    fields.type = type;
  }
  if (lies.fields) lies.fields(fields);
  wire::ConsignmentRow row;
  row.row = {crypto::random_token(crypto::system_random()),
             wire::encode_fields(fields),
             cited.event_token,
             cited.revision + 1,
             {}};
  row.envelope = "what was disclosed before is between source and gateway";
  if (lies.row) lies.row(row.row);
  if (lies.wire) lies.wire(row);
  auto statement = record::parse_statement(crypto::parse_note(before.statement)->text).value();
  const Hash hash = record::row_hash(row.row);
  const record::EnvelopeBytes envelope{row.envelope, row.subject_token};
  statement.disclosure.occasion = record::correction(why);
  statement.number = number;
  statement.rows = 1;
  statement.row_list = record::row_list_hash({&hash, 1});
  statement.envelopes = record::envelopes_hash({&envelope, 1});
  if (lies.statement) lies.statement(statement);
  wire::Consignment consignment;
  consignment.salt = crypto::random_32(crypto::system_random());
  consignment.statement =
      signed_by({statement.disclosure.from.text()}, record::statement_text(statement));
  consignment.rows.push_back(std::move(row));
  return consignment;
}

}  // namespace stile::support
