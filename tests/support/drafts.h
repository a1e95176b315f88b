#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/bytes.h"

// Drafts of signed documents, as text that a test may set to anything. Keys stand as names
// (tests/support/keys.h). Nothing here is checked: that is what the tests are for.
namespace stile::support {

// SigningDraft is how a document gets signed and what becomes of it after. `tamper` changes the
// finished note; an unlisted document is left out of the directory.
struct SigningDraft {
  std::vector<std::string> signers;
  bool listed = true;
  std::function<void(std::string& text)> edit = {};
  std::function<void(std::string& note)> tamper = {};
};

struct AgencyDraft {
  std::string id;
  std::string name;
  std::string signing_key;
  std::vector<std::string> signatories;
  std::vector<std::string> areas;
  std::string contact;
  std::string regulates;  // OFSTED, CIW or empty
  std::uint32_t signatures_needed = 2;
  std::string valid_from = "2026-01-01";
  std::string valid_to = {};
  // Further contacts and duties, as text protobuf. Where it is empty an authority or a YJS, which
  // must have a calendar, gets kDutyDesk.
  std::string duty = {};
  std::string witness_key = {};  // a vkey, not a name
};

// A duty desk with one to go to when it does not answer, at any hour.
inline constexpr char kDutyDesk[] =
    "contact { code: \"duty-desk\" mailbox: \"duty-desk@agency.example\"\n"
    "  telephone: \"01632 960011\" }\n"
    "contact { code: \"duty-manager\" mailbox: \"duty-manager@agency.example\"\n"
    "  telephone: \"01632 960012\" }\n"
    "duty { otherwise: \"duty-desk\" otherwise: \"duty-manager\" }\n";

struct DirectoryDraft {
  SigningDraft signing;
  std::uint64_t serial = 0;
  std::string valid_from;
  std::string valid_until;
  std::vector<AgencyDraft> agencies;
  std::vector<std::string> denied_agencies;
  std::string gateway;
  std::string log_key;
  std::vector<std::string> quorum = {};
};

struct ClauseDraft {
  std::string name;
  std::vector<std::pair<std::string, std::string>> grants;  // field and treatment
  std::string record = "CALL_OUT";
  std::string relation = "REGULATOR_OF_HOME";
  std::string occasion = "RETURN";
  std::vector<std::string> conditions = {};
};

struct AgreementDraft {
  SigningDraft signing;
  std::string id;
  std::string source;
  std::string recipient;
  std::string processor;
  std::vector<ClauseDraft> clauses;
  std::vector<std::string> source_grounds = {"dpa-2018-part-3-s35"};
  std::vector<std::string> recipient_grounds = {"uk-gdpr-6-1-e"};
  std::string purpose = "REGULATION_OF_CHILDRENS_HOMES";
  std::string from = "2026-01-01";
  std::string review = "2026-12-01";
  std::string until = "2027-12-31";
  std::uint32_t version = 1;
  std::vector<std::string> in_area = {};
  std::vector<std::string> acting_for = {};
  std::uint32_t read_within_minutes = 0;  // 0: not stated
  std::uint32_t answer_challenges_within_days = 0;
  std::uint32_t questions_per_day = 0;  // likewise
  std::uint32_t approval_hours = 0;
};

struct HomeDraft {
  std::string id;
  std::string authority;
  std::string force;
  std::uint32_t places = 4;
  std::string valid_from = "2020-01-01";
  std::string valid_to = {};
  std::string predecessor = {};
  std::string inspected = {};
};

struct HomesDraft {
  SigningDraft signing;
  std::string regulator;
  std::uint64_t serial = 1;
  std::vector<HomeDraft> homes;
};

struct StatusDraft {
  SigningDraft signing;
  Hash agreement{};
  std::string kind;
  std::string effective;
  std::uint64_t serial = 1;
};

struct SealingKeyDraft {
  SigningDraft signing;
  std::string agency;
  std::string key;  // a name
  std::string valid_from;
  std::string valid_until;
};

// text_of() is the text of each, first line and all; of a directory with the documents and the
// areas table that it names.
std::string text_of(const AgreementDraft& draft);
std::string text_of(const HomesDraft& draft);
std::string text_of(const StatusDraft& draft);
std::string text_of(const SealingKeyDraft& draft);
std::string text_of(const DirectoryDraft& draft, const std::vector<Hash>& documents,
                    const Hash& areas);

// note_of() signs a text as its draft says; `edit` before, `tamper` after.
std::string note_of(std::string text, const SigningDraft& signing);

// replaced() is `text` with the first `from` replaced by `to`; aborts when it is not there, so
// that no test passes because its tampering missed.
std::string replaced(std::string text, std::string_view from, std::string_view to);

}  // namespace stile::support
