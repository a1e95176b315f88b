#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "agents/report/reporter.h"
#include "core/agreement/document_set.h"
#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/ledger/leaf.h"
#include "core/record/statement.h"
#include "core/record/treated.h"

// What left this agency, and what came to it, consignment by consignment, as its data officer reads
// it.
namespace stile::agent {

// DisclosureQuery narrows it to local days, both included, and to what is not empty: an agreement,
// by its id or the SHA-256 of its text in hexadecimal, and who was given and who gave, as
// "authority/E10000011" or a SPIFFE identity. `purpose` is why somebody asks (purpose.h). With
// `proofs` the leaves are asked for, too.
struct DisclosureQuery {
  Day first = std::numeric_limits<Day>::min();
  Day last = std::numeric_limits<Day>::max();
  std::string agreement = {};
  std::string recipient = {};
  std::string source = {};
  std::string purpose = {};
  std::string only = {};  // of kOnly; empty: what was sent and refused
  bool proofs = false;

  // names_all() is whether it narrows to no agreement and no agency. occasion() is what the log of
  // operations calls it.
  bool names_all() const { return agreement.empty() && recipient.empty() && source.empty(); }
  std::string occasion() const {
    if (proofs) return "audit-export";
    return only.empty() ? "audit-search" : "audit-search/" + only;
  }
};

// kOnly is to what a query may narrow further: what was sent at all, corrections and other changes
// of records included; what the gateway refused; what was corrected: these changes, but for what
// says who a child is, and records that a later export had otherwise, which go again; and, at a
// source, the records that an agreement does not let go, or that its own data say are held (R16,
// R17).
inline constexpr std::array<std::string_view, 5> kOnly = {"sent", "refused", "corrected",
                                                          "withheld", "held"};

// Reach is how far a consignment has come. kRefused and kQueued have no leaf; kWithheld and kHeld
// are of a record that went in none.
enum class Reach {
  kRefused,
  kQueued,
  kAdmitted,
  kFrozen,
  kUncollected,
  kEnded,
  kStored,
  kOpened,
  kClosed,
  kWithheld,
  kHeld
};

// ListedDisclosure is one consignment, or what the gateway refused at one time, or a record that
// went in none.
struct ListedDisclosure {
  // Of the leaf, to the minute; of what has none, when it was made, refused or decided; 0 where
  // nobody knows.
  Instant time = 0;
  std::string from = {};  // SPIFFE identities; empty where nobody knows any more
  std::string to = {};
  std::string agreement_id = {};  // likewise
  std::optional<Hash> agreement = {};
  std::optional<record::Occasion> occasion = {};  // of a refusal `refused` has its text
  std::string refused = {};
  std::string clause = {};
  std::string purpose = {};
  std::optional<record::RecordType> record = {};
  std::uint64_t number = 0;  // of the consignment, 0 where it has none
  std::uint64_t rows = 0;
  Reach reach = Reach::kQueued;
  std::string reason = {};     // of a refusal, and of what went in no consignment
  std::string reference = {};  // of the exporting system, where it is about one record
  std::optional<std::uint64_t> leaf = {};
  std::string fault = {};  // what of it does not verify
  bool gone = false;       // a notification that nobody can read any more, withdrawn or destroyed

  // What its rows say, of those that are kept, what of that came because its recipient has asked
  // for it and officers of its source have approved that, and what else its clause does not grant.
  std::uint64_t kept_rows = 0;
  std::uint64_t revised = 0;  // how many take the place of what went before, where that is asked
  std::set<record::Field> fields = {};
  std::set<record::Field> asked_for = {};
  std::set<record::Field> beyond = {};

  bool has_left() const { return leaf.has_value(); }
  bool follows() const { return occasion && occasion->corrects(); }
  bool notifies() const { return occasion && occasion->kind == record::OccasionKind::kNotify; }
};

// is_about_enquiries() is whether a leaf is of an agreement about what a regulator asks before an
// inspection, by what it says itself or the documents, which may be null, say of its agreement.
bool is_about_enquiries(const ledger::Leaf& leaf, const agreement::DocumentSet* documents);
bool is_about_enquiries(const Hash& agreement, const agreement::DocumentSet* documents);

// admits() is whether the query asks for it, whatever it narrows to; is_among() whether it is of
// what that is.
bool admits(const DisclosureQuery& query, const ListedDisclosure& one);
bool is_among(std::string_view only, const ListedDisclosure& one);

// ListedRow is a row of one as far as it says which columns of the table of least fields it has.
struct ListedRow {
  record::Treated treated = {};
  bool identity = false;  // sealed to the recipient
  bool pseudonym = false;
};
// kRevisedReason is of what takes the place of an earlier row.
inline constexpr std::string_view kRevisedReason = "revised";
// may_revise() is whether its rows can take the place of earlier ones, as those of a return or a
// notification may: what is counted by home and month, and a manifest, is no record.
bool may_revise(const ListedDisclosure& one);
// add_row() adds what a row says; `clause` is what lets it go, null where nobody knows.
void add_row(const ListedRow& row, const agreement::Clause* clause, ListedDisclosure& to);

// clause_of() is the clause that it went under; null where the documents have it no more.
const agreement::Clause* clause_of(const agreement::DocumentSet* documents,
                                   const ListedDisclosure& one);

// field_list() is their names, with commas.
std::string field_list(const std::set<record::Field>& fields);

// agency_text() is "authority/E10000011" of a SPIFFE identity.
std::string agency_text(const std::string& agency);

// say_disclosure() says one, in words or as a line of CSV whose columns say_disclosure_head() names
// (RFC 4180; times are UTC). To a reader of JSON both say the same.
enum class DisclosureForm { kWords, kCsv };
void say_disclosure_head(Reporter& reporter);
void say_disclosure(const ListedDisclosure& one, DisclosureForm form, Reporter& reporter);

}  // namespace stile::agent
