#pragma once

#include <filesystem>
#include <string>

#include "agents/report/reporter.h"
#include "core/base/result.h"
#include "core/crypto/note_key.h"
#include "core/crypto/random.h"
#include "core/crypto/seal.h"

namespace stile::agent {

enum class KeyKind { kSigning, kSealing, kToken };

// key_generate() writes a new private key into a new file of mode 0400 and prints what others may
// know of it: the vkey of a signing key, the base64 of a sealing key's public half, nothing of a
// token key. The private half is never printed. Fails as crypto::write_key_file() does.
Result<ExitCode> key_generate(KeyKind kind, const std::string& name,
                              const std::filesystem::path& out, const crypto::Random& random,
                              Reporter& reporter);

// key_witness() prints the vkey of the witness key that an agent with this signing key has
// (crypto::Cosigner): what the directory lists as its `witness_key`.
Result<ExitCode> key_witness(const std::filesystem::path& file, const std::string& name,
                             Reporter& reporter);

// witness_vkey() is that vkey.
Result<std::string> witness_vkey(const std::filesystem::path& file, const std::string& name);

// read_officer_key() is what opens what was sealed to the data officer whose signing key is in the
// file.
Result<crypto::SealingKey> read_officer_key(const std::filesystem::path& file);

// read_signer() is the signing key of a file, under the name it has in the directory.
Result<crypto::NoteSigner> read_signer(const std::filesystem::path& file, const std::string& name);

}  // namespace stile::agent
