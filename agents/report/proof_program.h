#pragma once

#include <string_view>

namespace stile::agent {

// proof_of_closed() is the second part of proof_program(): what it knows of ledgers that were
// closed, by the directory (core/ledger/FORMATS.md, "Successor").
std::string_view proof_of_closed();
// proof_of_list() is the third: what a folder's consignments.csv says.
std::string_view proof_of_list();

}  // namespace stile::agent
