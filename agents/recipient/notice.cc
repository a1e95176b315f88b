#include "agents/recipient/notice.h"

#include <array>

namespace stile::agent {
namespace {

constexpr std::array<std::string_view, 8> kNames = {"stored",      "opened",      "acknowledged",
                                                    "not-ours",    "wrong-child", "confirmed",
                                                    "kept-by-law", "own-record"};

constexpr bool is_decision(NoticeState state) { return state >= NoticeState::kAcknowledged; }

}  // namespace

std::string_view name(NoticeState state) { return kNames.at(static_cast<std::size_t>(state) - 1); }

std::optional<NoticeState> decision_named(std::string_view text) {
  for (const auto state :
       {NoticeState::kAcknowledged, NoticeState::kNotOurs, NoticeState::kWrongChild,
        NoticeState::kConfirmed, NoticeState::kKeptByLaw, NoticeState::kOwnRecord}) {
    if (name(state) == text) return state;
  }
  return std::nullopt;
}

record::DisclosureState told_of(NoticeState state) {
  if (is_decision(state)) return record::DisclosureState::kClosed;
  return state == NoticeState::kOpened ? record::DisclosureState::kOpened
                                       : record::DisclosureState::kStored;
}

std::optional<record::Verdict> verdict_of(NoticeState state) {
  switch (state) {
    case NoticeState::kStored:
    case NoticeState::kOpened: return std::nullopt;
    case NoticeState::kAcknowledged: return record::Verdict::kAcknowledged;
    case NoticeState::kNotOurs: return record::Verdict::kNotOurs;
    case NoticeState::kWrongChild: return record::Verdict::kWrongChild;
    case NoticeState::kConfirmed: return record::Verdict::kConfirmed;
    case NoticeState::kKeptByLaw: return record::Verdict::kKeptByLaw;
    case NoticeState::kOwnRecord: return record::Verdict::kOwnRecord;
  }
  __builtin_trap();
}

Result<bool> moves_on(NoticeState last, NoticeState said) {
  if (!is_decision(last)) return said > last;
  if (!is_decision(said) || said == last) return false;
  return Error{Reason::kConflict, "this agency has decided otherwise before"};
}

}  // namespace stile::agent
