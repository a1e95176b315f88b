#include "agents/cli/agreement_status.h"

#include "agents/cli/document.h"
#include "agents/cli/files.h"
#include "agents/cli/key.h"
#include "core/storage/file.h"
#include "core/wire/document_codec.h"

namespace stile::agent {
namespace {

using agreement::StatusKind;

std::string done(StatusKind kind) {
  switch (kind) {
    case StatusKind::kSuspended: return "suspends";
    case StatusKind::kResumed: return "resumes";
    case StatusKind::kEnded: return "ends";
  }
  __builtin_trap();
}

std::string who_signs(StatusKind kind) {
  return kind == StatusKind::kResumed
             ? "it needs the signatories of both controllers"
             : "it needs the signatories of either controller, as many as sign an agreement";
}

}  // namespace

Result<ExitCode> agreement_status(StatusKind kind, const StatusOrder& order, Instant now,
                                  Reporter& reporter) {
  STILE_CHECKED(check_absent(order.out));
  if (order.serial == 0) return Error{Reason::kUsage, "--serial begins with 1"};
  Instant effective = now;
  if (!order.effective.empty()) {
    STILE_TRY(effective, parse_utc_minute(order.effective));
  }
  STILE_TRY(const Bytes document, storage::read_whole(order.file));
  STILE_TRY(const auto agreement, wire::read_agreement(document, order.file.string()));
  STILE_TRY(const crypto::NoteSigner signer, read_signer(order.key, order.name));
  const auto text = wire::status_text({agreement.hash, kind, effective, order.serial});
  STILE_TRY(const Bytes note, with_signature(text, signer));
  STILE_CHECKED(check_document(note, order.out.string()));
  STILE_CHECKED(write_new_file(order.out, note));
  reporter.message(order.out.string() + ": " + done(kind) + " " + agreement.value.id.text() +
                   " version " + std::to_string(agreement.value.version) + " from " +
                   utc_minute_text(effective) + "; " + who_signs(kind) +
                   ", each with `stile document sign`");
  return ExitCode::kOk;
}

}  // namespace stile::agent
