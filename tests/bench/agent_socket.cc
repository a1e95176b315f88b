#include "tests/bench/agent_socket.h"

#include <string_view>

#include "agents/control/client.h"

namespace stile::bench {
namespace {

class Said final : public agent::Reporter {
 public:
  explicit Said(AgentAnswer& answer) : answer_(answer) {}
  void line(std::string_view, std::string_view json) override {
    answer_.json.append(json).append("\n");
  }
  void message(std::string_view text) override { answer_.messages.append(text).append("\n"); }
  void progress(std::uint64_t, unsigned) override {}

 private:
  AgentAnswer& answer_;
};

}  // namespace

Result<AgentAnswer> ask_agent(const std::string& socket, const v1::ControlRequest& request) {
  AgentAnswer answer;
  Said said(answer);
  STILE_TRY(answer.code, agent::ask(socket, request, said));
  return answer;
}

Status judged(const AgentAnswer& answer, const std::string& what) {
  if (answer.code == agent::ExitCode::kOk) return ok();
  return Error{Reason::kUnavailable, what + ": " + answer.messages + answer.json};
}

}  // namespace stile::bench
