#include <array>
#include <string>

#include "agents/ingest/sample_call_outs.h"
#include "agents/ingest/sample_identity.h"
#include "agents/ingest/sample_line.h"
#include "agents/ingest/sample_plan.h"

// The export of a records-management system: semicolons, ISO dates, arrests and concerns in one
// file.
namespace stile::agent {
namespace {

enum Cell : std::size_t {
  kReference,
  kType,
  kRecorded,
  kPremisesUrn,
  kPremisesType,
  kPersonRef,
  kName,
  kBorn,
  kCareStatus,
  kResponsible,
  kReason,
  kRole,
  kOffence,
  kDisposal,
  kExploitation,
  kInjury,
  kChallenged,
  kRestriction,
  kSummary,
  kCells,
};

constexpr std::array<std::string_view, kCells> kHeaders = {"Occurrence Ref",
                                                           "Record Type",
                                                           "Recorded On",
                                                           "Premises URN",
                                                           "Premises Type",
                                                           "Person Ref",
                                                           "Nominal",
                                                           "DOB",
                                                           "Care Status",
                                                           "Responsible LA",
                                                           "Reason",
                                                           "Subject Role",
                                                           "Offence",
                                                           "Disposal",
                                                           "CSE/CCE Flag",
                                                           "Injury",
                                                           "Challenged By Subject",
                                                           "Restriction",
                                                           "Summary"};

using Row = std::array<std::string, kCells>;
using Texts = std::array<std::string_view, 6>;

constexpr Texts kArrestReasons = {
    "Arrest", "Arrest", "Arrest", "Voluntary Attendance", "Warrant or Breach", "Arrest"};
constexpr Texts kConcernReasons = {"CSE",       "CCE",     "Substance Misuse",
                                   "Self Harm", "Neglect", "Standard of Care"};
constexpr Texts kOffences = {"Violence", "Violence", "Theft", "Damage", "Drugs", "Public Order"};
constexpr Texts kDisposals = {"NYA", "NYA", "Charge", "Comm Res", "OC21", "OC22"};
constexpr std::array<std::string_view, 3> kRestrictions = {"R1 Child at risk", "R2 Live enquiry",
                                                           "R3 Complaint of staff"};

// "14/06/2012" as "2012-06-14".
std::string iso(const std::string& birth) {
  return birth.substr(6) + "-" + birth.substr(3, 2) + "-" + birth.substr(0, 2);
}

void write_kind(SampleRandom& random, Row& row) {
  const bool arrest = random.percent(40);
  row[kType] = arrest ? "Custody Record" : "Protect Concern";
  row[kReason] = random.pick(arrest ? kArrestReasons : kConcernReasons);
  row[kRole] = arrest ? "Detained" : random.percent(50) ? "Subject" : "Victim";
  row[kOffence] = arrest ? random.pick(kOffences) : std::string_view();
  row[kDisposal] = arrest ? random.pick(kDisposals) : std::string_view();
}

void plant(const CanaryTexts& texts, Row& row) {
  row[kReference] += texts.reference;
  row[kPersonRef] = texts.person;
  row[kName] = texts.name;
  row[kBorn] = texts.birth_iso;
  row[kSummary] = texts.narrative;
}

void tell(Told told, SampleRandom& random, Row& row) {
  switch (told) {
    case Told::kFoster:
      row[kPremisesType] = "Foster Address";
      row[kPremisesUrn].clear();
      break;
    case Told::kHeld: row[kRestriction] = random.pick(kRestrictions); break;
    case Told::kBadCode: row[kReason] = "Carrier pigeon"; break;
    case Told::kBadHold: row[kRestriction] = "ask the sergeant"; break;
    case Told::kFormula: row[kPersonRef] = "=A1&B1"; break;
    case Told::kBadTime: row[kRecorded] = "2026-02-31 10:00:00"; break;
    default: break;
  }
}

Row record_row(const SampleSettings& settings, const std::vector<SampleHome>& homes,
               const Planned& planned, std::int64_t number) {
  auto random = sample_row_random(settings, number);
  const SampleHome& home = homes[planned.home];
  const SampleChild child = sample_child(settings.seed, home, planned.place);
  const auto [year, month] = settings.month;
  const int minute = planned.minute % 1440;
  Row row;
  row[kReference] =
      sample_format("RM-%04d%02d-%06lld", year, month, static_cast<long long>(number));
  row[kRecorded] = sample_format("%04d-%02d-%02d %02d:%02d:00", year, month,
                                 planned.minute / 1440 + 1, minute / 60, minute % 60);
  row[kPremisesUrn] = home.number;
  row[kPremisesType] = "Children's Home";
  row[kPersonRef] = child.person;
  row[kName] = child.name;
  row[kBorn] = iso(child.birth);
  row[kCareStatus] = random.percent(95) ? "LAC" : "Unknown";
  row[kResponsible] = sample_authority_code(child.placed_by);
  write_kind(random, row);
  row[kExploitation] = random.percent(10) ? "Flagged" : "None";
  row[kInjury] = random.percent(10) ? "Injured" : "";
  row[kChallenged] = random.percent(5) ? "Y" : "N";
  row[kSummary] = "Spoke to staff; no further detail here.";
  if (planned.told == Told::kCanary) plant(sample_canaries(settings)[planned.place], row);
  tell(planned.told, random, row);
  return row;
}

}  // namespace

SampleCounts write_sample_records(const SampleSettings& settings,
                                  const std::vector<SampleHome>& homes, std::ostream& to) {
  SampleCounts counts;
  std::string line;
  write_sample_line(with_sample_identity(settings, kHeaders), ';', line, to);
  for (const Planned& planned : sample_plan(settings, homes)) {
    count_planned(planned.told, counts);
    const Row row = record_row(settings, homes, planned, counts.rows);
    const SampleRow identified{row[kName], counts.rows, canary_of(planned)};
    write_sample_line(with_sample_identity(settings, identified, row), ';', line, to);
  }
  return counts;
}

}  // namespace stile::agent
