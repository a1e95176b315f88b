#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "agents/report/labels.h"
#include "core/record/challenge.h"
#include "core/record/change.h"
#include "core/record/code_texts.h"
#include "core/record/identity_request.h"

// What people read for the codes that a recipient's rows may hold. Welsh follows the terms of the
// Welsh Government and the police where they publish one; README.md says who has to check it.
namespace stile::agent {

// labels<Enum> are those of a code list, in the order of its values.
template <typename Enum>
inline constexpr std::array<Label, 0> labels{};

template <std::size_t N>
constexpr std::array<Label, N> labelled(const Label (&list)[N]) {
  return std::to_array(list);
}

// clang-format off
template <> inline constexpr auto labels<record::RecordType> = labelled({
    {"call-out", "Call-outs", "Galwadau i'r heddlu"},
    {"missing-episode", "Missing episodes", "Achosion o fynd ar goll"},
    {"arrest", "Arrests", "Arestiadau"},
    {"concern", "Police concerns", "Pryderon yr heddlu"},
    {"home-month", "Counts of homes and months", "Cyfrifon cartrefi a misoedd"},
    {"return-manifest", "Return manifests", "Maniffestau'r datganiadau"}});
template <> inline constexpr auto labels<record::PartOfDay> = labelled({
    {"night", "night", "nos"},
    {"morning", "morning", "bore"},
    {"afternoon", "afternoon", "prynhawn"},
    {"evening", "evening", "gyda'r nos"}});
template <> inline constexpr auto labels<record::AgeBand> = labelled({
    {"under-1", "under 1", "dan 1 oed"},
    {"1-4", "1 to 4", "1 i 4 oed"},
    {"5-9", "5 to 9", "5 i 9 oed"},
    {"10-15", "10 to 15", "10 i 15 oed"},
    {"16-and-over", "16 and over", "16 oed a throsodd"},
    {"not-known", "not known", "ddim yn hysbys"},
    {"no-child", "no child", "dim plentyn"}});
template <> inline constexpr auto labels<record::Category> = labelled({
    {"missing", "missing", "ar goll"},
    {"alleged-crime", "alleged crime", "trosedd honedig"},
    {"safeguarding", "safeguarding", "diogelu"},
    {"other", "other", "arall"}});
template <> inline constexpr auto labels<record::Channel> = labelled({
    {"999", "999", "999"},
    {"101", "101", "101"},
    {"online", "online", "ar-lein"},
    {"other", "other", "arall"}});
template <> inline constexpr auto labels<record::CallerRole> = labelled({
    {"staff", "staff", "staff"},
    {"child", "child", "plentyn"},
    {"agency", "agency", "asiantaeth"},
    {"public", "public", "y cyhoedd"},
    {"not-known", "not known", "ddim yn hysbys"}});
template <> inline constexpr auto labels<record::Deployment> = labelled({
    {"deployed", "yes", "do"},
    {"not-deployed-resolved-by-telephone", "no: resolved by telephone", "naddo: datryswyd dros y ffôn"},
    {"not-deployed-for-the-home", "no: for the home", "naddo: mater i'r cartref"},
    {"not-deployed-other-agency", "no: another agency", "naddo: asiantaeth arall"},
    {"not-deployed-duplicate", "no: duplicate call", "naddo: galwad ddyblyg"},
    {"not-deployed-other", "no: other reason", "naddo: rheswm arall"},
    {"not-known", "not known", "ddim yn hysbys"}});
template <> inline constexpr auto labels<record::HomeTold> = labelled({
    {"yes", "yes", "do"},
    {"no", "no", "naddo"},
    {"not-known", "not known", "ddim yn hysbys"},
    {"not-applicable", "not applicable", "ddim yn berthnasol"}});
template <> inline constexpr auto labels<record::Appropriateness> = labelled({
    {"appropriate", "appropriate", "priodol"},
    {"inappropriate", "inappropriate", "amhriodol"},
    {"not-assessed", "not assessed", "heb ei asesu"}});
template <> inline constexpr auto labels<record::Level> = labelled({
    {"1", "1", "1"},
    {"2", "2", "2"},
    {"3", "3", "3"},
    {"not-set", "not set", "heb ei phennu"}});
template <> inline constexpr auto labels<record::LevelSetBy> = labelled({
    {"home", "home", "y cartref"},
    {"force", "force", "yr heddlu"},
    {"nobody", "nobody", "neb"}});
template <> inline constexpr auto labels<record::PlacingDistance> = labelled({
    {"in-area", "in area", "o fewn yr ardal"},
    {"adjoining", "adjoining", "ardal gyfagos"},
    {"distant", "distant", "ardal bell"},
    {"not-known", "not known", "ddim yn hysbys"}});
template <> inline constexpr auto labels<record::Absence> = labelled({
    {"missing", "missing", "ar goll"},
    {"unauthorised-absence", "unauthorised absence", "absenoldeb heb awdurdod"},
    {"location-known", "location known", "lleoliad yn hysbys"},
    {"late", "late", "hwyr"}});
template <> inline constexpr auto labels<record::MissingRisk> = labelled({
    {"no-apparent-risk", "no apparent risk", "dim risg amlwg"},
    {"low", "low", "isel"},
    {"medium", "medium", "canolig"},
    {"high", "high", "uchel"},
    {"not-assessed", "not assessed", "heb ei hasesu"}});
template <> inline constexpr auto labels<record::DurationBand> = labelled({
    {"under-8-hours", "under 8 hours", "llai nag 8 awr"},
    {"8-16-hours", "8 to 16 hours", "8 i 16 awr"},
    {"16-24-hours", "16 to 24 hours", "16 i 24 awr"},
    {"1-2-days", "1 to 2 days", "1 i 2 ddiwrnod"},
    {"2-7-days", "2 to 7 days", "2 i 7 diwrnod"},
    {"7-28-days", "7 to 28 days", "7 i 28 diwrnod"},
    {"28-days-and-over", "28 days and over", "28 diwrnod neu fwy"},
    {"still-missing", "still missing", "ar goll o hyd"}});
template <> inline constexpr auto labels<record::PoliceResponse> = labelled({
    {"search", "search", "chwilio"},
    {"transport-only", "transport only", "cludo yn unig"},
    {"none", "none", "dim"},
    {"not-known", "not known", "ddim yn hysbys"}});
template <> inline constexpr auto labels<record::Answer> = labelled({
    {"yes", "yes", "do"},
    {"no", "no", "naddo"},
    {"not-asked", "not asked", "ni ofynnwyd"},
    {"not-known", "not known", "ddim yn hysbys"}});
template <> inline constexpr auto labels<record::Kind> = labelled({
    {"arrested", "arrested", "arestiwyd"},
    {"voluntary-interview", "voluntary interview", "cyfweliad gwirfoddol"},
    {"warrant-or-breach", "warrant or breach", "gwarant neu dorri amodau"},
    {"sexual-exploitation", "sexual exploitation", "camfanteisio'n rhywiol"},
    {"criminal-exploitation", "criminal exploitation", "camfanteisio'n droseddol"},
    {"substance-misuse", "substance misuse", "camddefnyddio sylweddau"},
    {"self-harm", "self-harm", "hunan-niweidio"},
    {"abuse-or-neglect", "abuse or neglect", "cam-drin neu esgeuluso"},
    {"care-in-the-home", "care in the home", "y gofal yn y cartref"},
    {"other", "other", "arall"}});
template <> inline constexpr auto labels<record::Measure> = labelled({
    {"calls-by-staff", "Calls by staff", "Galwadau gan staff"},
    {"calls-by-child", "Calls by a child", "Galwadau gan blentyn"},
    {"calls-by-agency", "Calls by an agency", "Galwadau gan asiantaeth"},
    {"calls-by-public", "Calls by the public", "Galwadau gan y cyhoedd"},
    {"calls-caller-not-known", "Calls, caller not known", "Galwadau, galwr ddim yn hysbys"},
    {"staff-calls-appropriate", "Staff calls: appropriate", "Galwadau staff: priodol"},
    {"staff-calls-inappropriate", "Staff calls: inappropriate", "Galwadau staff: amhriodol"},
    {"staff-calls-not-assessed", "Staff calls: not assessed", "Galwadau staff: heb eu hasesu"},
    {"child-alleged", "Child alleged to have offended", "Honnir i'r plentyn droseddu"},
    {"child-victim", "Child a victim", "Plentyn yn ddioddefwr"},
    {"child-witness", "Child a witness", "Plentyn yn dyst"},
    {"child-missing", "Child missing", "Plentyn ar goll"},
    {"child-no-role", "Child with no role", "Plentyn heb rôl"},
    {"exploitation-concern", "Exploitation: concern", "Camfanteisio: pryder"},
    {"exploitation-none", "Exploitation: none", "Camfanteisio: dim"},
    {"exploitation-not-known", "Exploitation: not known", "Camfanteisio: ddim yn hysbys"},
    {"harm-yes", "Harm: yes", "Niwed: do"},
    {"harm-no", "Harm: no", "Niwed: naddo"},
    {"harm-not-known", "Harm: not known", "Niwed: ddim yn hysbys"},
    {"offence-violence", "Offence alleged: violence", "Trosedd honedig: trais"},
    {"offence-sexual", "Offence alleged: sexual", "Trosedd honedig: rhywiol"},
    {"offence-robbery", "Offence alleged: robbery", "Trosedd honedig: lladrad"},
    {"offence-theft", "Offence alleged: theft", "Trosedd honedig: dwyn"},
    {"offence-damage-or-arson", "Offence alleged: damage or arson", "Trosedd honedig: difrod neu losgi bwriadol"},
    {"offence-drugs", "Offence alleged: drugs", "Trosedd honedig: cyffuriau"},
    {"offence-weapons", "Offence alleged: weapons", "Trosedd honedig: arfau"},
    {"offence-public-order", "Offence alleged: public order", "Trosedd honedig: y drefn gyhoeddus"},
    {"offence-other", "Offence alleged: other", "Trosedd honedig: arall"},
    {"offence-not-known", "Offence alleged: not known", "Trosedd honedig: ddim yn hysbys"},
    {"arrests", "Arrests", "Arestiadau"},
    {"outcome-not-yet-assigned", "Outcome: not yet assigned", "Canlyniad: heb ei bennu eto"},
    {"outcome-formal", "Outcome: formal", "Canlyniad: ffurfiol"},
    {"outcome-out-of-court", "Outcome: formal, out of court", "Canlyniad: ffurfiol, y tu allan i'r llys"},
    {"outcome-informal", "Outcome: informal", "Canlyniad: anffurfiol"},
    {"outcome-20-other-body", "Outcome 20: passed to another body", "Canlyniad 20: trosglwyddwyd i gorff arall"},
    {"outcome-21-police-not-in-public-interest", "Outcome 21: not in the public interest (police)", "Canlyniad 21: nid er budd y cyhoedd (yr heddlu)"},
    {"outcome-22-diversion", "Outcome 22: diversion", "Canlyniad 22: dargyfeirio"},
    {"outcome-no-further-action", "Outcome: no further action", "Canlyniad: dim camau pellach"},
    {"interview-due", "Return interview due", "Cyfweliad dychwelyd i'w gynnal"},
    {"interview-offered", "Return interview offered", "Cyfweliad dychwelyd a gynigiwyd"},
    {"interview-accepted", "Return interview accepted", "Cyfweliad dychwelyd a dderbyniwyd"},
    {"view-recorded", "Child's view recorded", "Cofnodwyd barn y plentyn"},
    {"disputed", "Disputed by the child", "Gwrthwynebwyd gan y plentyn"}});

// What follows a record.
template <> inline constexpr auto labels<record::ChangeKind> = labelled({
    {"corrected", "corrected", "cywirwyd"},
    {"annotated", "annotated", "anodwyd"},
    {"restricted", "restricted", "cyfyngwyd"},
    {"lifted", "marks lifted", "codwyd y nodau"},
    {"withdrawn", "withdrawn", "tynnwyd yn ôl"},
    {"answered", "answered", "atebwyd"}});
template <> inline constexpr auto labels<record::ChangeReason> = labelled({
    {"inaccurate", "it was inaccurate", "roedd yn anghywir"},
    {"later-outcome", "a later outcome", "canlyniad diweddarach"},
    {"disputed-by-child", "disputed by the child", "gwrthwynebwyd gan y plentyn"},
    {"disputed-by-other", "disputed by somebody else", "gwrthwynebwyd gan rywun arall"},
    {"under-review", "under review", "yn cael ei adolygu"},
    {"accuracy-contested", "its accuracy is contested", "herir ei gywirdeb"},
    {"processing-unlawful", "its use is unlawful", "mae ei ddefnyddio'n anghyfreithlon"},
    {"legal-claim", "needed for a legal claim", "ei angen ar gyfer hawliad cyfreithiol"},
    {"objection-pending", "an objection is pending", "mae gwrthwynebiad heb ei benderfynu"},
    {"kept-as-evidence", "kept as evidence", "fe'i cedwir fel tystiolaeth"},
    {"resolved", "resolved", "datryswyd"},
    {"set-by-mistake", "set by mistake", "gosodwyd drwy gamgymeriad"},
    {"no-longer-qualifies", "no longer for this agency", "nid yw ar gyfer yr asiantaeth hon mwyach"},
    {"recorded-in-error", "recorded in error", "cofnodwyd drwy gamgymeriad"},
    {"wrong-child", "of another child", "am blentyn arall"},
    {"wrong-home", "of another home", "am gartref arall"},
    {"duplicate", "a duplicate", "copi dyblyg"},
    {"erasure-ordered", "erasure was ordered", "gorchmynnwyd ei ddileu"},
    {"upheld", "it was right", "roedd yn gywir"},
    {"partly-upheld", "it was right in part", "roedd yn rhannol gywir"},
    {"not-upheld", "it was not right", "nid oedd yn gywir"},
    {"identified", "the child was identified", "adnabuwyd y plentyn"},
    {"not-identified", "the child was not identified", "ni chafodd y plentyn ei adnabod"}});
template <> inline constexpr auto labels<record::IdentityBasis> = labelled({
    {"children-act-1989-s47", "Children Act 1989 s.47", "Deddf Plant 1989 a.47"},
    {"children-act-2004-s11", "Children Act 2004 s.11", "Deddf Plant 2004 a.11"},
    {"care-standards-act-2000", "Care Standards Act 2000", "Deddf Safonau Gofal 2000"},
    {"crime-and-disorder-act-1998-s115", "Crime and Disorder Act 1998 s.115", "Deddf Trosedd ac Anhrefn 1998 a.115"},
    {"data-subject-right", "a data subject's right", "hawl gwrthrych y data"},
    {"court-order", "a court order", "gorchymyn llys"}});
template <> inline constexpr auto labels<record::ChallengeReason> = labelled({
    {"inaccurate", "inaccurate", "anghywir"},
    {"out-of-date", "out of date", "wedi dyddio"},
    {"incomplete", "incomplete", "anghyflawn"},
    {"not-this-home", "not of this home", "nid o'r cartref hwn"},
    {"duplicate", "a duplicate", "copi dyblyg"},
    {"disputed-by-child", "disputed by the child", "gwrthwynebwyd gan y plentyn"},
    {"more-than-agreed", "more than was agreed", "mwy nag y cytunwyd"}});

// What follows is in notifications only.
template <> inline constexpr auto labels<record::ChildRole> = labelled({
    {"alleged", "alleged to have offended", "honnir iddo droseddu"},
    {"victim", "victim", "dioddefwr"},
    {"witness", "witness", "tyst"},
    {"missing", "missing", "ar goll"},
    {"none", "none", "dim"}});
template <> inline constexpr auto labels<record::ChildNow> = labelled({
    {"at-home", "at the home", "yn y cartref"},
    {"with-police", "with police", "gyda'r heddlu"},
    {"in-custody", "in custody", "yn y ddalfa"},
    {"appropriate-adult-needed", "appropriate adult needed", "angen oedolyn priodol"},
    {"in-hospital", "in hospital", "yn yr ysbyty"},
    {"still-missing", "still missing", "ar goll o hyd"},
    {"not-known", "not known", "ddim yn hysbys"}});
template <> inline constexpr auto labels<record::OffenceGroup> = labelled({
    {"violence", "violence", "trais"},
    {"sexual", "sexual", "rhywiol"},
    {"robbery", "robbery", "lladrad"},
    {"theft", "theft", "dwyn"},
    {"damage-or-arson", "damage or arson", "difrod neu losgi bwriadol"},
    {"drugs", "drugs", "cyffuriau"},
    {"weapons", "weapons", "arfau"},
    {"public-order", "public order", "y drefn gyhoeddus"},
    {"other", "other", "arall"},
    {"not-known", "not known", "ddim yn hysbys"},
    {"none", "none", "dim"}});
template <> inline constexpr auto labels<record::OutcomeGroup> = labelled({
    {"not-yet-assigned", "not yet assigned", "heb ei bennu eto"},
    {"formal", "formal", "ffurfiol"},
    {"out-of-court", "formal, out of court", "ffurfiol, y tu allan i'r llys"},
    {"informal", "informal", "anffurfiol"},
    {"20-other-body", "20: passed to another body", "20: trosglwyddwyd i gorff arall"},
    {"21-police-not-in-public-interest", "21: not in the public interest (police)", "21: nid er budd y cyhoedd (yr heddlu)"},
    {"22-diversion", "22: diversion", "22: dargyfeirio"},
    {"no-further-action", "no further action", "dim camau pellach"},
    {"no-crime", "no crime recorded", "dim trosedd wedi'i chofnodi"}});
// clang-format on

// The reasons of one kind of change.
constexpr std::span kAnnotationReasons = std::span(labels<record::ChangeReason>).subspan(2, 3);
constexpr std::span kWithdrawalReasons = std::span(labels<record::ChangeReason>).subspan(12, 6);

// is_labelled<Enum>: a new code without its label does not compile.
template <record::Coded Enum>
constexpr bool is_labelled() {
  if (labels<Enum>.size() != record::names<Enum>.size()) return false;
  for (std::size_t i = 0; i < labels<Enum>.size(); ++i) {
    if (labels<Enum>[i].name != record::names<Enum>[i]) return false;
  }
  return true;
}

template <record::Coded Enum>
constexpr const Label& label_of(Enum value) {
  static_assert(is_labelled<Enum>());
  return labels<Enum>[static_cast<std::size_t>(value) - 1];
}

}  // namespace stile::agent
