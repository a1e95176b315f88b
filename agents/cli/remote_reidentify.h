#pragma once

#include <cstdint>
#include <string>

#include "agents/cli/remote.h"
#include "agents/report/reporter.h"
#include "core/base/result.h"

// What a recipient's data officer asks of a source about a child, over the agent's socket. Each
// fails as ask() does.
namespace stile::agent {

// IdentityQuery asks who the child of a record is, by the reference that lists have of it, on which
// law (a name of record::IdentityBasis), for whom, in which matter, and for how many days.
struct IdentityQuery {
  std::string reference;
  std::string basis;
  std::string person;
  std::string matter;
  std::uint32_t days = 0;  // 0: the agent's own
  std::string language;
};
Result<ExitCode> reidentify_request(const Agent& agent, const IdentityQuery& query,
                                    Reporter& reporter);
Result<ExitCode> reidentify_list(const Agent& agent, bool all, const std::string& language,
                                 Reporter& reporter);
// reidentify_show() has the identity said that has come of a record.
Result<ExitCode> reidentify_show(const Agent& agent, const std::string& reference,
                                 const std::string& language, Reporter& reporter);

}  // namespace stile::agent
