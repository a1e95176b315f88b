#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "agents/report/disclosure_account.h"

namespace stile::agent {

// TypeSummary is what of one type of record went under an agreement.
struct TypeSummary {
  std::uint64_t rows = 0;
  std::uint64_t kept_rows = 0;  // whose fields are known
  std::set<record::Field> granted = {};
  std::set<record::Field> got = {};
  std::set<record::Field> asked_for =
      {};  // that went because its recipient asked, beyond the grant
  std::set<record::Field> beyond = {};
  bool known = true;  // every version that it went under is in the directory

  std::set<record::Field> never() const;
};

// AgreementSummary is what went under an agreement, in all its versions.
struct AgreementSummary {
  std::string title = {};  // of the version in force, else of the last; empty where none is known
  std::string from = {};
  std::string to = {};
  std::uint64_t consignments = 0;  // that have left
  std::uint64_t rows = 0;
  std::uint64_t queued = 0;  // consignments
  std::uint64_t undelivered = 0;
  std::uint64_t unread = 0;          // of notifications that were delivered
  std::uint64_t unacknowledged = 0;  // of those that were read
  std::uint64_t unconfirmed = 0;     // of changes that were delivered
  std::uint64_t faults = 0;
  std::map<std::string, std::uint64_t> refused = {};          // rows, by reason
  std::map<record::ChangeKind, std::uint64_t> followed = {};  // consignments
  std::map<record::RecordType, TypeSummary> types = {};
  std::vector<WithheldRows> withheld = {};
  std::map<Hash, LeafCounters> counters = {};
  std::optional<Day> review = {};  // of the version in force
  bool answers = false;            // it is about enquiries, and the newest are left out
};

// summaries() are those of an account, by the agreement's id, with those of every agreement in
// force that the query asks for, whether anything went under it or not. What was refused, or is
// withheld, under none that is written down stands under an empty id. Pure.
std::map<std::string, AgreementSummary> summaries(const DisclosureAccount& account,
                                                  const DisclosureQuery& query);

}  // namespace stile::agent
