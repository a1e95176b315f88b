#include "agents/ingest/gazetteer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "agents/ingest/column_map_file.h"
#include "agents/ingest/event_rows.h"

namespace stile::agent {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kHomes[] =
    "number,scheme,name,address\n"
    "SC900001,ofsted,Tŷ Gwyn,\"1 Heron Walk, Marlhaven\"\n"
    "W-0001,ciw,St. Anne's & St. Zq's,2 Heron Walk\n"
    "SC900002,ofsted,The Elms,3 Heron Walk\n"
    "SC900003,ofsted,the elms,\"3, Heron Walk\"\n"
    "SC900001,ofsted,Ty Gwyn,1 Heron Walk Marlhaven\n";

Result<Gazetteer> gazetteer(const std::string& text) {
  std::istringstream from(text);
  return Gazetteer::read(from, "homes.csv");
}

std::string found(std::string_view name, std::string_view address) {
  const auto home = gazetteer(kHomes)->find(name, address);
  return home.ok() ? home->text() : std::string(stile::name(home.reason()));
}

TEST(GazetteerTest, FoldsCasePunctuationAndSpace) {
  EXPECT_EQ(folded_place("  TŶ  GWYN, \"1\" Heron-Walk. "), "tŷ gwyn 1 heron walk");
  EXPECT_EQ(folded_place("St. Anne’s & Zo's"), "st annes and zos");
  EXPECT_EQ(folded_place("ŴŸÉ\u00A0ŷ"), "ŵÿé ŷ");
  EXPECT_EQ(folded_place(" ,.- "), "");
}

TEST(GazetteerTest, FindsTheOneHomeOfANameAtAnAddress) {
  EXPECT_EQ(found("tŷ gwyn", "1 HERON WALK MARLHAVEN"), "ofsted:SC900001");
  EXPECT_EQ(found("TY GWYN", "1, Heron Walk; Marlhaven."), "ofsted:SC900001");
  EXPECT_EQ(found("St Annes and St Zqs", "2 Heron Walk"), "ciw:W-0001");
}

TEST(GazetteerTest, TwoHomesAlikeAreAmbiguousAndAnyOtherUnknown) {
  EXPECT_EQ(found("The Elms", "3 Heron Walk"), "AMBIGUOUS");
  EXPECT_EQ(found("Tŷ Gwyn", "2 Heron Walk"), "UNKNOWN_HOME");
  EXPECT_EQ(found("Tŷ", "Gwyn 1 Heron Walk Marlhaven"), "UNKNOWN_HOME");
  EXPECT_EQ(found("", ""), "UNKNOWN_HOME");
}

TEST(GazetteerTest, AFaultNamesItsLineAndNothingOfTheFile) {
  const auto fault = [](const std::string& rows) {
    const auto read = gazetteer("number,scheme,name,address\n" + rows);
    return read.ok() ? std::string() : read.error().detail;
  };
  EXPECT_EQ(fault("SC9,ofsted,Zqhome,Zqroad\n"),
            "homes.csv:2: number is no number of its scheme; give the URN or CIW number");
  EXPECT_THAT(fault("SC900001,ofsted,Zqhome,Zqroad\nSC900001,Zq,Zqhome,Zqroad\n"),
              HasSubstr("homes.csv:3: scheme is ofsted or ciw"));
  EXPECT_THAT(fault("SC900001,ofsted,Zqhome,\n"), HasSubstr("the cell address is empty"));
  EXPECT_THAT(fault("SC900001,ofsted\n"), HasSubstr("the cell name is empty"));
  EXPECT_THAT(fault("Zq9,ofsted,Zqhome,Zqroad\n"), Not(HasSubstr("Zq")));
  EXPECT_THAT(gazetteer("number,scheme,name\n").error().detail, HasSubstr("no column address"));
  EXPECT_THAT(gazetteer("").error().detail, HasSubstr("no header row"));
}

constexpr char kMap[] = R"(
system: "records"
record: CONCERN
header_rows: 1
separator: ","
gazetteer: "homes.csv"
not_asked: [DATE_OF_BIRTH, LOOKED_AFTER, CARE_HOME, PLACING_AUTHORITY, EXPLOITATION, HARM]
not_asked: [CHILD_VIEW, DISPUTED, HOLD]
column { field: REFERENCE header: "ref" }
column { field: PERSON header: "child" }
column { field: HOME header: "urn" scheme: OFSTED }
column { field: HOME_NAME header: "place" }
column { field: HOME_ADDRESS header: "road" }
column { field: TIME header: "when" form: "iso-8601" }
column { field: KIND constant: "other" }
column { field: CHILD_ROLE constant: "none" }
)";

