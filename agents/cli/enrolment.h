#pragma once

#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace stile::v1 {
class Agency;
class EnrolmentRequest;
}  // namespace stile::v1

namespace stile::agent {

// enrolment_text() is the note text of a request.
std::string enrolment_text(const v1::EnrolmentRequest& request);

// fragment_text() is one agency as a directory writes it.
std::string fragment_text(const v1::Agency& agency);

// read_enrolment() reads a request strictly: its agency reads as a directory's would and could
// stand in one, its certificate request passes tls::check_request(), and the agency's own signing
// key signed the note (kBadSignature). Whose key that is, the fingerprint tells.
Result<v1::EnrolmentRequest> read_enrolment(ByteView note, std::string_view file);

}  // namespace stile::agent
