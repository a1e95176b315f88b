#include "agents/source/enquiry_tables.h"

#include "agents/source/collect.h"

namespace stile::agent {
namespace {

using record::ChangeReason;
using storage::Blob;
using storage::Rows;

std::int64_t code(ChangeReason reason) { return static_cast<std::int64_t>(reason); }

// What marks a record stands together, and so does what ends that: it is lifted, or withdrawn.
constexpr ChangeReason kMarksFirst = ChangeReason::kDisputedByChild;
constexpr ChangeReason kMarksLast = ChangeReason::kKeptAsEvidence;
constexpr ChangeReason kEndsFirst = ChangeReason::kResolved;
constexpr ChangeReason kEndsLast = ChangeReason::kErasureOrdered;
constexpr bool all_between(ChangeReason first, ChangeReason last, record::ChangeKind one,
                           record::ChangeKind other) {
  for (int at = static_cast<int>(first); at <= static_cast<int>(last); ++at) {
    const auto kind = record::kind_of(static_cast<ChangeReason>(at));
    if (kind != one && kind != other) return false;
  }
  return true;
}
static_assert(all_between(kMarksFirst, kMarksLast, record::ChangeKind::kAnnotated,
                          record::ChangeKind::kRestricted));
static_assert(all_between(kEndsFirst, kEndsLast, record::ChangeKind::kLifted,
                          record::ChangeKind::kWithdrawn));

Status done(const Result<std::uint64_t>& changed) {
  return changed.ok() ? ok() : Status(changed.error());
}

Status read_question(const Rows& rows, AskedQuestion& to) {
  std::int64_t state = 0;
  std::int64_t decision = 0;
  std::int64_t declined = 0;
  Approval& approval = to.approval;
  STILE_CHECKED(rows.read(to.id, to.note, to.came, state, to.why, approval.due, decision,
                          approval.decided_at, approval.account, declined));
  to.state = static_cast<QuestionState>(state);
  approval.decision = static_cast<Decided>(decision);
  if (declined != 0) to.declined = static_cast<record::Declined>(declined);
  return ok();
}

}  // namespace

Status EnquiryTables::keep(const AnswerRow& row) {
  return done(keep_.run(row.key.route, row.key.system, row.key.reference, row.key.child,
                        static_cast<std::int64_t>(row.type), row.home, std::int64_t{row.day},
                        Blob{row.fields}, Blob{row.envelope}, Blob{row.facts}));
}

Status EnquiryTables::forget(const RecordKey& key) {
  return done(forget_.run(key.route, key.system, key.reference, key.child));
}

Status EnquiryTables::forget_of_recipient(const RecordKey& key) {
  return done(forget_of_recipient_.run(key.route, key.system, key.reference, key.child));
}

Result<std::optional<std::string>> EnquiryTables::next_home(std::string_view after) {
  STILE_TRY(Rows rows, next_home_.start(after));
  STILE_TRY(const bool found, rows.next());
  if (!found) return std::optional<std::string>();
  std::string home;
  STILE_CHECKED(rows.read(home));
  return std::optional(std::move(home));
}

Result<std::uint64_t> EnquiryTables::forget_before(std::string_view home, Day day, ByteView held) {
  return forget_before_.run(home, std::int64_t{day}, storage::Blob{held});
}

Result<std::vector<std::int64_t>> EnquiryTables::routes() {
  std::vector<std::int64_t> found;
  for (std::int64_t route = 0;;) {
    STILE_TRY(Rows rows, next_route_.start(route));
    STILE_CHECKED(rows.next());
    STILE_CHECKED(rows.read(route));
    if (route == 0) return found;
    found.push_back(route);
  }
}

Result<std::uint64_t> EnquiryTables::forget(const NoAnswer& record) {
  const Bytes child = record.child ? Bytes(view(*record.child)) : Bytes();
  std::uint64_t all = 0;
  STILE_TRY(const auto routes, this->routes());
  for (const std::int64_t route : routes) {
    STILE_TRY(const std::uint64_t one,
              forget_all_.run(route, record.system, record.reference, Blob{child}));
    all += one;
  }
  return all;
}

Result<std::vector<AnswerRow>> EnquiryTables::kept(std::int64_t route, const HomeId& home,
                                                   const record::Question& question) {
  return collect<AnswerRow>(
      kept_.start(home.text(), route, std::int64_t{question.first}, std::int64_t{question.last},
                  code(kMarksFirst), code(kMarksLast), code(kEndsFirst), code(kEndsLast)),
      [&](const Rows& rows, AnswerRow& row) -> Status {
        std::int64_t type = 0;
        std::int64_t marked = 0;
        row.key.route = route;
        row.home = home.text();
        STILE_CHECKED(rows.read(row.key.system, row.key.reference, row.key.child, type, row.day,
                                row.fields, row.envelope, row.facts, marked));
        row.marked = marked != 0;
        row.type = static_cast<record::RecordType>(type);
        return ok();
      });
}

Status EnquiryTables::keep_month(const KeptMonth& month) {
  return done(keep_month_.run(month.route, month_key(month.month), month.system,
                              static_cast<std::int64_t>(month.type), month.rejected,
                              std::int64_t{month.whole}));
}

Result<KeptMonth> EnquiryTables::month(std::int64_t route, const Month& month,
                                       std::string_view system, record::RecordType type) {
  STILE_TRY(Rows rows,
            month_.start(route, month_key(month), system, static_cast<std::int64_t>(type)));
  KeptMonth found{route, month, std::string(system), type};
  STILE_TRY(const bool there, rows.next());
  if (!there) return found;
  std::int64_t whole = 0;
  STILE_CHECKED(rows.read(found.rejected, whole));
  found.whole = whole != 0;
  return found;
}

Result<bool> EnquiryTables::add_question(const Hash& digest, ByteView note, const Hash& salt,
                                         std::string_view leaf, std::string_view receipt,
                                         Instant came) {
  STILE_TRY(const std::uint64_t added, add_question_.run(digest, note, salt, leaf, receipt, came));
  return added == 1;
}

Result<std::vector<AskedQuestion>> EnquiryTables::waiting() {
  const auto waits = static_cast<std::int64_t>(QuestionState::kWaiting);
  return collect<AskedQuestion>(asked_.start(waits, std::int64_t{0}), read_question);
}

Result<std::vector<AskedQuestion>> EnquiryTables::untold() {
  return collect<AskedQuestion>(asked_.start(std::int64_t{0}, std::int64_t{1}), read_question);
}

Result<std::vector<AskedQuestion>> EnquiryTables::all() {
  return collect<AskedQuestion>(asked_.start(std::int64_t{0}, std::int64_t{0}), read_question);
}

Result<bool> EnquiryTables::waits(std::int64_t question) {
  STILE_TRY(const auto waits, one_value<std::int64_t>(waits_.start(question)));
  return waits != 0;
}

Status EnquiryTables::settle(std::int64_t question, QuestionState state, std::string_view why) {
  return done(settle_.run(question, static_cast<std::int64_t>(state), why));
}

Status EnquiryTables::add_answer(std::int64_t consignment, std::int64_t question) {
  return done(add_answer_.run(consignment, question));
}

Result<std::vector<std::int64_t>> EnquiryTables::refuse_answer(std::int64_t consignment,
                                                               std::string_view why) {
  STILE_CHECKED(done(refuse_answer_.run(consignment, why)));
  const auto declined = static_cast<std::int64_t>(record::Declined::kNotAnswerable);
  STILE_CHECKED(done(decline_.run(consignment, declined)));
  STILE_TRY(auto rest,
            collect<std::int64_t>(rest_.start(consignment), [](const Rows& rows, std::int64_t& id) {
              return rows.read(id);
            }));
  // Another consignment may have the number of one that was never sent.
  for (const std::int64_t id : rest) STILE_CHECKED(done(drop_answer_.run(id)));
  return rest;
}

}  // namespace stile::agent
