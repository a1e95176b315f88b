#include "agents/source/consignment_draft.h"

#include <algorithm>
#include <span>
#include <utility>

#include "core/ledger/leaf.h"
#include "core/record/identity.h"
#include "core/record/row.h"
#include "core/wire/row_codec.h"

namespace stile::agent {
namespace {

// What is full goes in one message: of a row, token, salt, envelope and what frames them take less
// than kBeside.
constexpr std::size_t kBeside = 512;
static_assert(limits::kConsignmentRows * (limits::kRowFieldsBytes + kBeside) <
              limits::kMessageBytes);
static_assert(limits::kConsignmentRowsUnsaid *
                  (limits::kRowFieldsBytes + limits::kSealedIdentityBytes + kBeside) <
              limits::kMessageBytes);

}  // namespace

void ConsignmentDraft::add(TreatedRow row, const record::Envelope& envelope, DraftedRecord record) {
  add(std::move(row), wire::encode_envelope(envelope), std::move(record));
}

void ConsignmentDraft::add(TreatedRow row, Bytes envelope, DraftedRecord record) {
  wire::ConsignmentRow drafted;
  drafted.row.fields = std::move(row.fields);
  drafted.row.event_token = record.record.event_token;
  drafted.row.revision = record.record.revision;
  drafted.envelope = std::move(envelope);
  drafted.subject_token = std::move(row.subject_token);
  consignment_.rows.push_back(std::move(drafted));
  if (row.identity) most_ = std::min(most_, limits::kConsignmentRowsUnsaid);
  identities_.push_back(std::move(row.identity));
  records_.push_back(std::move(record));
}

// One draw for all: a draw for each row would be a system call for each row.
void ConsignmentDraft::complete() {
  constexpr std::size_t kToken = std::tuple_size_v<Token>;
  std::vector<std::uint8_t> drawn(consignment_.rows.size() * kToken + 2 * sizeof(Hash));
  options_->random(drawn);
  auto next = drawn.begin();
  const auto take = [&](auto& to) {
    std::copy_n(next, to.size(), to.begin());
    next += static_cast<std::ptrdiff_t>(to.size());
  };
  for (auto& row : consignment_.rows) take(row.row.salt);
  take(consignment_.salt);
  take(actor_salt_);
}

Status ConsignmentDraft::seal(const record::Disclosure& disclosure,
                              const agreement::DocumentSet& documents) {
  for (std::size_t i = 0; i < identities_.size(); ++i) {
    if (!identities_[i]) continue;
    const auto key = documents.sealing_key(disclosure.to, options_->clock());
    if (!key) {
      return Error{Reason::kUnavailable,
                   disclosure.to.short_text() + " has no sealing key in force"};
    }
    auto& row = consignment_.rows[i].row;
    const record::IdentityBinding binding{record::identity_row_hash(row.salt, row.fields),
                                          row.event_token, disclosure.agreement, disclosure.to};
    STILE_TRY(row.sealed_identity,
              record::seal_identity({*identities_[i], binding}, *options_->signer, *key));
    record::wipe(*identities_[i]);
  }
  return ok();
}

SignedConsignment ConsignmentDraft::sign(const record::Disclosure& disclosure, std::uint64_t number,
                                         std::string_view account) {
  record::Statement statement{.disclosure = disclosure};
  statement.number = number;
  statement.made = options_->clock();
  statement.actor = ledger::commitment(actor_salt_, "actor", account);
  return sign_consignment(std::move(statement), consignment_, *options_->signer);
}

}  // namespace stile::agent
