#include "agents/recipient/selection.h"

#include <utility>

#include "core/ledger/leaf.h"
#include "core/record/code_texts.h"
#include "core/wire/row_codec.h"

namespace stile::agent {

std::vector<record::RecordType> Selection::types() const {
  if (type) return {*type};
  std::vector<record::RecordType> all;
  for (int i = 1; i <= record::count<record::RecordType>; ++i) {
    all.push_back(static_cast<record::RecordType>(i));
  }
  return all;
}

bool is_called(const AgencyId& agency, const std::string& name) {
  return name == agency.code() || name == agency.short_text() || name == agency.text();
}

SelectedRecords::SelectedRecords(InboxReader& reader, Selection selection)
    : reader_(reader), selection_(std::move(selection)) {}

Result<SelectedRecords> SelectedRecords::of(InboxReader& reader, Selection selection) {
  SelectedRecords records(reader, std::move(selection));
  STILE_TRY(std::vector<Stream> streams, reader.streams());
  for (Stream& stream : streams) {
    STILE_TRY(const AgencyId source, AgencyId::parse(stream.source));
    const std::string& force = records.selection_.force;
    if (stream.notifies || (!force.empty() && !is_called(source, force))) continue;
    records.streams_.push_back({std::move(stream), source.short_text()});
  }
  STILE_TRY(records.months_, reader.months());
  if (records.selection_.month) records.months_ = {*records.selection_.month};
  return records;
}

Status SelectedRecords::each(record::RecordType type, const Take& take) {
  for (const Month& month : months_) {
    for (const Sender& sender : streams_) {
      const auto take_row = [&](NewestRow row) -> Status {
        if (row.marks.restriction && !selection_.restricted) return ok();
        STILE_TRY(RecordLine line, line_of(sender, std::move(row)));
        return take(month, std::move(line));
      };
      const Slice slice{sender.stream.id, month, type, selection_.home};
      STILE_CHECKED(reader_.each_newest(slice, take_row));
    }
  }
  return ok();
}

Result<std::uint64_t> SelectedRecords::count(record::RecordType type) {
  std::uint64_t all = 0;
  for (const Month& month : months_) {
    for (const Sender& sender : streams_) {
      STILE_TRY(const std::uint64_t some,
                reader_.count_newest({sender.stream.id, month, type, selection_.home}));
      all += some;
    }
  }
  return all;
}

Result<RecordLine> SelectedRecords::line_of(const Sender& sender, NewestRow row) {
  RecordLine line;
  line.source = sender.source;
  line.agreement_id = sender.stream.agreement_id;
  line.number = row.number;
  line.event_token = row.event_token;
  line.revision = row.revision;
  line.pseudonym = std::move(row.pseudonym);
  line.marks = row.marks;
  STILE_TRY(line.row, wire::decode_fields(row.fields));
  if (line.row.type == record::RecordType::kHomeMonth) {
    STILE_TRY(line.counted, counted(row.parcel));
  }
  return line;
}

// The leaf names the fields that its clause grants: only they tell a count of 0 from one that
// nobody may have.
Result<std::set<record::Field>> SelectedRecords::counted(std::int64_t parcel) {
  const auto known = counted_.find(parcel);
  if (known != counted_.end()) return known->second;
  STILE_TRY(const std::string text, reader_.leaf(parcel));
  STILE_TRY(const ledger::Leaf leaf, ledger::parse_leaf(text));
  std::set<record::Field> fields;
  for (const std::string& name : leaf.fields) {
    const auto field = record::named<record::Field>(name);
    if (field) fields.insert(*field);
  }
  return counted_.emplace(parcel, std::move(fields)).first->second;
}

}  // namespace stile::agent
