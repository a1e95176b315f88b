#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "agents/source/release.h"
#include "core/storage/database.h"
#include "tests/unit/agents/source/correction_fixture.h"

namespace stile::agent {

// ReleaseTest is testshire's sending side, a data officer of which releases records.
class ReleaseTest : public CorrectionTest {
 protected:
  // far_events() names support::kFarCouncil's area, and holds that authority's own reference of the
  // child.
  static std::string far_events(const std::string& surname = "Invented-Wynne",
                                const std::string& placing = support::kDistantAuthority) {
    return support::replaced(events_of({recent(placing)}, surname), ",Zed,,,,", ",Zed,,,FAR-9,");
  }
  void deny() {
    ASSERT_EQ(notify(far_events()), ExitCode::kOk) << said_.text() << said_.messages();
    says(only_to(support::kFarCouncil), record::DisclosureState::kClosed);
  }
  static ReleaseOrder the_record(const std::string& reference = "CC-7") {
    return {.system = "command-and-control",
            .type = record::RecordType::kCallOut,
            .reference = reference};
  }
  ExitCode release(bool preview = false, const ReleaseOrder& order = the_record()) {
    said_ = Said();
    return source_->release(order, preview, "officer", said_);
  }
  std::size_t told_to(std::string_view whom) const {
    const auto all = told();
    return static_cast<std::size_t>(std::ranges::count(all, whom));
  }
  // shown() is all that a data team can ask, but for alarms; seen() what a data officer sees.
  std::string shown() { return notify_status() + changes(true) + status(); }
  std::string seen() {
    Said said;
    source_->notify_status(true, said, Sight::kOfficer);
    source_->changes(true, said, Sight::kOfficer);
    return said.text();
  }
  std::int64_t count(const std::string& what) const {
    auto store = storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kRead);
    return store->integer(("SELECT count(*) FROM " + what).c_str()).value();
  }
  // alter() changes the store behind the source's back.
  void alter(const std::string& sql) {
    source_.reset();
    {
      auto store =
          storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kWrite).value();
      ASSERT_TRUE(store.run(sql.c_str()).ok());
    }
    reopen();
  }
  std::string key_of_today() const { return folder_.file("own-keys/2026-11-03"); }
};

}  // namespace stile::agent
