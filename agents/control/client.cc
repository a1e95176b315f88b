#include "agents/control/client.h"

#include "agents/control/frame.h"
#include "agents/control/socket.h"
#include "core/wire/strict.h"
#include "stile/v1/control.pb.h"

namespace stile::agent {
namespace {

Result<ExitCode> exit_code_from(int code) {
  if (code < static_cast<int>(ExitCode::kOk) || code > static_cast<int>(ExitCode::kIntegrity)) {
    return Error{Reason::kUnknownValue, "the agent ended with a code that this program lacks"};
  }
  return static_cast<ExitCode>(code);
}

void pass_on(const v1::ControlAnswer& answer, Reporter& reporter) {
  if (!answer.message().empty()) reporter.message(answer.message());
  if (!answer.text().empty() || !answer.json().empty()) {
    reporter.line(answer.text(), answer.json());
  }
  if (answer.progress() != 0) reporter.progress(answer.progress(), answer.percent());
}

}  // namespace

Result<ExitCode> ask(const std::string& path, const v1::ControlRequest& request,
                     Reporter& reporter) {
  STILE_TRY(const Socket socket, connect_to(path));
  // An agent that refuses before it reads has hung up by now; what it said is still there.
  const Status sent = write_frame(socket, request.SerializeAsString());
  while (true) {
    const Result<Bytes> frame = read_frame(socket);
    if (!frame.ok()) {
      if (!sent.ok()) return sent.error();
      return Error{Reason::kIo, "the agent went away before it had answered"};
    }
    v1::ControlAnswer answer;
    STILE_CHECKED(wire::parse_strict(frame.value(), answer));
    pass_on(answer, reporter);
    if (answer.done()) return exit_code_from(answer.exit_code());
  }
}

}  // namespace stile::agent
