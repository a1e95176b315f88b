#include "agents/control/permission.h"

#include <string>
#include <vector>

#include "agents/control/socket.h"
#include "stile/v1/control.pb.h"

namespace stile::agent {
namespace {

// needed() are the roles of which one is needed; none for a request that asks nothing.
std::vector<Role> needed(const v1::ControlRequest& request) {
  switch (request.request_case()) {
    case v1::ControlRequest::kReturnPreview:
    case v1::ControlRequest::kReturnSend:
    case v1::ControlRequest::kReturnStatus:
    case v1::ControlRequest::kNotifyPreview:
    case v1::ControlRequest::kNotifySend:
    case v1::ControlRequest::kNotifyAlarms:
    case v1::ControlRequest::kNotifyRang: return {Role::kDataTeam};
    case v1::ControlRequest::kNotifyStatus:
    case v1::ControlRequest::kRecordPreview:
    case v1::ControlRequest::kRecordChange:
    case v1::ControlRequest::kRecordChanges: return {Role::kDataTeam, Role::kDataOfficer};
    case v1::ControlRequest::kInboxList:
    case v1::ControlRequest::kInboxExport:
    case v1::ControlRequest::kInboxCompleteness: return {Role::kInspector};
    case v1::ControlRequest::kInboxNotices:
    case v1::ControlRequest::kInboxOpen:
    case v1::ControlRequest::kInboxAcknowledge:
    case v1::ControlRequest::kInboxReturn:
      return {Role::kSocialWorker, Role::kYjsWorker, Role::kYjsPolice};
    case v1::ControlRequest::kInboxChanges:
    case v1::ControlRequest::kInboxClose:
      return {Role::kInspector, Role::kSocialWorker, Role::kYjsWorker, Role::kYjsPolice};
    case v1::ControlRequest::kInboxChallenge:
    case v1::ControlRequest::kInboxChallenges:
      return {Role::kInspector, Role::kDataOfficer, Role::kSocialWorker, Role::kYjsWorker};
    case v1::ControlRequest::kInboxPassOn: return {Role::kSocialWorker};
    case v1::ControlRequest::kInboxBreaches:
    case v1::ControlRequest::kInboxRetention:
    case v1::ControlRequest::kRecordVerdicts:
    case v1::ControlRequest::kRecordRelease:
    case v1::ControlRequest::kRecordForget:
    case v1::ControlRequest::kRecordChallenges:
    case v1::ControlRequest::kRecordAnswer:
    case v1::ControlRequest::kAuditVerify:
    case v1::ControlRequest::kAuditLog:
    case v1::ControlRequest::kAuditSubject:
    case v1::ControlRequest::kAuditErase:
    case v1::ControlRequest::kAuditErasures:
    case v1::ControlRequest::kAuditHoldPlace:
    case v1::ControlRequest::kAuditHoldList:
    case v1::ControlRequest::kAuditHoldLift:
    case v1::ControlRequest::kAuditSearch:
    case v1::ControlRequest::kAuditProve:
    case v1::ControlRequest::kAuditExport:
    case v1::ControlRequest::kAuditAlarms:
    case v1::ControlRequest::kReidentifyRequest:
    case v1::ControlRequest::kReidentifyList:
    case v1::ControlRequest::kReidentifyShow:
    case v1::ControlRequest::kReidentifyAsked:
    case v1::ControlRequest::kReidentifyApprove:
    case v1::ControlRequest::kReidentifyRefuse:
    case v1::ControlRequest::kAgentStatus: return {Role::kDataOfficer};
    case v1::ControlRequest::kNotifyExercise:
    case v1::ControlRequest::kNotifyExercises: return {Role::kDataTeam};
    case v1::ControlRequest::kInboxExercises:
    case v1::ControlRequest::kInboxAnswer: return {Role::kSocialWorker, Role::kYjsWorker};
    case v1::ControlRequest::kEnquiryAsk: return {Role::kInspector};
    case v1::ControlRequest::kEnquiryApprove:
    case v1::ControlRequest::kEnquiryRefuse: return {Role::kDataOfficer};
    // X6: nobody else at this agency knows that an inspection is near.
    case v1::ControlRequest::kEnquiryList:
    case v1::ControlRequest::kEnquiryReport:
    case v1::ControlRequest::kEnquiryInspected:
    case v1::ControlRequest::kEnquiryShow: return {Role::kInspector, Role::kDataOfficer};
    case v1::ControlRequest::REQUEST_NOT_SET: return {};
  }
  __builtin_trap();
}

}  // namespace

Status may(const Person& person, const v1::ControlRequest& request) {
  const std::vector<Role> roles = needed(request);
  if (roles.empty()) return Error{Reason::kUsage, "the request asks nothing"};
  std::string names;
  for (const Role role : roles) {
    if (person.has(role)) return ok();
    names += (names.empty() ? "" : " or ") + std::string(name(role));
  }
  return Error{Reason::kNotPermitted,
               "this needs the role of " + names + " in the people file of this agent"};
}

Result<std::string> sender_of(std::uint32_t user, const People& people) {
  STILE_TRY(const std::string account, account_of(user));
  const Person* person = people.find(account);
  if (person != nullptr && person->has(Role::kDataTeam)) return account;
  return Error{Reason::kNotPermitted,
               "the file is account " + account + "'s, which sends nothing; mend with: role " +
                   "DATA_TEAM for it in the people file, or drop the file as somebody who has it"};
}

}  // namespace stile::agent
