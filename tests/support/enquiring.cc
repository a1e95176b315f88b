#include "tests/support/enquiring.h"

#include <utility>
#include <vector>

#include "core/crypto/digest.h"
#include "tests/support/keys.h"

namespace stile::support {
namespace {

using record::RecordType;
using Grants = std::vector<std::pair<std::string, std::string>>;

ClauseDraft clause(RecordType type, const char* code, Grants grants) {
  return {.name = std::string(enquiry_clause(type)),
          .grants = std::move(grants),
          .record = code,
          .relation = "REQUESTER",
          .occasion = "ENQUIRY"};
}

void keep(Grants& grants, std::initializer_list<const char*> fields) {
  for (const char* field : fields) grants.emplace_back(field, "KEEP");
}

Grants of_event() {
  Grants grants{{"EVENT_REFERENCE", "PSEUDONYM"},
                {"CHILD_PSEUDONYM", "PSEUDONYM_ENQUIRY"},
                {"AGE", "BAND"},
                {"TIME", "COARSEN"},
                {"PLACING_AUTHORITY", "COARSEN"}};
  keep(grants, {"HOME", "CATEGORY", "CHILD_ROLE", "CHILD_VIEW", "CONTACT"});
  return grants;
}

std::vector<ClauseDraft> clauses() {
  Grants calls = of_event();
  keep(calls, {"DEPLOYMENT", "APPROPRIATENESS", "CHANNEL", "CALLER_ROLE", "LEVEL", "OFFENCE"});
  Grants episodes = of_event();
  keep(episodes, {"DEPLOYMENT", "APPROPRIATENESS", "MISSING_RISK"});
  episodes.emplace_back("MISSING_DURATION", "BAND");
  Grants arrests = of_event();
  keep(arrests, {"OFFENCE"});
  return {
      clause(RecordType::kCallOut, "CALL_OUT", std::move(calls)),
      clause(RecordType::kMissingEpisode, "MISSING_EPISODE", std::move(episodes)),
      clause(RecordType::kArrest, "ARREST", std::move(arrests)),
      clause(RecordType::kConcern, "CONCERN", of_event()),
      clause(RecordType::kHomeMonth, "HOME_MONTH",
             {{"HOME", "KEEP"},
              {"EVENT_REFERENCE", "PSEUDONYM"},
              {"TIME", "MONTH"},
              {"EXPLOITATION", "COUNT"},
              {"RETURN_INTERVIEW", "COUNT"},
              {"CONTACT", "KEEP"}}),
      clause(RecordType::kReturnManifest, "RETURN_MANIFEST",
             {{"EVENT_REFERENCE", "PSEUDONYM"}, {"COMPLETENESS", "KEEP"}, {"CONTACT", "KEEP"}})};
}

}  // namespace

std::string_view enquiry_clause(RecordType type) {
  switch (type) {
    case RecordType::kCallOut: return "asked-call-outs";
    case RecordType::kMissingEpisode: return "asked-missing-episodes";
    case RecordType::kArrest: return "asked-arrests";
    case RecordType::kConcern: return "asked-concerns";
    case RecordType::kHomeMonth: return "asked-months";
    case RecordType::kReturnManifest: return "asked-manifest";
  }
  __builtin_trap();
}

Scheme enquiring_scheme() {
  Scheme scheme;
  scheme.agreements.push_back({.signing = {both(kTestshire, kOfsted)},
                               .id = "testshire-enquiries",
                               .source = kTestshire,
                               .recipient = kOfsted,
                               .processor = kGateway,
                               .clauses = clauses(),
                               .purpose = "PRE_INSPECTION_ENQUIRY",
                               .questions_per_day = 3});
  return scheme;
}

record::Question question(const Scheme& scheme) {
  return {{0xe, 0x9},
          support::agency(kOfsted),
          support::agency(kTestshire),
          scheme.agreement_hash(kEnquiring),
          home(kHome),
          to_day({2025, 10, 1}),
          local_day(kNow),
          record::Inspection::kFull,
          "INS-1001",
          crypto::sha256("actor"),
          kNow};
}

std::string signed_question(const record::Question& question, const char* signer) {
  return signed_by({signer}, record::question_text(question));
}

record::Disclosure answer(const record::Question& question, RecordType type) {
  return {.agreement = question.agreement,
          .from = question.to,
          .to = question.from,
          .occasion = record::answer_to(question.enquiry),
          .record = type,
          .clause = std::string(enquiry_clause(type))};
}

}  // namespace stile::support
