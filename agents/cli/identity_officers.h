#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "agents/cli/remote_identities.h"
#include "agents/report/reporter.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"
#include "core/crypto/seal.h"
#include "core/record/identity_request.h"
#include "stile/v1/control.pb.h"

// What a source's data officers do, with their own keys, about requests for a child's identity. The
// agent hands these out sealed and has none of the keys.
namespace stile::agent {

// open_identity_requests() says of each SealedIdentityRequest for whom it is asked, on which law,
// until when, and how many officers have approved it, once it is proven to be signed by who asks
// and of that consignment. What is not proven or does not open is named, with nothing of what it
// holds: kIntegrity where one is not proven, else kFaults; kFaults also where one waits. Fails
// where the agent handed out what this program cannot read.
Result<ExitCode> open_identity_requests(const std::vector<std::string>& handed,
                                        const crypto::SealingKey& officer, Instant now,
                                        Reporter& reporter);

// found_request() is the one of those whose name begins so: eight digits at least. kUsage where
// there is none, or more than one.
Result<v1::SealedIdentityRequest> found_request(const std::vector<std::string>& handed,
                                                std::string_view begins);

// approval_of() is one officer's approval. The first is asked who the child is, line by line: the
// exporting system's reference of it, surname, forenames, what it is called, date of birth, police
// reference; an empty line is not known; asked again, that officer says it anew. To the second it
// is said whom the first has proposed and signed (kIntegrity where no other officer has). Nobody is
// asked, and nothing signed, before the request is proven to be its recipient's and its box has
// opened. kNotPermitted where the key is no data officer's by the agent's directory; kUsage where
// the officer is not sure, or as record::check_identity().
Result<v1::ReidentifyApproveRequest> approval_of(const v1::SealedIdentityRequest& kept,
                                                 const Officer& officer, Reporter& reporter);

}  // namespace stile::agent
