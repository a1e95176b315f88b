#include "core/wire/document_codec.h"

#include <algorithm>
#include <optional>
#include <set>

#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "core/ledger/log.h"
#include "core/record/statement.h"
#include "core/wire/document_in.h"
#include "core/wire/duty_codec.h"
#include "core/wire/strict.h"
#include "stile/v1/documents.pb.h"

namespace stile::wire {
namespace {

using agreement::Signed;

constexpr std::string_view kAgreementLine = "stile-agreement/v1";
constexpr std::string_view kDirectoryLine = "stile-directory/v1";
constexpr std::string_view kHomesLine = "stile-homes/v1";
constexpr std::string_view kStatusLine = "stile-status/v1";
constexpr std::string_view kSealingKeyLine = "stile-sealing-key/v1";

static_assert(v1::Purpose_MAX == static_cast<int>(agreement::Purpose::kDataProtectionAudit));
static_assert(v1::Clause::Relation_MAX == static_cast<int>(agreement::Relation::kRequester));
static_assert(v1::Occasion_MAX == static_cast<int>(record::OccasionKind::kEnquiry));
static_assert(v1::Clause::Condition_MAX == static_cast<int>(agreement::Condition::kOffenceAlleged));
static_assert(v1::StatusKind_MAX == static_cast<int>(agreement::StatusKind::kEnded));

std::string_view first_line(std::string_view text) { return text.substr(0, text.find('\n')); }

// read_body() parses the note, holds its first line against `want`, and reads the rest.
template <typename Message>
Status read_text_body(std::string_view text, std::string_view file, std::string_view want,
                      Message& body) {
  if (first_line(text) != want) {
    return Error{Reason::kMalformed,
                 std::string(file) + ":1:1: the first line must be " + std::string(want)};
  }
  text.remove_prefix(std::min(text.size(), want.size() + 1));
  return parse_text(text, file, body, 2);
}

template <typename Message>
Result<crypto::Note> read_body(ByteView bytes, std::string_view file, std::string_view want,
                               Message& body) {
  STILE_TRY(crypto::Note note, In(file).of("note", crypto::parse_note(bytes)));
  STILE_CHECKED(read_text_body(note.text, file, want, body));
  return note;
}

template <typename T>
Signed<T> with_hashes(T value, crypto::Note note, ByteView bytes) {
  const Hash hash = crypto::sha256(note.text);
  return {std::move(value), std::move(note), hash, crypto::sha256(bytes)};
}

Result<agreement::Controller> controller_from(const In& in, std::string_view field,
                                              const v1::Controller& wire) {
  STILE_TRY(const AgencyId agency, in.agency(field, wire.agency()));
  return agreement::Controller{agency, {wire.legal_ground().begin(), wire.legal_ground().end()}};
}

Result<agreement::Clause> clause_from(const In& in, const v1::Clause& wire) {
  if (!record::is_clause_name(wire.name())) {
    return in.error(Reason::kMalformed, "clause.name",
                    "lower-case letters, digits and '-', at most 48");
  }
  STILE_CHECKED(in.required("clause.record", wire.record() != 0));
  STILE_CHECKED(in.required("clause.relation", wire.relation() != 0));
  STILE_CHECKED(in.required("clause.occasion", wire.occasion() != 0));
  agreement::Clause clause{wire.name(), static_cast<record::RecordType>(wire.record()),
                           static_cast<agreement::Relation>(wire.relation()),
                           static_cast<record::OccasionKind>(wire.occasion())};
  for (const int condition : wire.condition()) {
    STILE_CHECKED(in.required("clause.condition", condition != 0));
    if (!clause.conditions.insert(static_cast<agreement::Condition>(condition)).second) {
      return in.error(Reason::kMalformed, "clause.condition", "stands twice in " + wire.name());
    }
  }
  for (const auto& grant : wire.grant()) {
    STILE_CHECKED(in.required("grant.field", grant.field() != 0));
    STILE_CHECKED(in.required("grant.treatment", grant.treatment() != 0));
    const auto field = static_cast<record::Field>(grant.field());
    if (clause.treatments.grants(field)) {
      return in.error(Reason::kMalformed, "grant.field",
                      std::string(record::name(field)) + " is granted twice in " + wire.name());
    }
    clause.treatments.grant(field, static_cast<record::Treatment>(grant.treatment()));
  }
  return clause;
}

Result<agreement::Agreement> agreement_from(const In& in, const v1::Agreement& wire) {
  STILE_TRY(const AgreementId id, in.of("id", AgreementId::parse(wire.id())));
  STILE_CHECKED(in.required("purpose", wire.purpose() != 0));
  STILE_TRY(const auto source, controller_from(in, "source.agency", wire.source()));
  STILE_TRY(const auto recipient, controller_from(in, "recipient.agency", wire.recipient()));
  STILE_TRY(const AgencyId processor, in.agency("processor", wire.processor()));
  STILE_TRY(const Day from, in.day("from", wire.from()));
  STILE_TRY(const Day until, in.day("until", wire.until()));
  STILE_TRY(const Day review, in.day("review", wire.review()));
  agreement::Agreement agreement{id,
                                 wire.version(),
                                 wire.title(),
                                 static_cast<agreement::Purpose>(wire.purpose()),
                                 source,
                                 recipient,
                                 processor,
                                 wire.dpia_reference(),
                                 from,
                                 until,
                                 review,
                                 {},
                                 wire.retention_days(),
                                 wire.pseudonym_key_days()};
  for (const auto& clause : wire.clause()) {
    STILE_TRY(agreement::Clause read, clause_from(in, clause));
    agreement.clauses.push_back(std::move(read));
  }
  agreement.read_within_minutes = wire.read_within_minutes();
  agreement.questions_per_day = wire.questions_per_day();
  agreement.approval_hours = wire.approval_hours();
  if (wire.answer_challenges_within_days() != 0) {
    agreement.answer_challenges_within_days = wire.answer_challenges_within_days();
  }
  for (const auto& code : wire.in_area()) {
    STILE_TRY(const AreaCode area, in.area("in_area", code));
    agreement.in_area.push_back(area);
  }
  for (const auto& served : wire.acting_for()) {
    STILE_TRY(const AgencyId authority, in.agency("acting_for", served));
    agreement.acting_for.push_back(authority);
  }
  return agreement;
}

Status take_keys(const In& in, const v1::Agency& wire, agreement::Agency& agency) {
  for (const auto& signatory : wire.signatory()) {
    STILE_TRY(const auto key, in.key("signatory.key", signatory.key()));
    agency.signatories.push_back({signatory.role(), key});
  }
  for (const auto& officer : wire.data_officer_key()) {
    STILE_TRY(const auto key, in.key("data_officer_key", officer));
    agency.data_officer_keys.push_back(key);
  }
  if (wire.witness_key().empty()) return ok();
  STILE_TRY(agency.witness_key, in.key("witness_key", wire.witness_key()));
  return ok();
}

Result<agreement::Agency> agency_from(const In& in, const v1::Agency& wire) {
  STILE_TRY(const AgencyId id, in.agency("agency.id", wire.id()));
  STILE_TRY(const Day valid_from, in.day("agency.valid_from", wire.valid_from()));
  STILE_TRY(const auto valid_to, in.day_or_open("agency.valid_to", wire.valid_to()));
  STILE_TRY(const auto signing_key, in.key("agency.signing_key", wire.signing_key()));
  agreement::Agency agency{
      id, wire.name(), valid_from, valid_to, signing_key,        {}, wire.signatures_needed(), {},
      {}, {},          {},         {},       wire.control_room()};
  STILE_CHECKED(take_keys(in, wire, agency));
  for (const auto& contact : wire.contact()) {
    agency.contacts.push_back({contact.code(), contact.mailbox(), contact.telephone()});
  }
  for (const auto& area : wire.area()) {
    STILE_TRY(const AreaCode code, in.area("agency.area", area));
    agency.areas.push_back(code);
  }
  if (wire.regulates() != 0) {
    agency.regulates = wire.regulates() == v1::OFSTED ? HomeScheme::kOfsted : HomeScheme::kCiw;
  }
  if (wire.has_duty()) {
    STILE_TRY(agency.duty_calendar, in.of(id.short_text() + ": duty", duty_from(wire.duty())));
  }
  return agency;
}

Result<agreement::Directory> directory_from(const In& in, const v1::Directory& wire) {
  STILE_TRY(const Instant from, in.minute("valid_from", wire.valid_from()));
  STILE_TRY(const Instant until, in.minute("valid_until", wire.valid_until()));
  STILE_TRY(const Hash areas, in.hash("areas", wire.areas()));
  STILE_TRY(const AgencyId gateway, in.agency("gateway", wire.gateway()));
  STILE_TRY(const auto log_key, in.key("log_key", wire.log_key()));
  STILE_CHECKED(in.required("serial", wire.serial() != 0));
  agreement::Directory directory{wire.serial(), from,    until,  {}, {}, {}, {},
                                 areas,         gateway, log_key};
  for (const auto& agency : wire.agency()) {
    STILE_TRY(agreement::Agency read, agency_from(in, agency));
    directory.agencies.push_back(std::move(read));
  }
  for (const auto& denied : wire.denied()) {
    STILE_CHECKED(in.required("denied", denied.agency().empty() != denied.serial().empty()));
    if (!denied.agency().empty()) directory.denied_agencies.insert(denied.agency());
    if (!denied.serial().empty()) directory.denied_serials.insert(denied.serial());
  }
  for (const auto& document : wire.document()) {
    STILE_TRY(const Hash hash, in.hash("document", document));
    directory.documents.insert(hash);
  }
  for (const auto& member : wire.quorum()) {
    STILE_TRY(const AgencyId id, in.agency("quorum", member));
    directory.quorum.push_back(id);
  }
  for (const auto& closed : wire.closed_log()) {
    STILE_TRY(const auto key, in.key("closed_log.key", closed.key()));
    STILE_TRY(const auto last,
              in.of("closed_log.checkpoint", ledger::verify_checkpoint(closed.checkpoint(), key)));
    STILE_TRY(const Instant when, in.minute("closed_log.closed", closed.closed()));
    directory.closed_logs.push_back({key, last, closed.kept(), when});
  }
  return directory;
}

Result<agreement::HomeEntry> home_from(const In& in, const v1::Home& wire) {
  STILE_TRY(const HomeId id, in.of("home.id", HomeId::parse(wire.id())));
  STILE_TRY(const AreaCode authority, in.area("home.authority", wire.authority()));
  STILE_TRY(const AreaCode force, in.area("home.force", wire.force()));
  STILE_TRY(const Day valid_from, in.day("home.valid_from", wire.valid_from()));
  STILE_TRY(const auto valid_to, in.day_or_open("home.valid_to", wire.valid_to()));
  agreement::HomeEntry entry{id, authority, force, wire.places(), valid_from, valid_to, {}};
  if (!wire.predecessor().empty()) {
    STILE_TRY(const HomeId predecessor,
              in.of("home.predecessor", HomeId::parse(wire.predecessor())));
    entry.predecessor = predecessor;
  }
  STILE_TRY(entry.inspected, in.day_or_open("home.inspected", wire.inspected()));
  return entry;
}

Status take_home(const In& in, const agreement::HomeEntry& entry, agreement::Homes& homes) {
  auto& entries = homes.entries[entry.id];
  for (const auto& other : entries) {
    const bool apart = (other.valid_to && *other.valid_to < entry.valid_from) ||
                       (entry.valid_to && *entry.valid_to < other.valid_from);
    if (!apart)
      return in.error(Reason::kMalformed, "home", "two entries of one home overlap in time");
  }
  entries.push_back(entry);
  return ok();
}

}  // namespace

Result<DocumentKind> document_kind(std::string_view text) {
  const auto line = first_line(text);
  if (line == kAgreementLine) return DocumentKind::kAgreement;
  if (line == kDirectoryLine) return DocumentKind::kDirectory;
  if (line == kHomesLine) return DocumentKind::kHomes;
  if (line == kStatusLine) return DocumentKind::kStatus;
  if (line == kSealingKeyLine) return DocumentKind::kSealingKey;
  return Error{Reason::kUnknownValue, "the first line names no document type of this version"};
}

Result<agreement::Agreement> agreement_of_text(std::string_view text, std::string_view file) {
  v1::Agreement body;
  STILE_CHECKED(read_text_body(text, file, kAgreementLine, body));
  return agreement_from(In(file), body);
}

Result<Signed<agreement::Agreement>> read_agreement(ByteView bytes, std::string_view file) {
  v1::Agreement body;
  STILE_TRY(crypto::Note note, read_body(bytes, file, kAgreementLine, body));
  STILE_TRY(agreement::Agreement value, agreement_from(In(file), body));
  return with_hashes(std::move(value), std::move(note), bytes);
}

Result<Signed<agreement::Directory>> read_directory(ByteView bytes, std::string_view file) {
  v1::Directory body;
  STILE_TRY(crypto::Note note, read_body(bytes, file, kDirectoryLine, body));
  STILE_TRY(agreement::Directory value, directory_from(In(file), body));
  return with_hashes(std::move(value), std::move(note), bytes);
}

Result<agreement::Directory> directory_of_text(std::string_view text, std::string_view file) {
  v1::Directory body;
  STILE_CHECKED(read_text_body(text, file, kDirectoryLine, body));
  return directory_from(In(file), body);
}

Result<std::vector<agreement::Agency>> agencies_of_text(std::string_view text,
                                                        std::string_view file) {
  v1::Directory body;
  STILE_CHECKED(parse_text(text, file, body));
  std::vector<agreement::Agency> agencies;
  for (const auto& agency : body.agency()) {
    STILE_TRY(agreement::Agency read, agency_from(In(file), agency));
    agencies.push_back(std::move(read));
  }
  body.clear_agency();
  if (body.ByteSizeLong() == 0 && !agencies.empty()) return agencies;
  return Error{Reason::kMalformed, std::string(file) + ":1:1: holds agencies, and nothing else"};
}

Result<Signed<agreement::Homes>> read_homes(ByteView bytes, std::string_view file) {
  v1::Homes body;
  const In in(file);
  STILE_TRY(crypto::Note note, read_body(bytes, file, kHomesLine, body));
  STILE_TRY(const AgencyId regulator, in.agency("regulator", body.regulator()));
  STILE_CHECKED(in.required("serial", body.serial() != 0));
  agreement::Homes homes{regulator, body.serial(), {}};
  for (const auto& home : body.home()) {
    STILE_TRY(const agreement::HomeEntry entry, home_from(in, home));
    STILE_CHECKED(take_home(in, entry, homes));
  }
  return with_hashes(std::move(homes), std::move(note), bytes);
}

Result<Signed<agreement::AgreementStatus>> read_status(ByteView bytes, std::string_view file) {
  v1::Status body;
  const In in(file);
  STILE_TRY(crypto::Note note, read_body(bytes, file, kStatusLine, body));
  STILE_TRY(const Hash agreement, in.hash("agreement", body.agreement()));
  STILE_TRY(const Instant effective, in.minute("effective", body.effective()));
  STILE_CHECKED(in.required("kind", body.kind() != 0));
  STILE_CHECKED(in.required("serial", body.serial() != 0));
  return with_hashes(
      agreement::AgreementStatus{agreement, static_cast<agreement::StatusKind>(body.kind()),
                                 effective, body.serial()},
      std::move(note), bytes);
}

Result<Signed<agreement::SealingKeyDocument>> read_sealing_key(ByteView bytes,
                                                               std::string_view file) {
  v1::SealingKey body;
  const In in(file);
  STILE_TRY(crypto::Note note, read_body(bytes, file, kSealingKeyLine, body));
  STILE_TRY(const AgencyId agency, in.agency("agency", body.agency()));
  STILE_TRY(const Bytes key, in.of("key", crypto::unbase64(body.key())));
  STILE_TRY(const Instant from, in.minute("valid_from", body.valid_from()));
  STILE_TRY(const Instant until, in.minute("valid_until", body.valid_until()));
  agreement::SealingKeyDocument value{agency, {}, from, until};
  if (!copy_exact(key, value.key)) return in.error(Reason::kMalformed, "key", "32 bytes in base64");
  return with_hashes(std::move(value), std::move(note), bytes);
}

std::string sealing_key_text(const agreement::SealingKeyDocument& document) {
  std::string text(kSealingKeyLine);
  text += "\nagency: \"" + document.agency.text() + "\"\n";
  text += "key: \"" + crypto::base64(view(document.key)) + "\"\n";
  text += "valid_from: \"" + utc_minute_text(document.valid_from) + "\"\n";
  text += "valid_until: \"" + utc_minute_text(document.valid_until) + "\"\n";
  return text;
}

std::string status_text(const agreement::AgreementStatus& status) {
  std::string text(kStatusLine);
  text += "\nagreement: \"" + crypto::hex(status.agreement) + "\"\n";
  text += "kind: " + v1::StatusKind_Name(static_cast<v1::StatusKind>(status.kind)) + "\n";
  text += "effective: \"" + utc_minute_text(status.effective) + "\"\n";
  text += "serial: " + std::to_string(status.serial) + "\n";
  return text;
}

}  // namespace stile::wire
