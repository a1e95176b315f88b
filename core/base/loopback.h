#pragma once

#include <string_view>

#include "core/base/result.h"

namespace stile {

// check_loopback() succeeds for "127.0.0.1:9464": a numeric address of this machine's own network
// 127.0.0.0/8 and a port. A name is not looked up, and port 0 lets the system choose. Anything
// else is kMalformed, with how to write it. Pure.
Status check_loopback(std::string_view address);

}  // namespace stile
