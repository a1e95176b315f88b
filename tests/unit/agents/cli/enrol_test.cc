#include "agents/cli/enrol.h"

#include <filesystem>
#include <sstream>

#include "agents/cli/fingerprint.h"
#include "agents/cli/scheme_card.h"
#include "agents/config.h"
#include "agents/ingest/column_map_file.h"
#include "core/wire/document_codec.h"
#include "stile/v1/config.pb.h"
#include "tests/support/built_from.h"
#include "tests/unit/agents/cli/files_fixture.h"

namespace stile::agent {
namespace {

namespace fs = std::filesystem;

// What a column map takes to find homes by name and address.
constexpr const char* kByName =
    "gazetteer: \"homes.csv\"\n"
    "column { field: HOME_NAME header: \"Premises\" }\n"
    "column { field: HOME_ADDRESS header: \"Location\" }\n";

class EnrolTest : public FilesFixture {
 protected:
  EnrolTest() {
    std::string card = "gateway: \"127.0.0.1:8443\"\ngateway_identity: \"" +
                       std::string(support::kGateway) + "\"\n";
    for (const char* root : {"root/one", "root/two", "root/three"}) {
      card += "root: \"" + support::vkey_of(root) + "\"\n";
    }
    order_ = {
        .scheme = write("card", card),
        .kind = "force",
        .code = "newshire",
        .name = "Heddlu Ŵynshire",
        .areas = {"E23000031"},
        .regulates = {},
        .contacts = {"data-team,data-team@newshire.example,01632 960031"},
        .duty = {},
        .control_room = {},
        .signatories = {"siro", "director=" + support::vkey_of("a-director")},
        .data_officers = {support::vkey_of("an-officer")},
        .areas_table = write("areas", scheme_.areas),
        .column_map = write("map", read(support::source_dir() +
                                        "/policies/column-maps/command-and-control.textproto")),
        .account = "someone",
        .out = folder_.file("newshire")};
  }
  Result<ExitCode> request() {
    return enrol_request(order_, support::kNow, crypto::system_random(), said_);
  }
  std::string note() const { return read((order_.out / "request.note").string()); }
  Result<ExitCode> accept(const std::string& note, const std::string& said) {
    return enrol_accept(
        {write("request.note", note), said, order_.scheme,
         write("directory.note", FilesFixture::note("directory.note")), folder_.file("accepted")},
        support::kNow, said_);
  }

