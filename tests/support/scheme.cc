#include "tests/support/scheme.h"

#include <algorithm>

#include "core/crypto/digest.h"
#include "core/crypto/note.h"
#include "tests/support/keys.h"

namespace stile::support {
namespace {

using record::RecordType;

constexpr char kTestshireArea[] = "E23000091";
constexpr char kOthershireArea[] = "E23000092";

constexpr char kAreas[] =
    "authority { code: \"E10000091\" name: \"Testshire\" police_area: \"E23000091\"\n"
    "  adjoining: \"E10000092\" adjoining: \"W06000091\" valid_from: \"2013-04-01\" }\n"
    "authority { code: \"E10000092\" name: \"Othershire\" police_area: \"E23000092\"\n"
    "  adjoining: \"E10000091\" valid_from: \"2013-04-01\" }\n"
    "authority { code: \"E10000093\" name: \"Farshire\" police_area: \"E23000092\"\n"
    "  valid_from: \"2013-04-01\" }\n"
    "authority { code: \"W06000091\" name: \"Sir Brawf\" police_area: \"E23000091\"\n"
    "  adjoining: \"E10000091\" valid_from: \"2013-04-01\" }\n"
    "police_area { code: \"E23000091\" name: \"Testshire\" valid_from: \"2013-04-01\" }\n"
    "police_area { code: \"E23000092\" name: \"Othershire\" valid_from: \"2013-04-01\" }\n";

AgencyDraft force(const char* id, const char* name, const char* area) {
  return {.id = id,
          .name = name,
          .signing_key = id,
          .signatories = signatories_of(id),
          .areas = {area},
          .contact = std::string(name) + "-data",
          .regulates = {}};
}

AgencyDraft regulator(const char* id, const char* name, const char* scheme) {
  return {.id = id,
          .name = name,
          .signing_key = id,
          .signatories = signatories_of(id),
          .areas = {},
          .contact = {},
          .regulates = scheme};
}

// The most that the table of least fields allows.
ClauseDraft widest_clause() {
  return {std::string(return_clause(RecordType::kCallOut)),
          {{"HOME", "KEEP"},
           {"EVENT_REFERENCE", "PSEUDONYM"},
           {"CHILD_PSEUDONYM", "PSEUDONYM_HOME_AND_QUARTER"},
           {"AGE", "BAND"},
           {"TIME", "COARSEN"},
           {"CATEGORY", "KEEP"},
           {"DEPLOYMENT", "KEEP"},
           {"CHANNEL", "KEEP"},
           {"CALLER_ROLE", "KEEP"},
           {"APPROPRIATENESS", "KEEP"},
           {"LEVEL", "KEEP"},
           {"PLACING_AUTHORITY", "COARSEN"},
           {"CONTACT", "KEEP"}}};
}

// The same of each other type of record.
std::vector<ClauseDraft> other_clauses() {
  ClauseDraft episodes = widest_clause();
  episodes.name = return_clause(RecordType::kMissingEpisode);
  episodes.record = "MISSING_EPISODE";
  std::erase_if(episodes.grants, [](const auto& grant) {
    return grant.first == "CHANNEL" || grant.first == "CALLER_ROLE" || grant.first == "LEVEL";
  });
  episodes.grants.emplace_back("MISSING_DURATION", "BAND");
  episodes.grants.emplace_back("MISSING_RISK", "KEEP");
  const std::vector<std::pair<std::string, std::string>> kind = {
      {"HOME", "KEEP"}, {"EVENT_REFERENCE", "PSEUDONYM"}, {"TIME", "DAY"}, {"CATEGORY", "KEEP"}};
  ClauseDraft months{std::string(return_clause(RecordType::kHomeMonth)),
                     {{"HOME", "KEEP"}, {"EVENT_REFERENCE", "PSEUDONYM"}, {"TIME", "MONTH"}},
                     "HOME_MONTH"};
  for (const auto* field : {"CALLER_ROLE", "APPROPRIATENESS", "CHILD_ROLE", "EXPLOITATION",
                            "OFFENCE", "RETURN_INTERVIEW", "CHILD_VIEW"}) {
    months.grants.emplace_back(field, "COUNT");
  }
  const ClauseDraft manifests{
      std::string(return_clause(RecordType::kReturnManifest)),
      {{"EVENT_REFERENCE", "PSEUDONYM"}, {"TIME", "MONTH"}, {"COMPLETENESS", "KEEP"}},
      "RETURN_MANIFEST"};
  return {episodes,
          {std::string(return_clause(RecordType::kArrest)), kind, "ARREST"},
          {std::string(return_clause(RecordType::kConcern)), kind, "CONCERN"},
          months,
          manifests};
}

AgreementDraft agreement_between(const char* id, const char* source, const char* recipient) {
  return {.signing = {both(source, recipient)},
          .id = id,
          .source = source,
          .recipient = recipient,
          .processor = kGateway,
          .clauses = {widest_clause()}};
}

HomeDraft english_home(const char* id, std::uint32_t places) {
  return {id, kOwnAuthority, kTestshireArea, places};
}

HomesDraft ofsted_homes() {
  HomesDraft draft{{{kOfsted}}, kOfsted, 1, {}};
  draft.homes = {english_home(kHome, 4),       english_home(kSecondHome, 4),
                 english_home(kSmallHome, 3),  english_home(kUnstatedHome, 0),
                 english_home(kClosedHome, 5), english_home(kSuccessorHome, 5)};
  draft.homes[4].valid_to = "2026-10-15";
  draft.homes[5].valid_from = "2026-10-16";
  draft.homes[5].predecessor = kClosedHome;
  draft.homes.push_back({kOthershireHome, kAdjoiningAuthority, kOthershireArea, 5});
  return draft;
}

SealingKeyDraft sealing_key_of(const char* id) {
  return {{{id}}, id, id, "2026-10-20T00:00Z", "2026-11-19T00:00Z"};
}

Hash hash_of(const std::string& note) {
  const auto parsed = crypto::parse_note(note);
  return parsed.ok() ? crypto::sha256(parsed->text) : Hash{};
}

// Adds a draft's note to the set, and its hash to what the directory lists.
template <typename Draft>
void add(const Draft& draft, const std::string& file, std::vector<wire::NamedNote>& notes,
         std::vector<Hash>& listed) {
  notes.push_back({file, note_of(text_of(draft), draft.signing)});
  if (draft.signing.listed) listed.push_back(hash_of(notes.back().note));
}

template <typename Draft>
void add_all(const std::vector<Draft>& drafts, const std::string& name,
             std::vector<wire::NamedNote>& notes, std::vector<Hash>& listed) {
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    add(drafts[i], name + "-" + std::to_string(i + 1) + ".note", notes, listed);
  }
}

}  // namespace

