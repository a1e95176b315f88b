#pragma once

#include <string>

#include "agents/handing/handing.h"
#include "agents/handing/mail_address.h"

namespace stile::agent {

// mail_of() is the mail of a handing (RFC 5322), in ASCII with CRLF: that something waits in Stile,
// its reference and where to read it, and nothing else. Each try of one handing is the same mail
// with the same Message-ID, so that a mailbox that has it already can tell. Date and Message-ID
// name no machine: the domain is the sender's. `handing` has passed check().
std::string mail_of(const Handing& handing, const Mailbox& sender, const Mailbox& to);

}  // namespace stile::agent
