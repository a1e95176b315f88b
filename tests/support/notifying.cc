#include "tests/support/notifying.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/base/limits.h"
#include "core/record/code_texts.h"
#include "core/wire/row_codec.h"

namespace stile::support {
namespace {

using Grants = std::vector<std::pair<std::string, std::string>>;

struct Named {
  const char* code;
  const char* text;
};
constexpr std::array<Named, 4> kTypes = {{{"CALL_OUT", "call-out"},
                                          {"MISSING_EPISODE", "missing-episode"},
                                          {"ARREST", "arrest"},
                                          {"CONCERN", "concern"}}};

AgencyDraft told(const char* id, const char* area) {
  return {.id = id,
          .name = id,
          .signing_key = id,
          .signatories = signatories_of(id),
          .areas = {area},
          .contact = {},
          .regulates = {},
          .duty = kDutyDesk};
}

void add(Grants& grants, std::initializer_list<const char*> fields, const char* treatment) {
  for (const char* field : fields) grants.emplace_back(field, treatment);
}

Grants to_authority(const std::string& type) {
  Grants grants{{"EVENT_REFERENCE", "PSEUDONYM"}, {"CHILD_IDENTITY", "SEAL"}};
  add(grants,
      {"HOME", "TIME", "CHILD_NOW", "EXPLOITATION", "CATEGORY", "CHILD_ROLE", "PLACING_AUTHORITY",
       "CHILD_VIEW", "CONTACT"},
      "KEEP");
  if (type == "CALL_OUT") add(grants, {"LEVEL", "DEPLOYMENT", "OFFENCE"}, "KEEP");
  if (type == "ARREST") add(grants, {"OFFENCE"}, "KEEP");
  if (type == "MISSING_EPISODE") {
    add(grants, {"DEPLOYMENT", "MISSING_DURATION", "MISSING_RISK", "RETURN_INTERVIEW"}, "KEEP");
  }
  return grants;
}

Grants to_yjs(const std::string& type, bool alleged) {
  Grants grants{{"EVENT_REFERENCE", "PSEUDONYM"},
                {"CHILD_PSEUDONYM", "PSEUDONYM_EVENT"},
                {"AGE", "BAND"},
                {"TIME", "COARSEN"}};
  add(grants, {"HOME", "CATEGORY", "CHILD_ROLE", "PLACING_AUTHORITY", "CHILD_VIEW", "CONTACT"},
      "KEEP");
  if (!alleged) return grants;
  grants.emplace_back("CHILD_IDENTITY", "SEAL");
  add(grants, {"CHILD_NOW", "OFFENCE"}, "KEEP");
  if (type == "CALL_OUT") add(grants, {"LEVEL"}, "KEEP");
  return grants;
}

ClauseDraft clause(const std::string& prefix, const Named& type, const char* relation,
                   std::vector<std::string> conditions, Grants grants) {
  return {.name = prefix + "-" + type.text,
          .grants = std::move(grants),
          .record = type.code,
          .relation = relation,
          .occasion = "NOTIFY",
          .conditions = std::move(conditions)};
}

std::vector<ClauseDraft> authority_clauses() {
  std::vector<ClauseDraft> clauses;
  for (const Named& type : kTypes) {
    clauses.push_back(
        clause("placed", type, "PLACING_AUTHORITY", {"OUT_OF_AREA"}, to_authority(type.code)));
    clauses.push_back(clause("area", type, "AREA_AUTHORITY", {}, to_authority(type.code)));
  }
  return clauses;
}

std::vector<ClauseDraft> host_clauses() {
  std::vector<ClauseDraft> clauses;
  for (const Named& type : {kTypes[0], kTypes[2]}) {
    clauses.push_back(clause("host-alleged", type, "HOST_YJS", {"OUT_OF_AREA", "OFFENCE_ALLEGED"},
                             to_yjs(type.code, true)));
  }
  for (const Named& type : {kTypes[0], kTypes[1]}) {
    clauses.push_back(clause("host", type, "HOST_YJS", {"OUT_OF_AREA"}, to_yjs(type.code, false)));
  }
  return clauses;
}

std::vector<ClauseDraft> home_clauses() {
  std::vector<ClauseDraft> clauses;
  for (const Named& type : {kTypes[0], kTypes[2]}) {
    clauses.push_back(clause("home-alleged", type, "HOME_YJS", {"OUT_OF_AREA", "OFFENCE_ALLEGED"},
                             to_yjs(type.code, true)));
  }
  return clauses;
}

AgreementDraft with(const char* id, const char* recipient, const char* purpose,
                    std::vector<ClauseDraft> clauses) {
  return {.signing = {both(kTestshire, recipient)},
          .id = id,
          .source = kTestshire,
          .recipient = recipient,
          .processor = kGateway,
          .clauses = std::move(clauses),
          .purpose = purpose,
          .read_within_minutes = 60};
}

}  // namespace

Scheme notifying_scheme() {
  constexpr auto kSafeguarding = "SAFEGUARDING_OF_A_PLACED_CHILD";
  constexpr auto kDiversion = "DIVERSION_FROM_CRIMINAL_JUSTICE";
  Scheme scheme;
  auto& agencies = scheme.directory.agencies;
  agencies.push_back(told(kOwnCouncil, kOwnAuthority));
  agencies.push_back(told(kFarCouncil, kDistantAuthority));
  agencies.push_back(told(kOwnYjs, kOwnAuthority));
  agencies.push_back(told(kFarYjs, kDistantAuthority));
  auto& agreements = scheme.agreements;
  agreements.push_back(with("testshire-farshire", kFarCouncil, kSafeguarding, authority_clauses()));
  agreements.push_back(with("testshire-council", kOwnCouncil, kSafeguarding, authority_clauses()));
  agreements.push_back(with("testshire-yjs", kOwnYjs, kSafeguarding, host_clauses()));
  agreements.push_back(with("testshire-far-yjs", kFarYjs, kDiversion, home_clauses()));
  for (const auto* id : {kOwnCouncil, kFarCouncil, kOwnYjs, kFarYjs}) {
    scheme.sealing_keys.push_back({{{id}}, id, id, "2026-10-20T00:00Z", "2026-11-19T00:00Z"});
  }
  return scheme;
}

Scheme passing_on_scheme() {
  Scheme scheme = notifying_scheme();
  auto clauses = authority_clauses();
  std::erase_if(clauses, [](const ClauseDraft& one) { return one.relation == "AREA_AUTHORITY"; });
  auto agreement =
      with("council-farshire", kFarCouncil, "SAFEGUARDING_OF_A_PLACED_CHILD", std::move(clauses));
  agreement.signing = {both(kOwnCouncil, kFarCouncil)};
  agreement.source = kOwnCouncil;
  scheme.agreements.push_back(std::move(agreement));
  return scheme;
}

record::Disclosure passed_on(const Scheme& scheme, std::string_view clause) {
  record::Disclosure what = notification_to(scheme, kFarCouncil, clause);
  what.agreement = scheme.agreement_hash(scheme.agreements.size() - 1);
  what.from = agency(kOwnCouncil);
  return what;
}

record::Disclosure notification_to(const Scheme& scheme, std::string_view recipient,
                                   std::string_view clause) {
  const auto found = std::ranges::find_if(
      scheme.agreements.begin() + kFirstNotifying, scheme.agreements.end(),
      [&](const AgreementDraft& agreement) { return agreement.recipient == recipient; });
  const auto type =
      std::ranges::find_if(kTypes, [&](const Named& one) { return clause.ends_with(one.text); });
  return {.agreement =
              scheme.agreement_hash(static_cast<std::size_t>(found - scheme.agreements.begin())),
          .from = agency(kTestshire),
          .to = agency(recipient),
          .occasion = record::notification(),
          .record = record::named<record::RecordType>(type->text).value(),
          .clause = std::string(clause)};
}

wire::Consignment notification(const Scheme& scheme, std::uint64_t number) {
  const SourceHand hand(scheme.document_set(),
                        notification_to(scheme, kFarCouncil, "placed-call-out"));
  const Lies sealed{.row = [](std::size_t, RowInHand& row) {
    row.sealed_identity = Bytes(limits::kSealedIdentityBytes, 's');
  }};
  return hand.consign(std::vector{call_out(kHome, "2026-11-03T08:15Z")}, number, sealed);
}

Lies as_exercise(std::function<void(wire::ConsignmentRow& row)> lie) {
  return {
      .rows =
          [lie = std::move(lie)](wire::Consignment& unsigned_rows) {
            wire::ConsignmentRow& row = unsigned_rows.rows.front();
            const auto type = wire::decode_fields(row.row.fields).value().type;
            record::Treated nothing;
            nothing.type = type;
            row.row.fields = wire::encode_fields(nothing);
            row.envelope.clear();
            row.subject_token.clear();
            if (lie) lie(row);
          },
      .statement =
          [](record::Statement& statement) { statement.disclosure.occasion = record::exercise(); }};
}

wire::Consignment exercise(const Scheme& scheme, std::string_view recipient,
                           std::string_view clause, std::uint64_t number,
                           std::function<void(wire::ConsignmentRow& row)> lie) {
  const SourceHand hand(scheme.document_set(), notification_to(scheme, recipient, clause));
  return hand.consign(std::vector{call_out(kHome, "2026-11-03T08:15Z")}, number,
                      as_exercise(std::move(lie)));
}

}  // namespace stile::support