AgencyId agency(std::string_view spiffe_id) { return AgencyId::parse(spiffe_id).value(); }
HomeId home(std::string_view text) { return HomeId::parse(text).value(); }
AreaCode area(std::string_view code) { return AreaCode::parse(code).value(); }

std::string_view return_clause(RecordType type) {
  switch (type) {
    case RecordType::kCallOut: return "monthly-return";
    case RecordType::kMissingEpisode: return "missing-episodes";
    case RecordType::kArrest: return "arrests";
    case RecordType::kConcern: return "concerns";
    case RecordType::kHomeMonth: return "home-months";
    case RecordType::kReturnManifest: return "manifests";
  }
  __builtin_trap();
}

std::vector<std::string> signatories_of(std::string_view agency) {
  const std::string id(agency);
  return {id + "/siro", id + "/guardian", id + "/deputy"};
}

std::vector<std::string> both(std::string_view source, std::string_view recipient) {
  const auto first = signatories_of(source);
  const auto second = signatories_of(recipient);
  return {first[0], first[1], second[0], second[1]};
}

Scheme::Scheme() : areas(kAreas) {
  directory = {.signing = {{"root/one", "root/two"}},
               .serial = 7,
               .valid_from = "2026-11-01T00:00Z",
               .valid_until = "2026-11-14T00:00Z",
               .agencies = {force(kTestshire, "testshire", kTestshireArea),
                            force(kOthershire, "othershire", kOthershireArea),
                            regulator(kOfsted, "ofsted", "OFSTED"), regulator(kCiw, "ciw", "CIW")},
               .denied_agencies = {},
               .gateway = kGateway,
               .log_key = kLog};
  agreements = {agreement_between("testshire-ofsted", kTestshire, kOfsted),
                agreement_between("testshire-ciw", kTestshire, kCiw)};
  homes = {ofsted_homes(), {{{kCiw}}, kCiw, 1, {{kWelshHome, kWelshAuthority, kTestshireArea, 4}}}};
  sealing_keys = {sealing_key_of(kOfsted), sealing_key_of(kCiw)};
}

