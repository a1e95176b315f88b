// What of a force's records went to nobody, and why, as its data officer asks for it.
#include <string>
#include <string_view>
#include <utility>

#include "agents/source/disclosure_reader.h"
#include "agents/source/intake_types.h"
#include "core/record/code_texts.h"
#include "core/storage/statement.h"

namespace stile::agent {
namespace {

using storage::Rows;
using storage::Statement;

constexpr std::string_view kUntold =
    "SELECT time, audience, reason FROM decision ORDER BY audience, reason, id";

constexpr std::string_view kWithheld =
    "SELECT month, agreement_id, reason, field, count(*) FROM withheld"
    " GROUP BY month, agreement_id, reason, field ORDER BY month, agreement_id, reason, field";

// Record by record: rows of a month's last export, and single events.
constexpr std::string_view kKeptBack =
    "SELECT w.month, w.agreement_id, w.type, w.reference, w.reason, w.field,"
    " coalesce((SELECT iif(min(r.recipient) = max(r.recipient), min(r.recipient), '')"
    "  FROM route AS r WHERE r.agreement_id = w.agreement_id), '')"
    " FROM withheld AS w ORDER BY w.month, w.system, w.line, w.agreement_id";
constexpr std::string_view kDecided =
    "SELECT time, type, reference, audience, reason FROM decision ORDER BY id";

bool overlaps(const Month& month, const DisclosureQuery& query) {
  const Day first = to_day({month.year, month.month, 1});
  const Day next =
      month.month == 12 ? to_day({month.year + 1, 1, 1}) : to_day({month.year, month.month + 1, 1});
  return query.first < next && first <= query.last;
}

// reach_for() is of a reason: of a hold's (R17), or of an agreement's.
Reach reach_for(const std::string& reason) {
  return record::named<record::Hold>(reason) ? Reach::kHeld : Reach::kWithheld;
}

}  // namespace

Status DisclosureReader::read_untold(const DisclosureQuery& query, DisclosureAccount& to) {
  Statement statement(database_, kUntold);
  STILE_TRY(Rows rows, statement.start());
  for (;;) {
    STILE_TRY(const bool more, rows.next());
    if (!more) return ok();
    Instant time = 0;
    UntoldRecords one;
    STILE_CHECKED(rows.read(time, one.audience, one.reason));
    const Day day = local_day(time);
    if (day < query.first || query.last < day) continue;
    const bool another = to.untold.empty() || to.untold.back().audience != one.audience ||
                         to.untold.back().reason != one.reason;
    if (another) to.untold.push_back(std::move(one));
    ++to.untold.back().records;
  }
}

// A month's last export counts, where a day of the month is asked for.
Status DisclosureReader::read_withheld(const DisclosureQuery& query, DisclosureAccount& to) {
  Statement statement(database_, kWithheld);
  STILE_TRY(Rows rows, statement.start());
  for (;;) {
    STILE_TRY(const bool more, rows.next());
    if (!more) return ok();
    WithheldRows one;
    std::int64_t key = 0;
    STILE_CHECKED(rows.read(key, one.agreement_id, one.reason, one.field, one.rows));
    const Month month = month_of_key(key);
    one.month = to_text(month);
    if (overlaps(month, query)) to.withheld.push_back(std::move(one));
  }
}

// What no agreement is named of, and what is held from all, is in each narrower account too.
Status DisclosureReader::read_kept_back(const DisclosureQuery& query, DisclosureAccount& to) {
  Statement statement(database_, kKeptBack);
  const std::string agreement = id_of(query.agreement, to.documents.get());
  STILE_TRY(Rows rows, statement.start());
  for (;;) {
    STILE_TRY(const bool more, rows.next());
    if (!more) return ok();
    ListedDisclosure one{.from = options_.self.text(), .rows = 1};
    std::int64_t key = 0;
    std::int64_t type = 0;
    std::string field;
    STILE_CHECKED(rows.read(key, one.agreement_id, type, one.reference, one.reason, field, one.to));
    const Month month = month_of_key(key);
    one.reach = reach_for(one.reason);
    one.record = static_cast<record::RecordType>(type);
    one.occasion = record::return_of(month);
    if (!field.empty()) one.reason += " (" + field + ")";
    ListedDisclosure named = one;
    if (one.agreement_id.empty()) named.agreement_id = agreement;
    if (one.to.empty()) named.to = query.recipient;
    DisclosureQuery by_id = whenever(query);
    by_id.agreement = agreement;
    if (overlaps(month, query) && admits(by_id, named)) to.kept_back.push_back(std::move(one));
  }
}

// Who was not told of a single event is nobody's consignment, so that no recipient narrows it.
Status DisclosureReader::read_decided(const DisclosureQuery& query, DisclosureAccount& to) {
  if (!query.agreement.empty() || !query.recipient.empty()) return ok();
  Statement statement(database_, kDecided);
  STILE_TRY(Rows rows, statement.start());
  for (;;) {
    STILE_TRY(const bool more, rows.next());
    if (!more) return ok();
    ListedDisclosure one{.from = options_.self.text(), .rows = 1};
    std::int64_t type = 0;
    std::string audience;
    STILE_CHECKED(rows.read(one.time, type, one.reference, audience, one.reason));
    one.reach = reach_for(one.reason);
    one.record = static_cast<record::RecordType>(type);
    one.occasion = record::notification();
    if (one.reach == Reach::kWithheld) one.reason += " (" + audience + ")";
    if (admits(query, one)) to.kept_back.push_back(std::move(one));
  }
}

}  // namespace stile::agent
