#include "agents/source/subject_account.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "agents/source/intake_digest.h"
#include "agents/source/proven.h"
#include "agents/source/sent_consignment.h"
#include "core/crypto/note.h"
#include "core/ledger/leaf.h"
#include "core/ledger/proof.h"
#include "core/wire/row_codec.h"

namespace stile::agent {
namespace {

// What a row with such a token is about: the reference of its record.
using Tails = std::map<EventTail, std::string>;

std::optional<record::IdentityBasis> basis_of(ByteView request) {
  const auto note = crypto::parse_note(request);
  if (!note.ok()) return std::nullopt;
  const auto asked = record::parse_identity_request(note->text);
  return asked.ok() ? std::optional(asked->basis) : std::nullopt;
}

class Account {
 public:
  Account(const crypto::TokenKey& key, IntakeReader& reader, const SubjectOrder& order)
      : key_(key), reader_(reader), order_(order) {}

  Status read(const std::vector<SubjectRecord>& records) {
    std::map<std::int64_t, std::vector<const SubjectRecord*>> routes;
    for (const SubjectRecord& one : records) routes[one.key.route].push_back(&one);
    for (const auto& [route, its] : routes) STILE_CHECKED(read_route(route, its));
    return ok();
  }

  // What follows an answer tells as much of the inspection as the answer.
  std::vector<Sharing> at(Instant now) {
    std::vector<Sharing> all;
    for (auto& [tail, sharing] : found_) {
      const auto answer = answered_.find(tail);
      if (answer != answered_.end() && now - answer->second < kEmbargo) continue;
      all.push_back(std::move(sharing));
    }
    std::ranges::sort(all, {}, [](const Sharing& one) { return std::tie(one.made, one.id); });
    return all;
  }

 private:
  // A record may have gone in several months, and a correction in none: the tokens decide.
  Status read_route(std::int64_t route, const std::vector<const SubjectRecord*>& records) {
    const Tails tails = tails_of(records);
    return reader_.subjects().each_carried(route, [&](const CarriedConsignment& carried) -> Status {
      STILE_TRY(const auto consignment, read_sent(carried.bytes));
      return look(*records.front(), carried, consignment, tails);
    });
  }

  Tails tails_of(const std::vector<const SubjectRecord*>& records) const {
    Tails tails;
    for (const auto* one : records) {
      for (const EventTail& tail : event_tails(key_, order_, *one)) {
        tails[tail] = one->key.reference;
      }
    }
    return tails;
  }

  Status look(const SubjectRecord& any, const CarriedConsignment& carried,
              const SentConsignment& consignment, const Tails& tails) {
    for (std::size_t place = 0; place < consignment.rows.size(); ++place) {
      const auto& [hash, event_token, row] = consignment.rows[place];
      if (!event_token) continue;
      const EventTail tail = tail_of(*event_token);
      const auto known = tails.find(tail);
      if (known == tails.end()) continue;
      STILE_TRY(auto sharing, shared(any, carried, consignment));
      if (sharing.what.occasion.enquires()) answered_[tail] = sharing.made;
      sharing.reference = known->second;
      sharing.destroyed = !row;
      if (row) {
        STILE_TRY(sharing.row, wire::decode_fields(row->row.fields));
        sharing.identity = !row->row.sealed_identity.empty();
        sharing.pseudonym = !row->subject_token.empty();
        if (order_.prove && sharing.index) {
          sharing.proof = proven(carried.leaf, carried.receipt, consignment);
          sharing.proof->opened = OpenedRow{place, row->row};
        }
      }
      found_.emplace_back(tail, std::move(sharing));
    }
    return ok();
  }

  Result<Sharing> shared(const SubjectRecord& any, const CarriedConsignment& carried,
                         const SentConsignment& consignment) {
    STILE_TRY(const auto note, crypto::parse_note(consignment.statement));
    STILE_TRY(auto statement, record::parse_statement(note.text));
    Sharing sharing{.id = carried.id,
                    .what = std::move(statement.disclosure),
                    .agreement_id = any.agreement_id,
                    .number = statement.number,
                    .made = statement.made,
                    .state = carried.state};
    if (sharing.identifies()) sharing.basis = basis_of(consignment.question);
    if (carried.receipt.empty()) return sharing;
    STILE_TRY(auto leaf, ledger::parse_leaf(carried.leaf));
    STILE_TRY(const auto receipt, ledger::parse_receipt(carried.receipt));
    sharing.purpose = std::move(leaf.purpose);
    sharing.fields = std::move(leaf.fields);
    sharing.index = receipt.index;
    sharing.admitted = leaf.time;
    if (!carried.holding.empty()) {
      STILE_TRY(const auto held, ledger::parse_leaf(carried.holding));
      sharing.held = record::named<record::Holding>(held.decision);
    }
    STILE_TRY(const auto words, reader_.words(carried.id));
    if (!words.empty()) sharing.word = words.back().state;
    return sharing;
  }

  const crypto::TokenKey& key_;
  IntakeReader& reader_;
  const SubjectOrder& order_;
  std::vector<std::pair<EventTail, Sharing>> found_;
  std::map<EventTail, Instant> answered_;  // when the answer that it is of was made
};

}  // namespace

// Each life of a record that was sent has a token of its own.
std::set<EventTail> event_tails(const crypto::TokenKey& key, const SubjectOrder& order,
                                const SubjectRecord& record) {
  if (record.answered) return {tail_of(*record.answered)};
  std::set<EventTail> tails;
  const std::string system = numbering(order.system, record.type);
  for (std::uint32_t life = 0; life <= record.lives; ++life) {
    tails.insert(tail_of(crypto::event_token(key, 0,
                                             {.agreement = record.agreement_id,
                                              .recipient = record.recipient,
                                              .system = in_life(system, life),
                                              .reference = record.key.reference,
                                              .child = order.child})));
  }
  return tails;
}

Result<std::vector<Sharing>> account_of(const crypto::TokenKey& key, IntakeReader& reader,
                                        const SubjectOrder& order, Instant now) {
  STILE_TRY(const bool known, reader.subjects().has_sent(order.system));
  if (!known) {
    return Error{Reason::kUsage,
                 "no system of that code ever sent anything; mend with: --system as "
                 "the column map names it"};
  }
  const ChildDigest child = IntakeDigests(key).child(order.system, order.child);
  STILE_TRY(const auto records, reader.subjects().records(order.system, child));
  Account account(key, reader, order);
  STILE_CHECKED(account.read(records));
  return account.at(now);
}

Result<std::vector<std::string>> other_systems(const crypto::TokenKey& key, IntakeReader& reader,
                                               SubjectOrder order, Instant now) {
  std::vector<std::string> others;
  const std::string asked = std::exchange(order.system, {});
  order.prove = false;
  STILE_TRY(const auto systems, reader.subjects().systems());
  for (const std::string& system : systems) {
    if (system == asked) continue;
    order.system = system;
    STILE_TRY(const auto found, account_of(key, reader, order, now));
    if (!found.empty()) others.push_back(system);
  }
  return others;
}

}  // namespace stile::agent
