#include <cstdint>
#include <system_error>
#include <utility>

#include "agents/cli/enrol.h"
#include "agents/cli/enrolment.h"
#include "agents/cli/files.h"
#include "agents/cli/fingerprint.h"
#include "agents/cli/key.h"
#include "agents/cli/scheme_card.h"
#include "agents/ingest/column_map.h"
#include "agents/report/json.h"
#include "core/base/ids.h"
#include "core/crypto/key_file.h"
#include "core/crypto/note.h"
#include "core/crypto/secret.h"
#include "core/storage/file.h"
#include "core/tls/request.h"
#include "core/wire/document_codec.h"
#include "core/wire/strict.h"
#include "stile/v1/config.pb.h"
#include "stile/v1/documents.pb.h"

namespace stile::agent {
namespace {

namespace fs = std::filesystem;
using std::string;

constexpr std::uint32_t kSignatories = 2;

// KeyPrinted takes what key_generate() prints: the public half.
class KeyPrinted : public Reporter {
 public:
  void line(std::string_view text, std::string_view /*json*/) override { text_ = text; }
  void message(std::string_view /*text*/) override {}
  void progress(std::uint64_t /*rows*/, unsigned /*percent*/) override {}
  const string& text() const { return text_; }

 private:
  string text_;
};

Result<string> make_key(KeyKind kind, const string& name, const fs::path& out,
                        const crypto::Random& random) {
  KeyPrinted printed;
  STILE_CHECKED(key_generate(kind, name, out, random, printed));
  return printed.text();
}

Status make_folder(const fs::path& folder) {
  std::error_code code;
  fs::create_directories(folder, code);
  if (code) return Error{Reason::kIo, folder.string() + ": " + code.message()};
  return ok();
}

Result<AgencyId> identity_of(const EnrolOrder& order, const v1::SchemeCard& card) {
  STILE_TRY(const AgencyId gateway, AgencyId::parse(card.gateway_identity()));
  auto id = AgencyId::parse("spiffe://" + string(gateway.trust_domain()) + "/" + order.kind + "/" +
                            order.code + "/agent");
  if (id.ok()) return id;
  return Error{Reason::kUsage, "--code " + order.code +
                                   ": no identity can have it; mend with: letters, digits and "
                                   "dashes, at most 32, e.g. west-mercia"};
}

// check_order() finds what is missing before a key is made.
Status check_order(const EnrolOrder& order) {
  const bool force = order.kind == "force";
  if (force && order.contacts.empty()) {
    return Error{Reason::kUsage,
                 "a force needs a contact, which its rows carry; mend with: "
                 "--contact CODE,MAILBOX,TELEPHONE"};
  }
  if (force && order.column_map.empty()) {
    return Error{Reason::kUsage,
                 "a force's exports are read by a map; mend with: --column-map FILE"};
  }
  if (order.kind == "regulator" && order.regulates.empty()) {
    return Error{Reason::kUsage, "a regulator has a scheme of homes; mend with: --regulates"};
  }
  if (order.signatories.size() >= kSignatories) return ok();
  return Error{Reason::kUsage, "nothing is agreed by one person; mend with: another --signatory"};
}

// MapFiles are how a force's exports are read.
struct MapFiles {
  Bytes map;
  string gazetteer;  // the name that the map gives it; empty: it names none
  Bytes gazetteer_text;
};

// read_map() refuses a map with a fault, and reads the gazetteer that lies beside it.
Result<MapFiles> read_map(const EnrolOrder& order) {
  MapFiles files;
  if (order.kind != "force") return files;
  STILE_TRY(files.map, storage::read_whole(order.column_map));
  const auto checked = check_column_map(
      files.map, order.column_map.string(), [&](const string& name) -> Result<Bytes> {
        STILE_TRY(files.gazetteer_text, storage::read_whole(order.column_map.parent_path() / name));
        files.gazetteer = name;
        return files.gazetteer_text;
      });
  if (!checked.map) return checked.faults.front();
  return files;
}

Status add_contacts(const EnrolOrder& order, v1::Agency& agency) {
  for (const string& contact : order.contacts) {
    const auto first = contact.find(',');
    const auto second = contact.find(',', first == contact.npos ? first : first + 1);
    if (second == contact.npos) {
      return Error{Reason::kUsage, "--contact takes CODE,MAILBOX,TELEPHONE"};
    }
    v1::Contact& added = *agency.add_contact();
    added.set_code(contact.substr(0, first));
    added.set_mailbox(contact.substr(first + 1, second - first - 1));
    added.set_telephone(contact.substr(second + 1));
  }
  return ok();
}

Status add_signatories(const EnrolOrder& order, const crypto::Random& random, v1::Agency& agency) {
  for (const string& signatory : order.signatories) {
    const auto equals = signatory.find('=');
    const string role = signatory.substr(0, equals);
    v1::Signatory& added = *agency.add_signatory();
    added.set_role(role);
    if (equals != signatory.npos) {
      added.set_key(signatory.substr(equals + 1));
      continue;
    }
    const fs::path folder = order.out / "signatories";
    STILE_CHECKED(make_folder(folder));
    STILE_TRY(*added.mutable_key(), make_key(KeyKind::kSigning, order.code + "-" + role,
                                             folder / (role + ".key"), random));
  }
  return ok();
}

Status add_duty(const EnrolOrder& order, v1::Agency& agency) {
  agency.set_control_room(order.control_room);
  if (!order.duty.empty()) {
    STILE_TRY(const Bytes text, storage::read_whole(order.duty));
    return wire::parse_text(text, order.duty.string(), *agency.mutable_duty());
  }
  if (order.kind != "authority" && order.kind != "yjs") return ok();
  for (const v1::Contact& contact : agency.contact()) {
    agency.mutable_duty()->add_otherwise(contact.code());
  }
  return ok();
}

// would_be_listed() asks what the directory will, before a key is made: those of the scheme's roots
// stand for the ones that are still to come.
Status would_be_listed(v1::Agency agency, const v1::SchemeCard& card) {
  agency.set_signing_key(card.root(0));
  for (int i = 0; i < static_cast<int>(kSignatories); ++i) {
    agency.add_signatory()->set_key(card.root(i));
  }
  STILE_TRY(const auto read, wire::agencies_of_text(fragment_text(agency), "request"));
  return agreement::check(read.front());
}

// describe() is the agency as the directory is to have it, but for the keys that it signs with.
Result<v1::Agency> describe(const EnrolOrder& order, const AgencyId& id, Instant now,
                            const v1::SchemeCard& card) {
  v1::Agency agency;
  agency.set_id(id.text());
  agency.set_name(order.name);
  agency.set_valid_from(to_text(to_civil(local_day(now))));
  agency.set_signatures_needed(kSignatories);
  for (const string& area : order.areas) agency.add_area(area);
  v1::HomeSchemeName scheme{};
  if (!order.regulates.empty() && !v1::HomeSchemeName_Parse(order.regulates, &scheme)) {
    return Error{Reason::kUsage, "--regulates is OFSTED or CIW"};
  }
  agency.set_regulates(scheme);
  for (const string& officer : order.data_officers) agency.add_data_officer_key(officer);
  STILE_CHECKED(add_contacts(order, agency));
  STILE_CHECKED(add_duty(order, agency));
  STILE_CHECKED(would_be_listed(agency, card));
  return agency;
}

Status add_keys(const EnrolOrder& order, const crypto::Random& random, v1::Agency& agency) {
  STILE_TRY(*agency.mutable_signing_key(),
            make_key(KeyKind::kSigning, order.code + "-agent", order.out / "signing.key", random));
  STILE_TRY(*agency.mutable_witness_key(),
            witness_vkey(order.out / "signing.key", order.code + "-agent"));
  return add_signatories(order, random, agency);
}

// make_tls_key() writes the key where certs/issue's answer will lie beside it.
Result<Bytes> make_tls_key(const fs::path& folder) {
  STILE_CHECKED(make_folder(folder));
  STILE_TRY(tls::KeyAndRequest made, tls::new_key_and_request());
  const Status written = crypto::write_key_file(folder / "tls.key", made.key);
  crypto::wipe(made.key);
  if (!written.ok()) return written.error();
  return std::move(made.request);
}

Result<Bytes> signed_request(const EnrolOrder& order, const v1::EnrolmentRequest& request) {
  const string text = enrolment_text(request);
  STILE_TRY(const auto signer, read_signer(order.out / "signing.key", order.code + "-agent"));
  STILE_CHECKED(crypto::check_note_text(text));
  Bytes note = crypto::sign_note(text, signer);
  STILE_CHECKED(read_enrolment(note, (order.out / "request.note").string()));
  return note;
}

string side_of(const EnrolOrder& order) {
  if (order.kind != "force") {
    return "recipient {\n  store: \"inbox.db\"\n  sealing_key: \"sealing.key\"\n  out: "
           "\"out\"\n}\n";
  }
  const string contact = order.contacts.empty()
                             ? string()
                             : order.contacts.front().substr(0, order.contacts.front().find(','));
  return "source {\n  store: \"intake.db\"\n  token_key: \"token.key\"\n"
         "  column_map: \"column-map.textproto\"\n  exports: \"exports\"\n  contact: \"" +
         contact + "\"\n}\n";
}

string config_of(const EnrolOrder& order, const AgencyId& id, const v1::SchemeCard& card) {
  string text = "agency: \"" + id.text() + "\"\nidentity: \"identity\"\ngateway: \"" +
                card.gateway() + "\"\ngateway_identity: \"" + card.gateway_identity() +
                "\"\nsocket: \"stile.sock\"\npeople: \"people.textproto\"\n"
                "documents: \"documents\"\nareas: \"areas.textproto\"\n"
                "signing_key: \"signing.key\"\nsigning_key_name: \"" +
                order.code + "-agent\"\n";
  for (const string& root : card.root()) text += "root: \"" + root + "\"\n";
  return text + side_of(order);
}

// A sealing key the agent makes itself, and renews; a token key it must be given once.
Status make_side(const EnrolOrder& order, const MapFiles& files, const crypto::Random& random) {
  if (order.kind != "force") return make_folder(order.out / "out");
  STILE_CHECKED(make_folder(order.out / "exports"));
  STILE_CHECKED(make_key(KeyKind::kToken, order.code + "-tokens", order.out / "token.key", random));
  STILE_CHECKED(write_new_file(order.out / "column-map.textproto", files.map));
  if (files.gazetteer.empty()) return ok();
  return write_new_file(order.out / files.gazetteer, files.gazetteer_text);
}

// Whoever installs the agent has the roles of its kind; the agency gives them to others.
string roles_of(const string& kind) {
  if (kind == "authority") return "role: SOCIAL_WORKER role: DATA_OFFICER";
  if (kind == "yjs") return "role: YJS_WORKER role: DATA_OFFICER";
  return "role: DATA_TEAM role: INSPECTOR role: DATA_OFFICER";
}

Status make_agent(const EnrolOrder& order, const AgencyId& id, const v1::SchemeCard& card,
                  const MapFiles& files, const crypto::Random& random) {
  STILE_CHECKED(make_folder(order.out / "documents"));
  STILE_CHECKED(make_side(order, files, random));
  STILE_TRY(const Bytes areas, storage::read_whole(order.areas_table));
  STILE_CHECKED(write_new_file(order.out / "areas.textproto", areas));
  STILE_CHECKED(write_new_file(order.out / "people.textproto",
                               "person { account: \"" + order.account + "\" name: \"" +
                                   order.account + "\" " + roles_of(order.kind) + " }\n"));
  return write_new_file(order.out / "agent.textproto", config_of(order, id, card));
}

void read_out(const EnrolOrder& order, const Bytes& note, const v1::SchemeCard& card,
              Reporter& reporter) {
  const string own = fingerprint(note);
  const string theirs = roots_fingerprint(card);
  reporter.line("Read out to the scheme's operator:       " + own +
                    "\nHave the operator read out, and compare: " + theirs,
                JsonObject().text("fingerprint", own).text("roots_fingerprint", theirs).done());
  reporter.message("send " + (order.out / "request.note").string() +
                   " to the operator; what comes back goes into " +
                   (order.out / "identity").string());
  if (fs::exists(order.out / "signatories")) {
    reporter.message("hand each key of " + (order.out / "signatories").string() +
                     " to its signatory, and keep no copy");
  }
}

}  // namespace

Result<ExitCode> enrol_request(const EnrolOrder& order, Instant now, const crypto::Random& random,
                               Reporter& reporter) {
  STILE_CHECKED(check_absent(order.out));
  STILE_CHECKED(check_order(order));
  STILE_TRY(const v1::SchemeCard card, read_card(order.scheme));
  STILE_TRY(const AgencyId id, identity_of(order, card));
  STILE_TRY(const MapFiles files, read_map(order));
  v1::EnrolmentRequest request;
  STILE_TRY(*request.mutable_agency(), describe(order, id, now, card));
  STILE_CHECKED(make_folder(order.out));
  STILE_CHECKED(add_keys(order, random, *request.mutable_agency()));
  STILE_TRY(*request.mutable_certificate_request(), make_tls_key(order.out / "identity"));
  STILE_TRY(const Bytes note, signed_request(order, request));
  STILE_CHECKED(make_agent(order, id, card, files, random));
  STILE_CHECKED(write_new_file(order.out / "request.note", note));
  read_out(order, note, card, reporter);
  return ExitCode::kOk;
}

}  // namespace stile::agent
