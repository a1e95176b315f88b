#include "gateway/pipeline/pseudonymised.h"

#include <map>

#include "core/crypto/digest.h"
#include "core/crypto/pseudonym.h"
#include "core/crypto/seal.h"

namespace stile::gateway {
namespace {

constexpr Instant kSecondsPerDay = 86400;
constexpr int kLongestQuarterDays = 92;

// Of a return, a notification or an answer the leaf says what the clause grants, whatever each row
// has.
std::vector<std::string> fields_of(const Authorised& authorised) {
  const auto& occasion = authorised.statement().disclosure.occasion;
  const bool own = occasion.corrects() || occasion.exercises();
  const auto& grant = authorised.grants().front();
  return (own ? grant.treatments : grant.clause->treatments).names();
}

ledger::Leaf leaf_of(const Authorised& authorised) {
  const auto& statement = authorised.statement();
  ledger::Leaf leaf;
  leaf.op = ledger::Op::kDisclosure;
  leaf.time = authorised.now();
  leaf.from = statement.disclosure.from.text();
  leaf.to = statement.disclosure.to.text();
  leaf.agreement = statement.disclosure.agreement;
  leaf.occasion = std::string(record::name(statement.disclosure.occasion.kind));
  leaf.clause = authorised.clause().name;
  leaf.purpose = std::string(agreement::name(authorised.agreement().purpose));
  leaf.fields = fields_of(authorised);
  leaf.rows = statement.rows;
  leaf.decision = "admitted";
  leaf.commit_rows = ledger::commitment(authorised.authenticated().received().salt(), "rows",
                                        view(statement.row_list));
  leaf.commit_actor = statement.actor;
  if (statement.disclosure.occasion.identifies()) {
    const auto& received = authorised.authenticated().received();
    leaf.commit_reason =
        ledger::commitment(received.salt(), "approved", view(crypto::sha256(received.question())));
  }
  leaf.peer_certificate = authorised.authenticated().peer().certificate;
  return leaf;
}

// Pseudonyms looks each (agreement, epoch) up once a consignment, and makes a child's pseudonym
// once.
class Pseudonyms {
 public:
  Pseudonyms(Store& keys, const agreement::Agreement& agreement, Instant now)
      : keys_(keys), agreement_(agreement), now_(now) {}

  // of() is nothing where the row has no subject token.
  Result<std::optional<Token>> of(const ReceivedRow& row, const agreement::Grant& grant) {
    Token subject{};
    if (!copy_exact(row.wire.subject_token, subject)) return std::optional<Token>();
    const auto quarter = quarter_of(grant.epoch_day);
    if (key_ == nullptr || quarter != quarter_) {
      const Instant expires =
          now_ + kSecondsPerDay * (kLongestQuarterDays + agreement_.pseudonym_key_days);
      auto key = keys_.pseudonym_key(agreement_.id.text(), to_text(quarter), expires);
      if (!key.ok()) return Error{Reason::kUnavailable, "pseudonym key: " + key.error().detail};
      key_ = *key;
      quarter_ = quarter;
      known_.clear();
    }
    const auto [found, is_new] = known_.try_emplace(subject);
    if (is_new) found->second = crypto::pseudonym(*key_, subject);
    return std::optional(found->second);
  }

 private:
  Store& keys_;
  const agreement::Agreement& agreement_;
  Instant now_;
  const crypto::PseudonymKey* key_ = nullptr;
  Quarter quarter_{};
  std::map<Token, Token> known_;  // under that key
};

Result<Bytes> sealed_parcel(const Authorised& authorised, Store& keys) {
  const auto& received = authorised.authenticated().received();
  const auto& recipient = authorised.statement().disclosure.to;
  const auto to = authorised.documents().sealing_key(recipient, authorised.now());
  if (!to) {
    return Error{Reason::kUnavailable, recipient.short_text() + " has no sealing key in force"};
  }
  const auto& rows = received.rows();
  std::vector<Token> pseudonyms(rows.size());
  std::vector<wire::ParcelRowView> parcel;
  parcel.reserve(rows.size());
  Pseudonyms keyed(keys, authorised.agreement(), authorised.now());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    STILE_TRY(const auto pseudonym, keyed.of(rows[i], authorised.grants()[i]));
    pseudonyms[i] = pseudonym.value_or(Token{});
    parcel.push_back({&rows[i].wire.row, pseudonym ? view(pseudonyms[i]) : ByteView()});
  }
  return crypto::seal(*to,
                      wire::encode_parcel(received.signed_statement(), received.salt(), parcel));
}

}  // namespace

Pseudonymised::Pseudonymised(const Authorised& authorised, Bytes sealed)
    : stream_{authorised.agreement().id.text(), authorised.statement().disclosure.from.text(),
              authorised.statement().disclosure.to.text()},
      number_(authorised.statement().number),
      passes_(authorised.authenticated().received().passes()),
      digest_(record::consignment_digest(authorised.authenticated().received().note().text)),
      leaf_(leaf_of(authorised)),
      occasion_(authorised.statement().disclosure.occasion.kind),
      question_(authorised.grants().front().question),
      peer_(authorised.authenticated().peer()),
      urgency_(urgency_of(authorised.statement().disclosure)),
      sealed_(std::move(sealed)) {}

Verdict<Pseudonymised> pseudonymise(Minimised minimised, Store& keys) {
  const auto& authorised = minimised.authorised();
  auto sealed = sealed_parcel(authorised, keys);
  if (!sealed.ok()) {
    return refusal_of(authorised.statement(), authorised.authenticated().peer(), sealed.reason(),
                      sealed.error().detail);
  }
  return Pseudonymised(authorised, std::move(sealed).value());
}

}  // namespace stile::gateway
