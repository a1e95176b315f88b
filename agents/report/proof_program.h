#pragma once

#include <string_view>

namespace stile::agent {

// proof_of_closed() is the second part of proof_program(): what it knows of ledgers that were
// closed, by the directory (core/ledger/FORMATS.md, "Successor").
std::string_view proof_of_closed();

}  // namespace stile::agent
