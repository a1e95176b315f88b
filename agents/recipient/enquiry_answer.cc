#include "agents/recipient/enquiry_answer.h"

#include <algorithm>
#include <utility>

#include "agents/recipient/disposal.h"
#include "core/base/ids.h"
#include "core/ledger/leaf.h"
#include "core/record/measures.h"
#include "core/wire/row_codec.h"

namespace stile::agent {
namespace {

using record::RecordType;

constexpr Instant kSecondsPerHour = 3600;

// is_here() is whether as many rows have come as the manifest says; what was withdrawn is not
// waited for.
bool is_here(const TypeSoFar& type) {
  return type.said && type.said->records == type.come + type.withdrawn;
}

// One that declines says nothing of what there is, and nothing against one that has: a force whose
// store was put back may not know any more that it has answered.
void read_manifest(const record::Treated& treated, AnswerSoFar& answer) {
  const bool answered = answer.has_manifest && !answer.declined;
  answer.has_manifest = true;
  if (treated.declined) {
    if (!answered) answer.declined = treated.declined;
    return;
  }
  answer.declined.reset();
  for (const auto& one : treated.collections) answer.types[one.type].said = one;
}

// counted() are the columns that the agreement grants; without it, those of which there is
// something.
std::set<record::Field> counted(const record::Treated& month,
                                const agreement::Agreement* agreement) {
  std::set<record::Field> fields;
  for (const auto& count : month.counts) fields.insert(record::field_of(count.measure));
  if (agreement == nullptr) return fields;
  for (const auto& clause : agreement->clauses) {
    if (clause.record != RecordType::kHomeMonth) continue;
    for (const auto field : {record::Field::kExploitation, record::Field::kReturnInterview}) {
      if (clause.treatments.grants(field)) fields.insert(field);
    }
  }
  return fields;
}

}  // namespace

Result<AnswerSoFar> answer_of(const InboxReader& inbox, const OwnQuestion& question,
                              const agreement::Agreement* agreement) {
  STILE_TRY(auto rows, answered_rows(inbox.database(), question.id));
  const auto id = AgencyId::parse(question.source);
  const std::string source = id.ok() ? id->short_text() : question.source;
  AnswerSoFar answer;
  if (agreement != nullptr) {
    answer.knows_agreement = true;
    answer.approval_hours = agreement->approval_hours;
    for (const auto& clause : agreement->clauses) {
      if (clause.record != RecordType::kReturnManifest) answer.types[clause.record];
    }
  }
  // Of what is destroyed in part nobody is shown the rest: it would pass for all.
  STILE_TRY(const DisposedPart disposed, disposed_of_answer(inbox.database(), question.id));
  answer.disposed = disposed.last;
  if (answer.disposed != 0) return answer;
  for (auto& row : rows) {
    STILE_TRY(record::Treated treated, wire::decode_fields(row.fields));
    if (treated.type == RecordType::kReturnManifest) {
      read_manifest(treated, answer);
      continue;
    }
    ++answer.types[treated.type].come;
    RecordLine line;
    line.source = source;
    line.number = row.number;
    line.event_token = row.event_token;
    line.revision = row.revision;
    line.pseudonym = std::move(row.pseudonym);
    line.marks = row.marks;
    line.row = std::move(treated);
    const bool is_month = line.row.type == RecordType::kHomeMonth;
    if (is_month) line.counted = counted(line.row, agreement);
    (is_month ? answer.months : answer.lines).push_back(std::move(line));
  }
  std::ranges::stable_sort(answer.months, {},
                           [](const RecordLine& line) { return line.row.month; });
  STILE_TRY(answer.changes, answer_changes(inbox.database(), question.id));
  for (const auto& [type, records] : answer.changes.withdrawn) {
    answer.types[type].withdrawn = records;
  }
  return answer;
}

Result<std::vector<AnsweredQuestion>> answered_questions(const InboxReader& inbox,
                                                         const agreement::DocumentSet* documents,
                                                         const std::optional<Token>& enquiry) {
  STILE_TRY(auto questions, own_questions(inbox.database(), enquiry));
  std::vector<AnsweredQuestion> all;
  for (OwnQuestion& one : questions) {
    auto asked = read_question(one);
    const agreement::Agreement* agreement = nullptr;
    if (asked.ok() && documents != nullptr) {
      const auto found = documents->agreement(asked->agreement);
      if (found.ok()) agreement = *found;
    }
    STILE_TRY(auto answer, answer_of(inbox, one, agreement));
    all.push_back({std::move(one), std::move(asked), std::move(answer)});
  }
  return all;
}

std::string here_of(const TypeSoFar& type) {
  std::string text =
      std::to_string(type.come) + " of " + std::to_string(type.said->records) + " here";
  if (type.withdrawn > 0) text += ", " + std::to_string(type.withdrawn) + " withdrawn since";
  return text;
}

std::string lacking(const TypeSoFar& type) {
  if (!type.said) return "the force's answer says nothing of it";
  std::string text;
  const auto add = [&text](bool lacks, const std::string& what) {
    if (lacks) text += (text.empty() ? "" : ", ") + what;
  };
  const record::Collection& said = *type.said;
  add(!is_here(type), here_of(type));
  add(said.withheld > 0, std::to_string(said.withheld) + " withheld");
  add(said.rejected > 0, std::to_string(said.rejected) + " could not be read");
  add(!said.complete, "not every month was read from every system");
  return text;
}

std::vector<std::string> lacking(const AnswerSoFar& answer) {
  if (!answer.has_manifest) return {"the force has not said yet what there is"};
  std::vector<std::string> all;
  if (!answer.knows_agreement) {
    all.emplace_back(
        "its agreement is no longer among the signed documents, which says what there should be");
  }
  for (const auto& [type, so_far] : answer.types) {
    const std::string what = lacking(so_far);
    if (!what.empty()) all.push_back(std::string(record::name(type)) + ": " + what);
  }
  return all;
}

std::string_view name(Standing standing) {
  switch (standing) {
    case Standing::kNotAsked: return "not-asked";
    case Standing::kNotSent: return "not-sent";
    case Standing::kRefused: return "refused";
    case Standing::kPending: return "pending";
    case Standing::kAwaitingApproval: return "awaiting-approval";
    case Standing::kDeclined: return "declined";
    case Standing::kDisposed: return "disposed";
    case Standing::kInPart: return "answered-in-part";
    case Standing::kIncomplete: return "answered-incomplete";
    case Standing::kAnswered: return "answered";
  }
  __builtin_trap();
}

// What has come counts, whatever the gateway has said: its word may have been lost.
Standing standing_of(const OwnQuestion& question, const AnswerSoFar& answer) {
  if (answer.disposed != 0) return Standing::kDisposed;
  if (answer.declined) return Standing::kDeclined;
  if (!answer.has_manifest && answer.lines.empty()) {
    switch (question.state) {
      case OwnQuestionState::kWritten: return Standing::kNotSent;
      case OwnQuestionState::kTaken:
        return answer.approval_hours != 0 ? Standing::kAwaitingApproval : Standing::kPending;
      case OwnQuestionState::kRefused: return Standing::kRefused;
    }
    __builtin_trap();
  }
  const bool all_here = std::ranges::all_of(answer.types, [](const auto& entry) {
    return is_here(entry.second) || (!entry.second.said && entry.second.come == 0);
  });
  if (!answer.has_manifest || !all_here) return Standing::kInPart;
  return lacking(answer).empty() ? Standing::kAnswered : Standing::kIncomplete;
}

// It was sent to the force when it was taken, which may be long after it was asked.
Instant decides_by(const OwnQuestion& question, const AnswerSoFar& answer) {
  const auto leaf = ledger::parse_leaf(question.leaf);
  const Instant since = leaf.ok() ? leaf->time : question.asked;
  return since + Instant{answer.approval_hours} * kSecondsPerHour;
}

}  // namespace stile::agent
