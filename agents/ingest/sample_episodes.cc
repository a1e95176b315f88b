#include <array>
#include <string>

#include "agents/ingest/sample_call_outs.h"
#include "agents/ingest/sample_identity.h"
#include "agents/ingest/sample_line.h"
#include "agents/ingest/sample_plan.h"

// The export of a missing-persons system, saved from a spreadsheet: a byte-order mark, tabs, a row
// of group names above the names, and times as serial numbers.
namespace stile::agent {
namespace {

enum Cell : std::size_t {
  kReference,
  kWentMissing,
  kFound,
  kClassification,
  kGrading,
  kChild,
  kName,
  kBorn,
  kCareStatus,
  kHomeUrn,
  kHomeKind,
  kAuthority,
  kPoliceAction,
  kEnquiries,
  kInterviewDue,
  kInterviewOffered,
  kInterviewTaken,
  kExploitation,
  kHurt,
  kVoice,
  kChallenged,
  kWithhold,
  kNotes,
  kCells,
};

constexpr std::array<std::string_view, kCells> kGroups = {
    "Episode", "",        "",         "", "",
    "Child",   "",        "",         "", "Home",
    "",        "Placing", "Response", "", "Return Interview",
    "",        "",        "Review",   "", "",
    "",        "",        ""};
constexpr std::array<std::string_view, kCells> kHeaders = {
    "Ref",        "Went Missing",   "Found",         "Classification", "Grading",
    "Ref",        "Name",           "Born",          "Care Status",    "URN",
    "Kind",       "Authority Code", "Police Action", "Home Enquiries", "Due",
    "Offered",    "Taken Up",       "Exploitation",  "Hurt",           "Voice Heard",
    "Challenged", "Withhold",       "Notes"};

using Row = std::array<std::string, kCells>;
using Texts = std::array<std::string_view, 4>;

constexpr int kSerialOf1970 = 25569;
constexpr Texts kClassifications = {"Missing", "Missing", "Away from placement", "Late back"};
constexpr Texts kGradings = {"Low", "Medium", "Medium", "High"};
constexpr Texts kActions = {"Search", "Search", "Lift home only", "No attendance"};
constexpr std::array<std::string_view, 3> kWithholds = {"Risk", "Enquiry", "Staff"};

std::string serial(const Month& month, std::int64_t minute) {
  const auto first = static_cast<double>(to_day({month.year, month.month, 1}) + kSerialOf1970);
  return sample_format("%.5f", first + static_cast<double>(minute) / 1440);
}

void write_response(SampleRandom& random, Row& row) {
  row[kClassification] = random.pick(kClassifications);
  row[kGrading] = random.pick(kGradings);
  row[kPoliceAction] = random.pick(kActions);
  row[kEnquiries] = random.percent(70) ? "1" : "0";
  const bool offered = random.percent(80);
  row[kInterviewDue] = "1";
  row[kInterviewOffered] = offered ? "1" : "0";
  row[kInterviewTaken] = offered && random.percent(60) ? "1" : "0";
  row[kExploitation] = random.percent(15) ? "1" : "0";
  row[kHurt] = random.percent(5) ? "1" : "0";
  row[kVoice] = random.percent(50) ? "1" : "0";
  row[kChallenged] = random.percent(5) ? "1" : "0";
  row[kNotes] = "Wedi dychwelyd i'r tŷ; dim mwy i'w ddweud yma.";
}

void plant(const CanaryTexts& texts, Row& row) {
  row[kReference] += texts.reference;
  row[kChild] = texts.person;
  row[kName] = texts.name;
  row[kBorn] = dotted_birth(texts.birth);
  row[kNotes] = texts.narrative;
}

void tell(Told told, SampleRandom& random, Row& row) {
  switch (told) {
    case Told::kFoster:
      row[kHomeKind] = "FC";
      row[kHomeUrn].clear();
      break;
    case Told::kHeld: row[kWithhold] = random.pick(kWithholds); break;
    case Told::kOpen: row[kFound].clear(); break;
    case Told::kBadCode: row[kGrading] = "Purple"; break;
    case Told::kBadHold: row[kWithhold] = "ask the sergeant"; break;
    case Told::kFormula: row[kChild] = "=A1&B1"; break;
    case Told::kBadTime: row[kFound] = "40000.5"; break;
    default: break;
  }
}

Row episode_row(const SampleSettings& settings, const std::vector<SampleHome>& homes,
                const Planned& planned, std::int64_t number) {
  auto random = sample_row_random(settings, number);
  const SampleHome& home = homes[planned.home];
  const SampleChild child = sample_child(settings.seed, home, planned.place);
  const auto [year, month] = settings.month;
  Row row;
  row[kReference] = sample_format("MP%04d%02d%06lld", year, month, static_cast<long long>(number));
  row[kWentMissing] = serial(settings.month, planned.minute);
  // Most are back within hours, some after days; none in an hour that a clock change can take away.
  const int found = planned.minute + 20 + 45 * random.geometric(1, 12);
  row[kFound] = serial(settings.month, found % 1440 / 60 == 1 ? found + 60 : found);
  row[kChild] = child.person;
  row[kName] = child.name;
  row[kBorn] = dotted_birth(child.birth);
  row[kCareStatus] = random.percent(95) ? "1" : "9";
  row[kHomeUrn] = home.number;
  row[kHomeKind] = "CH";
  row[kAuthority] = sample_authority_code(child.placed_by);
  write_response(random, row);
  if (planned.told == Told::kCanary) plant(sample_canaries(settings)[planned.place], row);
  tell(planned.told, random, row);
  return row;
}

// The last group would go on to the columns that are added.
std::vector<std::string_view> grouped(const SampleSettings& settings) {
  std::vector<std::string_view> groups(kGroups.begin(), kGroups.end());
  if (!settings.identity) return groups;
  groups.emplace_back("Notification");
  groups.resize(groups.size() + kSampleIdentityHeaders.size() - 1);
  return groups;
}

}  // namespace

SampleCounts write_sample_episodes(const SampleSettings& settings,
                                   const std::vector<SampleHome>& homes, std::ostream& to) {
  SampleCounts counts;
  std::string line;
  to << "\xEF\xBB\xBF";
  write_sample_line(grouped(settings), '\t', line, to);
  write_sample_line(with_sample_identity(settings, kHeaders), '\t', line, to);
  for (const Planned& planned : sample_plan(settings, homes)) {
    count_planned(planned.told, counts);
    const Row row = episode_row(settings, homes, planned, counts.rows);
    const SampleRow identified{row[kName], counts.rows, canary_of(planned)};
    write_sample_line(with_sample_identity(settings, identified, row), '\t', line, to);
  }
  return counts;
}

}  // namespace stile::agent
