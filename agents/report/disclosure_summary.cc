#include "agents/report/disclosure_summary.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace stile::agent {
namespace {

using agreement::Agreement;
using record::Field;

std::set<Field> fields_of(const agreement::Treatments& treatments) {
  std::set<Field> fields;
  for (int i = 1; i <= record::kFieldCount; ++i) {
    if (treatments.grants(static_cast<Field>(i))) fields.insert(static_cast<Field>(i));
  }
  return fields;
}

// What was deleted at the gateway, and what nobody can read any more, waits for nobody.
void add_reach(const ListedDisclosure& one, AgreementSummary& to) {
  if (one.gone) return;
  switch (one.reach) {
    case Reach::kRefused: to.refused[one.reason] += one.rows; return;
    case Reach::kQueued: ++to.queued; return;
    case Reach::kAdmitted:
    case Reach::kFrozen:
    case Reach::kUncollected: ++to.undelivered; return;
    case Reach::kEnded: return;
    case Reach::kStored:
      to.unread += one.notifies() ? 1 : 0;
      to.unconfirmed += one.follows() ? 1 : 0;
      return;
    case Reach::kOpened:
      to.unacknowledged += one.notifies() ? 1 : 0;
      to.unconfirmed += one.follows() ? 1 : 0;
      return;
    case Reach::kClosed:
    case Reach::kWithheld:
    case Reach::kHeld: return;
  }
  __builtin_trap();
}

// says_facts() is of all but what marks, withdraws or answers of a record that went before.
bool says_facts(const ListedDisclosure& one) {
  return !one.follows() || record::kind_of(*one.occasion->change) == record::ChangeKind::kCorrected;
}

void add_type(const ListedDisclosure& one, const agreement::Clause* clause, AgreementSummary& to) {
  if (!one.record) return;
  TypeSummary& type = to.types[*one.record];
  type.asked_for.insert(one.asked_for.begin(), one.asked_for.end());
  type.beyond.insert(one.beyond.begin(), one.beyond.end());
  if (!says_facts(one)) return;
  type.rows += one.rows;
  type.kept_rows += one.kept_rows;
  type.got.insert(one.fields.begin(), one.fields.end());
  if (clause == nullptr) {
    type.known = false;
  } else {
    type.granted.merge(fields_of(clause->treatments));
  }
}

void add(const ListedDisclosure& one, const DisclosureAccount& account, AgreementSummary& to) {
  if (to.from.empty()) to.from = one.from;
  if (to.to.empty()) to.to = one.to;
  to.faults += one.fault.empty() ? 0 : 1;
  add_reach(one, to);
  if (!one.has_left()) return;
  ++to.consignments;
  to.rows += one.rows;
  if (one.follows()) ++to.followed[record::kind_of(*one.occasion->change)];
  add_type(one, clause_of(account.documents.get(), one), to);
}

void add_terms(const Agreement& terms, AgreementSummary& to) {
  to.title = terms.title;
  to.from = terms.source.agency.text();
  to.to = terms.recipient.agency.text();
  to.review = terms.review;
  to.answers = terms.answers();
  for (const auto& clause : terms.clauses) {
    to.types[clause.record].granted.merge(fields_of(clause.treatments));
  }
}

// is_asked_for() is whether the query would admit what goes under the agreement.
bool is_asked_for(const DisclosureQuery& query, const Agreement& terms, const Hash& hash,
                  const DisclosureAccount& account) {
  const std::string& from = terms.source.agency.text();
  const std::string& to = terms.recipient.agency.text();
  if (from != account.self && to != account.self) return false;
  const ListedDisclosure any{.time = account.now,
                             .from = from,
                             .to = to,
                             .agreement_id = terms.id.text(),
                             .agreement = hash};
  DisclosureQuery always = query;
  always.first = DisclosureQuery().first;
  always.last = DisclosureQuery().last;
  return admits(always, any);
}

void add_in_force(const DisclosureAccount& account, const DisclosureQuery& query,
                  std::map<std::string, AgreementSummary>& to) {
  if (account.documents == nullptr) return;
  for (const auto& [hash, note] : account.documents->notes()) {
    const auto terms = account.documents->in_force(hash, account.now);
    if (!terms.ok() || !is_asked_for(query, *terms.value(), hash, account)) continue;
    add_terms(*terms.value(), to[terms.value()->id.text()]);
  }
}

// The title of one that is not in force any more.
void name_past(const DisclosureAccount& account, std::map<std::string, AgreementSummary>& to) {
  if (account.documents == nullptr) return;
  for (const auto& one : account.listed) {
    if (!one.agreement || !to[one.agreement_id].title.empty()) continue;
    const auto terms = account.documents->agreement(*one.agreement);
    if (terms.ok()) to[one.agreement_id].title = terms.value()->title;
  }
}

}  // namespace

std::set<Field> TypeSummary::never() const {
  std::set<Field> fields;
  std::ranges::set_difference(granted, got, std::inserter(fields, fields.end()));
  return fields;
}

std::map<std::string, AgreementSummary> summaries(const DisclosureAccount& account,
                                                  const DisclosureQuery& query) {
  std::map<std::string, AgreementSummary> all;
  add_in_force(account, query, all);
  for (const auto& one : account.listed) add(one, account, all[one.agreement_id]);
  name_past(account, all);
  for (const auto& one : account.withheld) {
    if (one.agreement_id.empty() && query.names_all()) all[{}].withheld.push_back(one);
    if (one.agreement_id.empty()) continue;
    const auto found = all.find(one.agreement_id);
    if (found != all.end()) found->second.withheld.push_back(one);
  }
  for (const auto& [hash, leaves] : account.numbered) {
    const auto found = all.find(leaves.agreement_id);
    if (found != all.end()) found->second.counters.emplace(hash, leaves.counters);
  }
  return all;
}

}  // namespace stile::agent
