#pragma once

#include <string>

#include "agents/recipient/notice_reader.h"
#include "agents/recipient/opened_notice.h"
#include "agents/report/labels.h"
#include "agents/report/reporter.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"

// What people read of notices. Pure, but for the reporter.
namespace stile::agent {

// say_heading() and say() are lines of one list; say() fails where the row does not decode.
void say_heading(Language language, Reporter& reporter);
Status say(const ListedNotice& listed, bool numbered, Instant now, Language language,
           Reporter& reporter);

// say_opened() says all of a notice; the child's identity goes to the reporter and is kept nowhere.
void say_opened(const OpenedNotice& opened, Instant now, Language language, Reporter& reporter);

}  // namespace stile::agent
