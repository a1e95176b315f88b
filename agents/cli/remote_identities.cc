#include "agents/cli/remote_identities.h"

#include <utility>

#include "agents/cli/identity_officers.h"
#include "agents/cli/key.h"
#include "agents/cli/remote_asked.h"
#include "agents/cli/verdicts.h"
#include "core/crypto/secret.h"

namespace stile::agent {
namespace {

// hand_out() keeps what the agent hands out of requests.
Result<ExitCode> hand_out(const Agent& agent, bool all, HandedOut& to) {
  v1::ControlRequest request;
  request.mutable_reidentify_asked()->set_all(all);
  return asked(agent, request, to);
}

}  // namespace

Result<ExitCode> identities_asked(const Agent& agent, bool all,
                                  const std::filesystem::path& officer_key, Instant now,
                                  Reporter& reporter) {
  STILE_TRY(const crypto::SealingKey officer, read_officer_key(officer_key));
  HandedOut handed(reporter);
  STILE_TRY(const ExitCode done, hand_out(agent, all, handed));
  if (done != ExitCode::kOk) return done;
  return open_identity_requests(handed.lines(), officer, now, reporter);
}

Result<ExitCode> identity_approve(const Agent& agent, const std::string& begins,
                                  const Officer& officer, Reporter& reporter) {
  STILE_TRY([[maybe_unused]] const auto reads, read_officer_key(officer.key));
  HandedOut handed(reporter);
  STILE_TRY(const ExitCode done, hand_out(agent, false, handed));
  if (done != ExitCode::kOk) return done;
  STILE_TRY(const auto kept, found_request(handed.lines(), begins));
  v1::ControlRequest request;
  STILE_TRY(*request.mutable_reidentify_approve(), approval_of(kept, officer, reporter));
  const auto answer = asked(agent, request, reporter);
  crypto::wipe(*request.mutable_reidentify_approve()->mutable_proposed());
  return answer;
}

Result<ExitCode> identity_refuse(const Agent& agent, const std::string& begins,
                                 const Officer& officer, Reporter& reporter) {
  STILE_TRY([[maybe_unused]] const auto reads, read_officer_key(officer.key));
  HandedOut handed(reporter);
  STILE_TRY(const ExitCode done, hand_out(agent, false, handed));
  if (done != ExitCode::kOk) return done;
  STILE_TRY(const auto kept, found_request(handed.lines(), begins));
  if (!officer.sure("This tells them that nobody is identified, and ends the request.")) {
    return Error{Reason::kUsage, "nothing was refused"};
  }
  v1::ControlRequest request;
  request.mutable_reidentify_refuse()->set_request(kept.request());
  return asked(agent, request, reporter);
}

}  // namespace stile::agent
