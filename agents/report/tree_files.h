#pragma once

#include <functional>
#include <string>

#include "agents/report/proof_files.h"
#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/note.h"
#include "core/ledger/tile.h"

// The whole tree of a ledger for somebody who trusts nobody here.
namespace stile::agent {

// TileReader gives the content of a tile of leaf hashes as somebody else has it: nobody has
// checked it.
using TileReader = std::function<Result<Bytes>(const ledger::Tile&)>;

// tree_files() gives, one after the other, the hash tiles of the tree that a checkpoint signs, laid
// out as c2sp.org/tlog-tiles says, and last the checkpoint itself; it reads the leaf hashes alone
// and makes all above them. kIntegrity, and no checkpoint, where they make another tree than was
// signed; else as ledger::verify_checkpoint() or the reader. 8 KiB of memory a level.
Status tree_files(const std::string& checkpoint, const crypto::NoteVerifier& log,
                  const TileReader& read, const std::function<void(ProofFile)>& give);

}  // namespace stile::agent
