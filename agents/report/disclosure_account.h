#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "agents/report/leaf_counters.h"
#include "agents/report/listed_disclosure.h"
#include "agents/report/reporter.h"
#include "core/agreement/document_set.h"
#include "core/base/bytes.h"
#include "core/base/civil_time.h"

namespace stile::agent {

// WithheldRows are rows of a month's last export that an agreement does not let go, which only the
// source's data officer may know of.
struct WithheldRows {
  std::string agreement_id = {};
  std::string month = {};  // "2026-10"
  std::string reason = {};
  std::string field = {};
  std::uint64_t rows = 0;
};

// UntoldRecords are records of single events of which somebody was not told, and why (R16):
// "placing-authority", "host-yjs" or "everybody".
struct UntoldRecords {
  std::string audience = {};
  std::string reason = {};
  std::uint64_t records = 0;
};

// LeafProof is a leaf with what proves that the ledger holds it.
struct LeafProof {
  std::uint64_t index = 0;
  std::string leaf = {};
  std::string receipt = {};
};

// NumberedLeaves are the leaves of one version of an agreement.
struct NumberedLeaves {
  std::string agreement_id = {};
  LeafCounters counters = {};
};

// DisclosureAccount is what a part of an agent knows of what left, or came: the consignments that
// were asked for, in the order of time; of these agreements the leaves of all times, but of none
// about enquiries, whose numbers would tell of inspections (X6); and the documents, which may be
// null.
struct DisclosureAccount {
  std::vector<ListedDisclosure> listed = {};
  std::map<Hash, NumberedLeaves> numbered = {};  // by agreement
  std::vector<WithheldRows> withheld = {};
  std::vector<UntoldRecords> untold = {};  // of which somebody decided in that time
  // Record by record, where the query narrows to what was withheld or held.
  std::vector<ListedDisclosure> kept_back = {};
  std::vector<LeafProof> leaves = {};  // that verify, where the query asks for proofs
  std::shared_ptr<const agreement::DocumentSet> documents = {};
  std::string self = {};  // SPIFFE identity of this agency
  std::string log = {};   // log_keys()
  Instant now = 0;
};

// only() are what the account has of what the query narrows to, and whatever does not verify.
std::vector<ListedDisclosure> only(const DisclosureAccount& account, const DisclosureQuery& query);

// join() adds what another part of the same agent knows.
void join(DisclosureAccount from, DisclosureAccount& to);

// say_summary() says of each agreement, between this agency and another, that the query asks for:
// how much went and how far it came, what was refused and withheld and why, which granted fields
// went and which never did, that none went that is not granted, which numbers of leaves are held,
// and when the agreement is to be reviewed. kIntegrity where a field went that is not granted, or
// where the leaves cannot be those of an honest ledger.
ExitCode say_summary(const DisclosureAccount& account, const DisclosureQuery& query,
                     Reporter& reporter);

}  // namespace stile::agent
