#include "core/wire/consignment_codec.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/wire_format_lite.h>

#include "core/base/limits.h"
#include "core/wire/strict.h"
#include "stile/v1/exchange.pb.h"

namespace stile::wire {
namespace {

using google::protobuf::internal::WireFormatLite;

Error wrong_length(const char* what) {
  return {Reason::kMalformed, std::string(what) + " has the wrong length"};
}

bool is_token_or_empty(ByteView bytes) {
  return bytes.empty() || bytes.size() == std::tuple_size_v<Token>;
}

Status check_row_count(int rows) {
  if (rows == 0) return Error{Reason::kMissingField, "no rows"};
  if (static_cast<std::size_t>(rows) > limits::kConsignmentRows) {
    return Error{Reason::kTooLarge, "more rows than a consignment may have"};
  }
  return ok();
}

// Both row messages share the fields that the recipient gets.
template <typename WireRow>
Result<record::Row> row_from(WireRow& wire) {
  record::Row row;
  if (!copy_exact(wire.salt(), row.salt)) return wrong_length("row salt");
  if (!copy_exact(wire.event_token(), row.event_token)) return wrong_length("event token");
  if (wire.fields().size() > limits::kRowFieldsBytes ||
      wire.sealed_identity().size() > limits::kSealedIdentityBytes) {
    return Error{Reason::kTooLarge, "row"};
  }
  if (wire.revision() == 0) return Error{Reason::kMissingField, "revision"};
  row.revision = wire.revision();
  row.fields = std::move(*wire.mutable_fields());
  row.sealed_identity = std::move(*wire.mutable_sealed_identity());
  return row;
}

template <std::size_t N>
void set(const std::array<std::uint8_t, N>& bytes, std::string& to) {
  to.assign(view(bytes));
}

template <typename WireRow>
void row_to(const record::Row& row, WireRow& wire) {
  set(row.salt, *wire.mutable_salt());
  wire.set_fields(row.fields);
  set(row.event_token, *wire.mutable_event_token());
  wire.set_revision(row.revision);
  wire.set_sealed_identity(row.sealed_identity);
}

}  // namespace

Result<Consignment> consignment_from(v1::Consignment&& wire) {
  STILE_CHECKED(check_row_count(wire.row_size()));
  Consignment consignment;
  if (!copy_exact(wire.salt(), consignment.salt)) return wrong_length("consignment salt");
  if (wire.statement().size() > 2 * limits::kStatementBytes) {
    return Error{Reason::kTooLarge, "statement"};
  }
  if (wire.question().size() > limits::kIdentityRequestNoteBytes) {
    return Error{Reason::kTooLarge, "question"};
  }
  consignment.statement = std::move(*wire.mutable_statement());
  consignment.question = std::move(*wire.mutable_question());
  consignment.passes = wire.passes();
  consignment.rows.reserve(static_cast<std::size_t>(wire.row_size()));
  for (auto& wire_row : *wire.mutable_row()) {
    STILE_TRY(record::Row row, row_from(wire_row));
    if (!is_token_or_empty(wire_row.subject_token())) return wrong_length("subject token");
    consignment.rows.push_back({std::move(row), std::move(*wire_row.mutable_envelope()),
                                std::move(*wire_row.mutable_subject_token())});
  }
  return consignment;
}

void consignment_to(const Consignment& consignment, v1::Consignment& wire) {
  wire.set_statement(consignment.statement);
  set(consignment.salt, *wire.mutable_salt());
  wire.set_question(consignment.question);
  wire.set_passes(consignment.passes);
  for (const auto& row : consignment.rows) {
    auto& wire_row = *wire.add_row();
    row_to(row.row, wire_row);
    wire_row.set_envelope(row.envelope);
    wire_row.set_subject_token(row.subject_token);
  }
}

// The message is kept between consignments, here and below, because its rows and their strings are
// then there already: making and freeing some thousand of them cost as much as filling them.
Bytes encode_consignment(const Consignment& consignment) {
  thread_local v1::Consignment wire;
  consignment_to(consignment, wire);
  Bytes bytes = wire.SerializeAsString();
  wire.Clear();
  return bytes;
}

// Rows are not looked at: that costs as much as reading them.
Result<ConsignmentHead> decode_head(ByteView bytes) {
  google::protobuf::io::ArrayInputStream kept(bytes.data(), static_cast<int>(bytes.size()));
  google::protobuf::io::CodedInputStream in(&kept);
  const auto take = [&in](int field, std::string& to) {
    constexpr auto kBytes = WireFormatLite::WIRETYPE_LENGTH_DELIMITED;
    return in.ReadTag() == WireFormatLite::MakeTag(field, kBytes) &&
           WireFormatLite::ReadBytes(&in, &to);
  };
  std::string salt;
  ConsignmentHead head;
  if (!take(v1::Consignment::kStatementFieldNumber, head.statement) ||
      !take(v1::Consignment::kSaltFieldNumber, salt)) {
    return Error{Reason::kMalformed, "a consignment does not begin with statement and salt"};
  }
  if (!copy_exact(salt, head.salt)) return wrong_length("consignment salt");
  return head;
}

Result<Consignment> decode_consignment(ByteView bytes) {
  thread_local v1::Consignment wire;
  STILE_CHECKED(parse_strict(bytes, wire));
  return consignment_from(std::move(wire));
}

// Fields stand in the order of their numbers, and this one's is the last.
Bytes passing(Bytes bytes, std::uint64_t passes) {
  v1::Consignment last;
  last.set_passes(passes);
  last.AppendToString(&bytes);
  return bytes;
}

Bytes encode_citation(const Citation& citation) {
  v1::Citation wire;
  wire.set_index(citation.index);
  wire.set_leaf(citation.leaf);
  set(citation.salt, *wire.mutable_salt());
  for (const Hash& hash : citation.row_hashes) set(hash, *wire.add_row_hash());
  row_to(citation.row, *wire.mutable_row());
  return wire.SerializeAsString();
}

Result<Citation> decode_citation(ByteView bytes) {
  v1::Citation wire;
  STILE_CHECKED(parse_canonical(bytes, wire));
  STILE_CHECKED(check_row_count(wire.row_hash_size()));
  Citation citation;
  if (wire.leaf().size() > limits::kLeafBytes) return Error{Reason::kTooLarge, "leaf"};
  if (!copy_exact(wire.salt(), citation.salt)) return wrong_length("consignment salt");
  for (const auto& hash : wire.row_hash()) {
    if (!copy_exact(hash, citation.row_hashes.emplace_back())) return wrong_length("row hash");
  }
  if (!wire.row().envelope().empty() || !wire.row().subject_token().empty()) {
    return Error{Reason::kMalformed, "a row is cited as its recipient had it"};
  }
  citation.index = wire.index();
  citation.leaf = std::move(*wire.mutable_leaf());
  STILE_TRY(citation.row, row_from(*wire.mutable_row()));
  return citation;
}

// Kept between parcels as above. What it held is cleared before anyone has the bytes: the gateway
// keeps nothing of a parcel that it can read.
Bytes encode_parcel(ByteView statement, const Hash& salt, std::span<const ParcelRowView> rows) {
  thread_local v1::Parcel wire;
  wire.set_statement(statement.data(), statement.size());
  set(salt, *wire.mutable_salt());
  for (const auto& [row, pseudonym] : rows) {
    auto& wire_row = *wire.add_row();
    row_to(*row, wire_row);
    wire_row.set_pseudonym(pseudonym.data(), pseudonym.size());
  }
  Bytes bytes = wire.SerializeAsString();
  wire.Clear();
  return bytes;
}

Bytes encode_parcel(const Parcel& parcel) {
  std::vector<ParcelRowView> rows;
  rows.reserve(parcel.rows.size());
  for (const auto& row : parcel.rows) rows.push_back({&row.row, row.pseudonym});
  return encode_parcel(parcel.statement, parcel.salt, rows);
}

Result<Parcel> decode_parcel(ByteView bytes) {
  thread_local v1::Parcel wire;
  STILE_CHECKED(parse_strict(bytes, wire));
  STILE_CHECKED(check_row_count(wire.row_size()));
  Parcel parcel;
  if (!copy_exact(wire.salt(), parcel.salt)) return wrong_length("consignment salt");
  parcel.statement = std::move(*wire.mutable_statement());
  parcel.rows.reserve(static_cast<std::size_t>(wire.row_size()));
  for (auto& wire_row : *wire.mutable_row()) {
    STILE_TRY(record::Row row, row_from(wire_row));
    if (!is_token_or_empty(wire_row.pseudonym())) return wrong_length("pseudonym");
    parcel.rows.push_back({std::move(row), std::move(*wire_row.mutable_pseudonym())});
  }
  return parcel;
}

}  // namespace stile::wire
