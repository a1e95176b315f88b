#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "agents/ports/inspection_days.h"
#include "agents/report/labels.h"
#include "agents/report/proof_files.h"
#include "agents/source/event_names.h"
#include "agents/source/intake_reader.h"
#include "core/base/result.h"
#include "core/crypto/token.h"
#include "core/record/acknowledgement.h"
#include "core/record/identity_request.h"
#include "core/record/statement.h"
#include "core/record/treated.h"

namespace stile::agent {

// SubjectOrder names a child as an exporting system does, and says for which purpose
// (agents/report/purpose.h) somebody asks.
struct SubjectOrder {
  std::string system = {};
  std::string child = {};
  std::string purpose = {};
  Language language = Language::kEnglish;
  bool prove = false;  // each row opened, for an outsider
  bool page = false;   // as HTML
};

// Sharing is one time at which one recipient was given something about the child.
struct Sharing {
  std::int64_t id = 0;  // of the consignment
  record::Disclosure what;
  std::string agreement_id = {};
  std::string reference = {};  // of the exporting system
  std::uint64_t number = 0;
  Instant made = 0;
  record::Treated row = {};  // what a change alone carries is its type
  bool destroyed = false;    // its time was over: what it said is known to nobody any more
  bool identity = false;     // sealed to the recipient
  bool pseudonym = false;
  // Of who the child is, told because its recipient asked: the law that was named, while it is
  // kept.
  std::optional<record::IdentityBasis> basis = {};
  // Nothing until the gateway has admitted it: what its leaf says, and at which place.
  std::string purpose = {};
  std::vector<std::string> fields = {};
  std::optional<std::uint64_t> index = {};
  Instant admitted = 0;
  ConsignmentState state = ConsignmentState::kQueued;
  std::optional<record::DisclosureState> word = {};  // the last that the recipient has said
  std::optional<record::Holding> held = {};          // the last that the gateway itself did
  // Where the order asks for it and the gateway has admitted it.
  std::optional<ProvenConsignment> proof = {};

  bool identifies() const { return what.occasion.corrects() && what.occasion.identifies(); }
};

// event_tails() are those of all events that a record of the child went as.
std::set<EventTail> event_tails(const crypto::TokenKey& key, const SubjectOrder& order,
                                const SubjectRecord& record);

// account_of() is all that was ever sent about a child, in the order of time: found in the signed
// consignments that are kept, by the tokens that the child's records have in them. What is under
// the embargo (kEmbargo) at `now` is left out. kUsage for a system that never sent anything. It
// reads every record, and every consignment to whoever was given one of the child's: seconds for
// millions.
Result<std::vector<Sharing>> account_of(const crypto::TokenKey& key, IntakeReader& reader,
                                        const SubjectOrder& order, Instant now);

// other_systems() are the codes of the other systems of which account_of() would tell something
// under the same reference: a child may be in several, and whoever asks of one may not know.
Result<std::vector<std::string>> other_systems(const crypto::TokenKey& key, IntakeReader& reader,
                                               SubjectOrder order, Instant now);

}  // namespace stile::agent
