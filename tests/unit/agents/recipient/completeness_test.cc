#include "agents/recipient/completeness.h"

#include <cctype>

#include "tests/unit/agents/recipient/return_fixture.h"

namespace stile::agent {
namespace {

using support::kMonth;
using support::kOfsted;
using support::kOthershire;
using support::kTestshire;

record::Collection collected(RecordType type, std::uint32_t records, bool complete = true) {
  return {type, complete, records, 0, 0};
}

class CompletenessTest : public ReturnFixture {
 protected:
  explicit CompletenessTest(support::Scheme scheme = whole_return()) : ReturnFixture(scheme) {}

  ExitCode asked(const Month& month = kMonth, Language language = Language::kEnglish) {
    said_ = Said();
    return inbox_->completeness("inspector", month, language, said_);
  }
  bool says(const std::string& words) const {
    return said_.text().find(words) != std::string::npos;
  }
  bool tells(const std::string& json) const { return said_.json().find(json) != std::string::npos; }

  // send_calls() sends so many call-outs.
  void send_calls(int count) {
    std::vector<record::Event> events;
    for (int i = 0; i < count; ++i) {
      events.push_back(event(RecordType::kCallOut, "CAD-" + std::to_string(i)));
    }
    send(events);
  }
  // all_of() is a manifest of every type that collects, of which only call-outs happened.
  static std::vector<record::Collection> all_of(std::uint32_t calls) {
    return {collected(RecordType::kCallOut, calls), collected(RecordType::kMissingEpisode, 0),
            collected(RecordType::kArrest, 0), collected(RecordType::kConcern, 0)};
  }
};

TEST_F(CompletenessTest, IsCompleteWhenAllThatIsPromisedIsHere) {
  send_calls(2);
  send_manifest({{RecordType::kCallOut, true, 2, 5, 1},
                 collected(RecordType::kMissingEpisode, 0),
                 collected(RecordType::kArrest, 0),
                 collected(RecordType::kConcern, 0)});
  EXPECT_EQ(asked(), ExitCode::kOk);
  EXPECT_TRUE(
      tells("{\"month\":\"2026-10\",\"force\":\"force/testshire\","
            "\"agreement\":\"testshire-ofsted\",\"type\":\"call-out\",\"received\":2,"
            "\"revisions\":0,\"expected\":2,\"searched\":true,\"withheld\":5,"
            "\"rejected\":1,\"manifest_revision\":1,\"state\":\"complete\"}"))
      << said_.json();
}

TEST_F(CompletenessTest, ANilReturnIsComplete) {
  send_manifest(all_of(0));
  EXPECT_EQ(asked(), ExitCode::kOk);
  EXPECT_TRUE(tells("\"type\":\"concern\",\"received\":0,\"revisions\":0,\"expected\":0,"));
  EXPECT_FALSE(tells("incomplete"));
}

TEST_F(CompletenessTest, IsIncompleteWhenFewerOrMoreRecordsAreHere) {
  send_calls(2);
  for (const std::uint32_t promised : {1U, 3U}) {
    send_manifest(all_of(promised), promised);
    EXPECT_EQ(asked(), ExitCode::kFaults);
    EXPECT_TRUE(tells("\"received\":2,\"revisions\":0,\"expected\":" + std::to_string(promised)));
    EXPECT_TRUE(tells("\"state\":\"incomplete\""));
  }
}

TEST_F(CompletenessTest, IsIncompleteWhereTheMonthWasNotSearchedToItsEnd) {
  send_manifest({collected(RecordType::kCallOut, 0, false)});
  EXPECT_EQ(asked(), ExitCode::kFaults);
  EXPECT_TRUE(tells("\"searched\":false"));
}

TEST_F(CompletenessTest, GoesByTheNewestManifest) {
  send_calls(2);
  send_manifest(all_of(2), 2);
  send_manifest(all_of(9), 1);  // overtaken on the way
  EXPECT_EQ(asked(), ExitCode::kOk);
  EXPECT_TRUE(tells("\"manifest_revision\":2"));
}

// A source that lost its token key makes other tokens: the manifest's own revision decides.
TEST_F(CompletenessTest, GoesByTheNewestManifestUnderAnotherTokenToo) {
  for (const std::uint32_t revision : {1U, 3U, 2U}) {
    const Lies other{.rows = [revision](wire::Consignment& rows) {
      rows.rows[0].row.event_token[15] = static_cast<std::uint8_t>(9 - revision);
    }};
    const support::Figures manifest{{}, {}, all_of(revision == 3 ? 0 : 9), revision};
    took(hand_of(RecordType::kReturnManifest)
             .consign_figures(std::span(&manifest, 1), next_number(), other));
  }
  EXPECT_EQ(asked(), ExitCode::kOk);
  EXPECT_TRUE(tells("\"manifest_revision\":3"));
}

TEST_F(CompletenessTest, CountsARevisedRecordOnceAndItsRevisionsBeside) {
  auto changed = event(RecordType::kCallOut, "1");
  send({changed});
  changed.category = record::Category::kOther;
  send_revised({changed}, 5);
  send_manifest(all_of(1));
  EXPECT_EQ(asked(), ExitCode::kOk);
  EXPECT_TRUE(tells("\"type\":\"call-out\",\"received\":1,\"revisions\":1,\"expected\":1"));
}

TEST_F(CompletenessTest, SaysThatNoManifestHasCome) {
  send_calls(1);
  EXPECT_EQ(asked(), ExitCode::kFaults);
  EXPECT_TRUE(
      tells("\"type\":\"call-out\",\"received\":1,\"revisions\":0,\"state\":\"no-manifest\""));
}

TEST_F(CompletenessTest, NamesAForceThatSentNothing) {
  EXPECT_EQ(asked(), ExitCode::kFaults);
  EXPECT_EQ(said_.json(),
            "\n{\"month\":\"2026-10\",\"force\":\"force/testshire\",\"agreement\":"
            "\"testshire-ofsted\",\"state\":\"nothing\"}\n");
  EXPECT_TRUE(says("nothing has arrived"));
}

// That a force does not collect arrests is a gap to be seen, and nothing that it failed to send.
TEST_F(CompletenessTest, ShowsWhatAForceDoesNotCollect) {
  send_calls(1);
  send_manifest({collected(RecordType::kCallOut, 1)});
  EXPECT_EQ(asked(), ExitCode::kOk);
  EXPECT_TRUE(
      tells("\"type\":\"arrest\",\"received\":0,\"revisions\":0,\"manifest_revision\":1,"
            "\"state\":\"not-collected\""));
  send({event(RecordType::kArrest, "7")});
  EXPECT_EQ(asked(), ExitCode::kFaults) << "it sent what its manifest does not collect";
}

TEST_F(CompletenessTest, KeepsMonthsApart) {
  send_calls(1);
  send_manifest(all_of(1));
  EXPECT_EQ(asked(Month{2026, 9}), ExitCode::kFaults);
  EXPECT_TRUE(tells("\"state\":\"nothing\""));
}

TEST_F(CompletenessTest, ExpectsNobodyBeforeTheFirstAgreement) {
  EXPECT_EQ(asked(Month{2025, 12}), ExitCode::kOk);
  EXPECT_EQ(said_.text(), "");
  EXPECT_NE(said_.messages(), "");
}

TEST_F(CompletenessTest, NeedsADirectory) {
  documents_ = nullptr;
  EXPECT_EQ(asked(), ExitCode::kIo);
}

TEST_F(CompletenessTest, IsSaidInWelshAndInCodesForPrograms) {
  send_calls(1);
  ASSERT_EQ(asked(), ExitCode::kFaults);
  const std::string english = said_.json();
  ASSERT_EQ(asked(kMonth, Language::kWelsh), ExitCode::kFaults);
  EXPECT_TRUE(says("Heddlu"));
  EXPECT_TRUE(says("Galwadau i'r heddlu"));
  EXPECT_TRUE(says("dim maniffest eto"));
  EXPECT_EQ(said_.json(), english);
}

TEST_F(CompletenessTest, IsAConsultation) {
  send_calls(1);
  ASSERT_EQ(asked(), ExitCode::kFaults);
  EXPECT_EQ(number_of("SELECT count(*) FROM operation_log WHERE operation = 'consultation'"
                      " AND account = 'inspector' AND occasion = 'return/2026-10'"),
            1);
}

// R17: what is held back is invisible to recipients; nothing said or written names such a thing.
TEST_F(CompletenessTest, NothingARecipientSeesSpeaksOfHolds) {
  send_one_of_each();
  for (const Language language : {Language::kEnglish, Language::kWelsh}) {
    (void)inbox_->completeness("inspector", kMonth, language, said_);
    ASSERT_EQ(listed({}, language), ExitCode::kOk);
  }
  ASSERT_EQ(exported(), ExitCode::kOk);
  std::string all = said_.text() + said_.json() + said_.messages();
  for (const char* stem :
       {"call-outs", "missing-episodes", "arrests", "concerns", "home-months", "manifests"}) {
    all += text_of("october/" + std::string(stem) + ".csv");
    all += text_of("october/" + std::string(stem) + ".csv-metadata.json");
  }
  for (char& c : all) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  ASSERT_NE(all.find("withheld by agreement"), std::string::npos)
      << "the search finds what is there";
  for (const std::string_view hold : record::names<record::Hold>) {
    if (hold == "none") continue;
    EXPECT_EQ(all.find(hold), std::string::npos) << hold;
  }
  for (const char* word : {"hold", "detriment", "prejudice", "secrecy", "embargo"}) {
    EXPECT_EQ(all.find(word), std::string::npos) << word;
  }
}

class ExpectationsTest : public ::testing::Test {
 protected:
  std::vector<Expectation> expected(const Month& month = kMonth) const {
    return expectations(*scheme_.document_set(), support::agency(kOfsted), month);
  }
  support::Scheme scheme_;
};

TEST_F(ExpectationsTest, AreOfEveryForceWithAnAgreementWithThisRecipient) {
  scheme_.add_agreement("othershire-ofsted", kOthershire, kOfsted);
  const auto found = expected();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].force.text(), kOthershire);
  EXPECT_EQ(found[1].force.text(), kTestshire);
  EXPECT_EQ(found[0].types, std::set{RecordType::kCallOut});
}

