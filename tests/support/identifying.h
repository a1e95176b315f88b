#pragma once

#include <string>
#include <vector>

#include "core/record/identity_request.h"
#include "core/wire/consignment_codec.h"
#include "tests/support/scheme.h"

// What it takes to ask who a child is, in the invented world.
namespace stile::support {

// The data officers of a source, by the names of their keys.
inline constexpr char kOfficer[] = "testshire-officer";
inline constexpr char kSecondOfficer[] = "testshire-second-officer";

// name_officers() puts them into the directory as those of this agency.
void name_officers(Scheme& scheme, const char* source = kTestshire);

// identity_request() is of the first row of what was disclosed, made at kNow for a week.
record::IdentityRequest identity_request(const wire::Consignment& disclosed);

// request_note() is that request signed by its recipient and then by each of `officers`.
std::string request_note(const record::IdentityRequest& request,
                         const std::vector<std::string>& officers = {});

}  // namespace stile::support
