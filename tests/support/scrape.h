#pragma once

#include <string>

namespace stile::support {

// scrape() is what Prometheus is told at this port of the machine, HTTP headers included; empty
// when nobody answers.
std::string scrape(int port);

}  // namespace stile::support
