#include "agents/source/subject_paper.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "agents/report/code_labels.h"
#include "core/crypto/encoding.h"
#include "tests/unit/agents/source/answer_fixture.h"
#include "tests/unit/agents/source/correction_fixture.h"
#include "tests/unit/agents/source/identity_fixture.h"

// What a child is sent reads as a letter, says what the documents say and no more, and in short
// sentences.
namespace stile::agent {
namespace {

using record::ChangeReason;

// LetterOf is a fixture's source asked for it.
template <typename Fixture>
class LetterOf : public Fixture {
 protected:
  Said said_about(const std::string& child, bool page = false,
                  Language language = Language::kEnglish) {
    Said said;
    EXPECT_EQ(this->source_->account_of_subject({.system = "command-and-control",
                                                 .child = child,
                                                 .purpose = "subject-access",
                                                 .language = language,
                                                 .page = page},
                                                "officer", said),
              ExitCode::kOk);
    return said;
  }
  // letter() is it without the ends of its lines, so that a sentence is found where it is wrapped.
  std::string letter(const std::string& child = "N1", Language language = Language::kEnglish) {
    std::istringstream words(said_about(child, false, language).text());
    std::string text;
    for (std::string word; words >> word;) text += (text.empty() ? "" : " ") + word;
    return text;
  }
  void expect(const std::string& what) { expect_in(letter(), what); }
  static void expect_in(const std::string& text, const std::string& what) {
    EXPECT_NE(text.find(what), std::string::npos) << what << "\nis not in: " << text;
  }
  static void expect_not(const std::string& text, const std::string& what) {
    EXPECT_EQ(text.find(what), std::string::npos) << what << "\nis in: " << text;
  }
  void give_contact(const std::string& agency) {
    this->scheme_.agency(agency).duty +=
        "contact { code: \"data-protection\" mailbox: \"dp@agency.example\"\n"
        "  telephone: \"01632 960077\" }\n";
    this->use_documents();
  }
};

using SubjectPaperTest = LetterOf<CorrectionTest>;
using AnsweredPaperTest = LetterOf<AnswerFixture>;
using IdentifiedPaperTest = LetterOf<IdentityFixture>;

TEST_F(SubjectPaperTest, SaysWhoWritesAboutWhomWhenAndOfWhatTime) {
  notify(events_of({recent()}));
  now_ = now_ + 3 * 86'400;
  const std::string text = letter();
  const std::string self(scheme_.agency(support::kTestshire).name);
  ASSERT_FALSE(self.empty());
  EXPECT_TRUE(text.starts_with("What " + self + " has told others about you")) << text;
  expect_in(text, "From: " + self +
                      " About: the child with the reference N1 in our computer "
                      "system command-and-control Made on: 6 November 2026 at 09:00, London time "
                      "What it covers: everything from the first time, on 3 November 2026, until");
  expect_in(text, "Made for: somebody who asked to see what was shared");
  expect_in(text, "\"We\" means " + self + ".");
}

TEST_F(SubjectPaperTest, SaysEachSharingInWords) {
  notify(events_of({recent()}));
  const std::string text = letter();
  const std::string council = scheme_.agency(support::kFarCouncil).name;
  expect_in(text, "On 3 November 2026 at 09:00, London time we told " + council +
                      " about a call to the police. We told them when it had just happened. Our "
                      "own reference for it is CC-7.");
  expect_in(text, "- Child now: with police");
  expect_in(text, "- Time: 2 November 2026 at 23:50, London time");
  expect_in(text,
            "- Home: number SC900001 in the list of " + scheme_.agency(support::kOfsted).name);
  expect_in(text, "- Placing authority: " + council + " (E10000093)");
  expect_in(text, "- Who you are. It is locked, so that they alone can read it.");
  expect_in(text,
            "because of an agreement called \"Call-outs to children's homes\". The agreement "
            "is there to keep safe children who live away from their area.");
  expect_in(text, "Placing authority: the council that found you the home.");
  expect_not(text, "Invented-Wynne");
  expect_not(text, "ofsted:");
}

// No agreement lets it go, and the letter may not say that one did.
TEST_F(IdentifiedPaperTest, SaysOnWhichLawOfficersToldWhoTheChildIs) {
  const auto request = sent_and_asked();
  ASSERT_EQ(approve_first(request), ExitCode::kOk) << said_.messages();
  ASSERT_EQ(approve_second(request), ExitCode::kOk) << said_.messages();
  told(1);
  const std::string law(label_of(request.basis).in(Language::kEnglish));
  const std::string text = letter();
  expect_in(text,
            "They asked us which child that was. Two of our officers looked at what they "
            "asked, and agreed. So we told them.");
  expect_in(text,
            "No agreement says that we share this. They named a law or a right: " + law + ".");
  expect_in(said_about("N1").json(),
            "\"basis\":\"" + std::string(record::name(request.basis)) + "\"");
  expect_in(letter("N1", Language::kWelsh), "Enwyd ganddynt gyfraith neu hawl: ");
}

TEST_F(SubjectPaperTest, SaysHowLongItMayBeKeptAndWhatWasTakenBack) {
  notify(events_of({recent()}));
  expect("They may keep it until 3 November 2027. The agreement allows them 365 days.");
  expect_in(said_about("N1").json(), "\"kept_until\":\"2027-11-03T09:00Z\"");
  change(ChangeReason::kRecordedInError);
  const std::string text = letter();
  expect_in(text, "We took this back later: see number 3. So they have to destroy it");
  expect_not(text, "They may keep it until");
  expect_in(text, "This changed what we had told them. What was done: withdrawn. Why: ");
}

TEST_F(SubjectPaperTest, SaysNothingOfAKeepingThatNoAgreementHereSays) {
  notify(events_of({recent()}));
  for (auto& agreement : scheme_.agreements) agreement.signing.listed = false;
  use_documents();
  const std::string text = letter();
  expect_in(text, "We do not hold this agreement any more.");
  expect_not(text, "365");
  expect_not(said_about("N1").json(), "kept_until");
}

TEST_F(SubjectPaperTest, SaysWhatTheChildCanDoAndWhomToAsk) {
  notify(events_of({recent()}));
  const std::string self(scheme_.agency(support::kTestshire).name);
  std::string text = letter();
  for (const char* right : {"You can ask to see what we keep", "you can ask us to put it right",
                            "You can ask us to delete it", "the Information Commissioner"}) {
    expect_in(text, right);
  }
  expect_in(text, self + ": Stile has no contact for this.");
  give_contact(support::kTestshire);
  text = letter();
  expect_in(text, self + ": dp@agency.example, telephone 01632 960077");
  expect_in(text, scheme_.agency(support::kFarCouncil).name + ": Stile has no contact for this.");
}

TEST_F(SubjectPaperTest, HasLeavesAgreementsAndCodesForWhoeverChecksIt) {
  notify(events_of({recent()}));
  const std::string text = letter();
  const auto at = text.find("For whoever checks this");
  ASSERT_NE(at, std::string::npos);
  expect_not(text.substr(0, at), "leaf");
  const std::string checks = text.substr(at);
  expect_in(checks, "Times from here on are UTC.");
  expect_in(checks, "1: leaf ");
  expect_in(checks, " at 2026-11-03T09:00Z, consignment 1 of 2026-11-03T09:00Z to spiffe://");
  expect_in(checks, ", call-out, notify, agreement ");
  const Taken told = only_to(support::kFarCouncil);
  expect_in(checks, crypto::hex(told.statement.disclosure.agreement));
  expect_in(checks, "kept by the recipient for 365 days; sent on the ground of ");
}

TEST_F(SubjectPaperTest, IsAPageThatSaysTheSame) {
  notify(events_of({recent()}));
  const std::string page = said_about("N1", true).text();
  EXPECT_TRUE(page.starts_with("<!DOCTYPE html>")) << page;
  expect_in(page, "<h1>What ");
  expect_in(page, "<li>Child now: with police</li>");
  expect_not(page, "<script");
  EXPECT_NE(said_about("N1").messages().find("2 times something was shared"), std::string::npos);
}

TEST_F(SubjectPaperTest, SaysWhatALaterListPutInThePlaceOfWhat) {
  std::vector<ExportRow> rows = {{.reference = "CC-1"}, {.reference = "CC-2"}};
  ASSERT_EQ(send(rows), ExitCode::kOk) << said_.messages();
  expect_not(letter(), "It takes the place of");
  rows[1].caller = "Child";
  now_ += 60;
  ASSERT_EQ(send(rows), ExitCode::kOk) << said_.messages();
  const std::string text = letter();
  expect_in(text,
            "Our own reference for it is CC-2. It takes the place of what is under number 2.");
  EXPECT_EQ(text.find("It takes the place of"), text.rfind("It takes the place of")) << text;
}

TEST_F(SubjectPaperTest, SaysThatThereIsNothing) {
  notify(events_of({recent()}));
  const std::string text = letter("N9");
  expect_in(
      text,
      "Nothing that we still keep in Stile says that we have told anybody anything about you.");
  expect_in(text, "What it covers: everything until this paper was made");
  expect_not(text, "What some words mean");
}

// A reader of eleven is lost in a sentence of more than 25 words. What the documents say is theirs.
TEST_F(SubjectPaperTest, HasShortSentences) {
  notify(events_of({recent()}));
  change(ChangeReason::kDisputedByChild);
  std::string text = letter();
  text = text.substr(0, text.find("For whoever checks this"));
  std::size_t words = 0;
  std::istringstream all(text.substr(text.find("This paper is about")));
  std::string sentence;
  for (std::string word; all >> word;) {
    sentence += word + " ";
    ++words;
    const bool item = word == "-" || word.back() == ':';
    if (item || word.find_last_of(".?") == word.size() - 1) {
      EXPECT_LE(words, 25U) << sentence;
      words = 0;
      sentence.clear();
    }
  }
}

TEST_F(SubjectPaperTest, ReadsInWelsh) {
  notify(events_of({recent()}));
  const std::string text = letter("N1", Language::kWelsh);
  expect_in(text, "Ar 3 Tachwedd 2026 am 09:00, amser Llundain dywedwyd wrth ");
  expect_in(text, "Cânt ei gadw tan 3 Tachwedd 2027.");
  for (const char* english : {" the ", " we ", "They ", "{1}", "{2}"}) {
    expect_not(text.substr(0, text.find("I bwy bynnag sy'n gwirio hyn")), english);
  }
}

TEST_F(AnsweredPaperTest, SaysWhichMonthAListWasOf) {
  send(october());
  expect("It was in our list for October 2026.");
  expect_in(letter("N1", Language::kWelsh), "Roedd yn ein rhestr ar gyfer Hydref 2026.");
}

TEST_F(AnsweredPaperTest, SaysInWordsThatTheTimeIsOver) {
  send(october());
  now_ = support::kNow + 366 * 86'400;
  expect("They might keep it until 3 November 2027. The agreement allowed them 365 days");
}

}  // namespace
}  // namespace stile::agent
