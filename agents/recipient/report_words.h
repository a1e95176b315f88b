#pragma once

#include <array>

#include "agents/recipient/enquiry_answer.h"
#include "agents/recipient/enquiry_summary.h"
#include "agents/report/labels.h"

// What people read in the report of an answer. The Welsh has to be checked by a speaker who knows
// the field before anybody relies on it (README.md).
namespace stile::agent::words {

// clang-format off
inline constexpr Label kTitle = {"title", "What forces have of one home", "Yr hyn sydd gan heddluoedd am un cartref"};
inline constexpr Label kConfidential = {"confidential",
    "Confidential. Neither the home nor its provider nor a placing authority may learn that this was asked.",
    "Cyfrinachol. Ni chaiff y cartref, ei ddarparwr nac awdurdod lleoli wybod y gofynnwyd hyn."};
inline constexpr Label kHome = {"home", "Home", "Cartref"};
inline constexpr Label kEarlier = {"earlier", "Its earlier number", "Ei rif cynharach"};
inline constexpr Label kUnasked = {"unasked", "NOT asked about under its number", "NI ofynnwyd amdano dan ei rif"};
inline constexpr Label kUntil = {"until", "until", "tan"};
inline constexpr Label kPeriod = {"period", "Period", "Cyfnod"};
inline constexpr Label kTo = {"to", "to", "hyd at"};
inline constexpr Label kInspection = {"inspection", "Inspection", "Arolygiad"};
inline constexpr std::array kInspections = {
    Label{"full", "full", "llawn"},
    Label{"interim", "interim", "interim"},
    Label{"monitoring", "monitoring", "monitro"}};
inline constexpr Label kReference = {"reference", "Reference", "Cyfeirnod"};
inline constexpr Label kEnquiry = {"enquiry", "Enquiry", "Ymholiad"};
inline constexpr Label kMade = {"made", "Made", "Lluniwyd"};
inline constexpr Label kLondon = {"london", "London time", "amser Llundain"};
inline constexpr Label kMayBeOld = {"may-be-old",
    "This is what had come by then. Forces correct and withdraw records later, and more may come: this report may be out of date. Make it anew before relying on it.",
    "Dyma'r hyn a oedd wedi cyrraedd erbyn hynny. Mae heddluoedd yn cywiro ac yn tynnu cofnodion yn ôl yn ddiweddarach, a gall rhagor gyrraedd: gall yr adroddiad hwn fod wedi dyddio. Lluniwch ef o'r newydd cyn dibynnu arno."};
inline constexpr Label kChanged = {"changed", "Records changed since the answer came", "Cofnodion a newidiwyd ers i'r ateb gyrraedd"};
inline constexpr Label kNewestChange = {"newest-change", "Last change", "Newid diwethaf"};
inline constexpr Label kLeftOut = {"left-out",
    "Those that are restricted may not be used, and are in no row or figure of this report.",
    "Ni chaniateir defnyddio'r rhai a gyfyngwyd, ac nid ydynt mewn unrhyw res na ffigur yn yr adroddiad hwn."};
inline constexpr Label kHowCounted = {"how-counted",
    "Figures count records. A call or event that concerned two children is two records. Forces are not added up: two of them may have records of the same event or the same child. A child whom two systems of one force know is counted twice among its children.",
    "Cofnodion a gyfrifir. Mae galwad neu ddigwyddiad a oedd yn ymwneud â dau blentyn yn ddau gofnod. Nid yw ffigurau heddluoedd yn cael eu hadio at ei gilydd: gall fod gan ddau heddlu gofnodion o'r un digwyddiad neu'r un plentyn. Cyfrifir plentyn y mae dwy o systemau'r un heddlu yn ei adnabod ddwywaith ymhlith ei blant."};
inline constexpr Label kMayBeFewer = {"may-be-fewer",
    "There may be fewer children than that: each of a force's systems numbers children by itself, so that one whom two of them know counts twice.",
    "Gall fod llai o blant na hynny: mae pob un o systemau heddlu yn rhifo plant ar ei phen ei hun, felly cyfrifir ddwywaith blentyn y mae dwy ohonynt yn ei adnabod."};
inline constexpr Label kForces = {"forces", "Forces that had the home in their area", "Heddluoedd y bu'r cartref yn eu hardal"};
inline constexpr Label kForce = {"force", "Force", "Heddlu"};
inline constexpr Label kState = {"state", "Answer", "Ateb"};
inline constexpr Label kRecords = {"records", "Records", "Cofnodion"};
inline constexpr Label kChildren = {"children", "Different children", "Plant gwahanol"};
// In the order of Standing.
inline constexpr std::array kStandings = {
    Label{"not-asked", "not asked", "ni ofynnwyd"},
    Label{"not-sent", "not sent", "heb ei anfon"},
    Label{"refused", "refused", "gwrthodwyd"},
    Label{"pending", "pending: nothing has come yet", "yn aros: nid oes dim wedi cyrraedd eto"},
    Label{"awaiting-approval", "waiting for a person at the force to approve it", "yn aros i rywun yn yr heddlu ei gymeradwyo"},
    Label{"declined", "declined by the force", "gwrthodwyd gan yr heddlu"},
    Label{"disposed", "destroyed: the time is over for which its agreement lets it be kept", "dinistriwyd: daeth yr amser y caniateir ei gadw dan ei gytundeb i ben"},
    Label{"answered-in-part", "incomplete: not all has come yet", "anghyflawn: nid yw'r cyfan wedi cyrraedd eto"},
    Label{"answered-incomplete", "incomplete: all that the force says is here, and there may be more", "anghyflawn: mae'r cyfan y mae'r heddlu'n ei ddweud yma, a gall fod rhagor"},
    Label{"answered", "whole", "cyflawn"}};
// In the order of record::Declined.
inline constexpr std::array kDeclined = {
    Label{"reference-unconfirmed", "the inspection's number could not be confirmed", "ni ellid cadarnhau rhif yr arolygiad"},
    Label{"wider-than-needed", "the period is longer than this inspection needs", "mae'r cyfnod yn hwy nag sydd ei angen ar yr arolygiad hwn"},
    Label{"asked-before", "the same was asked and answered before", "gofynnwyd ac atebwyd yr un peth o'r blaen"},
    Label{"other-ground", "ask the force's data officer why", "gofynnwch i swyddog data'r heddlu pam"},
    Label{"expired", "nobody there decided in time", "ni phenderfynodd neb yno mewn pryd"},
    Label{"not-answerable", "the force's agent could not answer", "ni allai asiant yr heddlu ateb"}};
inline constexpr Label kForcesUnknown = {"forces-unknown",
    "Whether other forces had the home in their area is not known: this agency has no signed documents in force.",
    "Nid yw'n hysbys a fu'r cartref yn ardal heddluoedd eraill: nid oes gan yr asiantaeth hon ddogfennau wedi'u llofnodi mewn grym."};
// In the order of ChildrenBand.
inline constexpr std::array kBands = {
    Label{"none", "none", "dim"},
    Label{"1-4", "1 to 4", "1 i 4"},
    Label{"5-9", "5 to 9", "5 i 9"},
    Label{"10-19", "10 to 19", "10 i 19"},
    Label{"20-and-over", "20 or more", "20 neu fwy"}};
inline constexpr Label kNotShared = {"not-shared", "not shared", "heb ei rannu"};
inline constexpr Label kNotKnown = {"not-known", "not known", "ddim yn hysbys"};
inline constexpr Label kNoRecords = {"no-records", "No records.", "Dim cofnodion."};
inline constexpr Label kNothingHere = {"nothing-here", "Nothing of this force's answer is here.", "Nid oes dim o ateb yr heddlu hwn yma."};
inline constexpr Label kBrokenOff = {
    "broken-off", "This is a part of an answer that was broken off; the rest does not come.",
    "Rhan o ateb a dorrwyd yn ei flas yw hyn; ni ddaw'r gweddill."};
inline constexpr Label kSoFar = {"so-far",
    "Not all of this answer is here: the figures are of what has come so far.",
    "Nid yw'r ateb hwn i gyd yma: ffigurau yw'r rhain o'r hyn sydd wedi cyrraedd hyd yma."};
inline constexpr Label kMayBeMore = {"may-be-more",
    "The force did not search every month and system: where there are few records, or none, there may be more.",
    "Ni chwiliodd yr heddlu bob mis a phob system: lle mae cofnodion yn brin, neu lle nad oes rhai, gall fod rhagor."};
inline constexpr Label kNothingAlleged = {"nothing-alleged", "no offence alleged of the child", "ni honnir trosedd gan y plentyn"};
inline constexpr Label kStaffCalls = {"staff-calls", "Use of police: calls by the home's staff", "Defnydd o'r heddlu: galwadau gan staff y cartref"};
inline constexpr Label kAppropriate = {"appropriate", "Appropriate", "Priodol"};
inline constexpr Label kInappropriate = {"inappropriate", "Inappropriate", "Amhriodol"};
inline constexpr Label kAssessed = {"assessed", "Assessed (appropriate and inappropriate)", "Wedi'u hasesu (priodol ac amhriodol)"};
inline constexpr Label kNotAssessed = {"not-assessed", "Not assessed", "Heb eu hasesu"};
inline constexpr Label kShare = {"share", "Appropriate of those assessed", "Priodol o'r rhai a aseswyd"};
inline constexpr Label kAssessor = {"assessor", "As the force has assessed and recorded them.", "Fel y mae'r heddlu wedi'u hasesu a'u cofnodi."};
inline constexpr Label kFigure = {"figure", "Records", "Cofnodion"};
inline constexpr Label kAll = {"all", "All", "Cyfanswm"};
inline constexpr Label kByMonth = {"by-month", "Counted by month", "Cyfrif fesul mis"};
inline constexpr Label kCountedThen = {"counted-then",
    "As the force counted the records of its answer when it gave it: what was corrected or withdrawn since is in these figures as it was then.",
    "Fel y cyfrifodd yr heddlu gofnodion ei ateb pan roddodd ef: mae'r hyn a gywirwyd neu a dynnwyd yn ôl ers hynny yn y ffigurau hyn fel yr oedd bryd hynny."};
inline constexpr Label kNoOtherMonths = {"no-other-months",
    "A month that is not listed has no record in the answer.",
    "Nid oes gan fis nad yw wedi'i restru gofnod yn yr ateb."};
inline constexpr Label kNoMonths = {"no-months", "No month has a record.", "Nid oes cofnod mewn unrhyw fis."};
inline constexpr Label kMonthsWithheld = {"months-withheld",
    "Of some months the force could not count, because its agent has not read their exports since it was agreed.",
    "Ni allai'r heddlu gyfrif rhai misoedd, gan nad yw ei asiant wedi darllen eu hallforion ers y cytunwyd hynny."};
inline constexpr Label kMonthsLeftOut = {"months-left-out",
    "Months in which a record is restricted are left out: it may not be used, and nobody can take it from a sum.",
    "Gadewir allan fisoedd lle cyfyngwyd cofnod: ni chaniateir ei ddefnyddio, ac ni all neb ei dynnu o gyfanswm."};
inline constexpr Label kRows = {"rows", "The records", "Y cofnodion"};
inline constexpr Label kNumber = {"number", "No.", "Rhif"};
inline constexpr Label kWhen = {"when", "When", "Pryd"};
inline constexpr Label kWhat = {"what", "What is shared of it", "Yr hyn a rennir amdano"};
inline constexpr Label kChild = {"child", "Child", "Plentyn"};
inline constexpr Label kEvent = {"event", "To quote to the force", "I'w ddyfynnu i'r heddlu"};
inline constexpr Label kRevision = {"revision", "revision", "diwygiad"};
inline constexpr Label kConsignment = {"consignment", "consignment", "anfoniad"};
inline constexpr Label kCompleteness = {"completeness", "What the force says of its answer", "Yr hyn y mae'r heddlu'n ei ddweud am ei ateb"};
inline constexpr Label kUnsaid = {"unsaid", "The force has not said yet how many records its answer has.", "Nid yw'r heddlu wedi dweud eto faint o gofnodion sydd yn ei ateb."};
inline constexpr Label kType = {"type", "Records of", "Cofnodion o"};
inline constexpr Label kHere = {"here", "Here", "Yma"};
inline constexpr Label kSaid = {"said", "In the answer", "Yn yr ateb"};
inline constexpr Label kWithheld = {"withheld", "Withheld by agreement", "Heb eu rhannu dan y cytundeb"};
inline constexpr Label kRejected = {"rejected", "Could not be read there", "Ni ellid eu darllen yno"};
inline constexpr Label kSearched = {"searched", "Every month and system searched", "Chwiliwyd pob mis a phob system"};
inline constexpr Label kYes = {"yes", "yes", "do"};
inline constexpr Label kNo = {"no", "no", "naddo"};
// clang-format on

constexpr const Label& of(Standing standing) {
  return kStandings[static_cast<std::size_t>(standing)];
}
constexpr const Label& of(record::Declined declined) {
  return kDeclined[static_cast<std::size_t>(declined) - 1];
}
constexpr const Label& of(ChildrenBand band) { return kBands[static_cast<std::size_t>(band) - 1]; }
constexpr const Label& of(record::Inspection inspection) {
  return kInspections[static_cast<std::size_t>(inspection) - 1];
}

}  // namespace stile::agent::words
