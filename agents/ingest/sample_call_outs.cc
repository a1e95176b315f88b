#include "agents/ingest/sample_call_outs.h"

#include "agents/ingest/sample_line.h"
#include "agents/ingest/sample_random.h"

namespace stile::agent {

const std::array<std::string_view, kExportColumns> kExportHeaders = {
    "Incident Ref",     "Incident No",       "Date/Time Reported",
    "How Received",     "Caller Type",       "Caller Name",
    "Caller Telephone", "Incident Type",     "Care Home?",
    "Ofsted URN",       "Incident Address",  "Child Involved?",
    "Nominal Ref",      "Child Name",        "Child DOB",
    "Looked After?",    "Placing Authority", "Child's Role",
    "Police Deployed?", "Home Told?",        "Level",
    "Level Set By",     "Appropriate Use?",  "Officer",
    "PNC Ref",          "Narrative",         "Exploitation Concern?",
    "Offence Group",    "Outcome",           "Do Not Share"};

namespace {

using enum ExportColumn;
using Texts4 = std::array<std::string_view, 4>;

constexpr std::uint64_t kRows = 5;
constexpr std::uint64_t kCanaryTexts = 6;

// What an incident is, with the roles that a child may have in it.
struct Incident {
  std::string_view type;
  Texts4 roles;
  std::string_view narrative;
};
constexpr std::array<Incident, 6> kIncidents = {{
    {"Missing Person",
     {"Missing Person", "Missing Person", "Missing Person", "Missing Person"},
     "Not back by the agreed time, staff have rung round friends."},
    {"Missing Person",
     {"Missing Person", "Missing Person", "Missing Person", "Missing Person"},
     "Left after tea, said they were going to the shop, phone is off."},
    {"Concern for Safety",
     {"None", "None", "Victim", "None"},
     "Upset after a call, staff worried and asking for advice."},
    {"Crime - Criminal Damage",
     {"Suspect", "Suspect", "Witness", "Victim"},
     "Door panel broken during an argument, everyone calm on arrival."},
    {"Crime - Assault",
     {"Victim", "Suspect", "Witness", "Victim"},
     "Pushing between residents, no injury seen."},
    {"Disorder", {"None", "Witness", "None", "None"}, "Shouting in the garden, neighbours rang."},
}};

constexpr Texts4 kChannelTexts = {"999", "101", "101", "Online"};
constexpr std::array<std::string_view, 8> kCallerTexts = {
    "Home Staff", "Home Staff", "Home Staff",     "Home Staff",
    "Home Staff", "Home Staff", "Partner Agency", "Member of Public"};
constexpr std::array<std::string_view, 8> kDeployedTexts = {
    "Deployed",          "Deployed",         "Deployed",     "Deployed",
    "Resolved by Phone", "Referred to Home", "Other Agency", "Not Deployed - Other"};
constexpr Texts4 kLevelTexts = {"Level 1", "Level 1", "Level 2", "Level 3"};
constexpr Texts4 kOutcomeTexts = {"Not Yet Assigned", "Community Resolution", "21", "22"};
constexpr Texts4 kUseTexts = {"Appropriate", "Inappropriate", "Appropriate", ""};

CivilMinute when(const Month& month, std::int32_t minute) {
  const CivilDay date{month.year, month.month, minute / 1440 + 1};
  return {date, minute % 1440 / 60, minute % 60};
}

void write_call(const CivilMinute& at, RowNumbers numbers, SampleRandom& random, ExportRow& row) {
  const CivilDay& date = at.date;
  row[kReference] = sample_format("CC-%04d%02d%02d-%06lld", date.year, date.month, date.day,
                                  static_cast<long long>(numbers.call));
  row[kIncident] = sample_format("%04d/%06lld", date.year, static_cast<long long>(numbers.call));
  row[kTime] = sample_format("%02d/%02d/%04d %02d:%02d", date.day, date.month, date.year, at.hour,
                             at.minute);
  row[kChannel] = random.pick(kChannelTexts);
  row[kCallerType] = random.pick(kCallerTexts);
  // Telephone numbers that Ofcom keeps for drama.
  row[kCallerTelephone] = sample_format("01632 960%03zu", random.below(1000));
  row[kCallerName] = sample_name(numbers.call * 2 + 1, random.below(1000));
  row[kOfficer] = sample_format("PC %04zu", random.between(1000, 9999));
}

void write_home(const SampleHome& home, ExportRow& row) {
  row[kCareHome] = "Y";
  row[kHome] = home.number;
  row[kAddress] = home.address;
}

void write_child(SampleChild child, SampleRandom& random, ExportRow& row) {
  row[kChildInvolved] = "Y";
  row[kPerson] = std::move(child.person);
  row[kChildName] = std::move(child.name);
  row[kBirth] = std::move(child.birth);
  row[kLookedAfter] = random.percent(95) ? "Yes" : "Not Known";
  row[kPlacedBy] = child.placed_by;
  row[kPncReference] = sample_format("%02zu/%06zuX", random.between(20, 26), random.below(1000000));
}

void write_outcome(SampleRandom& random, ExportRow& row) {
  const Incident& incident = random.pick(kIncidents);
  row[kCategory] = incident.type;
  row[kChildRole] = random.pick(incident.roles);
  row[kNarrative] = incident.narrative;
  row[kDeployed] = random.pick(kDeployedTexts);
  row[kHomeTold] = row[kDeployed] == "Deployed" ? "N/A" : random.percent(70) ? "Y" : "N";
  row[kLevel] = random.pick(kLevelTexts);
  row[kLevelSetBy] = random.percent(50) ? "Police" : "Home";
  row[kAppropriate] = random.pick(kUseTexts);
}

// write_concern() draws last, so that a column more leaves the others as they were.
void write_concern(SampleRandom& random, ExportRow& row) {
  row[kExploitation] = random.percent(8) ? "Y" : "N";
  if (row[kChildRole] != "Suspect") return;
  const bool damage = row[kCategory] == "Crime - Criminal Damage";
  row[kOffence] = damage ? "Criminal Damage" : "Violence against the Person";
  row[kOutcome] = random.pick(kOutcomeTexts);
}

void clear_child(ExportRow& row) {
  for (const ExportColumn column :
       {kPerson, kChildName, kBirth, kPlacedBy, kPncReference, kExploitation, kOffence, kOutcome}) {
    row[column].clear();
  }
  row[kChildInvolved] = "N";
  row[kLookedAfter] = "Not Asked";
  row[kPlacedBy] = "Not known";
  row[kChildRole] = "None";
}

void plant(const CanaryTexts& texts, ExportRow& row) {
  row[kReference] += texts.reference;
  row[kPerson] = texts.person;
  row[kChildName] = texts.name;
  row[kBirth] = texts.birth;
  row[kAddress] = texts.address;
  row[kCallerName] = texts.caller;
  row[kCallerTelephone] = texts.telephone;
  row[kOfficer] = texts.officer;
  row[kPncReference] = texts.pnc;
  row[kNarrative] = texts.narrative;
}

void tell_fault(Story story, ExportRow& row) {
  switch (story) {
    case Story::kBadCode: row[kChannel] = "Carrier pigeon"; break;
    case Story::kBadHome: row[kHome] = "[redacted]"; break;
    case Story::kNoHome: row[kHome].clear(); break;
    case Story::kFormula: row[kPerson] = "=A1&B1"; break;
    case Story::kBadDate: row[kTime] = "31/02/" + row[kTime].substr(6); break;
    case Story::kBlank: row[kLookedAfter].clear(); break;
    case Story::kNoPerson: row[kPerson].clear(); break;
    default: break;
  }
}

void tell(Story story, ExportRow& row) {
  switch (story) {
    case Story::kNoChild:
      clear_child(row);
      row[kCategory] = "Disorder";
      row[kChannel] = "999";
      break;
    case Story::kDuplicate:
      row[kDeployed] = "Duplicate";
      row[kHomeTold] = "Y";
      break;
    case Story::kChildCalls: row[kCallerType] = "Young Person"; break;
    case Story::kFoster:
      row[kCareHome] = "N";
      row[kHome].clear();
      break;
    case Story::kNotKnown: row[kPlacedBy] = "Not known"; break;
    case Story::kNotAsked:
      row[kLookedAfter] = "Not Asked";
      row[kHold] = "Risk to Child";
      break;
    case Story::kAdjoining: row[kPlacedBy] = "Kent"; break;
    case Story::kDistant: row[kPlacedBy] = "Manchester"; break;
    case Story::kWelsh:
      row[kPlacedBy] = "Cardiff";
      row[kNarrative] = "Wedi mynd i'r tŷ yn y dŵr, staff yn poeni am y plentyn.";
      break;
    case Story::kLineBreak:
      row[kNarrative] = "Caller said \"not again\", then hung up.\r\nRang back, all in order.";
      row[kHold] = "Live Investigation";
      break;
    default: tell_fault(story, row); break;
  }
}

}  // namespace

std::array<CanaryTexts, 3> sample_canaries(const SampleSettings& settings) {
  std::array<CanaryTexts, 3> all;
  if (!settings.canaries) return all;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto item = i + 8 * static_cast<std::size_t>(settings.kind);
    auto random = SampleRandom::mixed(settings.seed, kCanaryTexts, item);
    const auto digits = [&](std::size_t count) {
      std::string text;
      while (text.size() < count) text += static_cast<char>('0' + random.below(10));
      return text;
    };
    const auto day = static_cast<unsigned>(2 * random.between(5, 13) + 1);
    const auto month = static_cast<unsigned>(random.between(10, 12));
    const auto year = static_cast<unsigned>(2010 + i);
    all[i] = {.name = "Zq" + random.letters(9) + " Xv" + random.letters(9),
              .person = "N" + digits(11),
              .birth = sample_format("%02u/%02u/%04u", day, month, year),
              .birth_iso = sample_format("%04u-%02u-%02u", year, month, day),
              .address = digits(3) + " Qz" + random.letters(10) + " Lane",
              .telephone = "07700 9" + digits(9),
              .reference = "X" + digits(9),
              .caller = "Wq" + random.letters(11),
              .officer = "PC Vz" + random.letters(10),
              .pnc = "99/" + digits(9) + "Q",
              .narrative = "kx" + random.letters(14)};
  }
  return all;
}

ExportRow sample_row(const SampleSettings& settings, const std::vector<SampleHome>& homes,
                     const SampleEvent& event, RowNumbers numbers) {
  const auto month = static_cast<std::uint64_t>(settings.month.year * 12 + settings.month.month);
  auto random = SampleRandom::mixed(settings.seed, kRows + 8 * month,
                                    static_cast<std::uint64_t>(numbers.row));
  const SampleHome& home = homes[event.home];
  const SampleHome& lives_in = event.story == Story::kMoved ? homes[crowded_home(homes)] : home;
  ExportRow row;
  write_call(when(settings.month, event.minute), numbers, random, row);
  write_home(home, row);
  write_child(sample_child(settings.seed, lives_in, event.place), random, row);
  write_outcome(random, row);
  write_concern(random, row);
  if (event.story == Story::kDuplicate) {
    row[kIncident] =
        sample_format("%04d/%06lld", settings.month.year, static_cast<long long>(numbers.call - 1));
  }
  if (event.story == Story::kCanary) plant(sample_canaries(settings)[event.place], row);
  tell(event.story, row);
  return row;
}

}  // namespace stile::agent
