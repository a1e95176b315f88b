#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "agents/recipient/inbox_reader.h"
#include "agents/recipient/record_columns.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/record/codes.h"

namespace stile::agent {

// Selection is what a person asks for; what is absent is not narrowed. `force` is a code
// ("sussex"), a short name ("force/sussex") or an identity.
struct Selection {
  std::optional<Month> month = {};
  std::string force = {};
  std::optional<HomeId> home = {};
  std::optional<record::RecordType> type = {};
  bool restricted = true;  // also those that nobody may go on using

  // types() are those selected, in the order of the code list.
  std::vector<record::RecordType> types() const;
};

// is_called() is whether a person means this agency by that name.
bool is_called(const AgencyId& agency, const std::string& name);

// SelectedRecords are the newest revisions of the records of a selection, of returns alone. Borrows
// the reader. One thread.
class SelectedRecords {
 public:
  // of() finds the sources and months; fails as the reader does.
  static Result<SelectedRecords> of(InboxReader& reader, Selection selection);

  // each() goes through one type by month, force and home, and stops at the first failure of
  // `take`, which it returns.
  using Take = std::function<Status(const Month& month, RecordLine line)>;
  Status each(record::RecordType type, const Take& take);

  // count() is how many each() would go through, restricted ones among them.
  Result<std::uint64_t> count(record::RecordType type);

  // is_of_any() is whether any source that ever sent is selected.
  bool is_of_any() const { return !streams_.empty(); }

 private:
  struct Sender {
    Stream stream;
    std::string source;  // its short name
  };
  SelectedRecords(InboxReader& reader, Selection selection);
  Result<RecordLine> line_of(const Sender& sender, NewestRow row);
  Result<std::set<record::Field>> counted(std::int64_t parcel);

  InboxReader& reader_;
  Selection selection_;
  std::vector<Sender> streams_;
  std::vector<Month> months_;
  std::map<std::int64_t, std::set<record::Field>> counted_;  // by parcel
};

}  // namespace stile::agent
