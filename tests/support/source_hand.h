#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/agreement/document_set.h"
#include "core/agreement/evaluate.h"
#include "core/record/event.h"
#include "core/record/statement.h"
#include "core/record/treated.h"
#include "core/wire/consignment_codec.h"

namespace stile::support {

// call_out() is a common record of a child, aged 14, from the exports of testshire.
record::Event call_out(std::string_view home, std::string_view utc_minute,
                       std::string_view reference = "CAD-1", std::string_view child = "N-1");

// RowInHand is one row as an honest source made it, before it is encoded and hashed.
struct RowInHand {
  record::Treated treated;
  record::Envelope envelope;
  Bytes subject_token;
  Bytes sealed_identity;
};

// Lies are what a dishonest source does otherwise than an honest one.
struct Lies {
  std::function<void(std::size_t index, RowInHand& row)> row = {};   // before it is signed
  std::function<void(wire::Consignment& unsigned_rows)> rows = {};   // encoded, before it is signed
  std::function<void(record::Statement& statement)> statement = {};  // before it is signed
  std::function<void(std::string& text)> text = {};                  // of the statement
  std::string signer = {};                                           // another key's name
};

// Figures is what a source counts itself: a home's month with `counts`, or a manifest, without a
// home, with `collections`. Sent again with a higher revision, it replaces itself.
struct Figures {
  std::string home;
  std::vector<record::Count> counts;
  std::vector<record::Collection> collections;
  std::uint32_t revision = 1;
};

// SourceHand makes consignments of the disclosure's type of record as a source does: evaluates,
// minimises, makes tokens and salts, signs. What it is to send must be granted by its own
// documents; a lie comes after that.
class SourceHand {
 public:
  // An answer cites its question, a signed note.
  explicit SourceHand(std::shared_ptr<const agreement::DocumentSet> documents,
                      record::Disclosure disclosure, Bytes question = {});

  wire::Consignment consign(std::span<const record::Event> records, std::uint64_t number = 1,
                            const Lies& lies = {}) const;

  // consign_figures() does the same of home months or of a manifest.
  wire::Consignment consign_figures(std::span<const Figures> figures, std::uint64_t number = 1,
                                    const Lies& lies = {}) const;

  // subject_token() is the token that a granted row of this record carries.
  Token subject_token(const record::Event& record) const;

 private:
  RowInHand treat(const record::Event& record) const;
  RowInHand treat(const Figures& figures) const;
  record::Row row_of(const record::Origin& origin, Instant time, const RowInHand& treated) const;
  // figures_minute() is that of what the source counts: of the month, or when it answers.
  std::int64_t figures_minute() const;
  agreement::Grant grant_of(const record::Envelope& envelope) const;

  std::shared_ptr<const agreement::DocumentSet> documents_;
  record::Disclosure disclosure_;
  Bytes question_;
};

// disclosure_to() is testshire's return of kMonth under this agreement, of one type of record.
record::Disclosure disclosure_to(std::string_view recipient, const Hash& agreement,
                                 record::RecordType type = record::RecordType::kCallOut);

}  // namespace stile::support