TEST_F(ExpectationsTest, AreOfMonthsOfWhichAnyDayIsInForce) {
  scheme_.agreement().from = "2026-10-31";
  EXPECT_EQ(expected().size(), 1U);
  EXPECT_EQ(expected({2026, 9}).size(), 0U);
  scheme_.agreement().from = "2026-01-01";
  scheme_.agreement().until = "2026-12-01";
  EXPECT_EQ(expected({2026, 12}).size(), 1U);
  EXPECT_EQ(expected({2027, 1}).size(), 0U);
}

TEST_F(ExpectationsTest, AreOfAMonthInWhichASuspensionEnds) {
  scheme_.add_status("SUSPENDED", "2026-09-15T00:00Z", support::signatories_of(kOfsted));
  EXPECT_EQ(expected().size(), 0U);
  scheme_.add_status("RESUMED", "2026-10-20T00:00Z", support::both(kTestshire, kOfsted));
  EXPECT_EQ(expected().size(), 1U);
}

TEST_F(ExpectationsTest, EndWithTheAgreement) {
  scheme_.add_status("ENDED", "2026-10-10T00:00Z", support::signatories_of(kOfsted));
  EXPECT_EQ(expected().size(), 1U) << "it was in force for nine days";
  EXPECT_EQ(expected({2026, 11}).size(), 0U);
}

TEST_F(ExpectationsTest, AreOneForAllVersionsOfAnAgreement) {
  auto& newer = scheme_.add_agreement("testshire-ofsted", kTestshire, kOfsted);
  newer.version = 2;
  newer.from = "2026-10-15";  // takes the older one's place on that day
  scheme_.add_every_type();
  const auto found = expected();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].types.size(), 4U);
}

}  // namespace
}  // namespace stile::agent
