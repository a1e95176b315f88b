#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"
#include "core/crypto/note.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"

// Legal holds of what this agency was given of an event (agents/report/legal_hold.h). What would be
// destroyed while one is in force, because its time is over or its source has withdrawn it, is set
// aside instead: it is in no list and no file any more, is kept, and goes when the hold is lifted.
namespace stile::agent {

// ReceivedHoldAct places a hold of one event, or lifts the one that the act of that id had placed.
struct ReceivedHoldAct {
  std::int64_t id = 0;
  std::int64_t lifts = 0;  // 0: it places one
  Instant time = 0;
  std::string account = {};
  std::string purpose = {};
  std::string ground = {};
  std::string matter = {};
  std::int64_t source = 0;
  std::string agency = {};  // the source's SPIFFE identity
  Token event{};            // buried()
  std::int64_t parcel = 0;  // that brought its first row
  std::string note = {};    // signed
};

// received_hold_text() is what an inbox signs of an act, `before` being the note of the one before
// it. It names no event that anybody could trace.
std::string received_hold_text(const ReceivedHoldAct& act, std::string_view before);

// KeptHolds is what the acts prove. An act that this agency did not sign counts for nothing, and is
// one of `invented`; where one of its own is gone or was altered, they are not `whole`, and nothing
// at all is to be destroyed until a person has looked. `earlier` are signed by an earlier key: that
// is believed of what was acknowledged under one.
struct KeptHolds {
  std::vector<ReceivedHoldAct> acts = {};
  std::vector<ReceivedHoldAct> in_force = {};
  std::uint64_t invented = 0;
  std::uint64_t earlier = 0;
  bool whole = true;

  // of() is the first of an event of a source, or null.
  const ReceivedHoldAct* of(std::int64_t source, const Token& event_token) const;
  const ReceivedHoldAct* of(std::string_view agency, const Token& event_token) const;
  // unaltered() fails as kIntegrity where they are not whole.
  Status unaltered() const;
};

// kept_holds() are those of a store, held against its log of operations, too.
Result<KeptHolds> kept_holds(const storage::Database& database, const crypto::NoteVerifier& own);

// ReceivedHoldOrder names an event by the reference that lists and files have of it, and says why
// it is to be held, for which matter, which may be empty, and for which purpose
// (agents/report/purpose.h) somebody says so.
struct ReceivedHoldOrder {
  std::string reference = {};
  std::string ground = {};
  std::string matter = {};
  std::string purpose = {};
};

// HeldEvent is one of which something is kept here, and which parcel was the first to bring it.
struct HeldEvent {
  std::int64_t source = 0;
  std::string agency = {};  // SPIFFE identity
  std::string agreement_id = {};
  std::int64_t parcel = 0;
};

// HoldTables is every statement that changes them, on the connection of InboxStore and within its
// transactions; nothing here is durable until that commits. One thread at a time.
class HoldTables {
 public:
  explicit HoldTables(const storage::Database& database) : database_(database) {}

  // events() are those of a token, by source.
  Result<std::vector<HeldEvent>> events(const Token& event_token);
  // newest() is the id of the newest act, 0 for none. add() keeps an act.
  Result<std::int64_t> newest();
  Status add(const ReceivedHoldAct& act);
  // set_aside() keeps the rows of an event apart, before they are deleted: how many.
  Result<std::uint64_t> set_aside(std::int64_t source, const Token& event_token);
  // let_go() destroys what is aside of an event, by that lift: how many rows.
  Result<std::uint64_t> let_go(std::int64_t source, const Token& event, std::int64_t lift);
  // aside() is how many rows of an event are, by its buried() token.
  Result<std::uint64_t> aside(std::int64_t source, const Token& event);

 private:
  const storage::Database& database_;
  storage::Statement events_{
      database_,
      "SELECT k.source, agency, agreement_id, min(k.parcel) FROM (SELECT row.source, row.parcel"
      "  FROM source CROSS JOIN row ON row.source = source.id AND row.event_token = ?1"
      "  UNION ALL SELECT source, parcel FROM aside WHERE event = ?2 AND gone = 0) AS k"
      " JOIN source ON source.id = k.source JOIN parcel ON parcel.id = k.parcel"
      " JOIN stream ON stream.id = parcel.stream GROUP BY k.source ORDER BY k.source"};
  storage::Statement newest_{database_, "SELECT coalesce(max(id), 0) FROM hold_act"};
  storage::Statement add_{
      database_,
      "INSERT INTO hold_act (id, lifts, time, account, purpose, ground, matter, source, event,"
      " parcel, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
  storage::Statement set_aside_{
      database_,
      "INSERT INTO aside (parcel, position, source, event, event_token, revision, salt, fields,"
      " sealed_identity, pseudonym) SELECT parcel, position, source, ?3, event_token, revision,"
      " salt, fields, sealed_identity, pseudonym FROM row WHERE source = ?1 AND event_token = ?2"};
  storage::Statement let_go_{
      database_,
      "UPDATE aside SET event_token = x'', salt = x'', fields = x'', sealed_identity = x'',"
      " pseudonym = x'', gone = ?3 WHERE source = ?1 AND event = ?2 AND gone = 0"};
  storage::Statement aside_{
      database_, "SELECT count(*) FROM aside WHERE source = ? AND event = ? AND gone = 0"};
};

}  // namespace stile::agent