AgencyDraft& Scheme::agency(std::string_view id) {
  return *std::find_if(directory.agencies.begin(), directory.agencies.end(),
                       [&](const AgencyDraft& draft) { return draft.id == id; });
}

void Scheme::witnessed_by(const std::vector<const char*>& members) {
  directory.quorum.assign(members.begin(), members.end());
  for (auto& agency : directory.agencies) {
    const bool is = std::find(members.begin(), members.end(), agency.id) != members.end();
    if (is) agency.witness_key = cosigner_named(agency.signing_key).verifier().vkey();
  }
}

void Scheme::add_every_type() {
  for (auto& clause : other_clauses()) agreement().clauses.push_back(std::move(clause));
}

void Scheme::withhold(std::string_view field) {
  std::erase_if(clause().grants, [&](const auto& grant) { return grant.first == field; });
}

void Scheme::grant(std::string_view field, std::string_view treatment) {
  withhold(field);
  clause().grants.emplace_back(field, treatment);
}

AgreementDraft& Scheme::add_agreement(const char* id, const char* source, const char* recipient) {
  agreements.push_back(agreement_between(id, source, recipient));
  return agreements.back();
}

StatusDraft& Scheme::add_status(std::string_view kind, std::string_view effective,
                                std::vector<std::string> signers) {
  statuses.push_back({{std::move(signers)},
                      agreement_hash(),
                      std::string(kind),
                      std::string(effective),
                      statuses.size() + 1});
  return statuses.back();
}

Hash Scheme::agreement_hash(std::size_t index) const {
  const auto& draft = agreements[index];
  return hash_of(note_of(text_of(draft), draft.signing));
}

agreement::Trust Scheme::trust() const {
  agreement::Trust trust;
  for (const char* name : {"root/one", "root/two", "root/three"}) {
    trust.roots.push_back(signer_named(name).verifier());
  }
  return trust;
}

std::vector<wire::NamedNote> Scheme::notes() const {
  std::vector<wire::NamedNote> notes;
  std::vector<Hash> listed;
  add_all(agreements, "agreement", notes, listed);
  add_all(homes, "homes", notes, listed);
  add_all(statuses, "status", notes, listed);
  std::vector<Hash> nowhere;
  add_all(sealing_keys, "sealing-key", notes, nowhere);
  const auto text = text_of(directory, listed, crypto::sha256(areas));
  notes.push_back({"directory.note", note_of(text, directory.signing)});
  return notes;
}

Result<agreement::Documents> Scheme::documents() const {
  return wire::read_documents(notes(), areas_file());
}

Result<agreement::DocumentSet> Scheme::verified(const agreement::Trust& trust) const {
  STILE_TRY(auto read, documents());
  return agreement::DocumentSet::verify(std::move(read), trust);
}

std::shared_ptr<const agreement::DocumentSet> Scheme::document_set() const {
  return std::make_shared<const agreement::DocumentSet>(verified().value());
}

}  // namespace stile::support
