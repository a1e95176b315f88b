#pragma once

#include <array>

#include "agents/report/code_labels.h"

// The words of a child's account: short sentences, for a reader of eleven. {1}, {2} and {3} are
// what filled() puts there. They say nothing that does not hold of every agency that sends.
namespace stile::agent::subject {

// clang-format off
inline constexpr Label kTitle = {"title", "What {1} has told others about you", "Yr hyn y mae {1} wedi'i ddweud wrth eraill amdanoch chi"};
inline constexpr Label kFrom = {"from", "From", "Gan"};
inline constexpr Label kAbout = {"about", "About", "Ynghylch"};
inline constexpr Label kChild = {"child", "the child with the reference {1} in our computer system {2}", "y plentyn â'r cyfeirnod {1} yn ein system gyfrifiadurol {2}"};
inline constexpr Label kMade = {"made", "Made on", "Gwnaed ar"};
inline constexpr Label kMoment = {"moment", "{1} at {2}, London time", "{1} am {2}, amser Llundain"};
inline constexpr Label kReason = {"reason", "Made for", "Gwnaed ar gyfer"};
inline constexpr Label kCovers = {"covers", "What it covers", "Yr hyn y mae'n ei gwmpasu"};
inline constexpr Label kCoversSome = {"covers-some", "everything from the first time, on {1}, until this paper was made", "popeth o'r tro cyntaf, ar {1}, hyd nes i'r papur hwn gael ei wneud"};
inline constexpr Label kCoversNone = {"covers-none", "everything until this paper was made", "popeth hyd nes i'r papur hwn gael ei wneud"};

inline constexpr Label kWhat = {"what", "What this paper is", "Beth yw'r papur hwn"};
inline constexpr Label kYou = {"you", "This paper is about what we have told other agencies about you. In it, \"you\" means the child it is about. \"We\" means {1}. If a list says \"child\", that is you too.", "Mae'r papur hwn yn sôn am yr hyn yr ydym wedi'i ddweud wrth asiantaethau eraill amdanoch chi. Ystyr \"chi\" yw'r plentyn y mae'r papur amdano. Ystyr \"ni\" yw {1}. Os yw rhestr yn dweud \"plentyn\", chi yw hwnnw hefyd."};
inline constexpr Label kStile = {"stile", "We use a computer system called Stile to share it. Stile lets through only what the agencies have agreed on and signed.", "Rydym yn defnyddio system gyfrifiadurol o'r enw Stile i'w rannu. Nid yw Stile yn gadael trwodd ond yr hyn y mae'r asiantaethau wedi cytuno arno a'i lofnodi."};

inline constexpr Label kEach = {"each", "What we told, and whom", "Yr hyn a ddywedwyd, ac wrth bwy"};
inline constexpr Label kNone = {"none", "Nothing that we still keep in Stile says that we have told anybody anything about you.", "Nid oes dim yr ydym yn dal i'w gadw yn Stile yn dweud ein bod wedi dweud dim wrth neb amdanoch chi."};
inline constexpr Label kCount = {"count", "Number of times: {1}. The first comes first.", "Nifer o weithiau: {1}. Daw'r cyntaf yn gyntaf."};
inline constexpr Label kTold = {"told", "On {1} we told {2} about {3}.", "Ar {1} dywedwyd wrth {2} am {3}."};
inline constexpr Label kToTell = {"to-tell", "On {1} we wrote a message for {2} about {3}.", "Ar {1} ysgrifennwyd neges at {2} am {3}."};
inline constexpr Label kReference = {"reference", "Our own reference for it is {1}.", "Ein cyfeirnod ni ar ei gyfer yw {1}."};
inline constexpr Label kReplaces = {"replaces", "It takes the place of what is under number {1}.", "Mae'n cymryd lle'r hyn sydd o dan rif {1}."};
inline constexpr Label kReturn = {"return", "It was in our list for {1}.", "Roedd yn ein rhestr ar gyfer {1}."};
inline constexpr Label kNotify = {"notify", "We told them when it had just happened.", "Dywedwyd wrthynt pan oedd newydd ddigwydd."};
inline constexpr Label kEnquiry = {"enquiry", "They asked us before they inspected a home.", "Gofynasant i ni cyn arolygu cartref."};
inline constexpr Label kCorrection = {"correction", "This changed what we had told them. What was done: {1}. Why: {2}.", "Newidiodd hyn yr hyn a ddywedwyd wrthynt. Beth a wnaed: {1}. Pam: {2}."};
inline constexpr Label kIdentified = {"identified", "They asked us which child that was. Two of our officers looked at what they asked, and agreed. So we told them.", "Gofynasant i ni pa blentyn oedd hwnnw. Edrychodd dau o'n swyddogion ar yr hyn a ofynnwyd, a chytuno. Felly dywedwyd wrthynt."};
inline constexpr Label kSays = {"says", "This is what it says:", "Dyma'r hyn y mae'n ei ddweud:"};
inline constexpr Label kSaysNothing = {"says-nothing", "It says nothing more about you.", "Nid yw'n dweud dim mwy amdanoch chi."};
inline constexpr Label kIdentity = {"identity", "Who you are. It is locked, so that they alone can read it.", "Pwy ydych chi. Mae dan glo, fel mai nhw yn unig all ei ddarllen."};
inline constexpr Label kPseudonym = {"pseudonym", "A code instead of your name", "Cod yn lle eich enw"};
inline constexpr Label kDestroyed = {"destroyed", "What it said has been destroyed here. The time was over for which we may keep it.", "Dinistriwyd yr hyn a ddywedodd yma. Roedd yr amser y cawn ei gadw ar ben."};
inline constexpr Label kAllowed = {"allowed", "We may share this because of an agreement called \"{1}\".", "Cawn rannu hyn oherwydd cytundeb o'r enw \"{1}\"."};
inline constexpr Label kAllowedByLaw = {"allowed-by-law", "No agreement says that we share this. They named a law or a right: {1}.", "Nid oes cytundeb yn dweud ein bod yn rhannu hyn. Enwyd ganddynt gyfraith neu hawl: {1}."};
inline constexpr Label kLawUnknown = {"law-unknown", "No agreement says that we share this. Which law they named is not kept here any more.", "Nid oes cytundeb yn dweud ein bod yn rhannu hyn. Ni chedwir yma mwyach pa gyfraith a enwyd ganddynt."};
inline constexpr Label kFor = {"for", "The agreement is there {1}.", "Mae'r cytundeb yno {1}."};
inline constexpr Label kKeepUntil = {"keep-until", "They may keep it until {1}. The agreement allows them {2} days.", "Cânt ei gadw tan {1}. Mae'r cytundeb yn caniatáu {2} diwrnod iddynt."};
inline constexpr Label kKeptUntil = {"kept-until", "They might keep it until {1}. The agreement allowed them {2} days, and these are over.", "Caent ei gadw tan {1}. Roedd y cytundeb yn caniatáu {2} diwrnod iddynt, ac mae'r rhain ar ben."};
inline constexpr Label kKeepFor = {"keep-for", "Once it goes, they may keep it for {1} days.", "Unwaith yr aiff, cânt ei gadw am {1} diwrnod."};
inline constexpr Label kKeepUnknown = {"keep-unknown", "We do not hold this agreement any more. So we cannot say here how long they may keep it.", "Nid yw'r cytundeb hwn gennym mwyach. Felly ni allwn ddweud yma am ba hyd y cânt ei gadw."};
inline constexpr Label kTakenBack = {"taken-back", "We took this back later: see number {1}. So they have to destroy it, unless a law says that they keep it.", "Tynnwyd hyn yn ôl yn ddiweddarach: gweler rhif {1}. Felly rhaid iddynt ei ddinistrio, oni bai bod cyfraith yn dweud eu bod yn ei gadw."};
inline constexpr Label kHomeNumber = {"home", "number {1} in the list of {2}", "rhif {1} yn rhestr {2}"};

// How far it came; their names are the states that a program is told.
inline constexpr Label kWaits = {"waits", "It has not gone yet.", "Nid yw wedi mynd eto."};
inline constexpr Label kWent = {"went", "It has gone. Nobody there has confirmed yet that it came.", "Mae wedi mynd. Nid oes neb yno wedi cadarnhau iddo gyrraedd."};
inline constexpr Label kFrozen = {"frozen", "It is held back on its way, because the agreement is suspended.", "Mae'n cael ei ddal yn ôl ar y ffordd, gan fod y cytundeb wedi'i atal."};
inline constexpr Label kEnded = {"ended", "It was deleted on its way: nobody there has had it.", "Cafodd ei ddileu ar y ffordd: ni chafodd neb yno ef."};
inline constexpr Label kStored = {"stored", "It has come there.", "Mae wedi cyrraedd yno."};
inline constexpr Label kOpened = {"opened", "Somebody there has read it.", "Mae rhywun yno wedi ei ddarllen."};
inline constexpr Label kClosed = {"closed", "Somebody there has dealt with it.", "Mae rhywun yno wedi delio ag ef."};

inline constexpr Label kOut = {"out", "What is not in this paper", "Yr hyn nad yw yn y papur hwn"};
inline constexpr Label kEmbargoed = {"embargo", "Answers to inspectors are left out for 90 days, whether there are any or not.", "Gadewir atebion i arolygwyr allan am 90 diwrnod, boed rhai ai peidio."};
inline constexpr Label kErased = {"erased", "What we have erased is not in it.", "Nid yw'r hyn a ddilëwyd ynddo."};
inline constexpr Label kOneReference = {"one-reference", "It is about one reference in one of our systems. If you have another one, ask us for that too.", "Mae'n ymwneud ag un cyfeirnod yn un o'n systemau. Os oes gennych un arall, gofynnwch i ni am hwnnw hefyd."};
inline constexpr Label kMore = {"more", "We have more under the same reference in other systems: {1}. You can ask for that too.", "Mae gennym ragor dan yr un cyfeirnod mewn systemau eraill: {1}. Gallwch ofyn am hynny hefyd."};
inline constexpr Label kOtherWays = {"other-ways", "It is about Stile alone. It does not say what else we keep about you, or what we told anybody in another way.", "Mae'n ymwneud â Stile yn unig. Nid yw'n dweud beth arall a gadwn amdanoch, na'r hyn a ddywedwyd wrth neb mewn ffordd arall."};

inline constexpr Label kRights = {"rights", "What you can do", "Yr hyn y gallwch ei wneud"};
inline constexpr Label kAccess = {"access", "You can ask to see what we keep about you. You can ask them, too.", "Gallwch ofyn am weld yr hyn a gadwn amdanoch. Gallwch ofyn iddyn nhw hefyd."};
inline constexpr Label kRectify = {"rectify", "If something is wrong, you can ask us to put it right. If you do not agree with it, tell us.", "Os oes rhywbeth yn anghywir, gallwch ofyn i ni ei gywiro. Os nad ydych yn cytuno ag ef, dywedwch wrthym."};
inline constexpr Label kErase = {"erase", "You can ask us to delete it. Sometimes a law says that it has to be kept.", "Gallwch ofyn i ni ei ddileu. Weithiau mae cyfraith yn dweud bod rhaid ei gadw."};
inline constexpr Label kHelp = {"help", "Somebody you trust can help you to ask.", "Gall rhywun yr ydych yn ymddiried ynddo eich helpu i ofyn."};
inline constexpr Label kComplain = {"complain", "You can complain to us. You can also complain to the Information Commissioner, who makes sure that these rules are kept: ico.org.uk, telephone 0303 123 1113.", "Gallwch gwyno wrthym ni. Gallwch hefyd gwyno wrth y Comisiynydd Gwybodaeth, sy'n sicrhau y cedwir y rheolau hyn: ico.org.uk, ffôn 0303 123 1113."};
inline constexpr Label kAsk = {"ask", "Whom you can ask", "Wrth bwy y gallwch ofyn"};
inline constexpr Label kReach = {"reach", "{1}, telephone {2}", "{1}, ffôn {2}"};
inline constexpr Label kNoContact = {"no-contact", "Stile has no contact for this. Whoever gave you this paper can tell you whom to ask.", "Nid oes gan Stile gyswllt ar gyfer hyn. Gall pwy bynnag a roddodd y papur hwn i chi ddweud wrthych wrth bwy y dylech ofyn."};

inline constexpr Label kWords = {"words", "What some words mean", "Ystyr rhai geiriau"};
inline constexpr Label kCheck = {"check", "For whoever checks this", "I bwy bynnag sy'n gwirio hyn"};
inline constexpr Label kCheckHow = {"check-how", "Times from here on are UTC. Each leaf is an entry of the ledger, which `stile audit prove LEAF` proves to an outsider, and `stile audit subject --out FOLDER` all of this.", "UTC yw'r amserau o hyn ymlaen. Cofnod yn y cyfriflyfr yw pob deilen (leaf): mae `stile audit prove LEAF` yn ei phrofi i rywun o'r tu allan, a `stile audit subject --out FOLDER` hyn i gyd."};

// In the order of record::RecordType; the rest are about no child.
inline constexpr std::array kEvents = labelled({
    {"call-out", "a call to the police", "alwad i'r heddlu"},
    {"missing-episode", "a time when you were missing", "gyfnod pan oeddech ar goll"},
    {"arrest", "an arrest", "arestiad"},
    {"concern", "a concern that the police had", "bryder a oedd gan yr heddlu"}});

// Of kPurposes, for which the paper is made, and agreement::Purpose, for which was shared.
inline constexpr std::array kMadeFor = labelled({
    {"subject-access", "somebody who asked to see what was shared", "rhywun a ofynnodd am weld yr hyn a rannwyd"},
    {"complaint", "a complaint", "cwyn"},
    {"legal-proceedings", "a court or a lawyer", "llys neu gyfreithiwr"},
    {"supervisory-authority", "the Information Commissioner", "y Comisiynydd Gwybodaeth"},
    {"data-breach", "somebody who looks into a mistake with data", "rhywun sy'n ymchwilio i gamgymeriad â data"},
    {"audit", "a check of our work", "archwiliad o'n gwaith"},
    {"erasure-request", "somebody who asked to have it deleted", "rhywun a ofynnodd am ei ddileu"},
    {"legal-hold", "a law that says what has to be kept", "cyfraith sy'n dweud beth sydd i'w gadw"}});
inline constexpr std::array kSharedFor = labelled({
    {"regulation-of-childrens-homes", "so that children's homes are checked", "er mwyn i gartrefi plant gael eu gwirio"},
    {"safeguarding-of-a-placed-child", "to keep safe children who live away from their area", "i gadw'n ddiogel blant sy'n byw i ffwrdd o'u hardal"},
    {"diversion-from-criminal-justice", "to keep children out of court", "i gadw plant allan o'r llys"},
    {"pre-inspection-enquiry", "so that an inspector knows about a home before visiting it", "er mwyn i arolygydd wybod am gartref cyn ymweld ag ef"},
    {"oversight-statistics", "to count how often things happen", "i gyfrif pa mor aml y mae pethau'n digwydd"},
    {"data-protection-audit", "to check that the rules are kept", "i wirio y cedwir y rheolau"}});

// What a word means is said where it is used; `name` is that of the row's field (row_fields.h).
inline constexpr std::array kMeanings = labelled({
    {"child_role", "what part you had in what happened.", "pa ran oedd gennych yn yr hyn a ddigwyddodd."},
    {"part_of_day", "night is from 0:00, morning from 6:00, afternoon from 12:00, evening from 18:00.", "nos o 0:00, bore o 6:00, prynhawn o 12:00, gyda'r nos o 18:00."},
    {"category", "what the call was about. Safeguarding means keeping a child safe.", "am beth oedd yr alwad. Ystyr diogelu yw cadw plentyn yn ddiogel."},
    {"absence", "how you were away.", "sut yr oeddech i ffwrdd."},
    {"risk", "how much danger the police thought that you were in.", "faint o berygl yr oeddech ynddo ym marn yr heddlu."},
    {"interview_due", "a talk with somebody, after you were missing.", "sgwrs â rhywun, wedi i chi fod ar goll."},
    {"exploitation", "when somebody uses a child for their own gain.", "pan fydd rhywun yn defnyddio plentyn er ei fudd ei hun."},
    {"outcome", "how the police ended it.", "sut y daeth yr heddlu â'r mater i ben."},
    {"deployment", "whether the police came.", "a ddaeth yr heddlu."},
    {"level", "1 is what the home can settle, 2 is in between, 3 is always told to the police.", "1 yw'r hyn y gall y cartref ei setlo, mae 2 rhwng y ddau, dywedir am 3 wrth yr heddlu bob tro."},
    {"appropriateness", "whether it was right to call the police.", "a oedd yn iawn galw'r heddlu."},
    {"placing", "the council that found you the home, and whether it is near.", "y cyngor a ddaeth o hyd i'r cartref i chi, ac a yw'n agos."},
    {"placing_authority", "the council that found you the home.", "y cyngor a ddaeth o hyd i'r cartref i chi."},
    {"disputed", "whether you have said that it is not right.", "a ydych wedi dweud nad yw'n iawn."},
    {"contact", "the team here that they can ask about it.", "y tîm yma y gallant ei holi yn ei gylch."}});

inline constexpr std::array<std::string_view, 12> kWelshMonths = {"Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"};
// clang-format on

}  // namespace stile::agent::subject
