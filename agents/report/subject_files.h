#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "agents/report/proof_files.h"
#include "core/base/result.h"
#include "core/ledger/log.h"

// What somebody who trusts nobody here needs to see what was shared about one child, with programs
// that nobody here wrote.
namespace stile::agent {

// SubjectProof is each row about the child that the ledger has, opened, and in words what the
// agency itself says of all that it shared, also of what has not gone yet: as text and as a page.
struct SubjectProof {
  std::vector<ProvenConsignment> rows = {};
  std::string words = {};
  std::string page = {};
};

// subject_files() are the rows, and for each consignment that had one its leaf, its receipt, its
// source's signed statement, the list of its row hashes and the salt that opens the leaf's
// commitment to it; the key of the log, the account that these prove, and README.txt, by whose
// commands anyone comes to the same account without a program of Stile. What each line of it says
// was sent is proven; that the line is about the child, and that none is missing, is the agency's
// word. kIntegrity, and nothing, where one does not verify.
// account.txt has a line for each row, in the order of the ledger, of `name=value` with a space
// between: leaf, then time, from, to, agreement, clause, purpose, occasion and reason as the leaf
// has them, said, which is the statement's occasion, row, event, revision, identity, and the row's
// fields (core/wire/field_texts.h). No value has a space; times are UTC.
Result<std::vector<ProofFile>> subject_files(const SubjectProof& proof, const ledger::Log& log);

// subject_readme() is that README.txt, and account_program() the program in Go that it tells to
// run, the same in each archive.
std::string_view subject_readme();
std::string account_program();

}  // namespace stile::agent
