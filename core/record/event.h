#pragma once

#include <optional>
#include <string>

#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/record/codes.h"
#include "core/record/identity.h"

namespace stile::record {

// Origin is how the source finds a record again: (system, local reference, child). It never
// leaves the source; `child` is empty where the event concerns no particular child.
struct Origin {
  std::string system;     // code of the exporting system, e.g. "command-and-control"
  std::string reference;  // the system's own reference of the event
  std::string child;      // the system's own person reference
  auto operator<=>(const Origin&) const = default;
};

// Event is one call-out, missing episode, arrest or concern, for one child or none, as normalised
// from an export at the source. It exists in the source's memory only: what it holds beyond the
// wire fields (date of birth, references) is used to make tokens and bands and is then dropped; an
// identity is read only where an agreement grants it, and goes nowhere but into sealed ones.
// What its type does not record, or its system was never asked, keeps the value that says so.
struct Event {
  RecordType type = RecordType::kCallOut;
  Origin origin;
  std::string incident;  // groups the records of one call; empty: the reference does
  Hold hold = Hold::kNone;
  std::optional<HomeId> home;
  Instant time = 0;            // of the call, the start of the episode, the arrest
  std::optional<Instant> end;  // of a missing episode; nothing: still missing
  bool child_involved = false;
  std::optional<Day> date_of_birth;
  LookedAfter looked_after = LookedAfter::kNotAsked;
  CareHome care_home = CareHome::kNotAsked;
  ChildNow child_now = ChildNow::kNotKnown;
  ChildRole child_role = ChildRole::kNone;
  std::optional<AreaCode> placing_authority;  // nothing: not known
  Answer exploitation = Answer::kNotAsked;
  Answer harm = Answer::kNotAsked;
  OffenceGroup offence = OffenceGroup::kNotKnown;
  Answer arrested = Answer::kNotAsked;
  Outcome outcome = Outcome::kNoCrime;
  Answer child_view = Answer::kNotAsked;
  Answer disputed = Answer::kNotAsked;
  // Call-outs.
  Category category = Category::kOther;
  Deployment deployment = Deployment::kNotKnown;
  HomeTold home_told = HomeTold::kNotKnown;
  Channel channel = Channel::kOther;
  CallerRole caller_role = CallerRole::kNotKnown;
  Appropriateness appropriateness = Appropriateness::kNotAssessed;
  Level level = Level::kNotSet;
  LevelSetBy level_set_by = LevelSetBy::kNobody;
  // Missing episodes.
  Absence absence = Absence::kMissing;
  MissingRisk risk = MissingRisk::kNotAssessed;
  PoliceResponse police_response = PoliceResponse::kNotKnown;
  Answer home_enquired = Answer::kNotAsked;
  Answer interview_due = Answer::kNotAsked;
  Answer interview_offered = Answer::kNotAsked;
  Answer interview_accepted = Answer::kNotAsked;
  // Arrests and concerns.
  Kind kind = Kind::kOther;
  // Notifications alone need these.
  Identity identity;    // empty where it was not asked for
  std::string contact;  // code of the source's directory entry: who knows of the case; not checked
};

}  // namespace stile::record
