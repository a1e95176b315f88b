#pragma once

#include "agents/control/people.h"
#include "agents/recipient/inbox.h"
#include "agents/report/exit_code.h"
#include "agents/report/reporter.h"
#include "agents/source/source.h"

namespace stile::v1 {
class ControlRequest;
}

namespace stile::agent {

// answer_enquiry() does what `stile enquiry` asks: a request of another kind is a mistake of the
// caller's. Either side is null where there is none; where nothing is received, the list is that of
// what the force was asked, for its data officer alone (X6).
ExitCode answer_enquiry(Source* source, Inbox* inbox, const Person& person,
                        const v1::ControlRequest& asked, Reporter& reporter);

}  // namespace stile::agent
