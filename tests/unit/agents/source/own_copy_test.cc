#include "agents/source/own_copy.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "agents/source/own_keys.h"
#include "tests/support/scheme.h"
#include "tests/support/source_hand.h"
#include "tests/support/temporary_folder.h"

// What the source keeps of an event for itself, and the keys that it is sealed to.
namespace stile::agent {
namespace {

crypto::SealingKey new_key() { return crypto::SealingKey::generate(crypto::system_random()); }

record::Event full_event() {
  record::Event event = support::call_out(support::kHome, "2026-11-02T21:15Z");
  event.incident = "INC-1";
  event.end = event.time + 60;
  event.placing_authority = support::area(support::kDistantAuthority);
  event.exploitation = record::Answer::kYes;
  event.arrested = record::Answer::kNo;
  event.kind = record::Kind::kSelfHarm;
  event.outcome = record::Outcome::k22;
  event.contact = "duty-desk";
  event.identity = {.surname = "Invented-Wynne",
                    .forenames = "Zed",
                    .known_as = "Zeddy",
                    .date_of_birth = -400,
                    .police_reference = "TS/1234/26",
                    .pac_mash_reference = "PAC-1",
                    .authority_reference = "LA-1"};
  return event;
}

TEST(OwnCopyTest, OpensAsItWasSealed) {
  const auto key = new_key();
  const auto event = full_event();
  const auto opened = open_event(key, seal_event(event, key.public_key()).value());
  ASSERT_TRUE(opened.ok()) << opened.error().detail;
  EXPECT_EQ(opened->origin, event.origin);
  EXPECT_EQ(opened->identity, event.identity);
  EXPECT_EQ(opened->incident, event.incident);
  EXPECT_EQ(opened->home, event.home);
  EXPECT_EQ(opened->time, event.time);
  EXPECT_EQ(opened->end, event.end);
  EXPECT_EQ(opened->date_of_birth, event.date_of_birth);
  EXPECT_EQ(opened->child_involved, event.child_involved);
  EXPECT_EQ(opened->placing_authority, event.placing_authority);
  EXPECT_EQ(opened->exploitation, event.exploitation);
  EXPECT_EQ(opened->arrested, event.arrested);
  EXPECT_EQ(opened->kind, event.kind);
  EXPECT_EQ(opened->outcome, event.outcome);
  EXPECT_EQ(opened->contact, event.contact);
  const auto bare = open_event(key, seal_event({}, key.public_key()).value());
  ASSERT_TRUE(bare.ok()) << bare.error().detail;
  EXPECT_FALSE(bare->home || bare->end || bare->date_of_birth || bare->placing_authority);
}

TEST(OwnCopyTest, TellsNothingByItsLengthAndHoldsNothingInClear) {
  const auto key = new_key();
  const Bytes full = seal_event(full_event(), key.public_key()).value();
  EXPECT_EQ(full.size(), seal_event({}, key.public_key()).value().size());
  EXPECT_EQ(full.find("Invented"), Bytes::npos);
}

TEST(OwnCopyTest, OpensToNoOtherKeyAndNotOnceABitIsAltered) {
  const auto key = new_key();
  Bytes sealed = seal_event(full_event(), key.public_key()).value();
  EXPECT_EQ(open_event(new_key(), sealed).reason(), Reason::kBadSignature);
  sealed[sealed.size() / 2] ^= 1;
  EXPECT_EQ(open_event(key, sealed).reason(), Reason::kBadSignature);
}

TEST(OwnCopyTest, WhatIsNoEventDoesNotRead) {
  const auto key = new_key();
  for (const Bytes& plain : {Bytes(), Bytes("\x01"), Bytes(300, '\xff'), Bytes(2000, '\x01')}) {
    const auto sealed = crypto::seal(key.public_key(), crypto::pad(plain, kOwnCopyBytes)).value();
    EXPECT_EQ(open_event(key, sealed).reason(), Reason::kMalformed) << plain.size();
  }
}

TEST(OwnCopyTest, TheLongestEventFitsAndALongerOneIsNotKept) {
  record::Event event = full_event();
  const std::string name(256, 'x');  // 64 letters of four bytes
  event.identity.surname = event.identity.forenames = event.identity.known_as = name;
  event.identity.police_reference = event.identity.authority_reference = std::string(40, 'x');
  event.origin = {std::string(64, 'x'), std::string(64, 'x'), std::string(64, 'x')};
  event.incident = std::string(64, 'x');
  event.contact = std::string(64, 'x');
  EXPECT_TRUE(seal_event(event, new_key().public_key()).ok());
  event.incident = std::string(kOwnCopyBytes, 'x');
  EXPECT_EQ(seal_event(event, new_key().public_key()).reason(), Reason::kTooLarge);
}

class OwnKeysTest : public ::testing::Test {
 protected:
  support::TemporaryFolder folder_;
  const std::string path_ = folder_.file("keys");
  OwnKeys keys_{path_, crypto::system_random()};
  const Day today_ = to_day({2026, 11, 3});
};

TEST_F(OwnKeysTest, ADayHasOneKeyWhoeverAsksAndTheNextDayAnother) {
  const auto first = keys_.to_seal(today_).value();
  EXPECT_EQ(keys_.to_seal(today_).value(), first);
  EXPECT_EQ(OwnKeys(path_, crypto::system_random()).to_seal(today_).value(), first);
  EXPECT_EQ(keys_.to_open(today_)->public_key(), first);
  EXPECT_NE(keys_.to_seal(today_ + 1).value(), first);
  EXPECT_EQ(keys_.to_open(today_ - 1).reason(), Reason::kNotFound);
}

TEST_F(OwnKeysTest, NobodyElseCanReadOneAndOneThatOthersCanIsNotUsed) {
  ASSERT_TRUE(keys_.to_seal(today_).ok());
  struct stat about {};
  ASSERT_EQ(::stat(path_.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0700U);
  const std::string file = path_ + "/2026-11-03";
  ASSERT_EQ(::stat(file.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0400U);
  ASSERT_EQ(::chmod(file.c_str(), 0444), 0);
  EXPECT_EQ(OwnKeys(path_, crypto::system_random()).to_seal(today_).reason(),
            Reason::kNotPermitted);
}

TEST_F(OwnKeysTest, AFolderThatCannotBeLookedIntoIsSaid) {
  OwnKeys nowhere(folder_.file(std::string(300, 'x')), crypto::system_random());
  EXPECT_EQ(nowhere.destroy_until(today_).reason(), Reason::kIo);
}

TEST_F(OwnKeysTest, DestroysThoseOfADayAndBeforeAndNoOthers) {
  EXPECT_TRUE(keys_.destroy_until(today_).ok()) << "there is no folder yet";
  for (const Day day : {today_ - 2, today_ - 1, today_}) ASSERT_TRUE(keys_.to_seal(day).ok());
  EXPECT_TRUE(keys_.destroy_until(today_ - 1).ok());
  EXPECT_EQ(keys_.to_open(today_ - 2).reason(), Reason::kNotFound);
  EXPECT_EQ(keys_.to_open(today_ - 1).reason(), Reason::kNotFound);
  const auto kept = keys_.to_open(today_)->public_key();
  EXPECT_EQ(keys_.to_seal(today_).value(), kept);
  EXPECT_TRUE(keys_.destroy_until(today_).ok());
  EXPECT_NE(keys_.to_seal(today_).value(), kept) << "what is destroyed is not remembered";
}

}  // namespace
}  // namespace stile::agent
