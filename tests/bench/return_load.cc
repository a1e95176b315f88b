#include "tests/bench/return_load.h"

#include <algorithm>
#include <chrono>

#include "core/agreement/minimise.h"
#include "core/base/limits.h"
#include "core/crypto/random.h"
#include "core/crypto/token.h"
#include "core/record/statement.h"
#include "core/wire/consignment_codec.h"
#include "core/wire/row_codec.h"
#include "stile/v1/exchange.pb.h"
#include "tests/support/keys.h"
#include "tests/support/source_hand.h"

namespace stile::bench {
namespace {

constexpr Instant kDaysUsed = 27;  // of each month; the shortest has 28
constexpr Instant kSecondsPerDay = 86400;
constexpr std::size_t kChildrenPerHome = 4;

Instant now() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

Month months_before(const Month& month, int count) {
  const int index = month.year * 12 + month.month - 1 - count;
  return {index / 12, index % 12 + 1};
}

// Source makes the rows of one force as an honest agent does.
class Source {
 public:
  explicit Source(const GatewayWorld& world)
      : world_(world),
        key_(support::token_key_named(support::kTestshire)),
        signer_(support::signer_named(support::kTestshire)),
        random_(crypto::system_random()) {}

  void add_month(const Month& month, std::size_t rows, ReturnLoad& load) {
    auto what = support::disclosure_to(support::kOfsted, world_.agreement());
    what.occasion.month = month;
    const auto evaluation = agreement::Evaluation::begin(world_.documents(), what, now()).value();
    const auto first = to_instant({{month.year, month.month, 1}, 0, 0}).value();
    for (std::size_t done = 0; done < rows; done += limits::kConsignmentRowsUnsaid) {
      const auto end = std::min(rows, done + limits::kConsignmentRowsUnsaid);
      wire::Consignment consignment{{}, crypto::random_32(random_), {}};
      for (std::size_t i = done; i < end; ++i) {
        const auto event = first + static_cast<Instant>(i) * kDaysUsed * kSecondsPerDay /
                                       static_cast<Instant>(rows);
        consignment.rows.push_back(row_of(call_out(i, event), evaluation));
      }
      load.rows += consignment.rows.size();
      load.requests.push_back(signed_request(what, std::move(consignment)));
    }
  }

 private:
  record::Event call_out(std::size_t index, Instant event) {
    const auto child = "N-" + std::to_string(index / world_.homes().size() % kChildrenPerHome);
    const auto reference = "CAD-" + std::to_string(++made_);
    auto record = support::call_out(support::kHome, "2026-10-01T12:00Z", reference, child);
    record.home = world_.homes()[index % world_.homes().size()];
    record.time = event;
    return record;
  }

  wire::ConsignmentRow row_of(const record::Event& record,
                              const agreement::Evaluation& evaluation) const {
    const auto envelope = record::envelope_of(record);
    const auto grant = evaluation.of(envelope).value();
    const auto agreement = grant.agreement->id.text();
    const auto scope = agreement::subject_scope(grant, record.origin);
    const auto epoch = agreement::subject_epoch(grant);
    Bytes subject;
    if (grant.treatments.grants(record::Field::kChildPseudonym)) {
      subject = Bytes(view(crypto::subject_token(
          key_, {agreement, support::kOfsted, scope, epoch, record.origin.child})));
    }
    const auto event = crypto::event_token(key_, grant.event_day,
                                           {agreement, support::kOfsted, record.origin.system,
                                            record.origin.reference, record.origin.child});
    const auto fields = wire::encode_fields(agreement::minimise(record, grant, support::kContact));
    const auto revision = static_cast<std::uint64_t>(record.time) * 1000;
    return {{crypto::random_token(random_), fields, event, revision, {}},
            wire::encode_envelope(envelope),
            subject};
  }

  std::string signed_request(const record::Disclosure& what, wire::Consignment consignment) {
    std::vector<Hash> hashes;
    std::vector<record::EnvelopeBytes> envelopes;
    for (const auto& row : consignment.rows) {
      hashes.push_back(record::row_hash(row.row));
      envelopes.push_back({row.envelope, row.subject_token});
    }
    const record::Statement statement{what,
                                      ++number_,
                                      now(),
                                      static_cast<std::uint32_t>(consignment.rows.size()),
                                      record::row_list_hash(hashes),
                                      record::envelopes_hash(envelopes),
                                      {}};
    consignment.statement = crypto::sign_note(record::statement_text(statement), signer_);
    v1::SubmitRequest request;
    wire::consignment_to(consignment, *request.mutable_consignment());
    return request.SerializeAsString();
  }

  const GatewayWorld& world_;
  const crypto::TokenKey key_;
  const crypto::NoteSigner signer_;
  const crypto::Random random_;
  std::uint64_t number_ = 0;
  std::size_t made_ = 0;
};

}  // namespace

ReturnLoad make_returns(const GatewayWorld& world, int months, std::size_t rows) {
  Source source(world);
  ReturnLoad load;
  const auto this_month = month_of(local_day(now()));
  for (int before = months; before >= 1; --before) {
    source.add_month(months_before(this_month, before), rows, load);
  }
  return load;
}

}  // namespace stile::bench
