#include "core/wire/consignment_codec.h"

#include <gtest/gtest.h>

#include "core/base/limits.h"
#include "stile/v1/exchange.pb.h"

namespace stile::wire {
namespace {

v1::Row some_row() {
  v1::Row row;
  row.set_salt(std::string(16, 's'));
  row.set_fields("fields");
  row.set_event_token(std::string(16, 'e'));
  row.set_revision(1);
  row.set_envelope("envelope");
  row.set_subject_token(std::string(16, 't'));
  return row;
}

v1::Consignment some_consignment() {
  v1::Consignment consignment;
  consignment.set_statement("statement");
  consignment.set_salt(std::string(32, 'c'));
  *consignment.add_row() = some_row();
  return consignment;
}

template <typename Change>
Reason refusal_of_changed(const Change& change) {
  auto consignment = some_consignment();
  change(consignment, *consignment.mutable_row(0));
  return decode_consignment(consignment.SerializeAsString()).reason();
}

TEST(ConsignmentCodecTest, ReadsWhatItWrote) {
  const auto bytes = some_consignment().SerializeAsString();
  const auto read = decode_consignment(bytes).value();
  EXPECT_EQ(read.statement, "statement");
  EXPECT_EQ(read.rows.front().envelope, "envelope");
  EXPECT_EQ(read.rows.front().subject_token, std::string(16, 't'));
  EXPECT_EQ(encode_consignment(read), bytes);
}

TEST(ConsignmentCodecTest, PassesNumbersOverAsItWouldHaveBeenWritten) {
  auto consignment = decode_consignment(some_consignment().SerializeAsString()).value();
  EXPECT_EQ(consignment.passes, 0U);
  const auto bytes = passing(encode_consignment(consignment), 300);
  consignment.passes = 300;
  EXPECT_EQ(bytes, encode_consignment(consignment));
  EXPECT_EQ(decode_consignment(bytes)->passes, 300U);
}

TEST(ConsignmentCodecTest, ReadsTheHeadWithoutTheRows) {
  const auto bytes = some_consignment().SerializeAsString();
  const auto head = decode_head(bytes).value();
  EXPECT_EQ(head.statement, "statement");
  EXPECT_EQ(view(head.salt), std::string(32, 'c'));
  EXPECT_EQ(decode_head(bytes.substr(0, 20)).reason(), Reason::kMalformed);
  EXPECT_EQ(decode_head("").reason(), Reason::kMalformed);
  auto short_salt = some_consignment();
  short_salt.set_salt("short");
  EXPECT_EQ(decode_head(short_salt.SerializeAsString()).reason(), Reason::kMalformed);
}

TEST(ConsignmentCodecTest, RefusesWrongLengths) {
  EXPECT_EQ(refusal_of_changed([](auto&, auto& row) { row.set_salt("short"); }),
            Reason::kMalformed);
  EXPECT_EQ(refusal_of_changed([](auto&, auto& row) { row.set_event_token(std::string(17, 'e')); }),
            Reason::kMalformed);
  EXPECT_EQ(refusal_of_changed([](auto&, auto& row) { row.set_subject_token("t"); }),
            Reason::kMalformed);
  EXPECT_EQ(refusal_of_changed([](auto& all, auto&) { all.set_salt(std::string(31, 'c')); }),
            Reason::kMalformed);
  EXPECT_EQ(refusal_of_changed([](auto&, auto& row) { row.clear_revision(); }),
            Reason::kMissingField);
}

TEST(ConsignmentCodecTest, HasOneTo512Rows) {
  auto consignment = some_consignment();
  for (int i = 1; i < 512; ++i) *consignment.add_row() = some_row();
  EXPECT_EQ(decode_consignment(consignment.SerializeAsString())->rows.size(), 512U);
  *consignment.add_row() = some_row();
  EXPECT_EQ(decode_consignment(consignment.SerializeAsString()).reason(), Reason::kTooLarge);
  consignment.clear_row();
  EXPECT_EQ(decode_consignment(consignment.SerializeAsString()).reason(), Reason::kMissingField);
}

TEST(ConsignmentCodecTest, BoundsFieldsIdentityStatementAndQuestion) {
  EXPECT_EQ(refusal_of_changed([](auto&, auto& row) {
              row.set_fields(std::string(limits::kRowFieldsBytes + 1, 'f'));
            }),
            Reason::kTooLarge);
  EXPECT_EQ(refusal_of_changed([](auto&, auto& row) {
              row.set_sealed_identity(std::string(limits::kSealedIdentityBytes + 1, 'i'));
            }),
            Reason::kTooLarge);
  EXPECT_EQ(refusal_of_changed([](auto& all, auto&) {
              all.set_statement(std::string(2 * limits::kStatementBytes + 1, 'n'));
            }),
            Reason::kTooLarge);
  EXPECT_EQ(refusal_of_changed([](auto& all, auto&) {
              all.set_question(std::string(limits::kIdentityRequestNoteBytes + 1, 'n'));
            }),
            Reason::kTooLarge);
}

TEST(ConsignmentCodecTest, RefusesAnUnknownFieldOfARow) {
  EXPECT_EQ(refusal_of_changed([](auto&, auto& row) {
              row.GetReflection()->MutableUnknownFields(&row)->AddLengthDelimited(8, "a name");
            }),
            Reason::kUnknownField);
}

TEST(ParcelCodecTest, ReadsWhatItWroteAndNothingOnlyTheGatewayMaySee) {
  const auto consignment = decode_consignment(some_consignment().SerializeAsString()).value();
  const Parcel parcel{consignment.statement,
                      consignment.salt,
                      {{consignment.rows.front().row, std::string(16, 'p')}}};
  const auto bytes = encode_parcel(parcel);
  EXPECT_EQ(bytes.find("envelope"), std::string::npos);
  EXPECT_EQ(bytes.find(std::string(16, 't')), std::string::npos);
  const auto read = decode_parcel(bytes).value();
  EXPECT_EQ(read.rows.front().pseudonym, std::string(16, 'p'));
  EXPECT_EQ(encode_parcel(read), bytes);
}

TEST(ParcelCodecTest, AConsignmentIsNoParcel) {
  EXPECT_EQ(decode_parcel(some_consignment().SerializeAsString()).reason(), Reason::kUnknownField);
}

TEST(ParcelCodecTest, RefusesWrongLengths) {
  const auto consignment = decode_consignment(some_consignment().SerializeAsString()).value();
  Parcel parcel{consignment.statement, consignment.salt, {{consignment.rows.front().row, "p"}}};
  EXPECT_EQ(decode_parcel(encode_parcel(parcel)).reason(), Reason::kMalformed);
  parcel.rows.clear();
  EXPECT_EQ(decode_parcel(encode_parcel(parcel)).reason(), Reason::kMissingField);
}

v1::Citation some_citation() {
  v1::Citation citation;
  citation.set_index(7);
  citation.set_leaf("leaf");
  citation.set_salt(std::string(32, 'c'));
  citation.add_row_hash(std::string(32, 'h'));
  *citation.mutable_row() = some_row();
  citation.mutable_row()->clear_envelope();
  citation.mutable_row()->clear_subject_token();
  return citation;
}

TEST(CitationCodecTest, ReadsWhatItWrote) {
  const auto bytes = some_citation().SerializeAsString();
  const auto read = decode_citation(bytes).value();
  EXPECT_EQ(read.index, 7U);
  EXPECT_EQ(read.leaf, "leaf");
  EXPECT_EQ(view(read.row_hashes.front()), std::string(32, 'h'));
  EXPECT_EQ(read.row.fields, "fields");
  EXPECT_EQ(encode_citation(read), bytes);
}

TEST(CitationCodecTest, RefusesWhatIsNoCitation) {
  const auto refused = [](const auto& change) {
    auto citation = some_citation();
    change(citation);
    return decode_citation(citation.SerializeAsString()).reason();
  };
  EXPECT_EQ(refused([](auto& cited) { cited.set_salt("short"); }), Reason::kMalformed);
  EXPECT_EQ(refused([](auto& cited) { cited.add_row_hash("short"); }), Reason::kMalformed);
  EXPECT_EQ(refused([](auto& cited) { cited.clear_row_hash(); }), Reason::kMissingField);
  EXPECT_EQ(refused([](auto& cited) { cited.clear_row(); }), Reason::kMalformed);
  EXPECT_EQ(refused([](auto& cited) { cited.mutable_row()->set_envelope("e"); }),
            Reason::kMalformed);
  EXPECT_EQ(refused([](auto& cited) { cited.mutable_row()->set_subject_token("t"); }),
            Reason::kMalformed);
  EXPECT_EQ(refused([](auto& cited) { cited.set_leaf(std::string(limits::kLeafBytes + 1, 'l')); }),
            Reason::kTooLarge);
  EXPECT_EQ(refused([](auto& cited) {
              for (std::size_t i = 0; i < limits::kConsignmentRows; ++i) {
                cited.add_row_hash(std::string(32, 'h'));
              }
            }),
            Reason::kTooLarge);
  EXPECT_EQ(decode_citation(some_citation().SerializeAsString() + std::string("\x08\x07")).reason(),
            Reason::kNotCanonical);
}

}  // namespace
}  // namespace stile::wire
