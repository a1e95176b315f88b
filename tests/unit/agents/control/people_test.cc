#include "agents/control/people.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

#include "agents/control/permission.h"
#include "agents/control/socket.h"
#include "stile/v1/control.pb.h"

namespace stile::agent {
namespace {

constexpr char kTwo[] =
    "person { account: \"mary\" name: \"Mary Poole\" role: INSPECTOR role: DATA_OFFICER }\n"
    "person { account: \"sam\" name: \"Sam Reed\" role: DATA_TEAM }\n";

Reason refused(const std::string& text) {
  const auto people = People::parse(text, "people.textproto");
  EXPECT_FALSE(people.ok());
  return people.ok() ? Reason::kUsage : people.reason();
}

TEST(PeopleTest, FindsPeopleByTheirAccount) {
  const auto people = People::parse(kTwo, "people.textproto").value();
  ASSERT_NE(people.find("mary"), nullptr);
  EXPECT_EQ(people.find("mary")->name, "Mary Poole");
  EXPECT_TRUE(people.find("mary")->has(Role::kDataOfficer));
  EXPECT_FALSE(people.find("mary")->has(Role::kDataTeam));
  EXPECT_EQ(people.find("root"), nullptr);
}

TEST(PeopleTest, RefusesWhatIsNotAPerson) {
  EXPECT_EQ(refused("person { name: \"Mary\" role: INSPECTOR }"), Reason::kMissingField);
  EXPECT_EQ(refused("person { account: \"mary\" role: INSPECTOR }"), Reason::kMissingField);
  EXPECT_EQ(refused("person { account: \"mary\" name: \"Mary\" }"), Reason::kMissingField);
  EXPECT_EQ(refused("person { account: \"m\" name: \"M\" role: ROLE_UNSPECIFIED }"),
            Reason::kUnknownValue);
  EXPECT_EQ(refused("person { account: \"m\" name: \"M\" role: KING }"), Reason::kUnknownValue);
}

TEST(PeopleTest, RefusesOneAccountTwice) {
  EXPECT_EQ(refused(std::string(kTwo) + kTwo), Reason::kConflict);
}

// Each of the other roles would let them see more (X1).
TEST(PeopleTest, LetsSecondedPoliceHaveNoOtherRole) {
  const std::string police = "person { account: \"pc\" name: \"P\" role: YJS_POLICE ";
  EXPECT_TRUE(People::parse(police + "}", "people.textproto").ok());
  for (const char* other : {"DATA_TEAM", "INSPECTOR", "DATA_OFFICER", "YJS_WORKER"}) {
    EXPECT_EQ(refused(police + "role: " + other + " }"), Reason::kNotPermitted) << other;
  }
}

TEST(PeopleTest, KnowsWhichAgenciesHaveARole) {
  const std::vector<std::pair<const char*, AgencyKind>> table = {
      {"SOCIAL_WORKER", AgencyKind::kAuthority},
      {"YJS_WORKER", AgencyKind::kYjs},
      {"YJS_POLICE", AgencyKind::kYjs}};
  for (const auto& [role, own] : table) {
    const auto people = People::parse(
        "person { account: \"a\" name: \"A\" role: " + std::string(role) + " }", "people");
    for (const auto kind : {AgencyKind::kForce, AgencyKind::kRegulator, AgencyKind::kAuthority,
                            AgencyKind::kYjs, AgencyKind::kAuditor}) {
      const Status fit = people->check_roles(kind, "people");
      EXPECT_EQ(fit.ok(), kind == own) << role;
      EXPECT_TRUE(fit.ok() || fit.reason() == Reason::kNotPermitted);
    }
  }
  const auto any = People::parse(kTwo, "people").value();
  EXPECT_TRUE(any.check_roles(AgencyKind::kYjs, "people").ok());
}

// Each request needs one role, or one of those who answer notifications.
TEST(PermissionTest, GivesEachRequestToItsRolesOnly) {
  v1::ControlRequest preview, send, status, list, exported, completeness, verify;
  v1::ControlRequest notices, open, acknowledge, returned, breaches;
  notices.mutable_inbox_notices();
  open.mutable_inbox_open();
  acknowledge.mutable_inbox_acknowledge();
  returned.mutable_inbox_return();
  breaches.mutable_inbox_breaches();
  preview.mutable_return_preview();
  send.mutable_return_send();
  status.mutable_return_status();
  list.mutable_inbox_list();
  exported.mutable_inbox_export();
  completeness.mutable_inbox_completeness();
  verify.mutable_audit_verify();
  const std::vector<std::pair<Role, std::vector<v1::ControlRequest>>> table = {
      {Role::kDataTeam, {preview, send, status}},
      {Role::kInspector, {list, exported, completeness}},
      {Role::kDataOfficer, {verify, breaches}},
      {Role::kSocialWorker, {notices, open, acknowledge, returned}},
      {Role::kYjsWorker, {notices, open, acknowledge, returned}},
      {Role::kYjsPolice, {notices, open, acknowledge, returned}}};
  const auto answers = [](Role role) { return role >= Role::kSocialWorker; };
  for (const auto& [role, own] : table) {
    const Person person{"mary", "Mary", {role}};
    for (const auto& [other, requests] : table) {
      for (const auto& request : requests) {
        const bool same = other == role || (answers(other) && answers(role));
        EXPECT_EQ(may(person, request).ok(), same) << request.ShortDebugString();
      }
    }
  }
}

// What the law keeps is held and let go by who answers for it.
TEST(PermissionTest, LetsTheDataOfficerAloneHoldWhatTheLawKeeps) {
  v1::ControlRequest place, list, lift;
  place.mutable_audit_hold_place();
  list.mutable_audit_hold_list();
  lift.mutable_audit_hold_lift();
  for (const Role role : {Role::kDataTeam, Role::kInspector, Role::kDataOfficer,
                          Role::kSocialWorker, Role::kYjsWorker, Role::kYjsPolice}) {
    const Person person{"mary", "Mary", {role}};
    for (const auto* request : {&place, &list, &lift}) {
      EXPECT_EQ(may(person, *request).ok(), role == Role::kDataOfficer) << name(role);
    }
  }
}

// X6: who decides about a question knows that it came.
TEST(PermissionTest, LetsTheDataOfficerAloneDecideAboutAQuestion) {
  v1::ControlRequest approve, refuse;
  approve.mutable_enquiry_approve();
  refuse.mutable_enquiry_refuse();
  for (const Role role : {Role::kDataTeam, Role::kInspector, Role::kDataOfficer,
                          Role::kSocialWorker, Role::kYjsWorker, Role::kYjsPolice}) {
    const Person person{"mary", "Mary", {role}};
    EXPECT_EQ(may(person, approve).ok(), role == Role::kDataOfficer) << name(role);
    EXPECT_EQ(may(person, refuse).ok(), role == Role::kDataOfficer) << name(role);
  }
}

// What was shared, and the row of a child, are the data officer's to look into.
TEST(PermissionTest, LetsTheDataOfficerAloneLookIntoWhatWasShared) {
  v1::ControlRequest search, prove, exported, subject;
  search.mutable_audit_search();
  prove.mutable_audit_prove();
  exported.mutable_audit_export();
  subject.mutable_audit_subject();
  for (const Role role : {Role::kDataTeam, Role::kInspector, Role::kDataOfficer,
                          Role::kSocialWorker, Role::kYjsWorker, Role::kYjsPolice}) {
    const Person person{"mary", "Mary", {role}};
    for (const auto& request : {search, prove, exported, subject}) {
      EXPECT_EQ(may(person, request).ok(), role == Role::kDataOfficer) << name(role);
    }
  }
}

// X6: nobody else at the agency knows that an inspection is near.
TEST(PermissionTest, GivesAnAnswersReportToInspectorAndDataOfficerAlone) {
  v1::ControlRequest report;
  report.mutable_enquiry_report();
  v1::ControlRequest inspected;
  inspected.mutable_enquiry_inspected();
  for (const Role role : {Role::kDataTeam, Role::kInspector, Role::kDataOfficer,
                          Role::kSocialWorker, Role::kYjsWorker, Role::kYjsPolice}) {
    const bool may_read = role == Role::kInspector || role == Role::kDataOfficer;
    EXPECT_EQ(may({"mary", "Mary", {role}}, report).ok(), may_read) << name(role);
    EXPECT_EQ(may({"mary", "Mary", {role}}, inspected).ok(), may_read) << name(role);
  }
}

// Nobody but who may read who the child is, at the one kind of agency that passes on.
TEST(PermissionTest, OnlySocialWorkersPassOn) {
  v1::ControlRequest pass_on;
  pass_on.mutable_inbox_pass_on();
  for (const Role role : {Role::kDataTeam, Role::kInspector, Role::kDataOfficer,
                          Role::kSocialWorker, Role::kYjsWorker, Role::kYjsPolice}) {
    const Person person{"mary", "Mary", {role}};
    EXPECT_EQ(may(person, pass_on).ok(), role == Role::kSocialWorker) << name(role);
  }
}

// What follows a record is for whoever reads records.
TEST(PermissionTest, GivesChangesToEveryReader) {
  v1::ControlRequest changes, close;
  changes.mutable_inbox_changes();
  close.mutable_inbox_close();
  for (const Role role : {Role::kDataTeam, Role::kInspector, Role::kDataOfficer,
                          Role::kSocialWorker, Role::kYjsWorker, Role::kYjsPolice}) {
    const Person person{"mary", "Mary", {role}};
    const bool reads = role != Role::kDataTeam && role != Role::kDataOfficer;
    EXPECT_EQ(may(person, changes).ok(), reads) << name(role);
    EXPECT_EQ(may(person, close).ok(), reads) << name(role);
  }
}

// Police seconded to a service answer for no contact on duty there.
TEST(PermissionTest, GivesExercisesToWhomTheyAskAndToWhoAsks) {
  v1::ControlRequest exercise, stand, list, answer;
  exercise.mutable_notify_exercise();
  stand.mutable_notify_exercises();
  list.mutable_inbox_exercises();
  answer.mutable_inbox_answer();
  for (const Role role : {Role::kDataTeam, Role::kInspector, Role::kDataOfficer,
                          Role::kSocialWorker, Role::kYjsWorker, Role::kYjsPolice}) {
    const Person person{"mary", "Mary", {role}};
    const bool sends = role == Role::kDataTeam;
    const bool answers = role == Role::kSocialWorker || role == Role::kYjsWorker;
    EXPECT_EQ(may(person, exercise).ok(), sends) << name(role);
    EXPECT_EQ(may(person, stand).ok(), sends) << name(role);
    EXPECT_EQ(may(person, list).ok(), answers) << name(role);
    EXPECT_EQ(may(person, answer).ok(), answers) << name(role);
  }
}

// An erasure is ordered by the data officer, an error found by the data team.
TEST(PermissionTest, LetsTheDataTeamAndTheDataOfficerChangeWhatWasSent) {
  v1::ControlRequest preview, change, changes, status;
  status.mutable_notify_status();
  preview.mutable_record_preview();
  change.mutable_record_change();
  changes.mutable_record_changes();
  for (const auto& request : {preview, change, changes, status}) {
    for (const Role role : {Role::kDataTeam, Role::kDataOfficer, Role::kInspector,
                            Role::kSocialWorker, Role::kYjsWorker, Role::kYjsPolice}) {
      const bool permitted = role == Role::kDataTeam || role == Role::kDataOfficer;
      EXPECT_EQ(may({"mary", "Mary", {role}}, request).ok(), permitted);
    }
  }
}

// X1: what a recipient decided would tell the data team whom an authority has placed.
TEST(PermissionTest, HandsWhatRecipientsDecidedToTheDataOfficerAlone) {
  v1::ControlRequest verdicts, release, forget;
  verdicts.mutable_record_verdicts();
  release.mutable_record_release();
  forget.mutable_record_forget();
  for (const auto& request : {verdicts, release, forget}) {
    for (const Role role : {Role::kDataTeam, Role::kInspector, Role::kDataOfficer,
                            Role::kSocialWorker, Role::kYjsWorker, Role::kYjsPolice}) {
      EXPECT_EQ(may({"mary", "Mary", {role}}, request).ok(), role == Role::kDataOfficer);
    }
  }
}

// X1: so would that there is a challenge. Police challenge nothing.
TEST(PermissionTest, GivesChallengesToReadersThatAreNotPoliceAndAnswersToTheDataOfficer) {
  v1::ControlRequest challenge, list, sealed, answer;
  challenge.mutable_inbox_challenge();
  list.mutable_inbox_challenges();
  sealed.mutable_record_challenges();
  answer.mutable_record_answer();
  for (const Role role : {Role::kDataTeam, Role::kInspector, Role::kDataOfficer,
                          Role::kSocialWorker, Role::kYjsWorker, Role::kYjsPolice}) {
    const Person person{"mary", "Mary", {role}};
    const bool reads = role != Role::kDataTeam && role != Role::kYjsPolice;
    EXPECT_EQ(may(person, challenge).ok(), reads) << name(role);
    EXPECT_EQ(may(person, list).ok(), reads) << name(role);
    EXPECT_EQ(may(person, sealed).ok(), role == Role::kDataOfficer) << name(role);
    EXPECT_EQ(may(person, answer).ok(), role == Role::kDataOfficer) << name(role);
  }
}

// Nobody else knows that it was asked who a child is, or is told.
TEST(PermissionTest, LetsTheDataOfficerAloneAskWhoAChildIsAndReadIt) {
  v1::ControlRequest ask, list, show;
  ask.mutable_reidentify_request();
  list.mutable_reidentify_list();
  show.mutable_reidentify_show();
  for (const auto& request : {ask, list, show}) {
    for (const Role role : {Role::kDataTeam, Role::kInspector, Role::kDataOfficer,
                            Role::kSocialWorker, Role::kYjsWorker, Role::kYjsPolice}) {
      EXPECT_EQ(may({"mary", "Mary", {role}}, request).ok(), role == Role::kDataOfficer)
          << name(role);
    }
  }
}

// X6: that an inspection is near is known to the inspector and the data officer.
TEST(PermissionTest, LetsAnInspectorAskAndNobodyElseButTheDataOfficerSeeIt) {
  v1::ControlRequest ask, list, show;
  ask.mutable_enquiry_ask();
  list.mutable_enquiry_list();
  show.mutable_enquiry_show();
  for (const Role role : {Role::kDataTeam, Role::kInspector, Role::kDataOfficer,
                          Role::kSocialWorker, Role::kYjsWorker, Role::kYjsPolice}) {
    const Person person{"mary", "Mary", {role}};
    const bool inspects = role == Role::kInspector;
    EXPECT_EQ(may(person, ask).ok(), inspects) << name(role);
    EXPECT_EQ(may(person, list).ok(), inspects || role == Role::kDataOfficer) << name(role);
    EXPECT_EQ(may(person, show).ok(), inspects || role == Role::kDataOfficer) << name(role);
  }
}

TEST(PermissionTest, RefusesARequestThatAsksNothing) {
  const Person person{"mary", "Mary", {Role::kDataTeam, Role::kInspector, Role::kDataOfficer}};
  EXPECT_EQ(may(person, {}).reason(), Reason::kUsage);
}

TEST(SenderOfTest, IsTheAccountOfAUserWhoMaySendReturns) {
  const std::string account = account_of(::geteuid()).value();
  const auto people = [&](const std::string& role) {
    return People::parse("person { account: \"" + account + "\" name: \"P\" role: " + role + " }",
                         "people")
        .value();
  };
  EXPECT_EQ(sender_of(::geteuid(), people("DATA_TEAM")).value(), account);
  const auto refused = sender_of(::geteuid(), people("INSPECTOR role: DATA_OFFICER"));
  EXPECT_EQ(refused.reason(), Reason::kNotPermitted);
  EXPECT_NE(refused.error().detail.find("mend with: role DATA_TEAM"), std::string::npos);
  EXPECT_EQ(sender_of(::geteuid(), People::parse("", "people").value()).reason(),
            Reason::kNotPermitted);
  EXPECT_EQ(sender_of(0xFFFF'FFF0U, people("DATA_TEAM")).reason(), Reason::kNotPermitted);
}

}  // namespace
}  // namespace stile::agent
