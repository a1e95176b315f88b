#include "gateway/store/reader.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace stile::gateway {
namespace {

using storage::Rows;

// SQLite counts in 64 signed bits; nobody asks for more.
std::int64_t limit(std::size_t most) {
  constexpr auto kMost = static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max());
  return static_cast<std::int64_t>(std::min(most, kMost));
}

Status read(const Rows& rows, Parcel& parcel) {
  std::int64_t urgency = 0;
  std::int64_t corrects = 0;
  std::int64_t frozen = 0;
  std::int64_t uncollected = 0;
  STILE_CHECKED(rows.read(parcel.id, parcel.source, parcel.recipient, parcel.digest,
                          parcel.agreement, parcel.admitted, urgency, parcel.number, corrects,
                          frozen, uncollected, parcel.sealed));
  parcel.urgency = static_cast<Urgency>(urgency);
  parcel.corrects = corrects != 0;
  parcel.frozen = frozen != 0;
  parcel.uncollected = uncollected != 0;
  return ok();
}

Status read(const Rows& rows, WaitingParcel& parcel) {
  std::int64_t urgency = 0;
  std::int64_t corrects = 0;
  std::int64_t frozen = 0;
  std::int64_t uncollected = 0;
  STILE_CHECKED(rows.read(parcel.id, parcel.source, parcel.recipient, parcel.agreement,
                          parcel.admitted, urgency, corrects, frozen, uncollected));
  parcel.urgency = static_cast<Urgency>(urgency);
  parcel.corrects = corrects != 0;
  parcel.frozen = frozen != 0;
  parcel.uncollected = uncollected != 0;
  return ok();
}

// The table admits no other states.
Status read(const Rows& rows, Notice& notice) {
  std::int64_t state = 0;
  STILE_CHECKED(rows.read(notice.id, notice.source, notice.recipient, notice.number, notice.digest,
                          notice.agreement, state));
  if (state != 0) notice.state = static_cast<record::DisclosureState>(state);
  return ok();
}

Status read(const Rows& rows, Taken& taken) {
  return rows.read(taken.stream.agreement_id, taken.stream.source, taken.stream.recipient,
                   taken.number, taken.digest, taken.leaf_index, taken.tree_size);
}

Status read(const Rows& rows, Note& note) {
  return rows.read(note.id, note.agency, note.number, note.digest, note.text, note.salt);
}

Status read(const Rows& rows, TakenIdentityRequest& request) {
  std::int64_t answered = 0;
  STILE_CHECKED(rows.read(request.digest, request.admission, request.row, request.leaf_index,
                          request.expires, answered));
  request.answered = answered != 0;
  return ok();
}

Status read(const Rows& rows, ChallengedRow& challenge) {
  return rows.read(challenge.admission, challenge.row, challenge.note);
}

Status read(const Rows& rows, Counter& counter) {
  return rows.read(counter.agreement, counter.last);
}

template <typename T>
Status read(const Rows& rows, T& value) {
  return rows.read(value);
}

template <typename T>
Result<std::vector<T>> all(Result<Rows> started) {
  STILE_TRY(Rows rows, std::move(started));
  std::vector<T> values;
  while (true) {
    STILE_TRY(const bool more, rows.next());
    if (!more) return values;
    STILE_CHECKED(read(rows, values.emplace_back()));
  }
}

template <typename T>
Result<std::optional<T>> first(Result<Rows> started) {
  STILE_TRY(Rows rows, std::move(started));
  STILE_TRY(const bool found, rows.next());
  std::optional<T> value;
  if (found) STILE_CHECKED(read(rows, value.emplace()));
  return value;
}

Result<std::uint64_t> only(Result<std::optional<std::uint64_t>> found) {
  STILE_TRY(const std::optional<std::uint64_t> value, std::move(found));
  if (!value.has_value()) return Error{Reason::kIntegrity, "the store's settings are missing"};
  return *value;
}

}  // namespace

Result<std::unique_ptr<Reader>> Reader::open(const std::string& path) {
  STILE_TRY(storage::Database database, storage::Database::open(path, storage::OpenMode::kRead));
  return std::unique_ptr<Reader>(new Reader(std::move(database)));
}

Result<std::optional<Hash>> Reader::stored_hash(std::uint64_t index) {
  return first<Hash>(stored_hash_.start(index));
}

Result<std::optional<std::string>> Reader::checkpoint_at(std::uint64_t tree_size) {
  return first<std::string>(checkpoint_at_.start(tree_size));
}

Result<std::optional<std::optional<std::string>>> Reader::leaf_text(std::uint64_t index) {
  return first<std::optional<std::string>>(leaf_text_.start(index));
}

Result<std::vector<std::uint64_t>> Reader::leaves_naming(const std::string& agency,
                                                         std::uint64_t first_index,
                                                         std::size_t most) {
  return all<std::uint64_t>(leaves_naming_.start(agency, first_index, limit(most)));
}

