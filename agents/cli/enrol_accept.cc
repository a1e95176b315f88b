#include <system_error>
#include <utility>
#include <vector>

#include "agents/cli/directory.h"
#include "agents/cli/enrol.h"
#include "agents/cli/enrolment.h"
#include "agents/cli/files.h"
#include "agents/cli/fingerprint.h"
#include "agents/cli/scheme_card.h"
#include "agents/report/json.h"
#include "core/agreement/directory.h"
#include "core/storage/file.h"
#include "core/wire/document_codec.h"
#include "stile/v1/config.pb.h"
#include "stile/v1/documents.pb.h"

namespace stile::agent {
namespace {

namespace fs = std::filesystem;
using std::string;

// directory_of() is the directory in force, believed as every program believes it.
Result<agreement::Directory> directory_of(const fs::path& file, const v1::SchemeCard& card) {
  STILE_TRY(const Bytes note, storage::read_whole(file));
  STILE_TRY(const auto directory, wire::read_directory(note, file.string()));
  std::vector<crypto::NoteVerifier> roots;
  for (const string& root : card.root()) {
    STILE_TRY(auto key, crypto::NoteVerifier::parse(root));
    roots.push_back(std::move(key));
  }
  STILE_CHECKED(agreement::verify_directory(directory, roots, 0, nullptr));
  return directory.value;
}

// is_newcomer() holds the name asked for against those that there are.
Status is_newcomer(const AgencyId& id, const v1::SchemeCard& card,
                   const agreement::Directory& directory) {
  STILE_TRY(const AgencyId gateway, AgencyId::parse(card.gateway_identity()));
  if (id.trust_domain() != gateway.trust_domain()) {
    return Error{Reason::kWrongPeer, "the request is for another scheme, " +
                                         string(id.trust_domain()) +
                                         "; mend with: a request made with this scheme's card"};
  }
  if (directory.find(id) == nullptr) return ok();
  return Error{Reason::kConflict,
               id.short_text() +
                   " is in the directory already; mend with: a request with another "
                   "--code, or, where it is the same agency with new keys, `stile "
                   "directory next --agency`"};
}

Result<fs::path> new_folder(const fs::path& folder) {
  std::error_code code;
  fs::create_directories(folder, code);
  if (code) return Error{Reason::kIo, folder.string() + ": " + code.message()};
  return folder;
}

// answer() makes what the others need: the roots a text to sign, the authority a request.
Result<ExitCode> answer(const AcceptOrder& order, const v1::EnrolmentRequest& request, Instant now,
                        Reporter& reporter) {
  STILE_TRY(const fs::path out, new_folder(order.out));
  const fs::path fragment = out / "agency.textproto";
  STILE_CHECKED(write_new_file(fragment, fragment_text(request.agency())));
  STILE_CHECKED(write_new_file(out / "tls.csr", request.certificate_request()));
  DirectoryOrder next;
  next.previous = order.directory;
  next.agencies = {fragment};
  next.out = out / "directory.text";
  return directory_make(next, now, reporter);
}

}  // namespace

Result<ExitCode> enrol_accept(const AcceptOrder& order, Instant now, Reporter& reporter) {
  STILE_CHECKED(check_absent(order.out));
  STILE_TRY(const Bytes note, storage::read_whole(order.request));
  if (!same_fingerprint(order.fingerprint, fingerprint(note))) {
    return Error{Reason::kWrongPeer, order.request.string() +
                                         ": has another fingerprint than was read out; mend "
                                         "with: ring again, and accept nothing until they agree"};
  }
  STILE_TRY(const auto request, read_enrolment(note, order.request.string()));
  STILE_TRY(const AgencyId id, AgencyId::parse(request.agency().id()));
  STILE_TRY(const v1::SchemeCard card, read_card(order.scheme));
  STILE_TRY(const auto directory, directory_of(order.directory, card));
  STILE_CHECKED(is_newcomer(id, card, directory));
  STILE_TRY(const ExitCode made, answer(order, request, now, reporter));
  const string roots = roots_fingerprint(card);
  reporter.line("accepted: " + id.text() + "\nRead out to the agency: " + roots,
                JsonObject().text("agency", id.text()).text("roots_fingerprint", roots).done());
  return made;
}

}  // namespace stile::agent
