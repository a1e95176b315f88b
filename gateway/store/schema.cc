#include "gateway/store/schema.h"

#include <array>
#include <string_view>

namespace stile::gateway {
namespace {

constexpr std::int32_t kApplication = 0x53744757;  // "StGW"

// Step 0 to 1. The value that a row is read without comes last in it, so that a large one is
// not walked through. `setting` is one row; leaf bodies below `bodies_from` have reached their
// retention date, and no others may be deleted. `notice` is found by number, so that its index
// grows at its right edges too; its state is 0 until the recipient has stored the parcel, which may
// still be given up. `parcel_waiting` has all that decides whether parcels may go.
constexpr std::string_view kFirst = R"sql(
CREATE TABLE setting (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  directory_serial INTEGER NOT NULL DEFAULT 0,
  bodies_from INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO setting (id) VALUES (1);

CREATE TABLE tree_hash (
  idx INTEGER PRIMARY KEY,
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE TABLE leaf (idx INTEGER PRIMARY KEY, body TEXT) STRICT;
CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;

CREATE TABLE party (id INTEGER PRIMARY KEY, spiffe TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE leaf_party (
  party INTEGER NOT NULL REFERENCES party,
  idx INTEGER NOT NULL,
  PRIMARY KEY (party, idx)
) STRICT, WITHOUT ROWID;

CREATE TABLE stream (
  id INTEGER PRIMARY KEY,
  agreement_id TEXT NOT NULL,
  source TEXT NOT NULL,
  recipient TEXT NOT NULL,
  last INTEGER NOT NULL,
  UNIQUE (agreement_id, source, recipient)
) STRICT;
CREATE TABLE taken (
  stream INTEGER NOT NULL REFERENCES stream,
  number INTEGER NOT NULL CHECK (number > 0),
  digest BLOB NOT NULL,
  leaf_index INTEGER NOT NULL,
  tree_size INTEGER NOT NULL,
  PRIMARY KEY (stream, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE counter (
  agreement BLOB PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE parcel (
  id INTEGER PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES party,
  recipient INTEGER NOT NULL REFERENCES party,
  digest BLOB NOT NULL,
  agreement BLOB NOT NULL,
  admitted INTEGER NOT NULL,
  urgency INTEGER NOT NULL CHECK (urgency BETWEEN 1 AND 2),
  number INTEGER NOT NULL,
  corrects INTEGER NOT NULL,
  frozen INTEGER NOT NULL,
  uncollected INTEGER NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE INDEX parcel_recipient ON parcel (recipient, urgency);
CREATE INDEX parcel_waiting
  ON parcel (agreement, corrects, frozen, uncollected, urgency, admitted, source, recipient);
CREATE TABLE notice (
  id INTEGER PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES party,
  recipient INTEGER NOT NULL REFERENCES party,
  number INTEGER NOT NULL CHECK (number > 0),
  digest BLOB NOT NULL,
  agreement BLOB NOT NULL,
  state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3)
) STRICT;
CREATE INDEX notice_number ON notice (recipient, source, number);
CREATE TABLE note (
  id INTEGER PRIMARY KEY,
  agency INTEGER NOT NULL REFERENCES party,
  number INTEGER NOT NULL,
  digest BLOB NOT NULL,
  text BLOB NOT NULL
) STRICT;
CREATE INDEX note_agency ON note (agency);

CREATE TABLE pseudonym_key (
  agreement_id TEXT NOT NULL,
  epoch TEXT NOT NULL,
  expires INTEGER NOT NULL,
  key BLOB NOT NULL,
  PRIMARY KEY (agreement_id, epoch)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER tree_hash_update BEFORE UPDATE ON tree_hash
BEGIN SELECT RAISE(ABORT, 'a tree hash never changes'); END;
CREATE TRIGGER tree_hash_delete BEFORE DELETE ON tree_hash
BEGIN SELECT RAISE(ABORT, 'a tree hash is never deleted'); END;
CREATE TRIGGER leaf_update BEFORE UPDATE ON leaf
WHEN new.idx IS NOT old.idx OR new.body IS NOT NULL
  OR old.idx >= (SELECT bodies_from FROM setting)
BEGIN SELECT RAISE(ABORT, 'a leaf changes only by losing its body at its date'); END;
CREATE TRIGGER leaf_delete BEFORE DELETE ON leaf
BEGIN SELECT RAISE(ABORT, 'a leaf is never deleted'); END;
CREATE TRIGGER leaf_party_update BEFORE UPDATE ON leaf_party
BEGIN SELECT RAISE(ABORT, 'the parties of a leaf never change'); END;
CREATE TRIGGER leaf_party_delete BEFORE DELETE ON leaf_party
BEGIN SELECT RAISE(ABORT, 'the parties of a leaf are never deleted'); END;
CREATE TRIGGER checkpoint_update BEFORE UPDATE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'a checkpoint never changes'); END;
CREATE TRIGGER checkpoint_delete BEFORE DELETE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'a checkpoint is never deleted'); END;
CREATE TRIGGER taken_update BEFORE UPDATE ON taken
BEGIN SELECT RAISE(ABORT, 'a number taken never changes'); END;
CREATE TRIGGER taken_delete BEFORE DELETE ON taken
BEGIN SELECT RAISE(ABORT, 'a number taken is never deleted'); END;
CREATE TRIGGER counter_update BEFORE UPDATE ON counter WHEN new.last < old.last
BEGIN SELECT RAISE(ABORT, 'a counter never goes back'); END;
CREATE TRIGGER counter_delete BEFORE DELETE ON counter
BEGIN SELECT RAISE(ABORT, 'a counter is never deleted'); END;
CREATE TRIGGER notice_update BEFORE UPDATE ON notice
WHEN new.state < old.state OR (old.state > 2 AND new.state <> old.state)
  OR new.id IS NOT old.id OR new.source IS NOT old.source OR new.recipient IS NOT old.recipient
  OR new.number IS NOT old.number OR new.digest IS NOT old.digest
  OR new.agreement IS NOT old.agreement
BEGIN SELECT RAISE(ABORT, 'a notice changes only by what its recipient says next'); END;
CREATE TRIGGER notice_delete BEFORE DELETE ON notice
WHEN old.state BETWEEN 1 AND 2 OR (old.state > 2 AND old.id >= (SELECT bodies_from FROM setting))
BEGIN SELECT RAISE(ABORT, 'a notice stays until it is closed and at its date'); END;
CREATE TRIGGER setting_update BEFORE UPDATE ON setting
WHEN new.directory_serial < old.directory_serial OR new.bodies_from < old.bodies_from
BEGIN SELECT RAISE(ABORT, 'a setting never goes back'); END;
CREATE TRIGGER setting_delete BEFORE DELETE ON setting
BEGIN SELECT RAISE(ABORT, 'the settings are never deleted'); END;
)sql";

// Step 1 to 2: rows that their recipients have challenged, each once. They go with the body of the
// leaf that admitted them, and not before.
constexpr std::string_view kChallenges = R"sql(
CREATE TABLE challenge (
  admission INTEGER NOT NULL,
  row BLOB NOT NULL CHECK (length(row) = 32),
  note BLOB NOT NULL CHECK (length(note) = 32),
  PRIMARY KEY (admission, row)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER challenge_update BEFORE UPDATE ON challenge
BEGIN SELECT RAISE(ABORT, 'a challenge never changes'); END;
CREATE TRIGGER challenge_delete BEFORE DELETE ON challenge
WHEN old.admission >= (SELECT bodies_from FROM setting)
BEGIN SELECT RAISE(ABORT, 'a challenge stays until the date of its consignment'); END;
)sql";

// Step 2 to 3: questions. What was asked is counted by agreement and local day; of the question
// itself only its digest stays when its source has it. The salt of a note makes it one.
constexpr std::string_view kQuestions = R"sql(
CREATE TABLE question (
  digest BLOB PRIMARY KEY CHECK (length(digest) = 32),
  agreement_id TEXT NOT NULL,
  day INTEGER NOT NULL,
  leaf_index INTEGER NOT NULL,
  tree_size INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX question_day ON question (agreement_id, day);
ALTER TABLE note ADD COLUMN salt BLOB;
CREATE INDEX note_question ON note (id) WHERE salt IS NOT NULL;

CREATE TRIGGER question_update BEFORE UPDATE ON question
BEGIN SELECT RAISE(ABORT, 'a question taken never changes'); END;
CREATE TRIGGER question_delete BEFORE DELETE ON question
BEGIN SELECT RAISE(ABORT, 'a question taken is never deleted'); END;
)sql";

// Step 3 to 4: requests for the identity of a row's child, each answered once at most. They go with
// the bodies of their own leaves (`leaf_index`), and not before.
constexpr std::string_view kIdentityRequests = R"sql(
CREATE TABLE identity_request (
  digest BLOB PRIMARY KEY CHECK (length(digest) = 32),
  admission INTEGER NOT NULL,
  row BLOB NOT NULL CHECK (length(row) = 32),
  leaf_index INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  answered INTEGER NOT NULL DEFAULT 0 CHECK (answered IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_request_admission ON identity_request (admission);
CREATE TRIGGER identity_request_update BEFORE UPDATE ON identity_request
WHEN old.answered <> 0 OR new.answered <> 1 OR new.digest IS NOT old.digest
  OR new.admission IS NOT old.admission OR new.row IS NOT old.row
  OR new.leaf_index IS NOT old.leaf_index OR new.expires IS NOT old.expires
BEGIN SELECT RAISE(ABORT, 'a request for an identity is answered once, and never changes else'); END;
CREATE TRIGGER identity_request_delete BEFORE DELETE ON identity_request
WHEN old.leaf_index >= (SELECT bodies_from FROM setting)
BEGIN SELECT RAISE(ABORT, 'a request for an identity stays until the date of its leaf'); END;
)sql";

// Step 4 to 5: questions go with the bodies of their own leaves, and not before.
constexpr std::string_view kQuestionsGo = R"sql(
DROP TRIGGER question_delete;
CREATE TRIGGER question_delete BEFORE DELETE ON question
WHEN old.leaf_index >= (SELECT bodies_from FROM setting)
BEGIN SELECT RAISE(ABORT, 'a question taken stays until the date of its leaf'); END;
)sql";

// Step 5 to 6: what agencies have given back of a ledger that was closed (pipeline/succession.h).
// It is gone once the successor has begun.
constexpr std::string_view kGivenBack = R"sql(
CREATE TABLE given_back (
  idx INTEGER PRIMARY KEY,
  leaf TEXT NOT NULL,
  agreement_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  note BLOB NOT NULL,
  salt BLOB NOT NULL CHECK (length(salt) = 32)
) STRICT;
)sql";

constexpr std::array kSteps = {kFirst,       kChallenges, kQuestions, kIdentityRequests,
                               kQuestionsGo, kGivenBack};

}  // namespace

storage::Schema store_schema() { return {kApplication, kSteps}; }

}  // namespace stile::gateway
