#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/agreement/document_set.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/wire/document_codec.h"
#include "tests/support/drafts.h"

namespace stile::support {

// The invented world: two forces, two regulators, three roots, one gateway. `kMonth` is the
// month that the force reports, and kNow a morning of the month after, on which everything is
// in force.
inline constexpr char kTestshire[] = "spiffe://stile.example/force/testshire/agent";
inline constexpr char kOthershire[] = "spiffe://stile.example/force/othershire/agent";
inline constexpr char kOfsted[] = "spiffe://stile.example/regulator/ofsted/agent";
inline constexpr char kCiw[] = "spiffe://stile.example/regulator/ciw/agent";
inline constexpr char kGateway[] = "spiffe://stile.example/gateway";
inline constexpr char kLog[] = "stile.example/ledger";
inline constexpr char kContact[] = "testshire-data";
inline constexpr Month kMonth{2026, 10};
inline constexpr Instant kNow = 1793696400;  // 2026-11-03T09:00Z

// Homes: of four places (two of them), of three, of a number not stated, of the other force's
// area, re-registered on 16 October, and in Wales under both forces' borders.
inline constexpr char kHome[] = "ofsted:SC900001";
inline constexpr char kSecondHome[] = "ofsted:SC900002";
inline constexpr char kSmallHome[] = "ofsted:SC900003";
inline constexpr char kUnstatedHome[] = "ofsted:SC900004";
inline constexpr char kOthershireHome[] = "ofsted:SC900005";
inline constexpr char kClosedHome[] = "ofsted:9000006";
inline constexpr char kSuccessorHome[] = "ofsted:SC900007";
inline constexpr char kWelshHome[] = "ciw:W-0001";

// Authorities: the homes' own, its neighbour, a distant one, a Welsh one.
inline constexpr char kOwnAuthority[] = "E10000091";
inline constexpr char kAdjoiningAuthority[] = "E10000092";
inline constexpr char kDistantAuthority[] = "E10000093";
inline constexpr char kWelshAuthority[] = "W06000091";

AgencyId agency(std::string_view spiffe_id);
HomeId home(std::string_view text);
AreaCode area(std::string_view code);

// Scheme is every document of the world as a draft. As it stands, all of it verifies; a test
// changes one thing and sees that noticed. Each call below makes the documents anew.
struct Scheme {
  Scheme();

  DirectoryDraft directory;
  std::vector<AgreementDraft> agreements;  // testshire to ofsted, testshire to ciw
  std::vector<HomesDraft> homes;           // ofsted's, ciw's
  std::vector<StatusDraft> statuses;
  std::vector<SealingKeyDraft> sealing_keys;  // ofsted's, ciw's
  std::string areas;

  AgencyDraft& agency(std::string_view id);
  AgreementDraft& agreement() { return agreements.front(); }
  ClauseDraft& clause() { return agreements.front().clauses.front(); }
  // add_every_type() gives the first agreement a clause for each other type of record, as wide as
  // the table allows.
  void add_every_type();
  // withhold(), grant() change the first agreement's clause.
  void withhold(std::string_view field);
  void grant(std::string_view field, std::string_view treatment);
  // add_agreement() adds one of call-outs.
  AgreementDraft& add_agreement(const char* id, const char* source, const char* recipient);
  // add_status() adds one on the first agreement, signed by these.
  StatusDraft& add_status(std::string_view kind, std::string_view effective,
                          std::vector<std::string> signers);

  // witnessed_by() makes these agencies the quorum of witnesses, with keys of their own.
  void witnessed_by(const std::vector<const char*>& members);

  // agreement_hash() is what consignments cite: of the note as it is after any tampering.
  Hash agreement_hash(std::size_t index = 0) const;
  agreement::Trust trust() const;
  std::vector<wire::NamedNote> notes() const;
  wire::NamedNote areas_file() const { return {"areas.textproto", areas}; }

  Result<agreement::Documents> documents() const;
  Result<agreement::DocumentSet> verified() const { return verified(trust()); }
  Result<agreement::DocumentSet> verified(const agreement::Trust& trust) const;
  // document_set() is for tests whose matter it is not: aborts when it does not verify.
  std::shared_ptr<const agreement::DocumentSet> document_set() const;
};

// return_clause() is how the first agreement names its clause of a type of record.
std::string_view return_clause(record::RecordType type);

// Names of the signatories' keys.
std::vector<std::string> signatories_of(std::string_view agency);
std::vector<std::string> both(std::string_view source, std::string_view recipient);

}  // namespace stile::support
