#include "agents/recipient/completeness.h"

#include <algorithm>
#include <map>
#include <utility>

#include "agents/recipient/change_reader.h"
#include "agents/recipient/disposal.h"
#include "agents/recipient/parcel.h"
#include "core/wire/row_codec.h"

namespace stile::agent {
namespace {

using record::RecordType;

bool is_event(RecordType type) { return type <= RecordType::kConcern; }

// noon() is an instant of that local day.
Result<Instant> noon(Day day) { return to_instant({to_civil(day), 12, 0}); }

Day last_day(const Month& month) {
  const bool december = month.month == 12;
  const Month next{month.year + (december ? 1 : 0), december ? 1 : month.month + 1};
  return to_day({next.year, next.month, 1}) - 1;
}

// One that was suspended or ended within the month is in force on its first day.
bool is_in_force(const agreement::DocumentSet& documents, const Hash& hash, const Month& month) {
  const auto agreement = documents.agreement(hash);
  if (!agreement.ok()) return false;
  const Day first = std::max(agreement.value()->from, to_day({month.year, month.month, 1}));
  const Day last = std::min(agreement.value()->until, last_day(month));
  for (Day day = first; day <= last; ++day) {
    const auto instant = noon(day);
    if (instant.ok() && documents.in_force(hash, instant.value()).ok()) return true;
  }
  return false;
}

// Held is what the inbox has of one stream and month.
struct Held {
  std::map<RecordType, RowCount> counts;
  std::optional<record::Treated> manifest;
  std::map<RecordType, std::uint32_t> withdrawn;  // records, since the manifest was made
  bool disposed = false;
};

// The highest revision is the manifest that counts, whatever rows came of it.
Status find_manifest(std::int64_t stream, const Month& month, InboxReader& reader, Held& held,
                     std::uint64_t& number) {
  std::optional<record::Treated>& newest = held.manifest;
  const auto take = [&](const NewestRow& row) -> Status {
    STILE_TRY(record::Treated manifest, wire::decode_fields(row.fields));
    if (!manifest.revision) return ok();  // the agreement grants none of it
    if (!newest || *manifest.revision > *newest->revision) {
      newest = std::move(manifest);
      number = row.number;
    }
    return ok();
  };
  return reader.each_newest({stream, month, RecordType::kReturnManifest, {}}, take);
}

// A manifest says what its recipient was to have when it was made: what was withdrawn since is not
// missing, and the source leaves it out of the next. Their numbers tell which came first.
Status count_withdrawn(std::int64_t stream, const Month& month, std::uint64_t manifest,
                       const InboxReader& reader, Held& held) {
  std::set<Token> events;
  return ChangeReader(reader.database()).each([&](const Change& change) -> Status {
    const bool since = change.stream == stream && !change.notified &&
                       change.kind() == record::ChangeKind::kWithdrawn &&
                       month_of_event(change.event_token) == month;
    const bool first = since && events.insert(change.event_token).second;
    if (first && change.number > manifest) ++held.withdrawn[change.type];
    return ok();
  });
}

Result<Held> held_of(const Expectation& expected, const std::vector<Stream>& streams,
                     const std::vector<RowCount>& counts, const Month& month, InboxReader& reader) {
  Held held;
  for (const Stream& stream : streams) {
    if (stream.source != expected.force.text() ||
        stream.agreement_id != expected.agreement.text()) {
      continue;
    }
    for (const RowCount& count : counts) {
      if (count.stream == stream.id) held.counts[count.type] = count;
    }
    std::uint64_t manifest = 0;
    STILE_CHECKED(find_manifest(stream.id, month, reader, held, manifest));
    STILE_CHECKED(count_withdrawn(stream.id, month, manifest, reader, held));
    STILE_TRY(const auto disposed, disposed_of_month(reader.database(), month, stream.id));
    held.disposed = held.disposed || disposed.consignments > 0;
  }
  return held;
}

const record::Collection* collection_of(const Held& held, RecordType type) {
  if (!held.manifest) return nullptr;
  const auto& all = held.manifest->collections;
  const auto found = std::ranges::find(all, type, &record::Collection::type);
  return found == all.end() ? nullptr : &*found;
}

Completeness state_of(const CompletenessLine& line) {
  if (!line.manifest) return Completeness::kNoManifest;
  if (!line.expected) {
    return line.received == 0 ? Completeness::kNotCollected : Completeness::kIncomplete;
  }
  const bool all = line.expected->complete && line.expected->records == line.received;
  return all ? Completeness::kComplete : Completeness::kIncomplete;
}

std::set<RecordType> types_of(const Expectation& expected, const Held& held) {
  std::set<RecordType> types = expected.types;
  for (const auto& [type, count] : held.counts) {
    if (is_event(type)) types.insert(type);
  }
  if (held.manifest) {
    for (const auto& collection : held.manifest->collections) types.insert(collection.type);
  }
  return types;
}

void add_lines(const Expectation& expected, const Held& held,
               std::vector<CompletenessLine>& lines) {
  CompletenessLine line{expected.force, expected.agreement, {}, {}, 0, 0, {}, {}};
  line.state = held.disposed ? Completeness::kDisposed : Completeness::kNothing;
  if (held.counts.empty()) {
    lines.push_back(std::move(line));
    return;
  }
  if (held.manifest) line.manifest = held.manifest->revision;
  for (const RecordType type : types_of(expected, held)) {
    line.type = type;
    const auto count = held.counts.find(type);
    line.received = count == held.counts.end() ? 0 : count->second.records;
    line.revisions = count == held.counts.end() ? 0 : count->second.superseded;
    const record::Collection* collection = collection_of(held, type);
    line.expected =
        collection == nullptr ? std::optional<record::Collection>() : std::optional(*collection);
    const auto withdrawn = held.withdrawn.find(type);
    if (line.expected && withdrawn != held.withdrawn.end()) {
      line.expected->records -= std::min(line.expected->records, withdrawn->second);
    }
    line.state = held.disposed ? Completeness::kDisposed : state_of(line);
    lines.push_back(line);
  }
}

}  // namespace

std::vector<Expectation> expectations(const agreement::DocumentSet& documents, const AgencyId& self,
                                      const Month& month) {
  std::map<std::pair<AgencyId, AgreementId>, std::set<RecordType>> found;
  for (const agreement::Agency& agency : documents.directory().agencies) {
    for (const Hash& hash : documents.agreements_of_source(agency.id)) {
      const agreement::Agreement& agreement = *documents.agreement(hash).value();
      if (agreement.recipient.agency != self || !agreement.returns() ||
          !is_in_force(documents, hash, month)) {
        continue;
      }
      auto& types = found[{agency.id, agreement.id}];
      for (const agreement::Clause& clause : agreement.clauses) {
        if (is_event(clause.record)) types.insert(clause.record);
      }
    }
  }
  std::vector<Expectation> expected;
  for (auto& [who, types] : found) expected.push_back({who.first, who.second, std::move(types)});
  return expected;
}

Result<std::vector<CompletenessLine>> completeness(const std::vector<Expectation>& expected,
                                                   const Month& month, InboxReader& reader) {
  STILE_TRY(const auto streams, reader.streams());
  STILE_TRY(const auto counts, reader.counts(month));
  std::vector<CompletenessLine> lines;
  for (const Expectation& one : expected) {
    STILE_TRY(const Held held, held_of(one, streams, counts, month, reader));
    add_lines(one, held, lines);
  }
  return lines;
}

bool is_as_promised(const CompletenessLine& line) {
  return line.state == Completeness::kComplete || line.state == Completeness::kNotCollected ||
         line.state == Completeness::kDisposed;
}

}  // namespace stile::agent
