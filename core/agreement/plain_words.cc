#include "core/agreement/plain_words.h"

#include <array>
#include <string_view>

#include "core/agreement/least_fields.h"

namespace stile::agreement {
namespace {

using record::Field;
using record::RecordType;
using record::Treatment;
using Lines = std::vector<std::string>;

constexpr Day kLongAgreementDays = 3 * 366;
constexpr Day kLateReviewDays = 366;
constexpr std::uint32_t kLongRetentionDays = 3 * 366;
constexpr std::uint32_t kLongPseudonymDays = 366;

constexpr std::array<std::string_view, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

std::string_view what(Field field) {
  switch (field) {
    case Field::kHome: return "the home";
    case Field::kEventReference: return "a reference of the event";
    case Field::kChildPseudonym: return "a pseudonym of the child";
    case Field::kChildIdentity: return "who the child is";
    case Field::kAge: return "the child's age";
    case Field::kTime: return "the time of the event";
    case Field::kCategory: return "its category";
    case Field::kDeployment:
      return "whether police were deployed, why not, and if the home was told";
    case Field::kChannel: return "the channel by which the call came";
    case Field::kCallerRole: return "the caller's role";
    case Field::kAppropriateness: return "whether the call was appropriate";
    case Field::kLevel: return "the incident's level and who set it";
    case Field::kChildRole: return "the child's role in the event";
    case Field::kPlacingAuthority: return "the placing authority";
    case Field::kContact: return "the source's contact, a role mailbox";
    case Field::kExploitation: return "concern of exploitation, and harm";
    case Field::kOffence: return "offence groups alleged, arrests and outcome groups";
    case Field::kMissingDuration: return "how long the child was missing";
    case Field::kMissingRisk: return "the risk as police assessed it";
    case Field::kReturnInterview: return "return interviews due, offered and accepted";
    case Field::kChildView: return "whether the child's view is recorded, and disputed records";
    case Field::kCompleteness:
      return "of each type of record, whether all of it is there, and how many records were"
             " sent, withheld by this agreement, or rejected";
    case Field::kChildNow: return "where the child is now";
  }
  __builtin_trap();
}

// what_of() says what a column means in records of one type, where that differs.
std::string_view what_of(RecordType type, Field field) {
  const bool episode = type == RecordType::kMissingEpisode;
  switch (field) {
    case Field::kCategory:
      if (episode) return "whether the child was missing, away without leave, located or late";
      return type == RecordType::kCallOut ? "the category of the call" : "what kind it was";
    case Field::kDeployment:
      return episode ? "whether police searched or only brought the child back" : what(field);
    case Field::kAppropriateness:
      return episode ? "whether the home made its own enquiries first" : what(field);
    default: return what(field);
  }
}

std::string_view relation_words(Relation relation) {
  switch (relation) {
    case Relation::kRegulatorOfHome: return "at homes that the recipient regulates";
    case Relation::kPlacingAuthority: return "with a child whom the recipient has placed";
    case Relation::kAreaAuthority:
      return "with a child in the recipient's area, whom nobody knows which authority placed";
    case Relation::kHostYjs: return "with a child placed in the recipient's area";
    case Relation::kHomeYjs: return "with a child placed by the recipient's authority";
    case Relation::kRequester: return "at the home that the recipient asks about";
  }
  __builtin_trap();
}

// subject() goes on from occasion_words(): what is sent.
std::string subject(const Clause& clause) {
  const std::string homes(relation_words(clause.relation));
  const bool answers = clause.occasion == record::OccasionKind::kEnquiry;
  switch (clause.record) {
    case RecordType::kCallOut: return "of each call-out " + homes;
    case RecordType::kMissingEpisode: return "of each missing episode " + homes;
    case RecordType::kArrest: return "of each arrest " + homes;
    case RecordType::kConcern: return "of each police concern " + homes;
    case RecordType::kHomeMonth:
      return (answers ? "counts of each month " : "counts of the month ") + homes +
             (answers ? "" : ", home by home");
    case RecordType::kReturnManifest:
      return answers ? "of the answer as a whole" : "of the return as a whole";
  }
  __builtin_trap();
}

std::string_view banded(Field field) {
  switch (field) {
    case Field::kAge: return ", as a band: under 1, 1-4, 5-9, 10-15, 16 and over, or not known";
    case Field::kMissingDuration: return ", as a band from under 8 hours to 28 days and over";
    default: return ", as a band";
  }
}

std::string_view coarsened(Field field) {
  switch (field) {
    case Field::kTime: return ", as a date and a part of the day, never the minute";
    case Field::kPlacingAuthority: return ", only as in area, adjoining, distant or not known";
    default: return ", coarsened";
  }
}

// how() goes on from what(): the form in which it goes, where it has one.
std::string_view how(Field field, Treatment treatment) {
  switch (treatment) {
    case Treatment::kKeep: return field == Field::kHome ? ", by its register number" : "";
    case Treatment::kBand: return banded(field);
    case Treatment::kCoarsen: return coarsened(field);
    case Treatment::kPseudonym: return ", made for this recipient alone";
    case Treatment::kPseudonymHomeAndQuarter:
      return ", that links events within one home and one quarter and nowhere else";
    case Treatment::kPseudonymEvent: return ", that links nothing beyond the one event";
    case Treatment::kPseudonymEnquiry: return ", that links events within the one answer alone";
    case Treatment::kSeal: return ", sealed, readable by the recipient alone";
    case Treatment::kDay: return ", as a date, without any time";
    case Treatment::kMonth: return ", as the month";
    case Treatment::kCount: return ", counted for the home and month";
  }
  __builtin_trap();
}

std::string_view occasion_words(record::OccasionKind occasion) {
  switch (occasion) {
    case record::OccasionKind::kReturn: return "Every month";
    case record::OccasionKind::kNotify: return "At once";
    case record::OccasionKind::kEnquiry: return "When asked before an inspection";
    case record::OccasionKind::kCorrection:
    case record::OccasionKind::kExercise: break;  // of no clause
  }
  __builtin_trap();
}

std::string_view condition_words(Condition condition) {
  switch (condition) {
    case Condition::kOutOfArea: return ", placed out of area";
    case Condition::kOffenceAlleged: return ", of whom an offence is alleged";
  }
  __builtin_trap();
}

std::string joined(const std::vector<std::string>& list) {
  std::string text;
  for (const std::string& item : list) text += (text.empty() ? "" : ", ") + item;
  return text;
}

std::string days(std::uint32_t count) { return std::to_string(count) + " days"; }

void add_parties(const Agreement& agreement, Lines& lines) {
  lines.push_back(agreement.title);
  lines.push_back("Agreement " + agreement.id.text() + ", version " +
                  std::to_string(agreement.version));
  lines.emplace_back();
  lines.push_back("Sends:    " + agreement.source.agency.text());
  lines.push_back("          on the ground of " + joined(agreement.source.legal_grounds));
  lines.push_back("Receives: " + agreement.recipient.agency.text());
  lines.push_back("          on the ground of " + joined(agreement.recipient.legal_grounds));
  lines.push_back("Passes on, and keeps nothing that it can read: " + agreement.processor.text());
  lines.push_back("Purpose:  " + std::string(name(agreement.purpose)));
  lines.push_back("Assessed: " + agreement.dpia_reference);
  lines.push_back("In force: " + date_words(agreement.from) + " to " + date_words(agreement.until) +
                  ", both days included; to be reviewed by " + date_words(agreement.review));
  lines.push_back("Kept:     by the recipient for at most " + days(agreement.retention_days) +
                  "; the key of the pseudonyms of a quarter for " +
                  days(agreement.pseudonym_key_days) + " after it");
}

void add_clause(const Clause& clause, Lines& lines) {
  lines.emplace_back();
  std::string conditions;
  for (const Condition condition : clause.conditions) conditions += condition_words(condition);
  lines.push_back(std::string(occasion_words(clause.occasion)) + ", " + subject(clause) +
                  conditions + " (clause " + clause.name + "):");
  Lines never;
  for (int i = 1; i <= record::kFieldCount; ++i) {
    const auto field = static_cast<Field>(i);
    const auto treatment = clause.treatments.of(field);
    if (treatment) {
      lines.push_back("  + " + grant_words(clause.record, field, *treatment));
    } else if (worth_denying(clause, field)) {
      never.push_back("  - not " + field_words(clause.record, field));
    }
  }
  lines.insert(lines.end(), never.begin(), never.end());
}

void add_notifying(const Agreement& agreement, Lines& lines) {
  if (!agreement.in_area.empty()) {
    std::vector<std::string> codes;
    for (const AreaCode& code : agreement.in_area) codes.push_back(code.text());
    lines.push_back("Placed in area is a child placed by one of these in another of them: " +
                    joined(codes) + ".");
  }
  for (const AgencyId& authority : agreement.acting_for) {
    lines.push_back("The recipient acts for " + authority.short_text() +
                    ", whose signatories sign too.");
  }
  lines.push_back("A notification that nobody has read within " +
                  std::to_string(agreement.read_within_minutes) +
                  " minutes goes to the next contact on duty, and shows as overdue on both sides.");
  lines.emplace_back(
      "Of several clauses about one type of record the first that applies decides. Nothing is said"
      " of an offence unless one is alleged of the child.");
}

void add_answering(const Agreement& agreement, Lines& lines) {
  lines.push_back(
      "The recipient may ask " + std::to_string(agreement.questions_per_day) +
      " questions a day. Each is signed, names one home, a period, and the inspection that"
      " it is for, and is answered with what is of that home and period alone.");
  if (agreement.needs_approval()) {
    lines.push_back("Each waits until a person at the source has approved it, at most " +
                    std::to_string(agreement.approval_hours) +
                    " hours from when it came there. One that is refused, or on which nobody has"
                    " decided by then, is declined, and who asked is told so.");
  } else {
    lines.emplace_back("Each is answered at once: nobody at the source has to approve it.");
  }
  lines.emplace_back(
      "Who asked, and that anybody did, is known to the two parties' data officers and to who "
      "asked,"
      " and to nobody else. Nothing is said of an offence unless one is alleged of the child.");
}

void add_occasion(const Agreement& agreement, Lines& lines) {
  if (agreement.notifies()) return add_notifying(agreement, lines);
  if (agreement.answers()) return add_answering(agreement, lines);
  lines.push_back(
      "For a home of " + std::to_string(kSmallHomePlaces) +
      " places or fewer, neither the child's age nor a pseudonym, whatever is granted.");
}

bool grants(const Agreement& agreement, Field field) {
  for (const Clause& clause : agreement.clauses) {
    if (clause.treatments.grants(field)) return true;
  }
  return false;
}

}  // namespace

std::string field_words(RecordType type, Field field) { return std::string(what_of(type, field)); }

std::string grant_words(RecordType type, Field field, Treatment treatment) {
  return field_words(type, field) + std::string(how(field, treatment));
}

bool worth_denying(const Clause& clause, Field field) {
  return field == Field::kChildIdentity || field == Field::kChildPseudonym ||
         field == Field::kAge || field == Field::kChildRole || !allowed(clause, field).empty();
}

std::string date_words(Day day) {
  const CivilDay date = to_civil(day);
  return std::to_string(date.day) + " " +
         std::string(kMonths.at(static_cast<std::size_t>(date.month - 1))) + " " +
         std::to_string(date.year);
}

std::vector<std::string> plain_words(const Agreement& agreement) {
  Lines lines;
  add_parties(agreement, lines);
  for (const Clause& clause : agreement.clauses) add_clause(clause, lines);
  lines.emplace_back();
  add_occasion(agreement, lines);
  lines.push_back("What the recipient challenges, the source answers within " +
                  std::to_string(agreement.answer_challenges_within_days) + " days.");
  lines.emplace_back(
      "Never, whatever anybody signs: the name of a caller, an officer or a member of"
      " staff, an address, a telephone number, a narrative or any other free text.");
  return lines;
}

std::vector<std::string> warnings(const Agreement& agreement) {
  Lines lines;
  if (agreement.until - agreement.from > kLongAgreementDays) {
    lines.emplace_back("It is in force for more than three years.");
  }
  if (agreement.review - agreement.from > kLateReviewDays) {
    lines.emplace_back("Its first review comes more than a year after it begins.");
  }
  if (agreement.retention_days > kLongRetentionDays) {
    lines.emplace_back("The recipient keeps rows for more than three years.");
  }
  if (grants(agreement, Field::kChildPseudonym)) {
    lines.push_back("The recipient can see which events concern the same child, within one " +
                    std::string(agreement.answers() ? "answer" : "home and quarter") +
                    ". Is that needed for the purpose?");
    if (agreement.pseudonym_key_days > kLongPseudonymDays) {
      lines.emplace_back("Pseudonyms can be followed for more than a year after their quarter.");
    }
  }
  if (grants(agreement, Field::kAge) && grants(agreement, Field::kTime)) {
    lines.emplace_back(
        "Home, date and age band together can point to one child for somebody who"
        " knows the home.");
  }
  return lines;
}

}  // namespace stile::agreement
