#include "agents/recipient/enquiry_words.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "agents/recipient/answer_columns.h"
#include "agents/recipient/enquiry_months.h"
#include "agents/recipient/record_table.h"
#include "agents/report/json.h"
#include "core/agreement/plain_words.h"
#include "core/base/ids.h"
#include "core/crypto/encoding.h"

namespace stile::agent {
namespace {

using record::Question;
using record::RecordType;

std::string short_name(const std::string& agency) {
  const auto id = AgencyId::parse(agency);
  return id.ok() ? id->short_text() : agency;
}

// mend_of() is what to do about a question that was not taken; empty where nothing can be done.
std::string_view mend_of(Reason reason) {
  switch (reason) {
    case Reason::kNoAgreement:
    case Reason::kWrongParty:
    case Reason::kNoClause: return "an agreement about enquiries with this force";
    case Reason::kNotYetInForce: return "another day, once the agreement has begun";
    case Reason::kEnded: return "a new version of the agreement, signed by both";
    case Reason::kSuspended: return "a word with who has suspended the agreement";
    case Reason::kSuperseded: return "a new enquiry, by the newer version of the agreement";
    case Reason::kOverQuota:
      return "another day, when the agreement's questions of this one are used up no more";
    case Reason::kStale: return "a new enquiry, once the signed documents are of today";
    case Reason::kOutsideOccasion: return "a period that is over, by the gateway's clock too";
    case Reason::kUnknownHome:
    case Reason::kNotRouted: return "the number that this regulator's list gives the home then";
    case Reason::kUnknownAgency: return "the force's enrolment";
    case Reason::kBadSignature:
    case Reason::kWrongPeer: return "`stile doctor`, by those who run this agent";
    default: return "";
  }
}

// mend_of() of what the force has declined.
std::string_view mend_of(record::Declined declined) {
  switch (declined) {
    case record::Declined::kReferenceUnconfirmed:
      return "a new enquiry, with the number that the inspection has";
    case record::Declined::kWiderThanNeeded: return "a new enquiry, about a shorter period";
    case record::Declined::kAskedBefore: return "what was answered before, by `stile enquiry list`";
    case record::Declined::kOtherGround:
      return "a word with the force's data officer, who says why";
    case record::Declined::kExpired:
      return "a word with the force's data officer, and a new enquiry";
    case record::Declined::kNotAnswerable:
      return "a word with the force's data officer: what its agent answered was not let through";
  }
  __builtin_trap();
}

std::string_view mend_of(Standing standing, std::string_view reason) {
  if (standing == Standing::kDeclined) {
    const auto declined = record::named<record::Declined>(reason);
    return declined ? mend_of(*declined) : "";
  }
  if (standing != Standing::kNotAsked && standing != Standing::kRefused) return "";
  const auto named = reason_named(reason);
  return named ? mend_of(*named) : "a new enquiry, as it may be asked by now";
}

// age_text() is to what a reader needs: 0 where the clock was ahead when it was asked.
std::string age_text(Instant seconds) {
  constexpr Instant kHour = 3600;
  constexpr Instant kDay = 86400;
  const auto counted = [](Instant number, std::string_view unit) {
    return std::to_string(number) + " " + std::string(unit) + (number == 1 ? "" : "s");
  };
  if (seconds >= 3 * kDay) return counted(seconds / kDay, "day");
  if (seconds >= 3 * kHour) return counted(seconds / kHour, "hour");
  return counted(std::max<Instant>(seconds, 0) / 60, "minute");
}

// words() are a standing with its reason, how long it has lasted or what is lacking, and what to do
// about it.
std::string words(Standing standing, std::string_view reason, std::string_view more = {}) {
  std::string text(name(standing));
  if (!reason.empty()) text.append(", ").append(reason);
  text.append(more);
  if (standing == Standing::kNotSent)
    text += "; the gateway has not confirmed it, and is asked again";
  const auto mend = mend_of(standing, reason);
  if (!mend.empty()) text.append("; mend with: ").append(mend);
  return text;
}

// decision_text() is until when somebody at the force decides.
std::string decision_text(const OwnQuestion& kept, const AnswerSoFar& answer, Instant now) {
  const Instant until = decides_by(kept, answer);
  const std::string hours = std::to_string(answer.approval_hours);
  std::string text = "; a person at the force decides by " + utc_second_text(until) +
                     " at the latest, or " + hours +
                     " hours after its agent got it, where that was away";
  if (now >= until) text += "; that time is over: ring the force's data officer";
  return text;
}

std::string second_text(Instant when) { return when == 0 ? "" : utc_second_text(when); }

// words() are what has become of an answer's records since: who has files of it makes them anew.
std::string words(const AnswerChanges& changes) {
  if (!changes.any()) return {};
  std::string text = "; CHANGED since it came: " + counts_of(changes, Language::kEnglish) +
                     ", the last at " + utc_second_text(changes.newest);
  if (changes.exported != 0) {
    text += "; files written of it until " + utc_second_text(changes.exported) +
            " are OUT OF DATE: make them anew, and delete them";
  }
  return text;
}

std::string inspected_text(const OwnQuestion& kept) {
  return kept.inspected ? to_text(to_civil(static_cast<Day>(*kept.inspected))) : "";
}

// inspection_words() say whether the inspection took place, and where it did not, in time, that.
std::string inspection_words(const OwnQuestion& kept, Instant now) {
  std::string text = kept.inspected ? "; inspected on " + inspected_text(kept) : "";
  if (!kept.is_uninspected(now)) return text;
  text += "; NO INSPECTION recorded within 90 days";
  if (kept.inspected) return text;
  return text +
         "; mend with: `stile enquiry inspected ID --on DAY` where there was one, or a word " +
         "with who asked, " + kept.account;
}

std::string joined(const std::vector<std::string>& all) {
  std::string text;
  for (const std::string& one : all) text += (text.empty() ? "" : "; ") + one;
  return text;
}

}  // namespace

void say_since(const agreement::Inspected& inspected, const EnquiryOrder& order,
               Reporter& reporter) {
  const std::string first = to_text(to_civil(inspected.day));
  const std::string last = to_text(to_civil(order.last));
  const std::string under =
      inspected.home == order.home ? "" : " under its earlier number " + inspected.home.text();
  reporter.line("asked about from " + first + ", the first day of its last full inspection" +
                    under + " by list " + std::to_string(inspected.serial) + " of " +
                    inspected.regulator.short_text() + ", to " + last,
                JsonObject()
                    .text("first", first)
                    .text("last", last)
                    .text("inspected", inspected.home.text())
                    .text("regulator", inspected.regulator.short_text())
                    .number("list", inspected.serial)
                    .done());
}

void say_would_be_asked(const ForceOfHome& force, Reporter& reporter) {
  const agreement::Agreement& agreement = *force.agreement;
  std::string text = force.name + ": would be asked";
  if (agreement.needs_approval()) {
    text += "; a person there has " + std::to_string(agreement.approval_hours) +
            " hours to approve it before it is answered";
  }
  reporter.line(text, JsonObject()
                          .text("source", force.name)
                          .text("state", "would be asked")
                          .number("approval_hours", agreement.approval_hours)
                          .done());
  for (const auto& clause : agreement.clauses) {
    std::string names;
    for (const auto& name : clause.treatments.names()) names += (names.empty() ? "" : ", ") + name;
    reporter.line("  of each " + std::string(record::name(clause.record)) + ": " + names,
                  JsonObject()
                      .text("agreement", agreement.id.text())
                      .text("type", record::name(clause.record))
                      .text("fields", names)
                      .done());
  }
}

void say_force(const Token& enquiry, std::string_view force, Standing standing,
               std::string_view reason, Reporter& reporter) {
  reporter.line(std::string(force) + ": " + words(standing, reason),
                JsonObject()
                    .text("enquiry", crypto::hex(enquiry))
                    .text("source", force)
                    .text("state", name(standing))
                    .text("reason", reason)
                    .text("mend", mend_of(standing, reason))
                    .done());
}

void say_not_asked(const Token& enquiry, const ForceOfHome& force, Reporter& reporter) {
  const std::string_view reason = force.may.ok() ? "" : name(force.may.reason());
  say_force(enquiry, force.name, Standing::kNotAsked, reason, reporter);
}

void say_earlier(const EarlierNumber& number, Reporter& reporter) {
  const std::string last = to_text(to_civil(number.last));
  reporter.line("also asked about under its earlier number " + number.home.text() + ", to " + last,
                JsonObject().text("earlier", number.home.text()).text("last", last).done());
}

void say_unasked(const Unasked& unasked, Reporter& reporter) {
  std::string numbers;
  for (const HomeId& number : unasked.numbers) {
    numbers += (numbers.empty() ? "" : ", ") + number.text();
  }
  reporter.line("NOT asked about under its number " + numbers +
                    ", which the list of homes has given it in the period since; mend with: a new "
                    "enquiry about " +
                    unasked.ask.text(),
                JsonObject().text("unasked", numbers).text("ask", unasked.ask.text()).done());
}

void say_question(const AnsweredQuestion& question, Instant now, Reporter& reporter) {
  const auto& [kept, read, answer] = question;
  const Question& asked = *read;
  const Standing standing = standing_of(kept, answer);
  const bool awaits = standing == Standing::kAwaitingApproval;
  const bool waits = awaits || standing == Standing::kPending || standing == Standing::kNotSent;
  const bool partly = standing == Standing::kInPart || standing == Standing::kIncomplete;
  const std::string lacks = partly ? joined(lacking(answer)) : "";
  std::string reason = standing == Standing::kRefused ? kept.reason : "";
  if (standing == Standing::kDeclined) reason = record::name(*answer.declined);
  std::string more = partly ? ": " + lacks : "";
  if (waits) more = " since " + utc_second_text(kept.asked) + ", for " + age_text(now - kept.asked);
  if (awaits) more += decision_text(kept, answer, now);
  if (standing == Standing::kDisposed) more = " on " + utc_second_text(answer.disposed);
  const std::string first = to_text(to_civil(asked.first));
  const std::string last = to_text(to_civil(asked.last));
  const std::string enquiry = crypto::hex(kept.enquiry);
  const std::string text = enquiry + "  " + asked.home.text() + "  " + first + " to " + last +
                           "  " + std::string(record::name(asked.inspection)) + " " +
                           asked.reference + "  " + asked.to.short_text() + ": " +
                           words(standing, reason, more) + words(answer.changes) +
                           inspection_words(kept, now);
  reporter.line(text,
                JsonObject()
                    .text("enquiry", enquiry)
                    .text("home", asked.home.text())
                    .text("first", first)
                    .text("last", last)
                    .text("inspection", record::name(asked.inspection))
                    .text("reference", asked.reference)
                    .text("source", asked.to.short_text())
                    .text("asked", utc_second_text(kept.asked))
                    .text("account", kept.account)
                    .text("state", name(standing))
                    .text("reason", reason)
                    .text("lacks", lacks)
                    .text("decides_by", awaits ? utc_second_text(decides_by(kept, answer)) : "")
                    .text("mend", mend_of(standing, reason))
                    .number("corrected", answer.changes.corrected)
                    .number("withdrawn", answer.changes.all_withdrawn())
                    .number("restricted", answer.changes.restricted)
                    .number("annotated", answer.changes.annotated)
                    .text("changed", second_text(answer.changes.newest))
                    .text("out_of_date", second_text(answer.changes.exported))
                    .text("inspected", inspected_text(kept))
                    .flag("uninspected", kept.is_uninspected(now))
                    .done());
}

void say_types(const OwnQuestion& question, const AnswerSoFar& answer, Reporter& reporter) {
  if (!answer.has_manifest || (answer.declined && answer.lines.empty())) return;
  const std::string source = short_name(question.source);
  for (const auto& [type, so_far] : answer.types) {
    const std::string type_name(record::name(type));
    const std::string lacks =
        answer.declined ? std::to_string(so_far.come) + " here, of an answer that was broken off"
                        : lacking(so_far);
    const record::Collection said = so_far.said.value_or(record::Collection{});
    std::string text = source + "  " + type_name + ": ";
    if (so_far.said && said.records == so_far.come + so_far.withdrawn) {
      text += here_of(so_far);
      if (!lacks.empty()) text += ", ";
    }
    reporter.line(text + lacks, JsonObject()
                                    .text("source", source)
                                    .text("type", type_name)
                                    .flag("named", so_far.said.has_value())
                                    .number("records", said.records)
                                    .number("here", so_far.come)
                                    .number("withdrawn", so_far.withdrawn)
                                    .number("withheld", said.withheld)
                                    .number("rejected", said.rejected)
                                    .flag("complete", said.complete)
                                    .text("lacks", lacks)
                                    .done());
  }
}

void say_lines(const AnswerSoFar& answer, Language language, Reporter& reporter) {
  std::optional<RecordType> type;
  for (const RecordLine& line : answer.lines) {
    if (type != line.row.type) reporter.line(table_header(line.row.type, language), "");
    type = line.row.type;
    reporter.line(table_line(line, language), json_line(line));
  }
  for (const RecordLine& month : answer.months) {
    const std::string of =
        answer_column("month").cell(month) + "  " + answer_column("home").cell(month) + "  ";
    reporter.line(of + months_text(month, language), json_line(month));
  }
}

}  // namespace stile::agent
