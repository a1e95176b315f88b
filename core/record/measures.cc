#include "core/record/measures.h"

#include <algorithm>

namespace stile::record {
namespace {

// shifted() is the measure that stands as far behind `first` as a code behind its list's first.
template <typename Code>
Measure shifted(Measure first, Code code) {
  return static_cast<Measure>(static_cast<int>(first) + static_cast<int>(code) - 1);
}

// answered() takes one of three measures that follow each other: yes, no, not known or not asked.
Measure answered(Measure yes, Answer answer) {
  return shifted(yes, answer == Answer::kNotKnown ? Answer::kNotAsked : answer);
}

void add_call(const Event& event, std::vector<Measure>& to) {
  to.push_back(shifted(Measure::kCallsByStaff, event.caller_role));
  if (event.caller_role == CallerRole::kStaff) {
    to.push_back(shifted(Measure::kStaffCallsAppropriate, event.appropriateness));
  }
}

void add_child(const Event& event, std::vector<Measure>& to) {
  to.push_back(shifted(Measure::kChildAlleged, event.child_role));
  to.push_back(answered(Measure::kExploitationConcern, event.exploitation));
  to.push_back(answered(Measure::kHarmYes, event.harm));
}

// X4: an offence is counted only where one is alleged of the child.
void add_offence(const Event& event, std::vector<Measure>& to) {
  if (event.child_role != ChildRole::kAlleged) return;
  if (event.offence != OffenceGroup::kNone) {
    to.push_back(shifted(Measure::kOffenceViolence, event.offence));
  }
  if (event.arrested == Answer::kYes) to.push_back(Measure::kArrests);
  if (event.outcome == Outcome::kNoCrime) return;
  to.push_back(shifted(Measure::kOutcomeNotYetAssigned, outcome_group(event.outcome)));
}

void add_interview(const Event& event, std::vector<Measure>& to) {
  if (event.interview_due == Answer::kYes) to.push_back(Measure::kInterviewDue);
  if (event.interview_offered == Answer::kYes) to.push_back(Measure::kInterviewOffered);
  if (event.interview_accepted == Answer::kYes) to.push_back(Measure::kInterviewAccepted);
}

}  // namespace

std::vector<Measure> measures_of(const Event& event) {
  std::vector<Measure> measures;
  const bool is_call = event.type == RecordType::kCallOut;
  const bool is_episode = event.type == RecordType::kMissingEpisode;
  if (is_call) add_call(event, measures);
  if ((is_call || is_episode) && event.child_involved) {
    add_child(event, measures);
    add_offence(event, measures);
  }
  if (is_episode) add_interview(event, measures);
  if (event.child_view == Answer::kYes) measures.push_back(Measure::kViewRecorded);
  if (event.disputed == Answer::kYes) measures.push_back(Measure::kDisputed);
  std::ranges::sort(measures);
  return measures;
}

OutcomeGroup outcome_group(Outcome outcome) {
  switch (outcome) {
    case Outcome::k0: return OutcomeGroup::kNotYetAssigned;
    case Outcome::k1:
    case Outcome::k4: return OutcomeGroup::kFormal;
    case Outcome::k2:
    case Outcome::k3:
    case Outcome::k6: return OutcomeGroup::kOutOfCourt;
    case Outcome::k7:
    case Outcome::k8: return OutcomeGroup::kInformal;
    case Outcome::k20: return OutcomeGroup::k20;
    case Outcome::k21: return OutcomeGroup::k21;
    case Outcome::k22: return OutcomeGroup::k22;
    case Outcome::kNoCrime: return OutcomeGroup::kNoCrime;
    default: return OutcomeGroup::kNoFurtherAction;
  }
}

Field field_of(Measure measure) {
  if (measure <= Measure::kCallsCallerNotKnown) return Field::kCallerRole;
  if (measure <= Measure::kStaffCallsNotAssessed) return Field::kAppropriateness;
  if (measure <= Measure::kChildNoRole) return Field::kChildRole;
  if (measure <= Measure::kHarmNotKnown) return Field::kExploitation;
  if (measure <= Measure::kOutcomeNoFurtherAction) return Field::kOffence;
  if (measure <= Measure::kInterviewAccepted) return Field::kReturnInterview;
  return Field::kChildView;
}

bool adds_to(RecordType type, Field field) {
  const bool is_call = type == RecordType::kCallOut;
  const bool is_episode = type == RecordType::kMissingEpisode;
  switch (field) {
    case Field::kCallerRole:
    case Field::kAppropriateness: return is_call;
    case Field::kChildRole:
    case Field::kExploitation:
    case Field::kOffence: return is_call || is_episode;
    case Field::kReturnInterview: return is_episode;
    case Field::kChildView: return type < RecordType::kHomeMonth;
    default: return false;
  }
}

bool counts_calls(Measure measure) { return measure <= Measure::kStaffCallsNotAssessed; }

}  // namespace stile::record
