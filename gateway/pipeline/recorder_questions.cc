#include <algorithm>
#include <utility>

#include "gateway/pipeline/leaves.h"
#include "gateway/pipeline/recorder_draft.h"

// What the Recorder does with questions.
namespace stile::gateway {

// An agent that lost its connection asks again: the same question is one leaf, and counts once.
Status Recorder::take_question(Asked asked, Draft& draft) {
  STILE_TRY(const auto before, taken_question(asked.digest(), draft));
  const std::string source = asked.what().to.text();
  if (before) {
    draft.outcomes.emplace_back(RecordedQuestion(*before, source, false));
    return ok();
  }
  STILE_TRY(const std::uint64_t today, asked_today(asked.agreement_id(), draft));
  if (today >= asked.per_day()) {
    return refuse(refusal_of(asked, Reason::kOverQuota), 0, draft);
  }
  auto leaf = leaf_of(asked, draft.now);
  leaf.counter = next_counter(asked.what().agreement, draft);
  STILE_TRY(const std::uint64_t index, add_leaf(std::move(leaf), draft));
  const TakenQuestion taken{asked.digest(), asked.agreement_id(), local_day(draft.now), index, 0};
  draft.batch.question.push_back(taken);
  draft.batch.note.push_back({index, source, asked.note(), 0, asked.digest(), asked.salt()});
  draft.outcomes.emplace_back(RecordedQuestion(taken, source, true));
  return ok();
}

Result<std::optional<TakenQuestion>> Recorder::taken_question(const Hash& digest,
                                                              const Draft& draft) const {
  const auto& drafted = draft.batch.question;
  const auto found = std::ranges::find(drafted, digest, &TakenQuestion::digest);
  if (found != drafted.end()) return std::optional(*found);
  return store_->question(digest);
}

// A question that was signed and never came this way is in no agency's account of what was asked.
Result<bool> Recorder::was_asked(const Pseudonymised& entry, const Draft& draft) const {
  if (!entry.question()) return true;
  STILE_TRY(const auto recorded, taken_question(*entry.question(), draft));
  return recorded.has_value();
}

Result<std::uint64_t> Recorder::asked_today(const std::string& agreement_id,
                                            const Draft& draft) const {
  STILE_TRY(const std::uint64_t kept, store_->questions_on(agreement_id, local_day(draft.now)));
  const auto drafted =
      std::ranges::count(draft.batch.question, agreement_id, &TakenQuestion::agreement_id);
  return kept + static_cast<std::uint64_t>(drafted);
}

}  // namespace stile::gateway
