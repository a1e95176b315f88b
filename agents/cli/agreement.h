#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "agents/cli/document.h"
#include "agents/report/reporter.h"
#include "core/agreement/agreement.h"
#include "core/base/result.h"

namespace stile::agent {

// read_agreement() reads an agreement, signed or not, and checks no signature.
Result<agreement::Agreement> read_agreement(const std::filesystem::path& file);

// agreement_show() prints what an agreement, signed or not, says in plain English, and warns of
// what is unusual.
Result<ExitCode> agreement_show(const std::filesystem::path& file, Reporter& reporter);

// Confirm asks the person at the keyboard; false stops the command.
using Confirm = std::function<bool(const std::string& question)>;

// agreement_sign() shows the agreement, asks, and adds a signature. What agreement::check()
// refuses is signed by nobody. Nothing in the text is filled in or changed.
Result<ExitCode> agreement_sign(const SignOrder& order, const Confirm& confirm, Reporter& reporter);

// agreement_verify() says who of the signatories in a directory signed, and whether that is
// enough for both controllers: kRefused when it is not. The directory itself is held against
// `roots` (vkeys) when they are given; otherwise a message says that nobody checked it.
Result<ExitCode> agreement_verify(const std::filesystem::path& file,
                                  const std::filesystem::path& directory,
                                  const std::vector<std::string>& roots, Reporter& reporter);

}  // namespace stile::agent
