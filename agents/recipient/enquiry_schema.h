#pragma once

#include <string_view>

// For inbox_schema.cc alone: what this agency asks before an inspection.
namespace stile::agent {

// Step 5 to 6: questions that this agency has asked, and which parcels answer them. State 1 is
// written down, 2 taken by the gateway, 3 refused.
inline constexpr std::string_view kEnquiries = R"sql(
CREATE TABLE question (
  id INTEGER PRIMARY KEY,
  enquiry BLOB NOT NULL CHECK (length(enquiry) = 16),
  source TEXT NOT NULL,
  digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
  note TEXT NOT NULL,
  salt BLOB NOT NULL CHECK (length(salt) = 32),
  actor_salt BLOB NOT NULL CHECK (length(actor_salt) = 32),
  account TEXT NOT NULL,
  asked INTEGER NOT NULL,
  state INTEGER NOT NULL DEFAULT 1 CHECK (state BETWEEN 1 AND 3),
  reason TEXT NOT NULL DEFAULT '',
  leaf TEXT NOT NULL DEFAULT '',
  receipt TEXT NOT NULL DEFAULT '',
  UNIQUE (enquiry, source)
) STRICT;
CREATE TABLE enquiry_answer (
  parcel INTEGER PRIMARY KEY REFERENCES parcel,
  question INTEGER NOT NULL REFERENCES question
) STRICT;
CREATE INDEX enquiry_answer_question ON enquiry_answer (question);
CREATE TRIGGER question_update BEFORE UPDATE ON question WHEN old.state <> 1 OR
  new.id <> old.id OR new.enquiry <> old.enquiry OR new.source <> old.source OR
  new.digest <> old.digest OR new.note <> old.note OR new.salt <> old.salt OR
  new.actor_salt <> old.actor_salt OR new.account <> old.account OR new.asked <> old.asked
BEGIN SELECT RAISE(ABORT, 'what was asked never changes'); END;
CREATE TRIGGER question_delete BEFORE DELETE ON question
BEGIN SELECT RAISE(ABORT, 'a question is never deleted'); END;
CREATE TRIGGER enquiry_answer_update BEFORE UPDATE ON enquiry_answer
BEGIN SELECT RAISE(ABORT, 'an answer never changes'); END;
CREATE TRIGGER enquiry_answer_delete BEFORE DELETE ON enquiry_answer
BEGIN SELECT RAISE(ABORT, 'an answer is never deleted'); END;
)sql";

// Step 6 to 7: on which day the inspection of an enquiry began, as somebody here has said last.
inline constexpr std::string_view kInspected = R"sql(
CREATE TABLE inspected (
  enquiry BLOB PRIMARY KEY CHECK (length(enquiry) = 16),
  day INTEGER NOT NULL,
  account TEXT NOT NULL,
  said INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

// Step 8 to 9: under which numbers of its home an enquiry asked.
inline constexpr std::string_view kAskedNumbers = R"sql(
CREATE TABLE asked_number (
  enquiry BLOB NOT NULL CHECK (length(enquiry) = 16),
  home TEXT NOT NULL,
  PRIMARY KEY (enquiry, home)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER asked_number_update BEFORE UPDATE ON asked_number
BEGIN SELECT RAISE(ABORT, 'what was asked never changes'); END;
CREATE TRIGGER asked_number_delete BEFORE DELETE ON asked_number
BEGIN SELECT RAISE(ABORT, 'what was asked is never deleted'); END;
)sql";

// Step 15 to 16: what people select by has no row of an answer, which nobody selects by a month:
// the index is nearly half of what it costs to store a row. Such a row is of month 0. An answer's
// rows are found by their events' tokens: a parcel's stand from `first` to `last`, which name no
// event (answer_token.h). Of what came before they are the days.
inline constexpr std::string_view kAnswersAside = R"sql(
DROP TRIGGER row_update;
DROP TRIGGER enquiry_answer_update;
ALTER TABLE enquiry_answer ADD COLUMN first BLOB NOT NULL DEFAULT x'';
ALTER TABLE enquiry_answer ADD COLUMN last BLOB NOT NULL DEFAULT x'';
UPDATE enquiry_answer SET (first, last) = (
  SELECT coalesce(substr(min(event_token), 1, 2), x''), coalesce(CAST(substr(max(event_token), 1, 2)
    || x'ffffffffffffffffffffffffffff' AS BLOB), x'')
  FROM parcel JOIN row ON row.month = parcel.month AND row.type IN (1, 2, 3, 4, 5, 6)
    AND row.stream = parcel.stream AND row.parcel = parcel.id
  WHERE parcel.id = enquiry_answer.parcel);
UPDATE row SET month = 0 WHERE parcel IN (SELECT parcel FROM enquiry_answer);
DROP INDEX row_selection;
CREATE INDEX row_selection ON row (month, type, stream, superseded) WHERE month > 0;
CREATE VIEW answer_row AS
  SELECT answer.question AS question, row.parcel AS parcel, row.source AS source,
    row.event_token AS event_token, row.type AS type, row.pseudonym AS pseudonym
  FROM enquiry_answer AS answer JOIN parcel ON parcel.id = answer.parcel
    JOIN stream ON stream.id = parcel.stream
    CROSS JOIN row ON row.source = stream.source
      AND row.event_token BETWEEN answer.first AND answer.last AND row.parcel = answer.parcel;
CREATE TRIGGER row_update BEFORE UPDATE OF source, event_token, revision, stream, month, type, home,
  parcel, position, salt, fields, sealed_identity, pseudonym ON row
BEGIN SELECT RAISE(ABORT, 'a row never changes'); END;
CREATE TRIGGER enquiry_answer_update BEFORE UPDATE ON enquiry_answer
BEGIN SELECT RAISE(ABORT, 'an answer never changes'); END;
)sql";

}  // namespace stile::agent
