#include "agents/source/sent_leaves.h"

#include "agents/ports/stored_leaves.h"

namespace stile::agent {

Result<std::unique_ptr<OwnLeaves>> open_sent_leaves(const std::string& store) {
  return StoredLeaves::open(
      store,
      {.name = "what was sent",
       .held =
           "SELECT CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER), leaf "
           "FROM receipt"
           " WHERE CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER) >= ?1 AND"
           "  CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER) < ?2"
           " UNION ALL SELECT CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER),"
           "  leaf FROM earlier_receipt"
           " WHERE CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER) >= ?1 AND"
           "  CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER) < ?2"
           " UNION ALL SELECT idx, leaf FROM holding WHERE idx >= ?1 AND idx < ?2"
           " UNION ALL SELECT idx, leaf FROM (SELECT"
           "  CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER) AS idx, leaf"
           "  FROM question) WHERE idx >= ?1 AND idx < ?2",
       .whole =
           "SELECT p.leaf, p.receipt, c.number, c.digest, x'', x'' FROM receipt AS p"
           " JOIN consignment AS c ON c.id = p.id"
           " WHERE CAST(substr(p.receipt, instr(p.receipt, 'index ') + 6, 20) AS INTEGER) >= ?1"
           " AND CAST(substr(p.receipt, instr(p.receipt, 'index ') + 6, 20) AS INTEGER) < ?2"
           " UNION ALL SELECT leaf, receipt, 0, x'', x'', x'' FROM holding"
           " WHERE idx >= ?1 AND idx < ?2"
           " UNION ALL SELECT leaf, receipt, 0, x'', CAST(note AS BLOB), salt FROM question"
           " WHERE CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER) >= ?1"
           " AND CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER) < ?2",
       .newest =
           "SELECT CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER) FROM receipt"
           " ORDER BY CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER) DESC "
           "LIMIT 1"});
}

}  // namespace stile::agent
