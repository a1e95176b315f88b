#include "agents/cli/homes.h"

#include "agents/cli/document.h"
#include "core/wire/document_codec.h"
#include "tests/unit/agents/cli/files_fixture.h"

namespace stile::agent {
namespace {

constexpr char kHeader[] = "URN,Provision type,Registration status,Name,Local authority,Places\n";
constexpr char kGood[] =
    "SC999001,Children's home,Active,Rose Cottage,Testshire,4\n"
    "SC999002,Children's home,Active,The Elms,Othershire,\n"
    "SC999003,Boarding School,Active,Saint Invented's,Testshire,90\n";
constexpr char kAtlantis[] = "SC999004,Children's home,Active,The Reef,Atlantis,4\n";

class HomesCommandTest : public FilesFixture {
 protected:
  HomesOrder order() {
    HomesOrder made;
    made.homes_register = write("register.csv", std::string(kHeader) + kGood);
    made.areas = write("areas.textproto", scheme_.areas);
    made.regulator = support::kOfsted;
    made.as_at = "2026-09-30";
    made.serial = 1;
    made.out = folder_.file("homes.text");
    made.report = folder_.file("report.csv");
    return made;
  }
  // signed_note() is a list as the regulator signs it.
  std::string signed_note(const std::string& text) const {
    return write("homes.note", support::signed_by({support::kOfsted}, text));
  }

