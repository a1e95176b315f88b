#include "agents/recipient/inbox_store.h"

#include <algorithm>
#include <utility>

#include "agents/recipient/inbox_schema.h"
#include "core/record/answer_token.h"
#include "core/storage/transaction.h"

namespace stile::agent {
namespace {

using storage::Blob;
using storage::Database;
using storage::Rows;
using storage::Transaction;

constexpr int kMonthsPerYear = 12;

// first() is the value of the first row that a statement answers, if any.
template <typename T>
Result<std::optional<T>> first(Result<Rows> started) {
  STILE_TRY(Rows rows, std::move(started));
  STILE_TRY(const bool found, rows.next());
  if (!found) return std::optional<T>();
  T value{};
  STILE_CHECKED(rows.read(value));
  STILE_CHECKED(rows.next());  // to its end, where an INSERT says whether it was done
  return std::optional<T>(std::move(value));
}

template <typename T>
Result<T> only(Result<Rows> started) {
  STILE_TRY(std::optional<T> value, first<T>(std::move(started)));
  if (!value) return Error{Reason::kIntegrity, "a statement that answers one value answered none"};
  return std::move(*value);
}

Bytes joined(const std::vector<Hash>& hashes) {
  Bytes bytes;
  bytes.reserve(hashes.size() * sizeof(Hash));
  for (const Hash& hash : hashes) bytes.append(view(hash));
  return bytes;
}

const Token& token_of(const wire::ParcelRow& row) { return row.row.event_token; }

// of_tokens() are the first and the last of a parcel's events, which has one at least.
std::pair<Token, Token> of_tokens(const std::vector<wire::ParcelRow>& rows) {
  const auto [first, last] = std::ranges::minmax_element(rows, {}, token_of);
  return {token_of(*first), token_of(*last)};
}

}  // namespace

std::int64_t month_number(const Month& month) {
  return std::int64_t{month.year} * kMonthsPerYear + month.month - 1;
}

std::int64_t row_month(const record::Occasion& occasion, const Month& month) {
  return occasion.enquires() ? 0 : month_number(month);
}

Month month_from(std::int64_t number) {
  return {static_cast<int>(number / kMonthsPerYear), static_cast<int>(number % kMonthsPerYear) + 1};
}

Result<std::unique_ptr<InboxStore>> InboxStore::open(const std::string& path) {
  STILE_TRY(Database database, Database::open(path, storage::OpenMode::kCreate));
  STILE_CHECKED(database.migrate(inbox_schema()));
  STILE_TRY(const std::int64_t last, database.integer("SELECT coalesce(max(id), 0) FROM parcel"));
  return std::unique_ptr<InboxStore>(new InboxStore(std::move(database), last));
}

InboxStore::InboxStore(Database database, std::int64_t last_parcel)
    : database_(std::move(database)), last_parcel_(last_parcel) {}

Result<std::string> InboxStore::checkpoint() { return only<std::string>(read_checkpoint_.start()); }

Result<std::optional<Taken>> InboxStore::taken(const AgencyId& source, const AgreementId& agreement,
                                               std::uint64_t number) {
  STILE_TRY(Rows rows, find_taken_.start(source.text(), agreement.text(), number));
  STILE_TRY(const bool found, rows.next());
  if (!found) return std::optional<Taken>();
  Taken taken;
  STILE_CHECKED(rows.read(taken.digest, taken.acknowledgement));
  return std::optional<Taken>(std::move(taken));
}

Result<std::uint64_t> InboxStore::last_number(const AgencyId& source,
                                              const AgreementId& agreement) {
  return only<std::uint64_t>(find_last_.start(source.text(), agreement.text()));
}

template <typename Change>
Status InboxStore::in_transaction(const Change& change) {
  if (together_) return change();
  if (stopped_) return *stopped_;
  const Status done = [&]() -> Status {
    STILE_TRY(Transaction transaction, Transaction::begin(database_));
    STILE_CHECKED(change());
    return transaction.commit();
  }();
  if (!done.ok() && done.reason() == Reason::kIo) stopped_ = done.error();
  return done;
}

Status InboxStore::together(const std::function<Status()>& change) {
  const std::int64_t last_parcel = last_parcel_;
  const Status done = in_transaction([&] {
    together_ = true;
    const Status changed = change();
    together_ = false;
    return changed;
  });
  if (!done.ok()) last_parcel_ = last_parcel;
  return done;
}

Status InboxStore::store(const Arrival& arrival, std::string_view checkpoint,
                         std::span<const InboxOperation> operations) {
  const Status stored = in_transaction([&]() -> Status {
    STILE_CHECKED(write_arrival(arrival));
    for (const InboxOperation& operation : operations) STILE_CHECKED(write_operation(operation));
    return write_checkpoint(checkpoint);
  });
  if (stored.ok()) ++last_parcel_;
  return stored;
}

Status InboxStore::keep(std::string_view checkpoint) {
  return in_transaction([&] { return write_checkpoint(checkpoint); });
}

Status InboxStore::log(const InboxOperation& operation) {
  return in_transaction([&] { return write_operation(operation); });
}

Status InboxStore::keep_and_log(std::string_view checkpoint, const InboxOperation& operation) {
  return in_transaction([&]() -> Status {
    STILE_CHECKED(write_checkpoint(checkpoint));
    return write_operation(operation);
  });
}

Status InboxStore::write_checkpoint(std::string_view checkpoint) {
  STILE_CHECKED(keep_checkpoint_.run(checkpoint));
  return ok();
}

Status InboxStore::write_operation(const InboxOperation& operation) {
  STILE_CHECKED(add_operation_.run(operation.time, operation.name, operation.account,
                                   operation.agency, operation.agreement, operation.occasion,
                                   operation.number, operation.rows, operation.reason));
  return ok();
}

Result<std::int64_t> InboxStore::source_id(const std::string& agency) {
  STILE_TRY(const auto found, first<std::int64_t>(find_source_.start(agency)));
  if (found) return *found;
  return only<std::int64_t>(add_source_.start(agency));
}

Result<std::int64_t> InboxStore::stream_id(std::int64_t source, const std::string& agreement_id) {
  STILE_TRY(const auto found, first<std::int64_t>(find_stream_.start(source, agreement_id)));
  if (found) return *found;
  return only<std::int64_t>(add_stream_.start(source, agreement_id));
}

Status InboxStore::write_arrival(const Arrival& arrival) {
  const VerifiedParcel& parcel = arrival.parcel;
  const record::Statement& statement = parcel.statement();
  STILE_TRY(const std::int64_t source, source_id(statement.disclosure.from.text()));
  STILE_TRY(const std::int64_t stream, stream_id(source, parcel.agreement_id().text()));
  std::uint64_t added = 0;
  if (arrival.keeps_rows()) {
    STILE_TRY(added, write_rows(source, stream, arrival));
  }
  STILE_CHECKED(add_parcel_.run(last_parcel_ + 1, stream, statement.number, parcel.digest(),
                                month_number(parcel.month()), statement.rows, added, parcel.salt(),
                                parcel.source_key().vkey(), arrival.leaf, arrival.acknowledgement,
                                parcel.signed_statement(), arrival.receipt,
                                Blob{joined(parcel.row_hashes())}));
  for (const std::size_t position : arrival.aside) {  // behind their parcel
    const wire::ParcelRow& one = parcel.rows()[position];
    STILE_CHECKED(keep_aside_.run(last_parcel_ + 1, position, source, buried(one.row.event_token),
                                  one.row.event_token, one.row.revision, one.row.salt,
                                  Blob{one.row.fields}, Blob{one.row.sealed_identity},
                                  Blob{one.pseudonym}));
  }
  for (ExerciseContact one : arrival.exercise) {
    one.parcel = last_parcel_ + 1;
    STILE_CHECKED(exercises_.add(one));
  }
  if (arrival.answers) {
    const auto [first, last] = of_tokens(parcel.rows());
    const auto range = record::answer_range(first, last, arrival.answers->digest);
    STILE_CHECKED(questions_.add_answer(last_parcel_ + 1, arrival.answers->id, range));
  }
  if (arrival.change) return write_change(arrival, source);
  return arrival.notice ? write_notice(arrival, source) : ok();
}

Status InboxStore::write_notice(const Arrival& arrival, std::int64_t source) {
  Notice notice = *arrival.notice;
  notice.parcel = last_parcel_ + 1;
  notice.source_id = source;
  STILE_CHECKED(notices_.add(notice));
  if (!arrival.word) return ok();
  Word word = *arrival.word;
  word.parcel = notice.parcel;
  return notices_.say(word);
}

// A marker that comes before its record stands all the same: the record is then not kept.
Status InboxStore::write_change(const Arrival& arrival, std::int64_t source) {
  Change change = *arrival.change;
  change.parcel = last_parcel_ + 1;
  change.source_id = source;
  if (change.kind() == record::ChangeKind::kAnswered) {
    STILE_CHECKED(challenges_.add_answer(change));
    if (arrival.identity) STILE_CHECKED(write_identity(*arrival.identity, change.parcel));
  } else {
    STILE_CHECKED(changes_.add(change, arrival.erased));
  }
  if (arrival.held) STILE_CHECKED(holds_.set_aside(source, change.event_token));
  if (change.kind() == record::ChangeKind::kWithdrawn) {
    STILE_CHECKED(changes_.destroy(source, change.event_token));
    if (!arrival.held) {
      STILE_CHECKED(identity_requests_.destroy(source, buried(change.event_token)));
    }
  }
  if (!arrival.word) return ok();
  Word word = *arrival.word;
  word.parcel = change.parcel;
  return notices_.say(word);
}

Status InboxStore::write_identity(IdentityAnswer answer, std::int64_t parcel) {
  answer.parcel = parcel;
  return identity_requests_.add_answer(answer);
}

// What is kept no more is asked for once for all rows, whose tokens lie close together: of a return
// by their day, of an answer by its question.
Result<InboxStore::Gone> InboxStore::gone_among(std::int64_t source,
                                                const std::vector<wire::ParcelRow>& rows) {
  const auto [first, last] = of_tokens(rows);
  Gone gone;
  STILE_TRY(gone.withdrawn, changes_.withdrawn(source, first, last));
  STILE_TRY(gone.disposed, disposals_.disposed(source, first, last));
  // An answer's rows come in the order of their tokens.
  gone.all_new =
      std::ranges::adjacent_find(rows, std::ranges::greater_equal(), token_of) == rows.end();
  if (gone.all_new) {
    STILE_TRY(const auto came, only<std::int64_t>(any_between_.start(source, first, last)));
    gone.all_new = came == 0;
  }
  return gone;
}

bool InboxStore::Gone::is_withdrawn(const Token& event_token) const {
  if (withdrawn.empty()) return false;
  return withdrawn.contains(event_token) || withdrawn.contains(buried(event_token));
}

Result<std::uint64_t> InboxStore::write_rows(std::int64_t source, std::int64_t stream,
                                             const Arrival& arrival) {
  const VerifiedParcel& parcel = arrival.parcel;
  const record::Disclosure& what = parcel.statement().disclosure;
  STILE_TRY(const Gone gone, gone_among(source, parcel.rows()));
  std::uint64_t added = 0;
  for (std::size_t position = 0; position < parcel.rows().size(); ++position) {
    const wire::ParcelRow& row = parcel.rows()[position];
    const record::Treated& treated = parcel.treated()[position];
    const bool aside = arrival.aside.contains(position);
    added += aside ? 1U : 0U;
    if (gone.is_withdrawn(row.row.event_token)) {
      STILE_CHECKED(changes_.add_unkept(last_parcel_ + 1, position, source, row.row.event_token,
                                        row.row.revision));
      continue;
    }
    if (gone.disposed.contains(row.row.event_token) || aside) continue;
    // Mostly an event is new: then nothing is to be superseded.
    std::optional<std::uint64_t> newest;
    if (!gone.all_new) {
      STILE_TRY(newest, first<std::uint64_t>(find_newest_.start(source, row.row.event_token)));
    }
    const bool revised = newest && *newest < row.row.revision;
    const bool superseded = newest && *newest > row.row.revision;
    STILE_TRY(const std::uint64_t fresh,
              add_row_.run(source, row.row.event_token, row.row.revision,
                           static_cast<int>(superseded), stream,
                           row_month(what.occasion, parcel.month()), static_cast<int>(what.record),
                           treated.home ? treated.home->text() : std::string(), last_parcel_ + 1,
                           position, row.row.salt, Blob{row.row.fields},
                           Blob{row.row.sealed_identity}, Blob{row.pseudonym}));
    added += fresh;
    if (fresh == 0) STILE_CHECKED(check_same(source, row));
    if (fresh == 1 && revised) {
      STILE_CHECKED(supersede_.run(source, row.row.event_token, row.row.revision));
    }
  }
  return added;
}

Status InboxStore::check_same(std::int64_t source, const wire::ParcelRow& row) {
  STILE_TRY(Rows rows, find_row_.start(source, row.row.event_token, row.row.revision));
  STILE_CHECKED(rows.next());
  wire::ParcelRow kept;
  STILE_CHECKED(rows.read(kept.row.fields, kept.row.sealed_identity, kept.pseudonym));
  const bool same = kept.row.fields == row.row.fields && kept.pseudonym == row.pseudonym &&
                    kept.row.sealed_identity == row.row.sealed_identity;
  if (same) return ok();
  return Error{Reason::kConflict, "a revision that came before, with other content"};
}

}  // namespace stile::agent
