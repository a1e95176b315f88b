#include "agents/control/socket_reporter.h"

#include <string>

#include "agents/control/frame.h"
#include "agents/report/exit_code.h"
#include "stile/v1/control.pb.h"

namespace stile::agent {

void SocketReporter::line(std::string_view text, std::string_view json) {
  v1::ControlAnswer answer;
  answer.set_text(std::string(text));
  answer.set_json(std::string(json));
  send(answer);
}

void SocketReporter::message(std::string_view text) {
  v1::ControlAnswer answer;
  answer.set_message(std::string(text));
  send(answer);
}

void SocketReporter::progress(std::uint64_t rows, unsigned percent) {
  v1::ControlAnswer answer;
  answer.set_progress(rows);
  answer.set_percent(percent);
  send(answer);
}

void SocketReporter::done(ExitCode code) {
  v1::ControlAnswer answer;
  answer.set_done(true);
  answer.set_exit_code(static_cast<int>(code));
  send(answer);
}

void SocketReporter::done(const Error& error) {
  message(std::string(name(error.reason)) + ": " + error.detail);
  done(exit_code_of(error.reason));
}

void SocketReporter::send(const v1::ControlAnswer& answer) {
  if (!gone_) gone_ = !write_frame(*socket_, answer.SerializeAsString()).ok();
}

}  // namespace stile::agent
