#include "agents/cli/identity_officers.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "agents/cli/key.h"
#include "agents/report/json.h"
#include "core/base/ids.h"
#include "core/crypto/encoding.h"
#include "core/crypto/note.h"
#include "core/crypto/secret.h"

namespace stile::agent {
namespace {

constexpr std::size_t kNameBegins = 8;

Result<v1::SealedIdentityRequest> read_handed(const std::string& json) {
  v1::SealedIdentityRequest kept;
  if (google::protobuf::util::JsonStringToMessage(json, &kept).ok()) return kept;
  return Error{Reason::kMalformed, "the agent hands out what this program cannot read"};
}

// proven() is the recipient's request, by the key that the agent's directory has for it.
Result<record::IdentityRequest> proven(const v1::SealedIdentityRequest& kept) {
  if (kept.recipient_key().empty()) {
    return Error{Reason::kUnknownAgency, "its signer is not in the directory"};
  }
  STILE_TRY(const auto key, crypto::NoteVerifier::parse(kept.recipient_key()));
  STILE_TRY(const auto note, crypto::parse_note(kept.note()));
  STILE_TRY(const auto signers, crypto::verified_names(note, std::span(&key, 1)));
  if (signers.empty()) return Error{Reason::kBadSignature, "not signed by who asks"};
  STILE_TRY(auto said, record::parse_identity_request(note.text));
  if (said.to.text() == kept.recipient() && said.number == kept.consignment() &&
      crypto::hex(said.consignment) == kept.digest() &&
      crypto::hex(record::identity_request_digest(note.text)) == kept.request()) {
    return said;
  }
  return Error{Reason::kIntegrity, "the request is of another consignment"};
}

std::string short_name(const std::string& spiffe) {
  const auto id = AgencyId::parse(spiffe);
  return id.ok() ? id->short_text() : spiffe;
}

std::string why_shut(const Error& error) {
  return error.reason == Reason::kBadSignature
             ? "not sealed to this key; mend with: the key of whoever was data officer then"
             : "it says what this program does not know";
}

// asks() is a request in words, once it is open.
std::string asks(const v1::SealedIdentityRequest& kept, const record::IdentityRequest& said,
                 const record::AskedFor& asked) {
  return kept.reference() + " (" + kept.type() + " of " + kept.system() +
         "): " + short_name(kept.recipient()) + " asks who the child is, for " + asked.person +
         ", by " + std::string(record::name(said.basis)) + ", matter " + asked.matter;
}

ExitCode say(const v1::SealedIdentityRequest& kept, const crypto::SealingKey& officer, Instant now,
             Reporter& reporter) {
  JsonObject json;
  json.text("request", kept.request())
      .text("reference", kept.reference())
      .text("system", kept.system())
      .text("type", kept.type())
      .text("event_reference", kept.event_reference())
      .text("recipient", kept.recipient())
      .text("agreement", kept.agreement())
      .number("consignment", kept.consignment())
      .text("state", kept.state())
      .number("officers", kept.officers())
      .text("why", kept.why());
  const std::string begin = kept.request().substr(0, kNameBegins) + "  ";
  const auto fault = [&](const std::string& why, ExitCode code) {
    reporter.line(begin + kept.reference() + ": " + why, json.text("fault", why).done());
    return code;
  };
  const auto said = proven(kept);
  if (!said.ok()) return fault("NOT PROVEN: " + said.error().detail, ExitCode::kIntegrity);
  const auto asked = record::open_asked_for(said->asked_for, officer);
  if (!asked.ok()) return fault("NOT OPENED: " + why_shut(asked.error()), ExitCode::kFaults);
  const bool waits = kept.state() == "waits" && now < said->expires;
  json.text("person", asked->person)
      .text("basis", record::name(said->basis))
      .text("matter", asked->matter)
      .text("made", utc_minute_text(said->made))
      .text("expires", utc_minute_text(said->expires));
  std::string standing = waits ? "approved by " + std::to_string(kept.officers()) +
                                     " of 2, until " + utc_minute_text(said->expires)
                               : kept.state();
  if (waits && !kept.why().empty()) {
    standing += "; APPROVE IT ANEW: the gateway did not let the answer go (" + kept.why() +
                "), because its directory has not both officers' keys any more";
  }
  reporter.line(begin + asks(kept, *said, *asked) + "; " + standing, json.done());
  return waits ? ExitCode::kFaults : ExitCode::kOk;
}

// officers_of() are the data officers whom the agent's directory has.
Result<std::vector<crypto::NoteVerifier>> officers_of(const v1::SealedIdentityRequest& kept) {
  std::vector<crypto::NoteVerifier> officers;
  std::string_view rest = kept.officer_keys();
  while (!rest.empty()) {
    const auto space = rest.find(' ');
    STILE_TRY(const auto officer, crypto::NoteVerifier::parse(rest.substr(0, space)));
    officers.push_back(officer);
    if (space == std::string_view::npos) break;
    rest.remove_prefix(space + 1);
  }
  return officers;
}

// signer_of() is the officer's key under the name that the directory has for it.
Result<crypto::NoteSigner> signer_of(const v1::SealedIdentityRequest& kept,
                                     const std::filesystem::path& file) {
  STILE_TRY(const auto officers, officers_of(kept));
  for (const auto& listed : officers) {
    STILE_TRY(auto signer, read_signer(file, listed.name()));
    if (signer.verifier().vkey() == listed.vkey()) return signer;
  }
  return Error{Reason::kNotPermitted,
               file.string() +
                   ": no data officer's key by the agent's directory; mend with: the "
                   "key that it lists as `data_officer_key`"};
}

// typed_line() asks for one line.
Result<std::string> typed_line(const Officer& officer, std::string_view title) {
  *officer.to << title << ": " << std::flush;
  std::string typed;
  if (std::getline(*officer.from, typed)) return typed;
  return Error{Reason::kUsage,
               "six lines are asked for: the child's reference, surname, forenames, known as, "
               "date of birth, police reference; mend with: an empty line for what is not known"};
}

// ask_identity() is the child's reference, and who it is.
Result<std::pair<std::string, record::Identity>> ask_identity(const Officer& officer) {
  record::Identity identity;
  const auto wiped = [&](const Error& error) {
    record::wipe(identity);
    return error;
  };
  STILE_TRY(std::string child, typed_line(officer, "The child's reference in that system"));
  std::string born;
  const std::pair<std::string*, std::string_view> asked[] = {
      {&identity.surname, "Surname"},
      {&identity.forenames, "Forenames"},
      {&identity.known_as, "Known as"},
      {&born, "Date of birth (2012-05-07)"},
      {&identity.police_reference, "Police reference"}};
  for (const auto& [to, title] : asked) {
    auto typed = typed_line(officer, title);
    if (!typed.ok()) return wiped(typed.error());
    *to = std::move(typed).value();
  }
  if (!born.empty()) {
    const auto day = parse_day(born);
    crypto::wipe(born);
    if (!day.ok()) return wiped({Reason::kUsage, "date of birth: is no day; mend with: one written as 2012-05-07 is"});
    identity.date_of_birth = to_day(*day);
  }
  const Status fits = record::check_identity(identity);
  if (!fits.ok()) return wiped(fits.error());
  return std::pair(std::move(child), std::move(identity));
}

Result<record::IdentityBinding> binding_of(const v1::SealedIdentityRequest& kept) {
  Hash row{};
  Hash agreement{};
  Token event{};
  STILE_TRY(const Bytes digest, crypto::unhex(kept.request()));
  STILE_TRY(const Bytes under, crypto::unhex(kept.agreement_hash()));
  STILE_TRY(event, crypto::uncrockford(kept.event_reference()));
  STILE_TRY(const AgencyId recipient, AgencyId::parse(kept.recipient()));
  if (!copy_exact(digest, row) || !copy_exact(under, agreement)) {
    return Error{Reason::kMalformed, "the agent hands out what this program cannot read"};
  }
  return record::IdentityBinding{row, event, agreement, recipient};
}

// first_proposed() is what the first officer says and signs.
Result<std::string> first_proposed(const v1::SealedIdentityRequest& kept,
                                   const crypto::NoteSigner& signer, const Officer& officer) {
  STILE_TRY(const auto binding, binding_of(kept));
  STILE_TRY(auto asked, ask_identity(officer));
  record::ProposedIdentity proposed{crypto::random_32(officer.random),
                                    std::move(asked.first),
                                    {std::move(asked.second), binding}};
  std::string text = record::proposed_identity_text(proposed);
  record::wipe(proposed.bound.identity);
  std::string note = crypto::sign_note(text, signer);
  crypto::wipe(text);
  return note;
}

// say_proposed() is whom the first officer has proposed, for the second to judge.
void say_proposed(const record::ProposedIdentity& proposed, Reporter& reporter) {
  const record::Identity& who = proposed.bound.identity;
  const std::string born =
      who.date_of_birth ? to_text(to_civil(*who.date_of_birth)) : std::string();
  JsonObject json;
  json.text("child", proposed.child)
      .text("surname", who.surname)
      .text("forenames", who.forenames)
      .text("known_as", who.known_as)
      .text("date_of_birth", born)
      .text("police_reference", who.police_reference);
  std::string text = "proposed:";
  for (const auto& [name, value] :
       {std::pair<std::string_view, std::string_view>{"child", proposed.child},
        {"surname", who.surname},
        {"forenames", who.forenames},
        {"known as", who.known_as},
        {"born", born},
        {"police reference", who.police_reference}}) {
    if (!value.empty()) text.append(" ").append(name).append(" ").append(value).append(";");
  }
  reporter.line(text, json.done());
  crypto::wipe(text);
}

// is_another_officers() is whether an officer of the directory other than this one signed a note.
Result<bool> is_another_officers(const crypto::Note& note, const v1::SealedIdentityRequest& kept,
                                 const crypto::NoteSigner& own) {
  STILE_TRY(const auto officers, officers_of(kept));
  for (const auto& officer : officers) {
    if (officer.key() == own.verifier().key()) continue;
    STILE_TRY(const auto signers, crypto::verified_names(note, std::span(&officer, 1)));
    if (!signers.empty()) return true;
  }
  return false;
}

// second_proposed() is what the first officer has signed, and now the second.
Result<std::string> second_proposed(const v1::SealedIdentityRequest& kept,
                                    const crypto::NoteSigner& signer, const crypto::SealingKey& key,
                                    Reporter& reporter) {
  STILE_TRY(const Bytes sealed, crypto::unhex(kept.proposed()));
  auto opened = record::open_proposed_identity(sealed, key);
  if (!opened.ok()) {
    return Error{Reason::kNotPermitted,
                 "whom the first officer proposed: " + why_shut(opened.error())};
  }
  STILE_TRY(crypto::Note note, crypto::parse_note(*opened));
  STILE_TRY(const bool signed_by_first, is_another_officers(note, kept, signer));
  if (!signed_by_first) {
    return Error{Reason::kIntegrity, "no other officer has signed whom it proposes"};
  }
  STILE_TRY(auto proposed, record::parse_proposed_identity(note.text));
  crypto::wipe(note.text);
  STILE_TRY(const auto binding, binding_of(kept));
  if (proposed.bound.binding != binding) {
    record::wipe(proposed.bound.identity);
    return Error{Reason::kIntegrity, "the proposal is of another request"};
  }
  say_proposed(proposed, reporter);
  record::wipe(proposed.bound.identity);
  return crypto::add_signature(*opened, signer);
}

}  // namespace

Result<ExitCode> open_identity_requests(const std::vector<std::string>& handed,
                                        const crypto::SealingKey& officer, Instant now,
                                        Reporter& reporter) {
  ExitCode code = ExitCode::kOk;
  for (const std::string& json : handed) {
    STILE_TRY(const auto kept, read_handed(json));
    code = std::max(code, say(kept, officer, now, reporter));
  }
  if (handed.empty()) reporter.message("nobody asks who a child is");
  return code;
}

Result<v1::SealedIdentityRequest> found_request(const std::vector<std::string>& handed,
                                                std::string_view begins) {
  std::optional<v1::SealedIdentityRequest> found;
  for (const std::string& json : handed) {
    STILE_TRY(auto kept, read_handed(json));
    if (begins.size() < kNameBegins || !kept.request().starts_with(begins)) continue;
    if (found) return Error{Reason::kUsage, "two requests begin so; mend with: more of the name"};
    found = std::move(kept);
  }
  if (found) return std::move(*found);
  return Error{Reason::kUsage,
               "no request that waits begins so; mend with: eight digits or more of one that "
               "`stile reidentify asked` names"};
}

Result<v1::ReidentifyApproveRequest> approval_of(const v1::SealedIdentityRequest& kept,
                                                 const Officer& officer, Reporter& reporter) {
  STILE_TRY(const auto said, proven(kept));
  STILE_TRY(const crypto::NoteSigner signer, signer_of(kept, officer.key));
  STILE_TRY(const crypto::SealingKey opens, read_officer_key(officer.key));
  const auto asked = record::open_asked_for(said.asked_for, opens);
  if (!asked.ok()) return Error{Reason::kNotPermitted, why_shut(asked.error())};
  reporter.message(asks(kept, said, *asked));
  STILE_TRY(const auto so_far, crypto::parse_note(kept.note()));
  STILE_TRY(const auto own, crypto::verified_names(so_far, std::span(&signer.verifier(), 1)));
  // Who has approved it already says anew who it is.
  const bool first = kept.proposed().empty() || !own.empty();
  STILE_TRY(std::string proposed, first ? first_proposed(kept, signer, officer)
                                        : second_proposed(kept, signer, opens, reporter));
  const char* question = first ? "Once another officer approves it too, this tells them who it is."
                               : "This tells them who the child is, for good.";
  if (!officer.sure(question)) {
    crypto::wipe(proposed);
    return Error{Reason::kUsage, "nothing was approved"};
  }
  STILE_TRY(const std::string note, crypto::add_signature(kept.note(), signer));
  v1::ReidentifyApproveRequest approval;
  approval.set_request(kept.request());
  approval.set_note(note);
  approval.set_proposed(std::move(proposed));
  return approval;
}

}  // namespace stile::agent
