#include <algorithm>
#include <iterator>
#include <utility>

#include "gateway/pipeline/leaves.h"
#include "gateway/pipeline/recorder_draft.h"

// What the Recorder does with questions, and with requests for an identity.
namespace stile::gateway {

// An agent that lost its connection asks again: the same question is one leaf, and counts once.
Status Recorder::take_question(Asked asked, Draft& draft) {
  STILE_TRY(auto before, taken_question(asked.digest(), draft));
  const std::string source = asked.what().to.text();
  if (before) {
    if (before->tree_size < log_.begins()) before->tree_size = 0;  // as of a consignment
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
Result<std::optional<Reason>> Recorder::why_unasked(const Pseudonymised& entry,
                                                    const Draft& draft) const {
  const std::optional<Reason> asked;
  if (!entry.question()) return asked;
  const Hash& digest = *entry.question();
  if (entry.occasion() == record::OccasionKind::kEnquiry) {
    STILE_TRY(const auto recorded, taken_question(digest, draft));
    return recorded ? asked : std::optional(Reason::kOutsideOccasion);
  }
  const auto& drafted = draft.batch.identity_request;
  const auto fresh = std::ranges::find(drafted, digest, &TakenIdentityRequest::digest);
  STILE_TRY(auto kept, store_->identity_request(digest));
  if (fresh != drafted.end()) kept = *fresh;
  // The leaf is written now, and by its time the recipient judges whether it was told in time.
  const bool tells = !entry.leaf().fields.empty();
  if (!kept || (tells && kept->expires <= draft.now)) {
    return std::optional(Reason::kOutsideOccasion);
  }
  const bool answered =
      kept->answered || std::ranges::count(draft.batch.identity_answered, digest) > 0;
  return answered ? std::optional(Reason::kConflict) : asked;
}

Status Recorder::take_identity_request(IdentityAsked asked, Draft& draft) {
  const std::uint64_t admission = asked.about().admission;
  STILE_TRY(auto before, store_->identity_requests(admission));
  for (TakenIdentityRequest& one : before) {
    if (std::ranges::count(draft.batch.identity_answered, one.digest) > 0) one.answered = true;
  }
  std::ranges::copy_if(draft.batch.identity_request, std::back_inserter(before),
                       [&](const auto& one) { return one.admission == admission; });
  const auto news = check_identity_asked(asked, before, draft.now);
  if (!news.ok()) return refuse(refusal_of(asked, news.reason()), 0, draft);
  if (news.value()) {
    auto leaf = leaf_of(asked, draft.now);
    leaf.counter = next_counter(asked.about().agreement, draft);
    STILE_TRY(const std::uint64_t index, add_leaf(std::move(leaf), draft));
    draft.batch.note.push_back({index, asked.about().source, asked.note()});
    draft.batch.identity_request.push_back(
        {asked.digest(), admission, asked.what().row, index, asked.what().expires, false});
  }
  draft.outcomes.emplace_back(WordPassed(asked.about()));
  return ok();
}

Result<std::uint64_t> Recorder::asked_today(const std::string& agreement_id,
                                            const Draft& draft) const {
  STILE_TRY(const std::uint64_t kept, store_->questions_on(agreement_id, local_day(draft.now)));
  const auto drafted =
      std::ranges::count(draft.batch.question, agreement_id, &TakenQuestion::agreement_id);
  return kept + static_cast<std::uint64_t>(drafted);
}

}  // namespace stile::gateway
