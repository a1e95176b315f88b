#pragma once

#include <string_view>

// For schema.cc alone.
namespace stile::agent {

// Step 13 to 14: a consignment whose leaf was lost with a ledger that was closed (`closed_log`) is
// queued again, as it was sent, and no other. The receipt that it had stays with it, and is kept
// when the next one comes.
inline constexpr std::string_view kSuccessions = R"sql(
CREATE TABLE closed_log (
  name TEXT NOT NULL,
  kept INTEGER NOT NULL,
  size INTEGER NOT NULL,
  PRIMARY KEY (name, kept, size)
) STRICT, WITHOUT ROWID;
CREATE TABLE earlier_receipt (
  id INTEGER NOT NULL REFERENCES consignment,
  leaf TEXT NOT NULL,
  receipt TEXT NOT NULL
) STRICT;
CREATE INDEX earlier_receipt_index
  ON earlier_receipt (CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER));
CREATE TRIGGER earlier_receipt_update BEFORE UPDATE ON earlier_receipt
BEGIN SELECT RAISE(ABORT, 'a receipt never changes'); END;
CREATE TRIGGER earlier_receipt_delete BEFORE DELETE ON earlier_receipt
BEGIN SELECT RAISE(ABORT, 'a receipt is never deleted'); END;
DROP TRIGGER receipt_update;
CREATE TRIGGER receipt_update BEFORE UPDATE ON receipt WHEN new.id <> old.id OR
  NOT EXISTS (SELECT 1 FROM earlier_receipt AS e WHERE e.id = old.id AND e.receipt = old.receipt)
BEGIN SELECT RAISE(ABORT, 'a receipt never changes'); END;
DROP TRIGGER consignment_update;
CREATE TRIGGER consignment_update BEFORE UPDATE OF state ON consignment WHEN new.state < old.state
  AND NOT (new.state = 1 AND EXISTS (SELECT 1 FROM receipt AS r JOIN closed_log AS c
    ON CAST(substr(r.receipt, instr(r.receipt, 'index ') + 6, 20) AS INTEGER) >= c.kept
    AND CAST(substr(r.receipt, instr(r.receipt, 'index ') + 6, 20) AS INTEGER) < c.size
    WHERE r.id = old.id))
BEGIN SELECT RAISE(ABORT, 'a consignment never goes back, but to be sent again'); END;
DROP TRIGGER consignment_restated;
CREATE TRIGGER consignment_restated BEFORE UPDATE OF number, digest, rows ON consignment
WHEN old.state <> 1 OR EXISTS (SELECT 1 FROM receipt AS r WHERE r.id = old.id)
BEGIN SELECT RAISE(ABORT, 'an admitted consignment never changes'); END;
DROP TRIGGER consignment_delete;
CREATE TRIGGER consignment_delete BEFORE DELETE ON consignment
WHEN old.state <> 1 OR EXISTS (SELECT 1 FROM receipt AS r WHERE r.id = old.id)
BEGIN SELECT RAISE(ABORT, 'an admitted consignment is never deleted'); END;
)sql";

// Step 16 to 17: the numbers of a route that a successor never takes, and why: what went under them
// was lost, and may not go again as it was.
inline constexpr std::string_view kPassedOver = R"sql(
CREATE TABLE passed_over (
  route INTEGER NOT NULL REFERENCES route,
  number INTEGER NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (route, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER passed_over_insert BEFORE INSERT ON passed_over WHEN NOT EXISTS
 (SELECT 1 FROM consignment AS c JOIN receipt AS r ON r.id = c.id JOIN closed_log AS l
  ON CAST(substr(r.receipt, instr(r.receipt, 'index ') + 6, 20) AS INTEGER) >= l.kept
  AND CAST(substr(r.receipt, instr(r.receipt, 'index ') + 6, 20) AS INTEGER) < l.size
  WHERE c.route = new.route AND c.number = new.number)
BEGIN SELECT RAISE(ABORT, 'only what was lost with a ledger is passed over'); END;
CREATE TRIGGER passed_over_update BEFORE UPDATE ON passed_over
BEGIN SELECT RAISE(ABORT, 'what is passed over stays so'); END;
CREATE TRIGGER passed_over_delete BEFORE DELETE ON passed_over
BEGIN SELECT RAISE(ABORT, 'what is passed over stays so'); END;
)sql";

}  // namespace stile::agent
