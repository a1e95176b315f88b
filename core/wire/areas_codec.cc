#include <optional>
#include <vector>

#include "core/wire/document_codec.h"
#include "core/wire/strict.h"
#include "stile/v1/documents.pb.h"

namespace stile::wire {
namespace {

Result<Day> day_of(std::string_view text) {
  STILE_TRY(const CivilDay date, parse_day(text));
  return to_day(date);
}

Status take_codes(const google::protobuf::RepeatedPtrField<std::string>& from,
                  std::vector<AreaCode>& to) {
  for (const auto& text : from) {
    STILE_TRY(AreaCode code, AreaCode::parse(text));
    to.push_back(std::move(code));
  }
  return ok();
}

Result<agreement::Authority> authority_from(const v1::Authority& wire) {
  STILE_TRY(const AreaCode code, AreaCode::parse(wire.code()));
  STILE_TRY(const Day valid_from, day_of(wire.valid_from()));
  agreement::Authority authority{code, valid_from, {}, {}, {}};
  if (!wire.valid_to().empty()) {
    STILE_TRY(authority.valid_to, day_of(wire.valid_to()));
  }
  STILE_CHECKED(take_codes(wire.adjoining(), authority.adjoining));
  STILE_CHECKED(take_codes(wire.successor(), authority.successors));
  return authority;
}

Error in_file(std::string_view file, const std::string& where, const Error& error) {
  return {error.reason, std::string(file) + ": " + where + error.detail};
}

}  // namespace

Result<agreement::Areas> read_areas(std::string_view text, std::string_view file) {
  v1::Areas body;
  STILE_CHECKED(parse_text(text, file, body));
  std::vector<agreement::Authority> authorities;
  for (const auto& wire : body.authority()) {
    auto authority = authority_from(wire);
    if (!authority.ok()) {
      return in_file(file, "authority " + wire.code() + ": ", authority.error());
    }
    authorities.push_back(std::move(authority).value());
  }
  auto areas = agreement::Areas::make(authorities);
  if (!areas.ok()) return in_file(file, "", areas.error());
  return areas;
}

}  // namespace stile::wire