  // second() is the order of the list after `order()`'s, from a register with these rows.
  HomesOrder second(const std::string& rows) {
    EXPECT_EQ(homes_list(order(), said_).value(), ExitCode::kOk);
    HomesOrder made = order();
    made.previous = signed_note(read(folder_.file("homes.text")));
    made.homes_register = write("register.csv", kHeader + rows);
    made.as_at = "2026-10-31";
    made.serial = 2;
    made.out = folder_.file("homes-2.text");
    made.report = folder_.file("report-2.csv");
    said_ = Said();
    return made;
  }
};

TEST_F(HomesCommandTest, WritesAListThatIsReadyToBeSigned) {
  EXPECT_EQ(homes_list(order(), said_).value(), ExitCode::kOk) << said_.messages();
  const std::string text = read(folder_.file("homes.text"));
  EXPECT_EQ(text,
            "stile-homes/v1\nregulator: \"" + std::string(support::kOfsted) +
                "\"\nserial: 1\n"
                "home { id: \"ofsted:SC999001\" authority: \"E10000091\" force: \"E23000091\" "
                "places: 4 valid_from: \"2026-09-30\" }\n"
                "home { id: \"ofsted:SC999002\" authority: \"E10000092\" force: \"E23000092\" "
                "places: 0 valid_from: \"2026-09-30\" }\n");
  const std::string note = support::signed_by({support::kOfsted}, text);
  EXPECT_TRUE(check_document(note, "homes.note").ok());
}

TEST_F(HomesCommandTest, SaysHowManyRowsCameToWhat) {
  ASSERT_TRUE(homes_list(order(), said_).ok());
  EXPECT_NE(said_.text().find("rows: 3\nplaced: 2\nother-provision: 1\nadded: 2\n"),
            std::string::npos)
      << said_.text();
  EXPECT_NE(said_.text().find("without-full-inspection: 2\n"), std::string::npos);
  EXPECT_NE(said_.text().find("places-not-stated: 1\n"), std::string::npos);
  EXPECT_NE(said_.json().find("{\"rows\":3,\"placed\":2,\"other-provision\":1,\"added\":2"),
            std::string::npos)
      << said_.json();
}

TEST_F(HomesCommandTest, ListsTheRowsItLeftOutAndEndsWithFaults) {
  HomesOrder faulty = order();
  faulty.homes_register = write("register.csv", std::string(kHeader) + kGood + kAtlantis);
  EXPECT_EQ(homes_list(faulty, said_).value(), ExitCode::kFaults);
  EXPECT_EQ(read(folder_.file("homes.text")).find("SC999004"), std::string::npos);
  EXPECT_NE(read(folder_.file("report.csv"))
                .find("register,5,ofsted:SC999004,unknown-authority,not listed,"),
            std::string::npos);
  EXPECT_NE(said_.messages().find("1 faults"), std::string::npos);
  const std::string all =
      said_.text() + said_.json() + said_.messages() + read(folder_.file("report.csv"));
  for (const char* cell : {"Atlantis", "The Reef", "Rose Cottage"}) {
    EXPECT_EQ(all.find(cell), std::string::npos) << cell;
  }
}

TEST_F(HomesCommandTest, GoesOnFromThePreviousList) {
  const HomesOrder next = second(
      "SC999002,Children's home,Active,The Elms,Atlantis,5\n"
      "SC999005,Children's home,Active,Rose Cottage,Testshire,4\n");
  EXPECT_EQ(homes_list(next, said_).value(), ExitCode::kFaults);
  const auto note = support::signed_by({support::kOfsted}, read(next.out.string()));
  const auto homes = wire::read_homes(note, "homes.note").value().value;
  EXPECT_EQ(homes.serial, 2U);
  EXPECT_EQ(homes.find(support::home("ofsted:SC999001"), to_day({2026, 10, 31})), nullptr);
  EXPECT_NE(homes.find(support::home("ofsted:SC999001"), to_day({2026, 10, 30})), nullptr);
  EXPECT_NE(homes.find(support::home("ofsted:SC999002"), to_day({2026, 10, 31})), nullptr);
  EXPECT_NE(read(next.report.string()).find("kept as in the previous list"), std::string::npos);
  EXPECT_NE(said_.text().find("closed: 1\nkept: 1\n"), std::string::npos) << said_.text();
}

TEST_F(HomesCommandTest, SuggestsAReRegistrationAndLinksItOnlyWhenTold) {
  const std::string rows = "SC999005,Children's home,Active,Rose Cottage,Testshire,4\n";
  HomesOrder next = second(rows);
  next.previous_register = write("register-1.csv", std::string(kHeader) + kGood);
  ASSERT_EQ(homes_list(next, said_).value(), ExitCode::kOk) << said_.messages();
  EXPECT_EQ(read(next.out.string()).find("predecessor"), std::string::npos);
  EXPECT_NE(read(next.report.string())
                .find("ofsted:SC999005,likely-re-registration,listed,ofsted:SC999001"),
            std::string::npos);

  next.links = write("links.csv", "urn,predecessor\nSC999005,SC999001\n");
  next.out = folder_.file("homes-3.text");
  next.report.clear();
  said_ = Said();
  ASSERT_EQ(homes_list(next, said_).value(), ExitCode::kOk) << said_.messages();
  EXPECT_NE(read(next.out.string()).find("predecessor: \"ofsted:SC999001\""), std::string::npos);
  EXPECT_NE(said_.text().find("linked: 1\n"), std::string::npos);
  EXPECT_EQ(said_.text().find("likely"), std::string::npos);
}

TEST_F(HomesCommandTest, ReadsAWelshRegister) {
  HomesOrder welsh = order();
  welsh.scheme = "ciw";
  welsh.regulator = support::kCiw;
  welsh.areas =
      write("areas.textproto", support::replaced(scheme_.areas, "name: \"Sir Brawf\"",
                                                 "name: \"Sir Brawf\" alias: \"Ynys Brawf\""));
  welsh.homes_register = write("ciw.csv",
                               "CIW Number,Local Authority,Places,Status\n"
                               "W-0001,Ynys Brawf,3,Registered\n");
  EXPECT_EQ(homes_list(welsh, said_).value(), ExitCode::kOk) << said_.messages();
  EXPECT_NE(read(welsh.out.string()).find("id: \"ciw:W-0001\" authority: \"W06000091\""),
            std::string::npos);
}

TEST_F(HomesCommandTest, WritesNothingWhenItCannotMakeTheWholeList) {
  const auto failed = [&](const auto& spoil) {
    HomesOrder bad = order();
    spoil(bad);
    const auto made = homes_list(bad, said_);
    EXPECT_FALSE(std::ifstream(bad.out).good());
    return made.ok() ? std::optional<Reason>() : made.reason();
  };
  const std::string note = write("previous.note", FilesFixture::note("homes-1.note"));
  EXPECT_EQ(failed([](auto& bad) { bad.as_at = "31/10/2026"; }), Reason::kUsage);
  EXPECT_EQ(failed([](auto& bad) { bad.serial = 0; }), Reason::kUsage);
  EXPECT_EQ(failed([](auto& bad) { bad.homes_register = "nowhere.csv"; }), Reason::kNotFound);
  EXPECT_EQ(failed([](auto& bad) { bad.scheme = "ciw"; }), Reason::kMissingField);
  EXPECT_EQ(failed([&](auto& bad) { bad.previous = note; }), Reason::kRolledBack);
  EXPECT_EQ(failed([&](auto& bad) { bad.areas = write("bad", "mayor: 1\n"); }),
            Reason::kUnknownField);
  EXPECT_EQ(failed([&](auto& bad) { bad.links = write("links.csv", "urn\nSC999001\n"); }),
            Reason::kMissingField);
}

TEST_F(HomesCommandTest, ReplacesNoFile) {
  const HomesOrder again = order();
  write("homes.text", "somebody's");
  EXPECT_EQ(homes_list(again, said_).reason(), Reason::kConflict);
  EXPECT_EQ(read(again.out.string()), "somebody's");
}

}  // namespace
}  // namespace stile::agent
