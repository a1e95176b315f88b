#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/record/change.h"
#include "core/record/codes.h"
#include "core/record/identity.h"
#include "core/record/identity_request.h"
#include "core/record/row.h"

namespace stile::agent {

// kDaysToAnswer is how long a request may be answered unless somebody says otherwise.
inline constexpr std::uint32_t kDaysToAnswer = 7;
inline constexpr std::uint32_t kMostDaysToAnswer = 30;

// IdentityOrder is what a data officer asks for: the record by the reference that lists have of it,
// on which law, for whom, and for how many days.
struct IdentityOrder {
  std::string reference = {};
  record::IdentityBasis basis = record::IdentityBasis::kChildrenAct1989S47;
  record::AskedFor asked_for = {};
  std::uint32_t days = kDaysToAnswer;
};

// OwnIdentityRequest is what this agency has asked a source about a child (identity_request.h), and
// what became of that. For whom it was asked is empty once the record is gone.
struct OwnIdentityRequest {
  std::int64_t id = 0;
  std::int64_t parcel = 0;     // that brought the row which it cites
  std::int64_t source_id = 0;  // in this store
  std::string source;          // SPIFFE identity
  Token event{};               // buried()
  Token event_token{};
  std::uint64_t revision = 0;  // of what it cites
  record::RecordType type = record::RecordType::kCallOut;
  record::IdentityBasis basis = record::IdentityBasis::kChildrenAct1989S47;
  record::AskedFor asked_for;
  std::string account;
  Hash salt{};  // by which the account opens the commitment in the note
  Bytes note;
  Instant made = 0;
  Instant expires = 0;
  std::string sent = {};  // "taken", or why the gateway refused it; empty while it waits
  std::optional<record::ChangeReason> answered = std::nullopt;
  bool gone = false;  // the record is: withdrawn, returned, or its time is over
  bool kept = false;  // the identity that answered it is here, sealed

  bool is_refused() const { return !sent.empty() && sent != "taken"; }
  // is_unanswered() is while an answer may still come that was admitted in time.
  bool is_unanswered() const { return !answered && !is_refused(); }
  // is_open() is while the source may answer it, of which a record has one at a time.
  bool is_open(Instant now) const { return is_unanswered() && !gone && now < expires; }
};

// IdentityAnswer is what a parcel brought in answer to a request; `sealed` and what proves it are
// empty where nobody was identified, and where nothing of it may be kept.
struct IdentityAnswer {
  std::int64_t parcel = 0;
  std::int64_t request = 0;
  Bytes salt = {};
  Bytes fields = {};
  Bytes sealed = {};
};

// KeptIdentity is a sealed identity that is here, and what proves it.
struct KeptIdentity {
  record::Row row;
  std::string source_key;  // vkey under which its statement verified
  Bytes row_hashes;
  std::string agreement_id;
  std::uint64_t number = 0;  // of its consignment
  Instant arrived = 0;
  std::string cited_leaf;  // of the row that was asked about
};

// ShownIdentity is what a data officer reads. Its end wipes the identity.
struct ShownIdentity {
  // Whether it was proven to answer that request; where it was not, or the key to it was destroyed,
  // nobody is shown any.
  enum class Naming { kProven, kUnproven, kKeyDestroyed };

  ShownIdentity() = default;
  ShownIdentity(ShownIdentity&&) = default;
  ShownIdentity& operator=(ShownIdentity&&) = default;
  ~ShownIdentity() { record::wipe(identity); }

  OwnIdentityRequest request;
  Instant arrived = 0;
  Naming naming = Naming::kProven;
  record::Identity identity;
};

}  // namespace stile::agent
