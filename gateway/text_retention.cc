#include "gateway/text_retention.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/agreement/log_retention.h"
#include "gateway/store/ledger_check.h"

namespace stile::gateway {
namespace {

constexpr Instant kSecondsPerDay = 86400;
constexpr Instant kHeldAgain = 10;
// Agents say within minutes of a start what they have.
constexpr Instant kHeldUnsaid = 3600;

bool may_attach(const agreement::Agency& agency, const agreement::Directory& directory,
                Instant now) {
  return agency.valid_on(local_day(now)) && !directory.denied_agencies.contains(agency.id.text());
}

}  // namespace

void TextRetention::look(const agreement::DocumentSet& documents, const Fetched& fetched,
                         Instant now) {
  if (days_ == 0 || now < next_ || !documents.current(now).ok()) return;
  const Status longer = agreement::outlasts(days_, documents);
  const auto more = longer.ok() ? step(documents, fetched, now) : Result<bool>(longer.error());
  if (more.ok() && more.value()) return;
  record_round(now);
  next_ = now - now % kSecondsPerDay + kSecondsPerDay;
  if (!more.ok()) {
    const std::string which = longer.ok() ? "" : "log_retention_days: ";
    ports_.problem("texts_not_deleted", more.reason(), which + more.error().detail);
  } else if (!held_.empty()) {
    next_ = std::min(next_, now + kHeldAgain);
    say_held(now);
  } else {
    held_since_ = 0;
  }
}

// True when there may be more at once.
Result<bool> TextRetention::step(const agreement::DocumentSet& documents, const Fetched& fetched,
                                 Instant now) {
  held_.clear();
  STILE_TRY(const std::uint64_t from, store_.texts_from());
  STILE_TRY(const bool some, is_over(from, now));
  if (!some) return false;
  STILE_TRY(const Kept needed, kept(documents, fetched, now));
  const std::uint64_t end = std::min(needed.from, from + kLeavesPerStep);
  std::uint64_t below = from;
  bool over = true;
  while (over && below < end) {
    STILE_TRY(over, is_over(below, now));
    if (over) ++below;
  }
  if (below > from) {
    STILE_TRY(const std::uint64_t texts, store_.delete_leaf_texts(below));
    texts_ += texts;
    below_ = below;
  }
  if (below < needed.from) return over;
  STILE_TRY(over, is_over(below, now));
  if (over) held_ = "leaf " + std::to_string(below) + ": " + needed.why;
  return false;
}

Result<bool> TextRetention::is_over(std::uint64_t index, Instant now) const {
  STILE_TRY(const std::uint64_t size, store_.tree_size());
  if (index >= size) return false;
  STILE_TRY(const auto text, store_.leaf_text(index));
  if (!text) return Error{Reason::kIntegrity, "a leaf has lost its text before its date"};
  STILE_TRY(const auto leaf, ledger::parse_leaf(*text));
  return leaf.time < now - now % kSecondsPerDay - days_ * kSecondsPerDay;
}

Result<TextRetention::Kept> TextRetention::kept(const agreement::DocumentSet& documents,
                                                const Fetched& fetched, Instant now) const {
  Kept kept{std::numeric_limits<std::uint64_t>::max(), {}};
  const auto keep = [&kept](std::uint64_t index, const std::string& why) {
    if (index < kept.from) kept = {index, why};
  };
  STILE_TRY(const auto parcels, store_.waiting_parcels());
  if (!parcels.empty()) keep(parcels.front().id, "its parcel waits");
  for (const auto& agency : documents.directory().agencies) {
    if (!may_attach(agency, documents.directory(), now)) continue;
    const std::string& id = agency.id.text();
    STILE_TRY(const auto notes, store_.notes(id, 0, 1));
    if (!notes.empty()) keep(notes.front().id, agency.id.short_text() + " has not taken its note");
    STILE_TRY(const auto naming, store_.leaves_naming(id, fetched.by(id), 1));
    if (!naming.empty()) keep(naming.front(), agency.id.short_text() + " has not fetched it");
  }
  return kept;
}

void TextRetention::record_round(Instant now) {
  if (texts_ == 0) return;
  ports_.log("texts_deleted", std::to_string(texts_));
  ledger::Leaf leaf;
  leaf.op = ledger::Op::kErasure;
  leaf.time = now;
  leaf.occasion = "log-retention";
  leaf.clause = "log_retention_days=" + std::to_string(days_);
  leaf.rows = static_cast<std::uint32_t>(
      std::min<std::uint64_t>(texts_, std::numeric_limits<std::uint32_t>::max()));
  leaf.decision = "texts-deleted-below-" + std::to_string(below_);
  ports_.record(std::move(leaf));
  texts_ = 0;
}

// Once a day, and not before the agencies had time to say what they have.
void TextRetention::say_held(Instant now) {
  if (held_since_ == 0) held_since_ = now;
  if (now - held_since_ < kHeldUnsaid || now - said_ < kSecondsPerDay) return;
  said_ = now;
  ports_.problem("texts_kept", Reason::kUnavailable, held_);
}

}  // namespace stile::gateway
