#include "tests/report/sample_answer.h"

#include <utility>

#include "core/record/code_texts.h"

namespace stile::support {
namespace {

using agent::EnquiryPart;
using agent::RecordLine;
using record::RecordType;

constexpr Day kFirst = 20393;  // 2025-11-01
constexpr Day kLast = 20787;   // 2026-11-30
constexpr Instant kMade = 1796126400;
constexpr std::size_t kChildren = 7;

record::Question question_to(const char* force) {
  const std::string to = std::string("spiffe://example.org/force/") + force + "/agent";
  return {Token{7},
          AgencyId::parse("spiffe://example.org/regulator/ofsted/agent").value(),
          AgencyId::parse(to).value(),
          {},
          HomeId::parse("ofsted:SC900001").value(),
          kFirst,
          kLast,
          record::Inspection::kFull,
          "INS-20261",
          {},
          kMade};
}

// nth() goes through a code list, again and again.
template <typename Code>
Code nth(std::size_t at) {
  return static_cast<Code>(1 + at % record::count<Code>);
}

void put_call(std::size_t at, record::Treated& row) {
  row.category = nth<record::Category>(at);
  row.channel = nth<record::Channel>(at / 2);
  row.caller_role = at % 3 == 0 ? nth<record::CallerRole>(at) : record::CallerRole::kStaff;
  row.deployment = nth<record::Deployment>(at * at);
  row.home_told = nth<record::HomeTold>(at / 3);
  row.level = nth<record::Level>(at * 3);
  row.level_set_by = nth<record::LevelSetBy>(at);
  row.appropriateness = nth<record::Appropriateness>(at / 4);
  if (row.child_role != record::ChildRole::kAlleged) return;
  row.offence = nth<record::OffenceGroup>(at);
  row.arrested = nth<record::Answer>(at);
  row.outcome = nth<record::OutcomeGroup>(at / 5);
}

void put_episode(std::size_t at, record::Treated& row) {
  row.absence = nth<record::Absence>(at / 2);
  row.police_response = nth<record::PoliceResponse>(at);
  row.home_enquired = nth<record::Answer>(at);
  row.duration_band = nth<record::DurationBand>(at * at);
  row.risk = nth<record::MissingRisk>(at);
}

void put_kind(RecordType type, std::size_t at, record::Treated& row) {
  constexpr std::size_t kOfArrests = 3;
  constexpr std::size_t kOfConcerns = 6;
  if (type == RecordType::kConcern) {
    row.kind = nth<record::Kind>(kOfArrests + at % kOfConcerns);
    return;
  }
  row.kind = nth<record::Kind>(at % kOfArrests);
  row.child_role = record::ChildRole::kAlleged;
  row.offence = nth<record::OffenceGroup>(at);
  row.outcome = nth<record::OutcomeGroup>(at);
}

EnquiryPart asked_of(const char* force, agent::OwnQuestionState state) {
  agent::OwnQuestion kept;
  kept.state = state;
  EnquiryPart part{std::move(kept), question_to(force), {}};
  part.answer.knows_agreement = true;
  return part;
}

void add(RecordType type, std::size_t count, EnquiryPart& part) {
  const auto records = static_cast<std::uint32_t>(count);
  for (std::size_t at = 0; at < count; ++at) {
    part.answer.lines.push_back(sample_line(type, at));
    part.answer.lines.back().source = part.source();
  }
  part.answer.has_manifest = true;
  part.answer.types[type] = {records, record::Collection{type, true, records, 0, 0}};
}

// Counts of every month of the period: what stands in none of the records.
void add_months(EnquiryPart& part) {
  std::uint32_t at = 0;
  for (Month month = month_of(kFirst); month <= month_of(kLast); ++at) {
    RecordLine line;
    line.number = 99;
    line.source = part.source();
    line.event_token = {static_cast<std::uint8_t>(RecordType::kHomeMonth), 0,
                        static_cast<std::uint8_t>(at)};
    line.row.type = RecordType::kHomeMonth;
    line.row.home = HomeId::parse("ofsted:SC900001").value();
    line.row.month = month;
    line.row.contact = "control-room";
    line.row.counts = {{record::Measure::kExploitationConcern, 1 + at % 3},
                       {record::Measure::kHarmNotKnown, 2},
                       {record::Measure::kInterviewDue, 3},
                       {record::Measure::kInterviewOffered, at % 4}};
    line.counted = {record::Field::kExploitation, record::Field::kReturnInterview};
    part.answer.months.push_back(std::move(line));
    month = month.month == 12 ? Month{month.year + 1, 1} : Month{month.year, month.month + 1};
  }
  part.answer.types[RecordType::kHomeMonth] = {
      at, record::Collection{RecordType::kHomeMonth, true, at, 0, 0}};
}

}  // namespace

RecordLine sample_line(RecordType type, std::size_t at) {
  RecordLine line;
  line.number = 1 + at / 10;
  line.revision = 1000 + at;
  line.event_token = {static_cast<std::uint8_t>(type), static_cast<std::uint8_t>(at / 256),
                      static_cast<std::uint8_t>(at % 256)};
  line.row.type = type;
  line.row.home = HomeId::parse("ofsted:SC900001").value();
  line.row.event_day = kFirst + static_cast<Day>(at * 29 % (kLast - kFirst + 1));
  line.row.part_of_day = nth<record::PartOfDay>(at * 7);
  line.row.placing_distance = nth<record::PlacingDistance>(at);
  line.row.contact = "control-room";
  line.row.child_view = nth<record::Answer>(at);
  line.row.disputed = nth<record::Answer>(at / 2);
  // One call in eleven concerns no child of the home's.
  if (type == RecordType::kCallOut && at % 11 == 10) {
    line.row.age_band = record::AgeBand::kNoChild;
    line.row.child_role = record::ChildRole::kNone;
  } else {
    line.row.age_band = static_cast<record::AgeBand>(3 + at % 3);
    line.row.child_role = nth<record::ChildRole>(at);
    line.pseudonym = Bytes(16, static_cast<char>('a' + at % kChildren));
  }
  if (type == RecordType::kCallOut) put_call(at, line.row);
  if (type == RecordType::kMissingEpisode) put_episode(at, line.row);
  if (type == RecordType::kArrest || type == RecordType::kConcern) put_kind(type, at, line.row);
  return line;
}

EnquiryPart whole_part(std::size_t calls) {
  EnquiryPart part = asked_of("testshire", agent::OwnQuestionState::kTaken);
  add(RecordType::kCallOut, calls, part);
  add(RecordType::kMissingEpisode, calls / 2, part);
  add(RecordType::kArrest, 5, part);
  add(RecordType::kConcern, 7, part);
  add_months(part);
  return part;
}

EnquiryPart narrow_part() {
  EnquiryPart part = asked_of("othershire", agent::OwnQuestionState::kTaken);
  add(RecordType::kCallOut, 9, part);
  for (RecordLine& line : part.answer.lines) {
    line.pseudonym.clear();
    line.row.caller_role.reset();
    line.row.level.reset();
    line.row.level_set_by.reset();
    line.row.child_role.reset();
    line.row.offence.reset();
    line.row.arrested.reset();
    line.row.outcome.reset();
  }
  part.answer.types[RecordType::kCallOut].said = {RecordType::kCallOut, false, 12, 2, 1};
  add(RecordType::kMissingEpisode, 0, part);
  part.answer.types[RecordType::kConcern] = {};  // of which the agreement has a clause
  part.answer.lines.front().marks.annotation = record::ChangeReason::kDisputedByChild;
  part.answer.changes.corrected = 2;
  part.answer.changes.annotated = part.answer.changes.restricted = 1;
  part.answer.changes.newest = kMade - 3600;
  return part;
}

EnquiryPart declined_part() {
  EnquiryPart part = asked_of("unwillingshire", agent::OwnQuestionState::kTaken);
  part.answer.has_manifest = true;
  part.answer.declined = record::Declined::kWiderThanNeeded;
  return part;
}

EnquiryPart awaiting_part() {
  EnquiryPart part = asked_of("undecidedshire", agent::OwnQuestionState::kTaken);
  part.kept.asked = kMade;
  part.answer.approval_hours = 48;
  return part;
}

agent::EnquiryReport sample_report() {
  agent::EnquiryReport report{Token{7}, kMade, {whole_part(), narrow_part()}};
  report.parts.push_back(asked_of("elsewhere", agent::OwnQuestionState::kTaken));
  report.parts.push_back(declined_part());
  report.parts.push_back(awaiting_part());
  report.parts.push_back(asked_of("nowhere", agent::OwnQuestionState::kRefused));
  report.parts.back().kept.reason = "OVER_QUOTA";
  report.earlier = {{HomeId::parse("ofsted:SC900009").value(), kFirst + 30}};
  report.not_asked.emplace().push_back({"force/farshire", "NO_AGREEMENT"});
  return report;
}

}  // namespace stile::support