Result<std::optional<Taken>> Reader::taken(const StreamKey& stream, std::uint64_t number) {
  STILE_TRY(Rows rows, taken_.start(stream.agreement_id, stream.source, stream.recipient, number));
  STILE_TRY(const bool found, rows.next());
  if (!found) return std::optional<Taken>();
  Taken taken{.stream = stream, .number = number};
  STILE_CHECKED(rows.read(taken.digest, taken.leaf_index, taken.tree_size));
  return std::optional(std::move(taken));
}

Result<std::vector<Taken>> Reader::last_taken() { return all<Taken>(last_taken_.start()); }

Result<std::vector<Counter>> Reader::counters() { return all<Counter>(counters_.start()); }

Result<std::vector<Parcel>> Reader::parcels(const std::string& recipient, Urgency urgency,
                                            std::uint64_t first_id, std::size_t most) {
  return all<Parcel>(
      parcels_.start(recipient, static_cast<std::int64_t>(urgency), first_id, limit(most)));
}

Result<std::optional<Parcel>> Reader::parcel(std::uint64_t id, const std::string& recipient) {
  return first<Parcel>(parcel_.start(id, recipient));
}

Result<std::vector<WaitingParcel>> Reader::waiting_parcels() {
  return all<WaitingParcel>(waiting_parcels_.start());
}

Result<std::vector<Note>> Reader::notes(const std::string& agency, std::uint64_t first_id,
                                        std::size_t most) {
  return all<Note>(notes_.start(agency, first_id, limit(most)));
}

Result<std::vector<Note>> Reader::waiting_questions() {
  return all<Note>(waiting_questions_.start());
}

Result<std::optional<Notice>> Reader::notice(const std::string& recipient,
                                             const std::string& source, std::uint64_t number,
                                             const Hash& digest) {
  return first<Notice>(notice_.start(recipient, source, number, digest));
}

Result<std::optional<Taken>> Reader::admitted(const std::string& recipient,
                                              const std::string& source, std::uint64_t number,
                                              const Hash& digest) {
  return first<Taken>(admitted_.start(recipient, source, number, digest));
}

Result<std::vector<ChallengedRow>> Reader::challenges(std::uint64_t admission) {
  return all<ChallengedRow>(challenges_.start(admission));
}

Result<std::optional<TakenIdentityRequest>> Reader::identity_request(const Hash& digest) {
  return first<TakenIdentityRequest>(identity_request_.start(digest));
}

Result<std::vector<TakenIdentityRequest>> Reader::identity_requests(std::uint64_t admission) {
  return all<TakenIdentityRequest>(identity_requests_.start(admission));
}

Result<std::optional<TakenQuestion>> Reader::question(const Hash& digest) {
  STILE_TRY(Rows rows, question_.start(digest));
  STILE_TRY(const bool found, rows.next());
  if (!found) return std::optional<TakenQuestion>();
  TakenQuestion taken;
  STILE_CHECKED(
      rows.read(taken.digest, taken.agreement_id, taken.day, taken.leaf_index, taken.tree_size));
  return std::optional(std::move(taken));
}

Result<std::uint64_t> Reader::questions_on(const std::string& agreement_id, Day day) {
  STILE_TRY(Rows rows, questions_on_.start(agreement_id, std::int64_t{day}));
  STILE_CHECKED(rows.next());
  std::uint64_t count = 0;
  STILE_CHECKED(rows.read(count));
  return count;
}

Result<Waiting> Reader::waiting() {
  STILE_TRY(Rows rows, waiting_.start());
  STILE_CHECKED(rows.next());
  Waiting waiting;
  STILE_CHECKED(rows.read(waiting.parcels, waiting.oldest));
  return waiting;
}

Result<bool> Reader::note_belongs(std::uint64_t id, const std::string& agency) {
  STILE_TRY(Rows rows, note_belongs_.start(id, agency));
  return rows.next();
}

Result<std::uint64_t> Reader::directory_serial() {
  return only(first<std::uint64_t>(directory_serial_.start()));
}

Result<std::map<std::uint64_t, GivenBack>> Reader::given_back() {
  std::map<std::uint64_t, GivenBack> given;
  STILE_TRY(Rows rows, given_back_.start());
  for (;;) {
    STILE_TRY(const bool more, rows.next());
    if (!more) return given;
    GivenBack one;
    STILE_CHECKED(rows.read(one.index, one.leaf, one.agreement_id, one.number, one.digest, one.note,
                            one.salt));
    given[one.index] = std::move(one);
  }
}

Result<std::uint64_t> Reader::texts_from() {
  return only(first<std::uint64_t>(texts_from_.start()));
}

}  // namespace stile::gateway
