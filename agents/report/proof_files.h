#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agents/report/disclosure_account.h"
#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/ledger/log.h"
#include "core/record/row.h"

// What somebody who trusts nobody here needs to prove one consignment, with programs that nobody
// here wrote.
namespace stile::agent {

// OpenedRow is a row and its place in its consignment, from 0. To open it discloses what it says;
// who the child is stays sealed.
struct OpenedRow {
  std::size_t place = 0;
  record::Row row = {};
};

// ProofOrder names a consignment by the index of its leaf, says for which purpose (purpose.h)
// somebody asks, and which of its rows is to be opened, if any: by its place, from 1, or, at its
// source, by its record.
struct ProofOrder {
  std::uint64_t leaf = 0;
  std::string purpose = {};
  std::uint32_t row = 0;
  std::string system = {};
  std::string reference = {};

  // occasion() is what the log of operations calls it, with the place of the row that was opened.
  std::string occasion(const std::optional<OpenedRow>& opened) const {
    std::string text = "audit-prove/" + std::to_string(leaf);
    if (opened) text += "/" + std::to_string(opened->place + 1);
    return text;
  }
  bool opens_record() const { return !reference.empty(); }
  bool opens() const { return row != 0 || opens_record(); }
};

// ProvenConsignment is what is kept of one.
struct ProvenConsignment {
  std::string leaf = {};
  std::string receipt = {};
  std::string statement = {};  // the note that its source signed
  Hash salt{};                 // opens the leaf's commitment to the rows
  std::vector<Hash> row_hashes = {};
  std::optional<OpenedRow> opened = {};
};

// ProofFile is a file, by a plain name; a hash tile by its path (core/ledger/tile.h).
struct ProofFile {
  std::string name;
  Bytes content;
};

// proof_files() are the leaf, its receipt, the key of the log, the list of the row hashes with the
// salt that opens the leaf's commitment to it, the row that is opened, and README.txt, by whose
// commands anyone verifies all that without a program of Stile. kIntegrity, and nothing, where it
// does not verify.
Result<std::vector<ProofFile>> proof_files(const ProvenConsignment& kept, const ledger::Log& log);

// log_keys() is the file log.vkey: the ledger's vkey, and on further lines those of ledgers that it
// succeeds.
std::string log_keys(const ledger::Log& log);

// check_proven() is kIntegrity unless the receipt proves the leaf, the leaf commits to the row
// hashes, and the row that is opened, if any, is the one of its place. The two inputs are what
// SHA-256 is of (core/record/FORMATS.md).
Status check_proven(const ProvenConsignment& kept, const ledger::Log& log);
Bytes row_list_input(const std::vector<Hash>& hashes);
Bytes row_input(const record::Row& row);

// export_files() are all leaves of an account that asked for proofs, with their receipts, the key
// of the log, a list of the consignments, as `stile audit search --csv` says it, and a README.txt
// as above. No row is opened in them.
std::vector<ProofFile> export_files(const DisclosureAccount& account);

// proof_readme() and export_readme() are those README.txt, and proof_program() the program in Go
// that they tell to run.
std::string proof_readme(const ProvenConsignment& kept);
std::string_view export_readme();
std::string_view proof_program();

}  // namespace stile::agent
