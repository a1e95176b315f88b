#include <system_error>

#include "agents/cli/enrol.h"
#include "agents/cli/enrolment.h"
#include "agents/cli/files.h"
#include "agents/cli/fingerprint.h"
#include "agents/report/json.h"
#include "stile/v1/documents.pb.h"

namespace stile::agent {

namespace fs = std::filesystem;

Result<ExitCode> enrol_accept(const AcceptOrder& order, Reporter& reporter) {
  STILE_CHECKED(check_absent(order.out));
  STILE_TRY(const Bytes note, read_file(order.request));
  if (!same_fingerprint(order.fingerprint, fingerprint(note))) {
    return Error{Reason::kWrongPeer, order.request.string() +
                                         ": has another fingerprint than was read out; mend "
                                         "with: ring again, and accept nothing until they agree"};
  }
  STILE_TRY(const auto request, read_enrolment(note, order.request.string()));
  std::error_code code;
  fs::create_directories(order.out, code);
  if (code) return Error{Reason::kIo, order.out.string() + ": " + code.message()};
  STILE_CHECKED(write_new_file(order.out / "agency.textproto", fragment_text(request.agency())));
  STILE_CHECKED(write_new_file(order.out / "tls.csr", request.certificate_request()));
  const std::string& id = request.agency().id();
  reporter.line(id, JsonObject().text("agency", id).done());
  reporter.message("issue its certificate: certs/issue --authority … --identity " + id + " --csr " +
                   (order.out / "tls.csr").string() + " --out " +
                   (order.out / "identity").string());
  reporter.message("list it: stile directory next --agency " +
                   (order.out / "agency.textproto").string() + " …");
  return ExitCode::kOk;
}

}  // namespace stile::agent
