#pragma once

#include <cstdint>
#include <istream>
#include <optional>
#include <vector>

#include "agents/homes/finding.h"
#include "agents/homes/register.h"
#include "core/agreement/homes.h"
#include "core/base/ids.h"
#include "core/base/result.h"

namespace stile::agent {

// Link is what a regulator says of a re-registration: `home` was registered before under the
// number of `predecessor`.
struct Link {
  std::int64_t line = 0;
  HomeId home;
  HomeId predecessor;
};

struct Links {
  std::vector<Link> links;
  std::vector<Remark> remarks;  // rows that are no link
};

// read_links() reads a CSV file with the columns "urn" (or "number") and "predecessor". Fails
// with kMissingField without either, and as CsvReader::next() does.
Result<Links> read_links(std::istream& from, HomeScheme scheme);

// link_homes() sets the predecessor of every entry of a linked home, and adds a remark for each
// link that it does not set: a number that is not on the list, another predecessor of the same
// home, a home that would be its own. Returns how many homes it linked.
std::int64_t link_homes(const Links& links, agreement::Homes& homes, std::vector<Remark>& remarks);

// likely_re_registrations() are remarks about homes that are new in this register and like one
// that has gone from it: one that it calls not active, or that an earlier register had. Nothing
// is linked by them. Homes that have a predecessor are passed over.
std::vector<Remark> likely_re_registrations(const Register& now,
                                            const std::optional<Register>& earlier,
                                            const std::optional<agreement::Homes>& previous,
                                            const agreement::Homes& homes);

}  // namespace stile::agent
