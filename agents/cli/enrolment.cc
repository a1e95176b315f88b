#include "agents/cli/enrolment.h"

#include <span>
#include <utility>

#include "core/agreement/directory.h"
#include "core/crypto/note.h"
#include "core/tls/request.h"
#include "core/wire/document_codec.h"
#include "core/wire/strict.h"
#include "stile/v1/documents.pb.h"

namespace stile::agent {
namespace {

using std::string;

constexpr std::string_view kFirstLine = "stile-enrolment/v1\n";

// lone_agency() reads the agency as the directory will, and asks what the directory would.
Result<agreement::Agency> lone_agency(const v1::EnrolmentRequest& request, std::string_view file) {
  STILE_TRY(auto agencies, wire::agencies_of_text(fragment_text(request.agency()), file));
  agreement::Agency& agency = agencies.front();
  STILE_CHECKED(agreement::check(agency));
  return std::move(agency);
}

}  // namespace

string enrolment_text(const v1::EnrolmentRequest& request) {
  return string(kFirstLine) + wire::print_text(request);
}

string fragment_text(const v1::Agency& agency) {
  v1::Directory only;
  *only.add_agency() = agency;
  return wire::print_text(only);
}

Result<v1::EnrolmentRequest> read_enrolment(ByteView bytes, std::string_view file) {
  STILE_TRY(const crypto::Note note, crypto::parse_note(bytes));
  if (!note.text.starts_with(kFirstLine)) {
    return Error{Reason::kMalformed, string(file) + ":1:1: the first line must be " +
                                         string(kFirstLine.substr(0, kFirstLine.size() - 1))};
  }
  v1::EnrolmentRequest request;
  STILE_CHECKED(
      wire::parse_text(std::string_view(note.text).substr(kFirstLine.size()), file, request, 2));
  STILE_TRY(const agreement::Agency agency, lone_agency(request, file));
  STILE_CHECKED(tls::check_request(request.certificate_request()));
  STILE_TRY(const auto signers, crypto::verified_names(note, std::span(&agency.signing_key, 1)));
  if (!signers.empty()) return request;
  return Error{Reason::kBadSignature, string(file) + ": not signed by the key that it names"};
}

}  // namespace stile::agent
