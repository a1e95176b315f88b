#include "agents/source/route.h"

#include <algorithm>
#include <map>

#include "core/agreement/minimise.h"
#include "core/wire/row_codec.h"

namespace stile::agent {
namespace {

using record::Field;

// What evaluation refuses for a reason of the home is the home's field.
std::string field_of(Reason reason) {
  switch (reason) {
    case Reason::kUnknownHome:
    case Reason::kNotRouted: return std::string(record::name(Field::kHome));
    case Reason::kOutsideOccasion: return std::string(record::name(Field::kTime));
    default: return {};
  }
}

struct Version {
  Hash hash{};
  const agreement::Agreement* agreement = nullptr;
};

// versions() are the agreements of this source by id, the newest version first.
std::map<AgreementId, std::vector<Version>> versions(const agreement::DocumentSet& documents,
                                                     const AgencyId& self) {
  std::map<AgreementId, std::vector<Version>> found;
  for (const Hash& hash : documents.agreements_of_source(self)) {
    const auto agreement = documents.agreement(hash);
    if (agreement.ok()) found[agreement.value()->id].push_back({hash, agreement.value()});
  }
  for (auto& [id, all] : found) {
    std::ranges::sort(all, [](const Version& a, const Version& b) {
      return a.agreement->version > b.agreement->version;
    });
  }
  return found;
}

}  // namespace

Result<Route> Route::open(const SourceOptions& options,
                          std::shared_ptr<const agreement::DocumentSet> documents,
                          const Hash& agreement, const Month& month) {
  STILE_TRY(const auto* signed_one, documents->agreement(agreement));
  record::Disclosure disclosure{agreement, options.self, signed_one->recipient.agency, month};
  STILE_TRY(auto evaluation, agreement::Evaluation::begin(*documents, disclosure, options.clock()));
  return Route(options, std::move(documents), std::move(disclosure), std::move(evaluation));
}

std::optional<TreatedRow> Route::treat(const record::Event& event, const record::Envelope& envelope,
                                       Withheld& withheld) const {
  const auto grant = evaluation_.of(envelope);
  if (!grant.ok()) {
    withheld = {grant.reason(), agreement_id(), evaluation_.clause().name,
                field_of(grant.reason())};
    return std::nullopt;
  }
  TreatedRow row;
  row.event_day = grant->event_day;
  row.fields = wire::encode_fields(agreement::minimise(event, *grant, options_->contact));
  if (grant->treatments.grants(Field::kChildPseudonym) && event.child_involved) {
    row.subject_token = Bytes(
        view(crypto::subject_token(*options_->tokens, {.agreement = agreement_id(),
                                                       .recipient = recipient(),
                                                       .scope = agreement::subject_scope(*grant),
                                                       .epoch = agreement::subject_epoch(*grant),
                                                       .person = event.origin.child})));
  }
  return row;
}

Result<Routes> routes_of(const SourceOptions& options, const Month& month) {
  const auto documents = options.documents();
  if (documents == nullptr) {
    return Error{Reason::kUnavailable, "there are no signed documents here yet"};
  }
  STILE_CHECKED(documents->current(options.clock()));
  Routes routes;
  for (const auto& [id, all] : versions(*documents, options.self)) {
    std::optional<Withheld> closed;
    for (const Version& version : all) {
      auto route = Route::open(options, documents, version.hash, month);
      if (route.ok()) {
        routes.open.push_back(std::move(route).value());
        closed.reset();
        break;
      }
      if (!closed) closed = Withheld{route.reason(), id.text(), {}, {}};
    }
    if (closed) routes.closed.push_back(*std::move(closed));
  }
  return routes;
}

}  // namespace stile::agent