CheckedMap checked(const std::string& text) {
  return check_column_map(text, "map", [](const std::string& name) -> Result<Bytes> {
    if (name != "homes.csv") return Error{Reason::kNotFound, name};
    return Bytes(kHomes);
  });
}

std::string without(std::string text, std::string_view part) {
  return text.erase(text.find(part), part.size());
}

RowOutcome outcome(const std::string& cells) {
  const CheckedMap map = checked(kMap);
  EXPECT_TRUE(map.map) << map.faults.front().detail;
  std::istringstream from("ref,child,when,urn,place,road\nK1,P1,2026-10-03T18:00," + cells + "\n");
  auto rows = EventRows::open(from, *map.map);
  return **rows->next();
}

TEST(GazetteerTest, ARowWithoutANumberFindsItsHomeByNameAndAddress) {
  const auto home = [](const std::string& cells) {
    const RowOutcome row = outcome(cells);
    const auto* read = std::get_if<ReadEvent>(&row);
    return read == nullptr ? std::get<RowFault>(row).what : read->event.home->text();
  };
  EXPECT_EQ(home(",TY GWYN,1 Heron Walk Marlhaven"), "ofsted:SC900001");
  EXPECT_EQ(home("SC900009,Ty Gwyn,1 Heron Walk Marlhaven"), "ofsted:SC900009");
  EXPECT_EQ(home("XXXXXXX,Ty Gwyn,1 Heron Walk Marlhaven"), "not a home's number");
}

TEST(GazetteerTest, ARowThatFitsNoHomeOrSeveralIsRejectedWithoutItsAddress) {
  const auto fault = [](const std::string& cells) { return std::get<RowFault>(outcome(cells)); };
  EXPECT_EQ(fault(",The Elms,3 Heron Walk").reason, Reason::kAmbiguous);
  EXPECT_EQ(fault(",Zqhome,Zqroad").reason, Reason::kUnknownHome);
  EXPECT_EQ(fault(",,Zqroad").reason, Reason::kMissingField);
  EXPECT_EQ(fault(",Zqhome,").column, "road");
  for (const std::string cells : {",Zqhome,Zqroad", ",,Zqroad", ",Zqhome,"}) {
    const RowFault found = fault(cells);
    EXPECT_THAT(found.what + found.mend + found.column, Not(HasSubstr("Zq")));
  }
}

TEST(GazetteerTest, AMapNamesNameAddressAndGazetteerOrNoneOfThem) {
  const auto fault = [](const std::string& text) {
    const CheckedMap map = checked(text);
    return map.map ? std::string() : map.faults.front().detail;
  };
  const std::string number = "column { field: HOME header: \"urn\" scheme: OFSTED }";
  EXPECT_THAT(fault(without(kMap, "gazetteer: \"homes.csv\"")), HasSubstr("HOME_NAME is compared"));
  EXPECT_THAT(fault(without(kMap, "column { field: HOME_NAME header: \"place\" }")),
              HasSubstr("no column for HOME_NAME"));
  EXPECT_THAT(fault(without(kMap, number)), HasSubstr("no column for HOME"));
  EXPECT_EQ(fault(without(kMap, number) + "not_asked: HOME\n"), "");
  EXPECT_THAT(fault(without(kMap, "homes.csv")), HasSubstr("HOME_NAME is compared"));
  std::string elsewhere = kMap;
  elsewhere.replace(elsewhere.find("homes.csv"), 9, "../homes.csv");
  EXPECT_THAT(fault(elsewhere), HasSubstr("the name of a file beside the map"));
}

TEST(GazetteerTest, AFileThatIsNotThereIsAFaultAtTheMapsLine) {
  std::string other = kMap;
  other.replace(other.find("homes.csv"), 9, "other.csv");
  const CheckedMap map = checked(other);
  ASSERT_EQ(map.faults.size(), 1U);
  EXPECT_EQ(map.faults[0].reason, Reason::kNotFound);
  EXPECT_THAT(map.faults[0].detail, HasSubstr("map:6:1: the gazetteer cannot be read"));
  EXPECT_EQ(load_column_map_file("/nowhere/map.textproto").reason(), Reason::kNotFound);
}

}  // namespace
}  // namespace stile::agent
