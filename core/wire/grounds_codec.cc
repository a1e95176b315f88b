#include <set>

#include "core/wire/document_codec.h"
#include "core/wire/strict.h"
#include "stile/v1/documents.pb.h"

namespace stile::wire {
namespace {

using agreement::Country;
using agreement::Side;

static_assert(v1::Ground::Side_MAX == static_cast<int>(Side::kRecipient));
static_assert(v1::Ground::Country_MAX == static_cast<int>(Country::kWales));
static_assert(v1::Ground::Kind_MAX == static_cast<int>(AgencyKind::kAuditor) + 1);

// set_of() turns checked codes into values; `shift` is how much lower these begin.
template <typename Value, typename Codes>
std::set<Value> set_of(const Codes& codes, int shift = 0) {
  std::set<Value> values;
  for (const int code : codes) values.insert(static_cast<Value>(code - shift));
  return values;
}

}  // namespace

Result<agreement::Grounds> read_grounds(std::string_view text, std::string_view file) {
  v1::Grounds body;
  STILE_CHECKED(parse_text(text, file, body));
  agreement::Grounds grounds;
  for (const auto& ground : body.ground()) {
    const Status added =
        grounds.add({ground.code(), ground.title(), set_of<Side>(ground.side()),
                     set_of<AgencyKind>(ground.kind(), 1), set_of<Country>(ground.country())});
    if (!added.ok()) return Error{added.reason(), std::string(file) + ": " + added.error().detail};
  }
  return grounds;
}

}  // namespace stile::wire
