#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "agents/recipient/sealing_keys.h"
#include "core/agreement/document_set.h"
#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/crypto/note.h"
#include "core/ledger/leaf.h"
#include "core/ledger/log_view.h"
#include "core/record/change.h"
#include "core/record/statement.h"
#include "core/record/treated.h"
#include "core/wire/consignment_codec.h"

// What a recipient asks of a parcel before it believes a row of it (design I5 and section 9).
// The gateway is trusted with nothing here but its log key. Pure.
namespace stile::agent {

// see_leaf() proves that the ledger holds this leaf, in a history that goes on from what `view`
// saw, and moves `view` on. It comes before opening (design section 9). kIntegrity or
// kBadSignature otherwise, and as the parsers do.
Result<ledger::Leaf> see_leaf(std::string_view leaf_text, std::string_view receipt_text,
                              const std::vector<Hash>& consistency, ledger::LogView& view);

// OpenedParcel is well formed and was sealed to us; nothing it says is believed yet.
struct OpenedParcel {
  wire::Parcel parcel;
  crypto::Note note;  // of the source's statement
  record::Statement statement;
  Hash digest{};
};

// open_parcel() fails with kBadSignature when it was sealed to no key of ours, or altered, and
// as the codecs do.
Result<OpenedParcel> open_parcel(ByteView sealed, const SealingKeys& keys);

// NotifyTerms are what clause and agreement say of a notification: whether it comes because an
// offence is alleged of the child, and how long it may stay unread.
struct NotifyTerms {
  bool alleged = false;
  Instant read_within_seconds = 0;
};

// ChangeTerms are what a correction is: why it comes; whether its record came as a notification
// or with a return; whether police who see what is alleged of children may know of it; and how
// long a person here may take to confirm it.
struct ChangeTerms {
  record::ChangeReason reason = record::ChangeReason::kInaccurate;
  bool notified = false;
  bool alleged = false;
  Instant confirm_within_seconds = 0;
};

// kReturnChangeSeconds is that time for a record of a return, of which no agreement says any.
inline constexpr Instant kReturnChangeSeconds = Instant{72} * 3600;

// month_of_event() is the month of the day with which an event's token begins: that of the event
// as it was first sent.
Month month_of_event(const Token& event_token);

// VerifiedParcel is addressed to us, is what the leaf says, and is signed by its source, under an
// agreement between just these two that was in force when it was admitted, or, of a correction,
// that is or was there; its rows are those the source signed, and each holds what the clause
// grants and nothing else: of a correction at most that, never who the child is, and no fact at
// all unless it is one of facts; of what says who the child is, because somebody here has asked,
// that alone, still sealed; of an exercise nothing. Only verify_parcel() makes one.
class VerifiedParcel {
 public:
  const AgreementId& agreement_id() const { return agreement_id_; }
  const record::Statement& statement() const { return opened_.statement; }
  const Bytes& signed_statement() const { return opened_.parcel.statement; }
  const Hash& digest() const { return opened_.digest; }
  const Hash& salt() const { return opened_.parcel.salt; }
  const std::vector<wire::ParcelRow>& rows() const { return opened_.parcel.rows; }
  // month() is the month of a return, or of the event that is notified or corrected, or in which an
  // answer was admitted.
  const Month& month() const { return month_; }
  // treated() are what the rows say, in their order.
  const std::vector<record::Treated>& treated() const { return treated_; }
  const std::vector<Hash>& row_hashes() const { return row_hashes_; }
  // source_key() is the key that the statement verified under.
  const crypto::NoteVerifier& source_key() const { return source_key_; }
  // notify_terms() are of a notification alone, change_terms() of a correction alone.
  const std::optional<NotifyTerms>& notify_terms() const { return terms_.notify; }
  const std::optional<ChangeTerms>& change_terms() const { return terms_.change; }

 private:
  friend Result<VerifiedParcel> verify_parcel(OpenedParcel opened, const ledger::Leaf& leaf,
                                              const AgencyId& self, Instant now,
                                              const agreement::DocumentSet& documents);
  struct Terms {
    std::optional<NotifyTerms> notify;
    std::optional<ChangeTerms> change;
  };
  VerifiedParcel(OpenedParcel opened, std::vector<record::Treated> treated,
                 std::vector<Hash> row_hashes, AgreementId agreement_id,
                 crypto::NoteVerifier source_key, const Month& month, const Terms& terms);

  OpenedParcel opened_;
  std::vector<record::Treated> treated_;
  std::vector<Hash> row_hashes_;
  AgreementId agreement_id_;
  crypto::NoteVerifier source_key_;
  Month month_;
  Terms terms_;
};

// verify_parcel() checks all that. The first failure decides: kBadSignature, kIntegrity,
// kWrongParty, kNoClause, kExcessField, kMissingField, kMalformed, kEnvelopeMismatch,
// kOutsideOccasion, or as DocumentSet::was_in_force() and the row codec; of a correction as
// DocumentSet::agreement(), and kSuspended for facts and annotations. What was admitted while the
// agreement was suspended is kSuspended or kEnded as that is at `now`.
Result<VerifiedParcel> verify_parcel(OpenedParcel opened, const ledger::Leaf& leaf,
                                     const AgencyId& self, Instant now,
                                     const agreement::DocumentSet& documents);

}  // namespace stile::agent
