#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agents/recipient/answer_changes.h"
#include "agents/recipient/inbox_reader.h"
#include "agents/recipient/own_question.h"
#include "agents/recipient/record_columns.h"
#include "core/agreement/agreement.h"
#include "core/agreement/document_set.h"
#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/record/codes.h"
#include "core/record/question.h"
#include "core/record/treated.h"

// What has come of a force's answer to one question, and what it lacks.
namespace stile::agent {

// TypeSoFar is one type of record of an answer: the rows that are here, and what the manifest
// says of it, once it says something.
struct TypeSoFar {
  std::uint32_t come = 0;
  std::optional<record::Collection> said;
  std::uint32_t withdrawn = 0;  // came, or was to come, and is gone for good
};

// AnswerSoFar is what has come of one answer. `types` are those that have come, that its manifest
// names, and those of which the agreement has a clause, but for manifests.
struct AnswerSoFar {
  std::vector<RecordLine> lines;
  std::vector<RecordLine> months;  // what is counted of them by home and month, months in order
  std::size_t months_left_out = 0;
  std::map<record::RecordType, TypeSoFar> types;
  AnswerChanges changes = {};
  bool has_manifest = false;
  bool knows_agreement = false;
  std::uint32_t approval_hours = 0;  // as in the agreement
  std::optional<record::Declined> declined = {};
  Instant disposed = 0;  // when some of it was destroyed, its time being over (disposal.h)
};

// answer_of() reads it; without the agreement, which is null once it is no longer among the signed
// documents, nobody can say that it is whole. Fails as the reader and the row codec do.
Result<AnswerSoFar> answer_of(const InboxReader& inbox, const OwnQuestion& question,
                              const agreement::Agreement* agreement);

// AnsweredQuestion is a question of this agency's and what has come of its answer; `asked` fails as
// read_question() does.
struct AnsweredQuestion {
  OwnQuestion kept;
  Result<record::Question> asked;
  AnswerSoFar answer;
};

// answered_questions() are all, the newest first, or those of one enquiry. `documents`, which may
// be null, tell which types of record each answer should have.
Result<std::vector<AnsweredQuestion>> answered_questions(const InboxReader& inbox,
                                                         const agreement::DocumentSet* documents,
                                                         const std::optional<Token>& enquiry);

// here_of() says how many records of a type are here, of how many, and how many were withdrawn
// since; of one that the manifest names.
std::string here_of(const TypeSoFar& type);

// lacking() says what one type lacks once the manifest has come, and what the answer does, a type
// each; empty where nothing.
std::string lacking(const TypeSoFar& type);
std::vector<std::string> lacking(const AnswerSoFar& answer);

// Standing is how an enquiry stands with one force, as proto/ENQUIRIES.md has it.
enum class Standing {
  kNotAsked,
  kNotSent,
  kRefused,
  kPending,
  kAwaitingApproval,
  kDeclined,
  kDisposed,
  kInPart,
  kIncomplete,
  kAnswered
};
std::string_view name(Standing standing);

Standing standing_of(const OwnQuestion& question, const AnswerSoFar& answer);

// decides_by() is until when a person at the force decides about a question that the gateway has
// taken, at the latest: where its agent was there to get it. Of one that was away nobody here knows
// since when it counts.
Instant decides_by(const OwnQuestion& question, const AnswerSoFar& answer);

}  // namespace stile::agent
