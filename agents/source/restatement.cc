#include "agents/source/restatement.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "agents/source/signed_consignment.h"
#include "core/crypto/note.h"
#include "core/record/statement.h"
#include "core/wire/consignment_codec.h"

namespace stile::agent {
namespace {

constexpr std::string_view kUnknownNumbers =
    "the gateway took numbers that this store does not know";

// places_of() are the refused places that exist, each once, the last first.
std::vector<std::uint32_t> places_of(const ConsignmentHead& head,
                                     std::span<const RefusedRow> refused) {
  std::vector<std::uint32_t> places;
  for (const auto& row : refused) {
    if (row.row < head.rows) places.push_back(row.row);
  }
  std::ranges::sort(places, std::greater<>());
  places.erase(std::unique(places.begin(), places.end()), places.end());
  return places;
}

// occasion_in() is what a consignment's own statement says; of an answer its kind alone, as in
// every other refusal.
Result<record::Occasion> occasion_in(IntakeTables& tables, const ConsignmentHead& head) {
  if (head.answers()) return occasion_of_key(head.month);
  STILE_TRY(const Bytes bytes, tables.bytes(head.id));
  STILE_TRY(const auto kept, wire::decode_head(bytes));
  STILE_TRY(const auto note, crypto::parse_note(kept.statement));
  STILE_TRY(const auto statement, record::parse_statement(note.text));
  return statement.disclosure.occasion;
}

}  // namespace

Status Restatement::without(const ConsignmentHead& head, std::span<const RefusedRow> refused) {
  const auto places = places_of(head, refused);
  if (places.empty()) {
    return Error{Reason::kIntegrity, "the gateway refused rows that were never sent"};
  }
  return store_->change([&](IntakeTables& tables) -> Status {
    STILE_CHECKED(record_refused(tables, head, refused, places));
    if (places.size() < head.rows) return sign_again(tables, head, head.number, places);
    STILE_CHECKED(tables.remove_queued(head.id));
    return renumber(tables, head.route, head.number);
  });
}

Status Restatement::record_refused(IntakeTables& tables, const ConsignmentHead& head,
                                   std::span<const RefusedRow> refused,
                                   std::span<const std::uint32_t> rows) {
  for (const std::uint32_t place : rows) {
    STILE_TRY(const std::string reference, tables.forget_row(head, place));
    const auto why = std::ranges::find(refused, place, &RefusedRow::row);
    STILE_CHECKED(tables.add_refused(head, reference, name(why->reason),
                                     why->field ? record::name(*why->field) : std::string_view()));
  }
  if (head.month == kNotifiedKey) {
    STILE_CHECKED(tables.refuse_notification(head, options_->clock()));
  }
  return log_refusal(tables, head, occasion_of_key(head.month), refused.front().reason,
                     rows.size());
}

Status Restatement::log_refusal(IntakeTables& tables, const ConsignmentHead& head,
                                const record::Occasion& occasion, Reason refused,
                                std::uint64_t rows) {
  STILE_TRY(const std::string agreement, tables.agreement_of(head.route));
  return tables.add_operation({.op = "refusal",
                               .time = options_->clock(),
                               .account = {},
                               .agreement_id = agreement,
                               .occasion = record::to_text(occasion),
                               .rows = rows,
                               .reason = std::string(name(refused))});
}

Status Restatement::behind(std::int64_t route, std::uint64_t last) {
  return store_->change([&](IntakeTables& tables) -> Status {
    STILE_CHECKED(renumber(tables, route, last + 1));
    return tables.add_operation({.op = "integrity",
                                 .time = options_->clock(),
                                 .account = {},
                                 .agreement_id = {},
                                 .occasion = {},
                                 .rows = 0,
                                 .reason = std::string(kUnknownNumbers)});
  });
}

Status Restatement::take_back(const ConsignmentHead& head, Reason refused) {
  return store_->change(
      [&](IntakeTables& tables) -> Status {
        STILE_TRY(const record::ChangeReason reason, end_change(tables, head, refused));
        return take_out(tables, head, record::correction(reason), refused);
      },
      Urgency::kInteractive);
}

Result<record::ChangeReason> Restatement::end_change(IntakeTables& tables,
                                                     const ConsignmentHead& head, Reason refused) {
  STILE_TRY(const TakenBack back,
            tables.changes().take_back(head.id, name(refused), options_->clock()));
  const bool identifies = back.reason == record::ChangeReason::kIdentified;
  if (!identifies || refused != Reason::kTooFewSignatures) return back.reason;
  STILE_CHECKED(tables.changes().set_void(back.change, kApprovedAnew));
  STILE_CHECKED(tables.identity_requests().approve_anew(back.change, name(refused)));
  return back.reason;
}

Status Restatement::pass_over(const ConsignmentHead& head, const GivenRefusal& refusal) {
  const auto pass = [&](IntakeTables& tables) -> Status {
    STILE_TRY(const bool arrived, tables.successions().pass_over(head, name(refusal.reason)));
    STILE_TRY(const record::Occasion occasion, occasion_in(tables, head));
    const bool about_one = head.corrects() || head.exercises() || head.answers();
    if (!arrived && !about_one) return end_rows(tables, head, refusal);
    if (!arrived && head.corrects()) STILE_CHECKED(end_change(tables, head, refusal.reason));
    if (!arrived && head.exercises()) {
      STILE_CHECKED(tables.refuse_exercise(head.id, name(refusal.reason)));
    }
    return log_refusal(tables, head, occasion, refusal.reason, head.rows);
  };
  return store_->change(pass, Urgency::kInteractive);
}

Status Restatement::end_rows(IntakeTables& tables, const ConsignmentHead& head,
                             const GivenRefusal& refusal) {
  std::vector<RefusedRow> refused = refusal.rows;
  for (std::uint32_t row = 0; refusal.rows.empty() && row < head.rows; ++row) {
    refused.push_back({row, refusal.reason, {}});
  }
  const auto places = places_of(head, refused);
  if (places.empty()) {
    return Error{Reason::kIntegrity, "the gateway refused rows that were never sent"};
  }
  STILE_CHECKED(record_refused(tables, head, refused, places));
  return tables.forget_rows(head);
}

Status Restatement::end_exercise(const ConsignmentHead& head, Reason refused) {
  return store_->change(
      [&](IntakeTables& tables) -> Status {
        STILE_CHECKED(tables.refuse_exercise(head.id, name(refused)));
        return take_out(tables, head, record::exercise(), refused);
      },
      Urgency::kInteractive);
}

Status Restatement::end_answer(const ConsignmentHead& head, Reason refused) {
  return store_->change(
      [&](IntakeTables& tables) -> Status {
        STILE_TRY(const auto rest, tables.enquiries().refuse_answer(head.id, name(refused)));
        for (const std::int64_t id : rest) {
          if (id != head.id) STILE_CHECKED(tables.remove_queued(id));
        }
        return take_out(tables, head, occasion_of_key(head.month), refused);
      },
      Urgency::kInteractive);
}

Status Restatement::take_out(IntakeTables& tables, const ConsignmentHead& head,
                             const record::Occasion& occasion, Reason refused) {
  STILE_CHECKED(tables.remove_queued(head.id));
  STILE_CHECKED(renumber(tables, head.route, head.number));
  return log_refusal(tables, head, occasion, refused, 1);
}

Status Restatement::corrections_first(std::int64_t route) {
  return store_->change(
      [&](IntakeTables& tables) -> Status {
        STILE_TRY(auto heads, tables.queued(route));
        const auto corrects = [](const ConsignmentHead& head) { return head.corrects(); };
        if (std::ranges::is_partitioned(heads, corrects)) return ok();
        const std::uint64_t first = heads.front().number;
        std::stable_partition(heads.begin(), heads.end(), corrects);
        return renumber(tables, heads, first);
      },
      Urgency::kInteractive);
}

Status Restatement::renumber(IntakeTables& tables, std::int64_t route, std::uint64_t first) {
  STILE_TRY(const std::vector<ConsignmentHead> heads, tables.queued(route));
  if (heads.empty()) return tables.set_next(route, first);
  return renumber(tables, heads, first);
}

// Everything is parked out of the way first, so that numbers are distinct at every step.
Status Restatement::renumber(IntakeTables& tables, const std::vector<ConsignmentHead>& heads,
                             std::uint64_t first) {
  for (const auto& head : heads) STILE_CHECKED(tables.park(head.id));
  std::uint64_t next = first;
  for (const auto& head : heads) STILE_CHECKED(sign_again(tables, head, next++, {}));
  return tables.set_next(heads.front().route, next);
}

Status Restatement::sign_again(IntakeTables& tables, ConsignmentHead head, std::uint64_t number,
                               std::span<const std::uint32_t> dropped) {
  STILE_TRY(const Bytes before, tables.bytes(head.id));
  STILE_TRY(auto consignment, wire::decode_consignment(before));
  STILE_TRY(const auto note, crypto::parse_note(consignment.statement));
  STILE_TRY(auto statement, record::parse_statement(note.text));
  for (const std::uint32_t place : dropped) {
    consignment.rows.erase(consignment.rows.begin() + static_cast<std::ptrdiff_t>(place));
  }
  statement.number = number;
  statement.made = options_->clock();
  const auto made = sign_consignment(std::move(statement), consignment, *options_->signer);
  head.number = number;
  head.rows = static_cast<std::uint32_t>(consignment.rows.size());
  head.digest = made.digest;
  return tables.restate(head, made.bytes);
}

}  // namespace stile::agent
