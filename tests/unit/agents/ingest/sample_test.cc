#include "agents/ingest/sample.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stile/v1/documents.pb.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "agents/ingest/event_rows.h"
#include "core/wire/strict.h"
#include "tests/support/built_from.h"
#include "tests/unit/agents/ingest/map_text.h"

namespace stile::agent {
namespace {

struct Read {
  SampleCounts told;
  std::vector<record::Event> records;
  std::vector<RowFault> faults;
};

std::string export_of(const SampleSettings& settings) {
  std::ostringstream to;
  Sample(settings).write_export(to);
  return to.str();
}

std::string system_of(SampleKind kind) {
  if (kind == SampleKind::kRecords) return "records-management";
  return kind == SampleKind::kMissing ? "missing-persons" : "command-and-control";
}

Read read(const SampleSettings& settings, ReadFor read_for = ReadFor::kReturn) {
  std::stringstream file;
  Read all{Sample(settings).write_export(file), {}, {}};
  // A Welsh force's map says that its homes have CIW's numbers.
  std::string text = map_text(system_of(settings.kind));
  if (settings.area->scheme == HomeScheme::kCiw) {
    text = replaced(text, "scheme: OFSTED", "scheme: CIW");
  }
  const ColumnMap map = load_column_map(text, "map").value();
  auto rows = EventRows::open(file, map, read_for);
  EXPECT_TRUE(rows.ok()) << rows.error().detail;
  while (true) {
    auto outcome = rows->next();
    EXPECT_TRUE(outcome.ok()) << outcome.error().detail;
    if (!outcome.ok() || !*outcome) return all;
    if (auto* row = std::get_if<ReadEvent>(&**outcome)) {
      all.records.push_back(std::move(row->event));
    } else {
      all.faults.push_back(std::get<RowFault>(std::move(**outcome)));
    }
  }
}

std::int64_t held_of(const Read& all) {
  return std::ranges::count_if(all.records,
                               [](const auto& r) { return r.hold != record::Hold::kNone; });
}

v1::Homes homes(const SampleArea& area = kSampleAreas.front()) {
  v1::Homes read;
  const auto text =
      Sample({.area = &area}).homes_text("spiffe://stile.test/regulator/ofsted/agent", 1);
  const Status status = wire::parse_text(text, "homes", read);
  EXPECT_TRUE(status.ok()) << status.error().detail;
  return read;
}

TEST(SampleTest, EveryRowIsReadByTheShippedMapButThoseToldToFail) {
  for (int month = 1; month <= 12; ++month) {
    for (const bool faults : {false, true}) {
      const Read all = read({.month = {2026, month}, .faults = faults});
      EXPECT_EQ(static_cast<std::int64_t>(all.records.size()),
                all.told.rows - all.told.withheld - all.told.rejected);
      EXPECT_EQ(static_cast<std::int64_t>(all.faults.size()),
                all.told.withheld + all.told.rejected);
      EXPECT_EQ(all.told.withheld, 1);
      EXPECT_EQ(all.told.held, 2);
      EXPECT_EQ(held_of(all), 2);
      EXPECT_EQ(all.told.rejected, !faults ? 0 : month == 3 ? 9 : 8);
      for (const auto& record : all.records) {
        EXPECT_EQ(month_of(local_day(record.time)), (Month{2026, month}));
      }
    }
  }
}

TEST(SampleTest, EverySystemsExportIsReadByItsShippedMap) {
  for (const SampleKind kind : {SampleKind::kRecords, SampleKind::kMissing}) {
    for (int month = 1; month <= 12; ++month) {
      for (const bool faults : {false, true}) {
        const Read all = read({.month = {2026, month}, .faults = faults, .kind = kind});
        EXPECT_EQ(std::ssize(all.records), all.told.rows - all.told.withheld - all.told.rejected);
        EXPECT_EQ(std::ssize(all.faults), all.told.withheld + all.told.rejected);
        EXPECT_EQ(all.told.withheld, 2);
        EXPECT_EQ(all.told.rejected, faults ? 4 : 0);
        EXPECT_EQ(all.told.held, 3);
        EXPECT_EQ(held_of(all), 3);
        for (const auto& record : all.records) {
          EXPECT_EQ(month_of(local_day(record.time)), (Month{2026, month}));
        }
      }
    }
    EXPECT_EQ(export_of({.seed = 5, .kind = kind}), export_of({.seed = 5, .kind = kind}));
    EXPECT_NE(export_of({.seed = 5, .kind = kind}), export_of({.seed = 6, .kind = kind}));
    EXPECT_EQ(read({.rows = 300, .kind = kind}).told.rows, 300);
    EXPECT_EQ(read({.rows = 3, .kind = kind}).told.rows, 3);
  }
}

TEST(SampleTest, OneChildIsMissingTwiceAndOneEpisodeGoesOn) {
  std::map<std::string, int> episodes;
  int open = 0;
  const Read all = read({.kind = SampleKind::kMissing});
  for (const auto& record : all.records) {
    EXPECT_EQ(record.type, record::RecordType::kMissingEpisode);
    ++episodes[record.origin.child];
    open += record.end ? 0 : 1;
  }
  EXPECT_TRUE(std::ranges::any_of(episodes, [](const auto& e) { return e.second >= 2; }));
  EXPECT_EQ(open, 1);
}

TEST(SampleTest, RecordsAreArrestsAndConcerns) {
  std::set<record::RecordType> types;
  std::set<record::Kind> kinds;
  const Read all = read({.kind = SampleKind::kRecords});
  for (const auto& record : all.records) {
    types.insert(record.type);
    kinds.insert(record.kind);
  }
  EXPECT_EQ(types, (std::set{record::RecordType::kArrest, record::RecordType::kConcern}));
  EXPECT_GE(kinds.size(), 6U);
}

TEST(SampleTest, IsTheSameForASeedAndAnotherForAnother) {
  EXPECT_EQ(export_of({.seed = 5}), export_of({.seed = 5}));
  EXPECT_NE(export_of({.seed = 5}), export_of({.seed = 6}));
}

TEST(SampleTest, HasAsManyRowsAsAskedFor) {
  for (const std::int64_t rows : {1, 17, 1000}) EXPECT_EQ(read({.rows = rows}).told.rows, rows);
}

TEST(SampleTest, OneChildOfOneHomeHasFiveCallOutsInAMonth) {
  std::map<std::string, std::set<Instant>> calls;
  const Read all = read({});
  for (const auto& record : all.records) {
    if (record.child_involved) calls[record.origin.child + record.home->text()].insert(record.time);
  }
  EXPECT_TRUE(std::ranges::any_of(calls, [](const auto& c) { return c.second.size() >= 5; }));
}

TEST(SampleTest, ReferencesAreInTimeOrderAndUniquePerChild) {
  std::string last;
  std::set<record::Origin> seen;
  const Read all = read({.rows = 3000, .canaries = true});
  for (const auto& record : all.records) {
    EXPECT_LE(last, record.origin.reference);
    EXPECT_TRUE(seen.insert(record.origin).second) << record.origin.reference;
    last = record.origin.reference;
  }
}

TEST(SampleTest, TellsTheEdgeCases) {
  const Read all = read({});
  std::map<std::string, std::set<std::string>> children;
  std::map<std::string, std::set<std::string>> lived_in;
  int without_child = 0;
  int own_calls = 0;
  int not_placed = 0;
  for (const auto& record : all.records) {
    children[record.origin.reference].insert(record.origin.child);
    lived_in[record.origin.child].insert(record.home->text());
    without_child += record.child_involved ? 0 : 1;
    own_calls += record.caller_role == record::CallerRole::kChild ? 1 : 0;
    not_placed += record.child_involved && !record.placing_authority ? 1 : 0;
  }
  EXPECT_TRUE(std::ranges::any_of(children, [](const auto& c) { return c.second.size() == 2; }));
  EXPECT_TRUE(std::ranges::any_of(lived_in, [](const auto& h) { return h.second.size() == 2; }));
  EXPECT_EQ(without_child, 1);
  EXPECT_GE(own_calls, 1);
  EXPECT_GE(not_placed, 1);
}

TEST(SampleTest, HomesAreOnTheListAndHaveSussexsStructure) {
  std::set<std::string> listed;
  std::map<std::string, int> by_authority;
  const v1::Homes list = homes();
  for (const auto& home : list.home()) {
    EXPECT_TRUE(HomeId::parse(home.id()).ok());
    EXPECT_TRUE(listed.insert(home.id()).second);
    ++by_authority[home.authority()];
  }
  EXPECT_EQ(by_authority,
            (std::map<std::string, int>{{"E06000043", 6}, {"E10000011", 22}, {"E10000032", 32}}));
  const Read all = read({});
  for (const auto& record : all.records) EXPECT_TRUE(listed.contains(record.home->text()));
}

TEST(SampleTest, EachAreaHasHomesOfItsOwnThatItsExportsAreAbout) {
  std::set<std::string> numbers;
  std::set<std::string> children;
  for (const auto& area : kSampleAreas) {
    std::set<std::string> listed;
    const v1::Homes list = homes(area);
    for (const auto& home : list.home()) {
      EXPECT_EQ(home.force(), area.code);
      EXPECT_EQ(HomeId::parse(home.id())->scheme(), area.scheme);
      EXPECT_TRUE(numbers.insert(home.id()).second) << home.id();
      listed.insert(home.id());
    }
    EXPECT_EQ(listed.size(), 60U);
    std::set<std::string> own;
    for (const auto kind : {SampleKind::kCallOuts, SampleKind::kRecords, SampleKind::kMissing}) {
      const Read all = read({.faults = true, .kind = kind, .area = &area});
      EXPECT_EQ(std::ssize(all.faults), all.told.withheld + all.told.rejected);
      for (const auto& record : all.records) {
        EXPECT_TRUE(listed.contains(record.home->text())) << record.home->text();
        if (record.child_involved) own.insert(record.origin.child);
      }
    }
    for (const auto& child : own) EXPECT_TRUE(children.insert(child).second) << child;
  }
}

TEST(SampleTest, CanariesStandInTheExportAndInNoRecordButTheSourcesReferences) {
  const SampleSettings settings{.canaries = true};
  const std::string file = export_of(settings);
  const Sample sample(settings);
  EXPECT_EQ(sample.canaries().size(), 33U);
  for (const Canary& canary : sample.canaries()) {
    const bool other_form = canary.text.size() == 10 && canary.text[4] == '-';
    EXPECT_EQ(file.find(canary.text) == file.npos, other_form) << canary.column;
    EXPECT_EQ(file.find(canary.text), file.rfind(canary.text)) << canary.column;
  }
  EXPECT_TRUE(Sample({}).canaries().empty());
}

TEST(SampleTest, CanariesStandOnceInTheOtherExportsToo) {
  for (const SampleKind kind : {SampleKind::kRecords, SampleKind::kMissing}) {
    const SampleSettings settings{.canaries = true, .kind = kind};
    const std::string file = export_of(settings);
    const Sample sample(settings);
    std::set<std::string> found;
    std::set<std::string> columns;
    for (const Canary& canary : sample.canaries()) {
      columns.insert(canary.column);
      if (file.find(canary.text) == file.npos) continue;
      found.insert(canary.column);
      EXPECT_EQ(file.find(canary.text), file.rfind(canary.text)) << canary.column;
    }
    EXPECT_EQ(found, columns);
    EXPECT_EQ(std::ssize(read(settings).records), read(settings).told.rows - 2);
  }
}

TEST(SampleTest, HasWhatNotificationsNeedWhereAskedForAndAReturnReadsTheSame) {
  for (const auto kind : {SampleKind::kCallOuts, SampleKind::kRecords, SampleKind::kMissing}) {
    SampleSettings settings{.kind = kind};
    const Read plain = read(settings);
    settings.identity = true;
    const Read returned = read(settings);
    const Read all = read(settings, ReadFor::kIdentity);
    ASSERT_EQ(all.records.size(), plain.records.size());
    ASSERT_EQ(returned.records.size(), plain.records.size());
    EXPECT_EQ(all.faults.size(), plain.faults.size());
    std::map<std::string, std::string> surnames;
    for (std::size_t i = 0; i < all.records.size(); ++i) {
      const auto& event = all.records[i];
      EXPECT_EQ(event.origin, plain.records[i].origin);
      EXPECT_EQ(returned.records[i].identity, record::Identity{});
      if (!event.child_involved) continue;
      EXPECT_TRUE(record::check_identity(event.identity).ok());
      EXPECT_TRUE(event.identity.surname.ends_with("-Example")) << event.identity.surname;
      EXPECT_FALSE(event.identity.police_reference.empty());
      EXPECT_EQ(event.identity.date_of_birth, event.date_of_birth);
      EXPECT_EQ(surnames.try_emplace(event.origin.child, event.identity.surname).first->second,
                event.identity.surname);
    }
  }
}

TEST(SampleTest, CanariesStandInTheColumnsOfAnIdentityToo) {
  for (const auto kind : {SampleKind::kCallOuts, SampleKind::kRecords, SampleKind::kMissing}) {
    const SampleSettings settings{.canaries = true, .kind = kind, .identity = true};
    const std::string file = export_of(settings);
    const Sample sample(settings);
    int found = 0;
    for (const Canary& canary : sample.canaries()) {
      for (const auto header :
           {"Child Surname", "Child Forenames", "Known As", "PAC Ref", "Authority Ref"}) {
        if (canary.column != header) continue;
        ++found;
        EXPECT_NE(file.find(canary.text), file.npos) << canary.column;
        EXPECT_EQ(file.find(canary.text), file.rfind(canary.text)) << canary.column;
      }
    }
    EXPECT_EQ(found, 15);
    const Read all = read(settings, ReadFor::kIdentity);
    EXPECT_EQ(std::ssize(all.records), all.told.rows - all.told.withheld);
  }
}

TEST(SampleTest, NoHomesNumberIsARealOne) {
  std::ifstream real(support::source_dir() + "/../shared/data/ofsted-providers-2018-03-31.csv");
  if (!real) GTEST_SKIP() << "needs ../shared/data, which this checkout does not have";
  std::stringstream text;
  text << real.rdbuf();
  for (const auto& area : kSampleAreas) {
    const v1::Homes list = homes(area);
    for (const auto& home : list.home()) {
      const std::string number = home.id().substr(home.id().find(':') + 1);
      EXPECT_EQ(text.str().find(number), std::string::npos) << number;
    }
  }
}

}  // namespace
}  // namespace stile::agent
