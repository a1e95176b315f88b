#include "agents/cli/agreement.h"

#include <algorithm>
#include <utility>

#include "agents/cli/files.h"
#include "agents/cli/key.h"
#include "agents/report/json.h"
#include "core/agreement/plain_words.h"
#include "core/crypto/note.h"
#include "core/storage/file.h"
#include "core/wire/document_codec.h"

namespace stile::agent {
namespace {

Status check_directory(const agreement::Signed<agreement::Directory>& directory,
                       const std::vector<std::string>& roots, Reporter& reporter) {
  if (roots.empty()) {
    reporter.message("nobody checked who signed the directory: give the three roots with --root");
    return ok();
  }
  std::vector<crypto::NoteVerifier> keys;
  for (const std::string& root : roots) {
    STILE_TRY(auto key, crypto::NoteVerifier::parse(root));
    keys.push_back(std::move(key));
  }
  return agreement::verify_directory(directory, keys, 0, nullptr);
}

// enough_of() reports one controller's signatories and says whether enough of them signed.
Result<bool> enough_of(const AgencyId& controller, const agreement::Directory& directory,
                       const crypto::Note& note, Reporter& reporter) {
  const agreement::Agency* agency = directory.find(controller);
  if (agency == nullptr) {
    return Error{Reason::kUnknownAgency, controller.text() + " is not in the directory"};
  }
  std::vector<crypto::NoteVerifier> keys;
  for (const auto& signatory : agency->signatories) keys.push_back(signatory.key);
  STILE_TRY(const auto signers, crypto::verified_names(note, keys));
  for (const auto& [role, key] : agency->signatories) {
    const bool signed_it = std::ranges::find(signers, key.name()) != signers.end();
    const std::string who = controller.short_text();
    reporter.line(
        who + "  " + role + "  " + key.name() + ": " + (signed_it ? "signed" : "has not signed"),
        JsonObject()
            .text("agency", who)
            .text("role", role)
            .text("key", key.name())
            .flag("signed", signed_it)
            .done());
  }
  const bool enough = signers.size() >= agency->signatures_needed;
  reporter.line(controller.short_text() + ": " + std::to_string(signers.size()) + " of " +
                    std::to_string(agency->signatures_needed) + " signatures needed",
                JsonObject()
                    .text("agency", controller.short_text())
                    .number("signatures", signers.size())
                    .number("needed", agency->signatures_needed)
                    .flag("enough", enough)
                    .done());
  return enough;
}

void show(const agreement::Agreement& agreement, Reporter& reporter) {
  for (const std::string& line : agreement::plain_words(agreement)) {
    reporter.line(line, JsonObject().text("words", line).done());
  }
  for (const std::string& line : agreement::warnings(agreement)) {
    reporter.line("Think twice: " + line, JsonObject().text("warning", line).done());
  }
}

}  // namespace

Result<agreement::Agreement> read_agreement(const std::filesystem::path& file) {
  STILE_TRY(const Bytes document, storage::read_whole(file));
  if (!crypto::parse_note(document).ok()) {
    return wire::agreement_of_text(document, file.string());
  }
  STILE_TRY(auto read, wire::read_agreement(document, file.string()));
  return std::move(read.value);
}

Result<ExitCode> agreement_show(const std::filesystem::path& file, Reporter& reporter) {
  STILE_TRY(const agreement::Agreement agreement, read_agreement(file));
  show(agreement, reporter);
  STILE_CHECKED(agreement::check(agreement));
  return ExitCode::kOk;
}

Result<ExitCode> agreement_sign(const SignOrder& order, const Confirm& confirm,
                                Reporter& reporter) {
  STILE_CHECKED(check_absent(order.out));
  STILE_TRY(const agreement::Agreement agreement, read_agreement(order.file));
  STILE_CHECKED(agreement::check(agreement));
  show(agreement, reporter);
  if (!confirm("Sign this as " + order.name + "?")) {
    return Error{Reason::kUsage, "not signed"};
  }
  STILE_CHECKED(document_sign(order));
  reporter.message(order.out.string() + ": signed as " + order.name);
  return ExitCode::kOk;
}

Result<ExitCode> agreement_verify(const std::filesystem::path& file,
                                  const std::filesystem::path& directory,
                                  const std::vector<std::string>& roots, Reporter& reporter) {
  STILE_TRY(const Bytes note, storage::read_whole(file));
  STILE_TRY(const auto document, wire::read_agreement(note, file.string()));
  STILE_CHECKED(agreement::check(document.value));
  STILE_TRY(const Bytes directory_note, storage::read_whole(directory));
  STILE_TRY(const auto scheme, wire::read_directory(directory_note, directory.string()));
  STILE_CHECKED(check_directory(scheme, roots, reporter));
  STILE_TRY(const bool source,
            enough_of(document.value.source.agency, scheme.value, document.note, reporter));
  STILE_TRY(const bool recipient,
            enough_of(document.value.recipient.agency, scheme.value, document.note, reporter));
  if (!scheme.value.documents.contains(document.hash)) {
    reporter.message("this directory does not list the agreement: it is not in force by it");
  }
  return source && recipient ? ExitCode::kOk : ExitCode::kRefused;
}

}  // namespace stile::agent
