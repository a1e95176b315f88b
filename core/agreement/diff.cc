#include "core/agreement/diff.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "core/agreement/plain_words.h"

namespace stile::agreement {
namespace {

using record::Field;
using record::Treatment;
using Changes = std::vector<Change>;

// What says less than what stood before it. Every other change of a treatment is a widening until
// somebody shows here that it is none.
constexpr std::array<std::pair<Treatment, Treatment>, 7> kNarrower = {{
    {Treatment::kKeep, Treatment::kCoarsen},
    {Treatment::kKeep, Treatment::kBand},
    {Treatment::kKeep, Treatment::kPseudonym},
    {Treatment::kKeep, Treatment::kPseudonymHomeAndQuarter},
    {Treatment::kPseudonymHomeAndQuarter, Treatment::kPseudonymEvent},
    {Treatment::kSeal, Treatment::kPseudonym},
    {Treatment::kPseudonymHomeAndQuarter, Treatment::kPseudonym},
}};

bool narrows(Treatment before, Treatment after) {
  return std::ranges::find(kNarrower, std::pair(before, after)) != kNarrower.end();
}

std::string from_to(const std::string& before, const std::string& after) {
  return " from " + before + " to " + after;
}

// compare_text() is for what has no order: a difference has the effect that is given.
void compare_text(const std::string& what, const std::string& before, const std::string& after,
                  Effect effect, Changes& changes) {
  if (before == after) return;
  changes.push_back({effect, what + " changes" + from_to(before, after) + "."});
}

// compare_size() is for what widens as it grows.
void compare_size(const std::string& what, std::int64_t before, std::int64_t after,
                  const std::string& before_words, const std::string& after_words,
                  Changes& changes) {
  if (before == after) return;
  changes.push_back({after > before ? Effect::kWidens : Effect::kNarrows,
                     what + " changes" + from_to(before_words, after_words) + "."});
}

void compare_day(const std::string& what, Day before, Day after, int grows, Changes& changes) {
  compare_size(what, grows * before, grows * after, date_words(before), date_words(after), changes);
}

void compare_days(const std::string& what, std::uint32_t before, std::uint32_t after,
                  Changes& changes) {
  compare_size(what, before, after, std::to_string(before) + " days",
               std::to_string(after) + " days", changes);
}

void compare_grounds(const std::string& whose, const std::vector<std::string>& before,
                     const std::vector<std::string>& after, Changes& changes) {
  const std::set<std::string> old_ones(before.begin(), before.end());
  const std::set<std::string> new_ones(after.begin(), after.end());
  for (const std::string& ground : new_ones) {
    if (old_ones.contains(ground)) continue;
    changes.push_back({Effect::kChanges, whose + " relies on " + ground + " too."});
  }
  for (const std::string& ground : old_ones) {
    if (new_ones.contains(ground)) continue;
    changes.push_back({Effect::kChanges, whose + " no longer relies on " + ground + "."});
  }
}

void compare_parties(const Agreement& before, const Agreement& after, Changes& changes) {
  compare_text("The source", before.source.agency.text(), after.source.agency.text(),
               Effect::kWidens, changes);
  compare_text("The recipient", before.recipient.agency.text(), after.recipient.agency.text(),
               Effect::kWidens, changes);
  compare_text("The processor", before.processor.text(), after.processor.text(), Effect::kWidens,
               changes);
  compare_text("The purpose", std::string(name(before.purpose)), std::string(name(after.purpose)),
               Effect::kWidens, changes);
  compare_grounds("The source", before.source.legal_grounds, after.source.legal_grounds, changes);
  compare_grounds("The recipient", before.recipient.legal_grounds, after.recipient.legal_grounds,
                  changes);
}

void compare_terms(const Agreement& before, const Agreement& after, Changes& changes) {
  compare_day("The first day", before.from, after.from, -1, changes);
  compare_day("The last day", before.until, after.until, 1, changes);
  compare_day("The day of the review", before.review, after.review, 1, changes);
  compare_days("How long the recipient keeps rows", before.retention_days, after.retention_days,
               changes);
  compare_days("The life of a quarter's pseudonyms", before.pseudonym_key_days,
               after.pseudonym_key_days, changes);
  compare_text("The id", before.id.text(), after.id.text(), Effect::kChanges, changes);
  compare_text("The version", std::to_string(before.version), std::to_string(after.version),
               Effect::kChanges, changes);
  compare_text("The title", before.title, after.title, Effect::kChanges, changes);
  compare_text("How long the source has to answer a challenge",
               std::to_string(before.answer_challenges_within_days) + " days",
               std::to_string(after.answer_challenges_within_days) + " days", Effect::kChanges,
               changes);
  compare_text("The assessment", before.dpia_reference, after.dpia_reference, Effect::kChanges,
               changes);
}

// Whoever is no longer in area, or is newly acted for, is told of more; the other way round of
// less.
template <typename T>
void compare_lists(const std::vector<T>& before, const std::vector<T>& after,
                   const std::string& words, Effect added, Effect removed, Changes& changes) {
  for (const T& one : after) {
    if (std::ranges::find(before, one) != before.end()) continue;
    changes.push_back({added, one.text() + " " + words + "."});
  }
  for (const T& one : before) {
    if (std::ranges::find(after, one) != after.end()) continue;
    changes.push_back({removed, one.text() + " no longer " + words + "."});
  }
}

void compare_notifying(const Agreement& before, const Agreement& after, Changes& changes) {
  compare_lists(before.in_area, after.in_area, "counts as in area with the others",
                Effect::kNarrows, Effect::kWidens, changes);
  compare_lists(before.acting_for, after.acting_for, "is acted for by the recipient",
                Effect::kWidens, Effect::kNarrows, changes);
  compare_text("How long a notification may stay unread",
               std::to_string(before.read_within_minutes) + " minutes",
               std::to_string(after.read_within_minutes) + " minutes", Effect::kChanges, changes);
}

void compare_answering(const Agreement& before, const Agreement& after, Changes& changes) {
  compare_size("How many questions the recipient may ask a day", before.questions_per_day,
               after.questions_per_day, std::to_string(before.questions_per_day),
               std::to_string(after.questions_per_day), changes);
  if (before.needs_approval() == after.needs_approval()) {
    compare_text("How long a question waits at the source to be approved",
                 std::to_string(before.approval_hours) + " hours",
                 std::to_string(after.approval_hours) + " hours", Effect::kChanges, changes);
  } else if (after.needs_approval()) {
    changes.push_back({Effect::kNarrows, "Each question waits at most " +
                                             std::to_string(after.approval_hours) +
                                             " hours for a person at the source to approve it."});
  } else {
    changes.push_back(
        {Effect::kWidens, "Questions are answered with no approval by a person at the source."});
  }
}

std::string of_clause(const Clause& clause) {
  return "Of each " + std::string(name(clause.record)) + " (clause " + clause.name + "): ";
}

void compare_field(const Clause& clause, Field field, std::optional<Treatment> before,
                   std::optional<Treatment> after, Changes& changes) {
  if (before == after) return;
  if (!before) {
    changes.push_back({Effect::kWidens, of_clause(clause) + "adds " +
                                            grant_words(clause.record, field, *after) + "."});
  } else if (!after) {
    changes.push_back({Effect::kNarrows,
                       of_clause(clause) + "no longer " + field_words(clause.record, field) + "."});
  } else {
    changes.push_back({narrows(*before, *after) ? Effect::kNarrows : Effect::kWidens,
                       of_clause(clause) + grant_words(clause.record, field, *after) +
                           "; before, " + grant_words(clause.record, field, *before) + "."});
  }
}

void compare_fields(const Clause& named, const Treatments& before, const Treatments& after,
                    Changes& changes) {
  for (int i = 1; i <= record::count<Field>; ++i) {
    const auto field = static_cast<Field>(i);
    compare_field(named, field, before.of(field), after.of(field), changes);
  }
}

const Clause* same_case(const Clause& clause, const Agreement& agreement) {
  const auto found = std::ranges::find_if(agreement.clauses, [&](const Clause& other) {
    return other.record == clause.record && other.relation == clause.relation &&
           other.occasion == clause.occasion && other.conditions == clause.conditions;
  });
  return found == agreement.clauses.end() ? nullptr : &*found;
}

void compare_clauses(const Agreement& before, const Agreement& after, Changes& changes) {
  for (const Clause& clause : after.clauses) {
    const Clause* old_one = same_case(clause, before);
    if (old_one != nullptr) {
      compare_text("The name of a clause", old_one->name, clause.name, Effect::kChanges, changes);
    }
    compare_fields(clause, old_one == nullptr ? Treatments() : old_one->treatments,
                   clause.treatments, changes);
  }
  for (const Clause& clause : before.clauses) {
    if (same_case(clause, after) != nullptr) continue;
    compare_fields(clause, clause.treatments, Treatments(), changes);
  }
}

}  // namespace

std::string_view name(Effect effect) {
  switch (effect) {
    case Effect::kWidens: return "widens";
    case Effect::kNarrows: return "narrows";
    case Effect::kChanges: return "changes";
  }
  __builtin_trap();
}

std::vector<Change> diff(const Agreement& before, const Agreement& after) {
  Changes changes;
  compare_parties(before, after, changes);
  compare_clauses(before, after, changes);
  compare_notifying(before, after, changes);
  compare_answering(before, after, changes);
  compare_terms(before, after, changes);
  std::ranges::stable_sort(changes, {}, &Change::effect);
  return changes;
}

}  // namespace stile::agreement
