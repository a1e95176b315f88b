#include "tests/support/identifying.h"

#include "core/crypto/digest.h"
#include "core/crypto/note.h"
#include "core/record/row.h"
#include "core/record/statement.h"
#include "tests/support/keys.h"

namespace stile::support {

void name_officers(Scheme& scheme, const char* source) {
  std::string& duty = scheme.agency(source).duty;
  for (const char* name : {kOfficer, kSecondOfficer}) {
    duty += "data_officer_key: \"" + vkey_of(name) + "\"\n";
  }
}

record::IdentityRequest identity_request(const wire::Consignment& disclosed) {
  const auto note = crypto::parse_note(disclosed.statement).value();
  const auto statement = record::parse_statement(note.text).value();
  const std::vector officers{signer_named(kOfficer).verifier(),
                             signer_named(kSecondOfficer).verifier()};
  return {record::consignment_digest(note.text),
          statement.disclosure.from,
          statement.disclosure.to,
          statement.number,
          record::row_hash(disclosed.rows.front().row),
          statement.disclosure.to.kind() == AgencyKind::kRegulator
              ? record::IdentityBasis::kCareStandardsAct2000
              : record::IdentityBasis::kChildrenAct1989S47,
          crypto::sha256("actor"),
          record::seal_asked_for({"Bryn Example", "S47-1"}, officers).value(),
          kNow,
          kNow + Instant{7} * 86400};
}

std::string request_note(const record::IdentityRequest& request,
                         const std::vector<std::string>& officers) {
  std::vector<std::string> names{request.to.text()};
  names.insert(names.end(), officers.begin(), officers.end());
  return signed_by(names, record::identity_request_text(request));
}

}  // namespace stile::support