  EnrolOrder order_;
};

TEST_F(EnrolTest, AnAgencyAsksAndIsAccepted) {
  ASSERT_EQ(request().value(), ExitCode::kOk);
  EXPECT_NE(said_.text().find(fingerprint(note())), std::string::npos) << said_.text();
  ASSERT_EQ(accept(note(), fingerprint(note())).value(), ExitCode::kOk);
  const auto agencies =
      wire::agencies_of_text(read(folder_.file("accepted/agency.textproto")), "a").value();
  ASSERT_EQ(agencies.size(), 1U);
  EXPECT_EQ(agencies[0].id.text(), "spiffe://stile.example/force/newshire/agent");
  EXPECT_EQ(agencies[0].name, "Heddlu Ŵynshire");
  EXPECT_EQ(agencies[0].signatories[1].key.vkey(), support::vkey_of("a-director"));
  ASSERT_EQ(agencies[0].data_officer_keys.size(), 1U);
  EXPECT_EQ(agencies[0].data_officer_keys[0].vkey(), support::vkey_of("an-officer"));
  EXPECT_TRUE(agencies[0].has_contact("data-team"));
  EXPECT_TRUE(agencies[0].has_area(support::area("E23000031")));
  EXPECT_TRUE(fs::exists(folder_.file("accepted/tls.csr")));
}

TEST_F(EnrolTest, AcceptingWritesTheNextDirectoryForTheRootsToSign) {
  ASSERT_TRUE(request().ok());
  ASSERT_TRUE(accept(note(), fingerprint(note())).ok());
  const auto next =
      wire::directory_of_text(read(folder_.file("accepted/directory.text")), "d").value();
  EXPECT_EQ(next.serial, 8U);
  EXPECT_NE(next.find(support::agency("spiffe://stile.example/force/newshire/agent")), nullptr);
  EXPECT_NE(next.find(support::agency(support::kTestshire)), nullptr);
}

TEST_F(EnrolTest, BothEndsSayTheSameFingerprintOfTheRoots) {
  ASSERT_TRUE(request().ok());
  const std::string roots = roots_fingerprint(read_card(order_.scheme).value());
  EXPECT_NE(said_.text().find("compare: " + roots), std::string::npos) << said_.text();
  ASSERT_TRUE(accept(note(), fingerprint(note())).ok());
  EXPECT_NE(said_.text().find("to the agency: " + roots), std::string::npos) << said_.text();
}

TEST_F(EnrolTest, ANameOfTheDirectoryIsNotTakenAgain) {
  order_.code = "testshire";
  ASSERT_TRUE(request().ok());
  const auto refused = accept(note(), fingerprint(note()));
  EXPECT_EQ(refused.reason(), Reason::kConflict);
  EXPECT_NE(refused.error().detail.find("force/testshire is in the directory already; mend with"),
            std::string::npos);
  EXPECT_FALSE(fs::exists(folder_.file("accepted")));
}

TEST_F(EnrolTest, ARequestForAnotherSchemeIsNotAccepted) {
  const std::string own = order_.scheme;
  order_.scheme = write("other-card", support::replaced(read(own), support::kGateway,
                                                        "spiffe://other.example/gateway"));
  ASSERT_TRUE(request().ok());
  order_.scheme = own;
  EXPECT_EQ(accept(note(), fingerprint(note())).reason(), Reason::kWrongPeer);
}

TEST_F(EnrolTest, ADirectoryThatTheRootsDidNotSignAcceptsNobody) {
  scheme_.directory.signing.signers = {"root/one"};
  ASSERT_TRUE(request().ok());
  EXPECT_EQ(accept(note(), fingerprint(note())).reason(), Reason::kTooFewSignatures);
  EXPECT_FALSE(fs::exists(folder_.file("accepted")));
}

TEST_F(EnrolTest, ACodeThatNoIdentityCanHaveIsNotAskedFor) {
  for (const char* code :
       {"new shire", "new_shire", "", "../gateway", "a-code-that-is-longer-than-the-32-that-fit"}) {
    order_.code = code;
    const auto refused = request();
    EXPECT_EQ(refused.reason(), Reason::kUsage) << code;
    EXPECT_NE(refused.error().detail.find("mend with: letters, digits"), std::string::npos);
  }
  EXPECT_FALSE(fs::exists(order_.out));
}

TEST_F(EnrolTest, PrivateKeysAreTheirOwnersAlone) {
  ASSERT_TRUE(request().ok());
  for (const char* key : {"signing.key", "token.key", "identity/tls.key", "signatories/siro.key"}) {
    EXPECT_EQ(fs::status(order_.out / key).permissions(), fs::perms::owner_read) << key;
  }
  EXPECT_FALSE(fs::exists(order_.out / "signatories/director.key"));
}

TEST_F(EnrolTest, TheConfigurationIsTheAgents) {
  ASSERT_TRUE(request().ok());
  const auto config = load_config((order_.out / "agent.textproto").string());
  ASSERT_TRUE(config.ok()) << config.error().detail;
  EXPECT_EQ(config->agency.text(), "spiffe://stile.example/force/newshire/agent");
  EXPECT_EQ(config->roots.size(), 3U);
  EXPECT_EQ(config->source->contact, "data-team");
}

TEST_F(EnrolTest, ARegulatorGetsAnInbox) {
  order_.kind = "regulator";
  order_.regulates = "CIW";
  order_.contacts.clear();
  ASSERT_TRUE(request().ok());
  EXPECT_TRUE(load_config((order_.out / "agent.textproto").string())->recipient.has_value());
  EXPECT_FALSE(fs::exists(order_.out / "token.key"));
}

TEST_F(EnrolTest, AnotherFingerprintIsNotAccepted) {
  ASSERT_TRUE(request().ok());
  EXPECT_EQ(accept(note(), fingerprint("another")).reason(), Reason::kWrongPeer);
  EXPECT_EQ(accept(note(), "").reason(), Reason::kWrongPeer);
  EXPECT_FALSE(fs::exists(folder_.file("accepted")));
}

// Whoever alters a request on the way has to read out another fingerprint, and lacks the key.
TEST_F(EnrolTest, AnAlteredRequestIsNotAccepted) {
  ASSERT_TRUE(request().ok());
  const std::string altered = support::replaced(note(), "E23000031", "E23000032");
  EXPECT_EQ(accept(altered, fingerprint(note())).reason(), Reason::kWrongPeer);
  EXPECT_EQ(accept(altered, fingerprint(altered)).reason(), Reason::kBadSignature);
}

TEST_F(EnrolTest, ARequestSignedByAnotherKeyIsNotAccepted) {
  ASSERT_TRUE(request().ok());
  const std::string text = note().substr(0, note().find("\n\n") + 1);
  const std::string other = support::signed_by({"another"}, text);
  EXPECT_EQ(accept(other, fingerprint(other)).reason(), Reason::kBadSignature);
}

TEST_F(EnrolTest, OneSignatoryIsTooFew) {
  order_.signatories = {"siro"};
  EXPECT_EQ(request().reason(), Reason::kUsage);
  EXPECT_FALSE(fs::exists(order_.out));
}

TEST_F(EnrolTest, OnePersonIsNotTwoSignatories) {
  const std::string same = support::vkey_of("a-director");
  order_.signatories = {"siro=" + same, "director=" + same};
  EXPECT_EQ(request().reason(), Reason::kMalformed);
}

TEST_F(EnrolTest, WhatIsNoKeyOfADataOfficerIsRefusedBeforeAKeyIsMade) {
  order_.data_officers = {support::vkey_of("an-officer") + "x"};
  EXPECT_EQ(request().reason(), Reason::kMalformed);
  EXPECT_FALSE(fs::exists(order_.out));
}

TEST_F(EnrolTest, AForceNeedsAColumnMap) {
  order_.column_map.clear();
  EXPECT_EQ(request().reason(), Reason::kUsage);
  EXPECT_FALSE(fs::exists(order_.out));
}

TEST_F(EnrolTest, AColumnMapsGazetteerComesWithIt) {
  const std::string homes = "scheme,number,name,address\nofsted,SC900001,Oak House,1 High St\n";
  write("map", read(order_.column_map) + kByName);
  write("homes.csv", homes);
  ASSERT_TRUE(request().ok());
  EXPECT_EQ(read((order_.out / "homes.csv").string()), homes);
  EXPECT_TRUE(load_column_map_file(order_.out / "column-map.textproto").ok());
}

TEST_F(EnrolTest, AColumnMapWithAFaultOrWithoutItsGazetteerIsRefusedBeforeAKeyIsMade) {
  write("map", read(order_.column_map) + kByName);
  EXPECT_EQ(request().reason(), Reason::kNotFound);
  write("map", "nonsense");
  EXPECT_EQ(request().reason(), Reason::kUnknownField);
  EXPECT_FALSE(fs::exists(order_.out));
}

TEST_F(EnrolTest, ARegulatorSaysWhatItRegulates) {
  order_.kind = "regulator";
  EXPECT_EQ(request().reason(), Reason::kUsage);
}

// kTeam has two roles of an authority that joins.
const std::vector<std::string> kTeam = {"duty-desk,duty-desk@newshire.example,01632 960032",
                                        "edt,edt@newshire.example,01632 960033"};

TEST_F(EnrolTest, AnAuthoritysContactsAreOnDutyInOrderUnlessACalendarSaysOtherwise) {
  order_.kind = "authority";
  order_.code = "E10000091";
  order_.contacts = kTeam;
  ASSERT_TRUE(request().ok());
  ASSERT_TRUE(accept(note(), fingerprint(note())).ok());
  const auto agencies =
      wire::agencies_of_text(read(folder_.file("accepted/agency.textproto")), "a").value();
  EXPECT_EQ(agencies[0].duty_calendar->otherwise, (std::vector<std::string>{"duty-desk", "edt"}));
}

TEST_F(EnrolTest, ACalendarAndAControlRoomComeFromTheOrder) {
  order_.contacts.push_back("control-room,control-room@newshire.example,01632 960034");
  order_.control_room = "control-room";
  order_.duty = write("duty",
                      "period { day: MONDAY from: \"09:00\" to: \"17:00\"\n"
                      "  contact: \"data-team\" contact: \"control-room\" }\n"
                      "otherwise: \"control-room\" otherwise: \"data-team\"\n");
  ASSERT_TRUE(request().ok());
  ASSERT_TRUE(accept(note(), fingerprint(note())).ok());
  const auto agencies =
      wire::agencies_of_text(read(folder_.file("accepted/agency.textproto")), "a").value();
  EXPECT_EQ(agencies[0].control_room, "control-room");
  EXPECT_EQ(agencies[0].duty_calendar->periods.size(), 1U);
}

TEST_F(EnrolTest, ADutyThatTheDirectoryWouldRefuseIsRefusedBeforeAKeyIsMade) {
  order_.kind = "yjs";
  const auto refused = [&] {
    const auto asked = request();
    EXPECT_FALSE(asked.ok());
    EXPECT_FALSE(fs::exists(order_.out));
    return asked.ok() ? std::string() : asked.error().detail;
  };
  EXPECT_NE(refused().find("otherwise: fewer than two contacts; mend with"), std::string::npos);
  order_.contacts.clear();
  EXPECT_NE(refused().find("has no duty calendar; mend with"), std::string::npos);
  order_.contacts = kTeam;
  order_.duty = write("duty",
                      "period { day: MONDAY from: \"09:00\" to: \"17:00\"\n"
                      "  contact: \"duty-desk\" contact: \"edt\" }\n");
  EXPECT_NE(refused().find("nobody on Mon from 00:00 to 09:00; mend with"), std::string::npos);
  order_.duty = write("duty", "otherwise: \"duty-desk\"\notherwize: \"edt\"\n");
  EXPECT_NE(refused().find("duty:2:"), std::string::npos);
  order_.duty.clear();
  order_.control_room = "switchboard";
  EXPECT_NE(refused().find("control_room: no contact has this code; mend with"), std::string::npos);
}

TEST_F(EnrolTest, AContactThatNothingReachesIsRefusedBeforeAKeyIsMade) {
  order_.contacts = {"data-team,data-team@newshire.example,"};
  EXPECT_NE(request().error().detail.find("has no telephone; mend with"), std::string::npos);
  EXPECT_FALSE(fs::exists(order_.out));
}

TEST_F(EnrolTest, AForceNeedsAContact) {
  order_.contacts.clear();
  EXPECT_EQ(request().reason(), Reason::kUsage);
  EXPECT_FALSE(fs::exists(order_.out));
}

TEST_F(EnrolTest, ReplacesNoFolder) {
  ASSERT_TRUE(request().ok());
  const std::string before = note();
  EXPECT_EQ(request().reason(), Reason::kConflict);
  EXPECT_EQ(note(), before);
}

TEST(FingerprintTest, IsComparedAsPeopleWriteIt) {
  const std::string print = fingerprint("a request");
  std::string spoken = print;
  for (char& c : spoken) c = c == '-' ? ' ' : static_cast<char>(std::tolower(c));
  EXPECT_TRUE(same_fingerprint(spoken, print));
  EXPECT_FALSE(same_fingerprint(spoken + "0", print));
  EXPECT_FALSE(same_fingerprint("", ""));
}

}  // namespace
}  // namespace stile::agent
