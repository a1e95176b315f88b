#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "agents/source/own_keys.h"
#include "tests/unit/agents/source/release_fixture.h"

// Whom the export names as who placed the child has denied it: a data officer releases the record
// to the home's own authority, and nobody else sees that (R18, X1).
namespace stile::agent {
namespace {

using support::kFarCouncil;
using support::kOwnCouncil;
using support::kOwnYjs;

constexpr Instant kDaySeconds = 86400;

TEST_F(ReleaseTest, TellsTheHomesOwnAuthorityAsIfNobodyKnewWhoPlacedTheChild) {
  deny();
  EXPECT_EQ(release(), ExitCode::kOk) << said_.text() << said_.messages();
  EXPECT_TRUE(said("CC-7 told to authority/E10000091, which is the home's own authority"));
  const auto one = only_to(kOwnCouncil);
  EXPECT_EQ(one.statement.disclosure.clause, "area-call-out");
  const auto& row = one.consignment.rows.front();
  EXPECT_FALSE(wire::decode_fields(row.row.fields)->placing_authority);
  EXPECT_FALSE(wire::decode_envelope(row.envelope)->placing_authority);
  const auto opened =
      crypto::open(support::sealing_key_named(kOwnCouncil), row.row.sealed_identity);
  const record::IdentityBinding binding{record::identity_row_hash(row.row.salt, row.row.fields),
                                        row.row.event_token, one.statement.disclosure.agreement,
                                        support::agency(kOwnCouncil)};
  const auto who = record::open_identity(
      opened.value(), support::signer_named(support::kTestshire).verifier(), binding);
  ASSERT_TRUE(who.ok()) << who.error().detail;
  EXPECT_EQ(who->surname, "Invented-Wynne");
  EXPECT_EQ(who->authority_reference, "") << "its own reference names who denied the child";
  EXPECT_EQ(told_to(kFarCouncil), 1U);
  EXPECT_EQ(told_to(kOwnYjs), 1U);
  EXPECT_EQ(audit(), ExitCode::kOk) << said_.text();
}

TEST_F(ReleaseTest, IsSeenByTheDataOfficerAlone) {
  deny();
  const std::string before = shown();
  ASSERT_EQ(release(), ExitCode::kOk) << said_.messages();
  EXPECT_EQ(shown(), before);
  EXPECT_NE(seen().find("CC-7 to authority/E10000091: queued, released"), std::string::npos)
      << seen();
  now_ += 3 * 3600;
  EXPECT_TRUE(eventually([&] { return alarms().find("E10000091") != std::string::npos; }))
      << "nobody has read it: the control room rings";
}

TEST_F(ReleaseTest, EntersWhoOpenedTheCopyInTheLogOfOperationsBeforeItIsOpened) {
  deny();
  alter("UPDATE own_copy SET sealed = zeroblob(2096)");
  EXPECT_EQ(release(), ExitCode::kIntegrity);
  EXPECT_EQ(count("operation_log WHERE op = 'consultation' AND occasion = 'release'"
                  " AND account = 'officer'"),
            1);
}

TEST_F(ReleaseTest, APreviewSaysWhomAndTellsNobody) {
  deny();
  EXPECT_EQ(release(true), ExitCode::kOk) << said_.messages();
  EXPECT_TRUE(said("CC-7 told to authority/E10000091"));
  EXPECT_EQ(told_to(kOwnCouncil), 0U);
  EXPECT_EQ(count("released"), 0);
}

TEST_F(ReleaseTest, ASecondTimeThereIsNothingToDo) {
  deny();
  ASSERT_EQ(release(), ExitCode::kOk);
  EXPECT_EQ(release(), ExitCode::kOk);
  EXPECT_TRUE(said("there is nothing to do")) << said_.messages();
  EXPECT_EQ(told_to(kOwnCouncil), 1U);
}

TEST_F(ReleaseTest, NothingIsReleasedBeforeTheAuthorityHasDecided) {
  ASSERT_EQ(notify(far_events()), ExitCode::kOk);
  says(only_to(kOwnYjs), record::DisclosureState::kClosed);
  EXPECT_EQ(release(), ExitCode::kUsage);
  EXPECT_TRUE(said("has decided yet")) << said_.messages();
  EXPECT_EQ(release(false, the_record("CC-8")), ExitCode::kUsage);
  EXPECT_TRUE(said("there is no own copy of the call-out CC-8")) << said_.messages();
  EXPECT_EQ(told_to(kOwnCouncil), 0U);
}

TEST_F(ReleaseTest, NothingIsKeptWhereNothingCouldBeReleased) {
  std::erase_if(scheme_.agreements, [](const auto& one) { return one.recipient == kOwnCouncil; });
  use_documents();
  deny();
  EXPECT_EQ(count("own_copy"), 0);
  EXPECT_FALSE(std::filesystem::exists(folder_.file("own-keys")));
  EXPECT_EQ(release(), ExitCode::kUsage);
  EXPECT_TRUE(said("mend with")) << said_.messages();
}

TEST_F(ReleaseTest, NothingIsReleasedOnceNoAgreementLetsItGo) {
  deny();
  std::erase_if(scheme_.agreements, [](const auto& one) { return one.recipient == kOwnCouncil; });
  use_documents();
  EXPECT_EQ(release(), ExitCode::kRefused);
  EXPECT_TRUE(said("NO_AGREEMENT")) << said_.messages();
  give_keys();
  scheme_ = support::notifying_scheme();
  scheme_.agreements.erase(scheme_.agreements.begin() + 1);
  take_key_of(kOwnCouncil);
  EXPECT_EQ(release(), ExitCode::kIo);
  EXPECT_TRUE(said("no sealing key")) << said_.messages();
  EXPECT_EQ(alarms(), "");
}

// A duty team that acts for both would send it back unseen.
TEST_F(ReleaseTest, NothingIsReleasedToTheAgencyThatHasDeniedIt) {
  for (auto& agency : scheme_.directory.agencies) {
    if (agency.id == kFarCouncil) agency.areas.push_back(support::kOwnAuthority);
    if (agency.id == kOwnCouncil) agency.areas = {support::kAdjoiningAuthority};
  }
  use_documents();
  deny();
  EXPECT_EQ(count("own_copy"), 1);
  EXPECT_EQ(release(), ExitCode::kRefused) << said_.text();
  EXPECT_TRUE(said("ring the duty number")) << said_.messages();
  EXPECT_EQ(told_to(kFarCouncil), 1U);
}

TEST_F(ReleaseTest, ACopyThatIsNotTheRecordsIsRefused) {
  deny();
  auto other = recent();
  other.reference = "CC-8";
  other.person = "N2";
  ASSERT_EQ(notify(events_of({other})), ExitCode::kOk);
  alter("UPDATE own_copy SET sealed = (SELECT sealed FROM own_copy WHERE reference = 'CC-8')");
  EXPECT_EQ(release(), ExitCode::kIntegrity);
  EXPECT_TRUE(said("is of another record")) << said_.messages();
  alter("UPDATE own_copy SET sealed = zeroblob(2096)");
  EXPECT_EQ(release(), ExitCode::kIntegrity);
  EXPECT_TRUE(said("does not open")) << said_.messages();
  EXPECT_FALSE(said("Invented")) << said_.messages();
  EXPECT_EQ(told_to(kOwnCouncil), 0U);
}

TEST_F(ReleaseTest, ACopyToAnotherKeyIsRefused) {
  deny();
  std::filesystem::remove(key_of_today());
  EXPECT_EQ(release(), ExitCode::kUsage) << "its key is gone, as after its time";
  OwnKeys other(folder_.file("own-keys"), crypto::system_random());
  ASSERT_TRUE(other.to_seal(to_day({2026, 11, 3})).ok());
  EXPECT_EQ(release(), ExitCode::kIntegrity);
  EXPECT_EQ(told_to(kOwnCouncil), 0U);
}

TEST_F(ReleaseTest, AfterThirtyDaysTheCopyIsGoneAndOneOutOfABackupOpensNoMore) {
  deny();
  now_ += (kOwnCopyDays - 1) * kDaySeconds;
  reopen();
  EXPECT_EQ(count("own_copy"), 1);
  EXPECT_TRUE(std::filesystem::exists(key_of_today()));
  const auto backup = folder_.file("backup.db");
  alter("VACUUM INTO '" + backup + "'");
  now_ += kDaySeconds;
  EXPECT_EQ(release(), ExitCode::kUsage) << "old, whether it is deleted yet or not";
  reopen();
  EXPECT_TRUE(eventually([&] { return count("own_copy") == 0; }));
  EXPECT_FALSE(std::filesystem::exists(key_of_today()));
  EXPECT_EQ(release(), ExitCode::kUsage);
  now_ -= kDaySeconds;
  alter("ATTACH '" + backup + "' AS b; INSERT INTO own_copy SELECT * FROM b.own_copy; DETACH b");
  EXPECT_EQ(count("own_copy"), 1);
  EXPECT_EQ(release(), ExitCode::kUsage);
  EXPECT_TRUE(said("there is no own copy")) << said_.messages();
  EXPECT_EQ(told_to(kOwnCouncil), 0U);
}

TEST_F(ReleaseTest, AKeyThatCannotBeDestroyedIsSaidInTheStatus) {
  std::filesystem::create_directories(folder_.file("own-keys/2026-10-01/stays"));
  reopen();
  EXPECT_TRUE(eventually([&] { return count("operation_log WHERE op = 'integrity'") >= 1; }));
  EXPECT_NE(status().find("a key of own copies is not destroyed"), std::string::npos) << status();
  EXPECT_EQ(status_code_, ExitCode::kIntegrity);
}

TEST_F(ReleaseTest, ANewerRevisionTakesThePlaceOfTheCopy) {
  deny();
  ASSERT_EQ(notify(far_events("Invented-Wyn")), ExitCode::kOk);
  EXPECT_EQ(count("own_copy"), 1);
  ASSERT_EQ(release(), ExitCode::kOk) << said_.messages();
  const auto row = only_to(kOwnCouncil).consignment.rows.front().row;
  const auto opened = crypto::open(support::sealing_key_named(kOwnCouncil), row.sealed_identity);
  EXPECT_NE(opened->find("Invented-Wyn\n"), Bytes::npos);
}

TEST_F(ReleaseTest, TheCopyStaysWhileTheAgreementWithWhoPlacedTheChildIsSuspended) {
  deny();
  set_status("SUSPENDED");
  EXPECT_EQ(notify(far_events()), ExitCode::kOk) << said_.text();
  EXPECT_EQ(count("own_copy"), 1);
  EXPECT_EQ(release(), ExitCode::kOk) << said_.messages();
  EXPECT_EQ(told_to(kOwnCouncil), 1U);
}

TEST_F(ReleaseTest, AForgottenCopyIsDeletedAtOnceAndEntered) {
  deny();
  said_ = Said();
  EXPECT_EQ(source_->forget(the_record(), "officer", said_), ExitCode::kOk) << said_.messages();
  EXPECT_EQ(count("own_copy"), 0);
  EXPECT_EQ(count("operation_log WHERE op = 'erasure' AND account = 'officer'"), 1);
  EXPECT_EQ(source_->forget(the_record(), "officer", said_), ExitCode::kUsage);
  EXPECT_EQ(release(), ExitCode::kUsage);
}

TEST_F(ReleaseTest, OfSeveralChildrenItAsksWhich) {
  auto other = recent();
  other.person = "N2";
  ASSERT_EQ(notify(events_of({recent(), other})), ExitCode::kOk);
  for (const auto& one : gateway_.taken()) {
    if (one.statement.disclosure.to.text() == kFarCouncil) {
      says(one, record::DisclosureState::kClosed);
    }
  }
  EXPECT_EQ(release(), ExitCode::kUsage);
  EXPECT_TRUE(said("--child")) << said_.messages();
  auto one = the_record();
  one.child = "N2";
  EXPECT_EQ(release(false, one), ExitCode::kOk) << said_.messages();
  EXPECT_EQ(told_to(kOwnCouncil), 1U);
}

TEST_F(ReleaseTest, NoFileOfTheStoreHoldsANameInClear) {
  deny();
  ASSERT_EQ(release(), ExitCode::kOk);
  ASSERT_EQ(notify(far_events("Invented-Wyn")), ExitCode::kOk);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path())) {
    if (!entry.is_regular_file()) continue;
    ++files;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    for (const char* name : {"Invented", "Zed", "FAR-9", "E10000099"}) {
      EXPECT_EQ(bytes.find(name), std::string::npos) << entry.path() << " " << name;
    }
  }
  EXPECT_GE(files, 3U);
}

// Nobody is told later, or not at all, because a copy cannot be kept.
TEST_F(ReleaseTest, WhereNoCopyCanBeKeptTheAuthorityIsToldAllTheSameAndItIsSaid) {
  std::ofstream(folder_.file("own-keys")) << "no folder";
  EXPECT_EQ(notify(far_events()), ExitCode::kOk);
  EXPECT_TRUE(said("no own copy is kept")) << said_.messages();
  EXPECT_EQ(told_to(kFarCouncil), 1U);
  EXPECT_EQ(count("own_copy"), 0);
}

}  // namespace
}  // namespace stile::agent
