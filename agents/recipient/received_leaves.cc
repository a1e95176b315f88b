#include "agents/recipient/received_leaves.h"

#include "agents/ports/stored_leaves.h"

namespace stile::agent {

Result<std::unique_ptr<OwnLeaves>> open_received_leaves(const std::string& store) {
  return StoredLeaves::open(
      store,
      {.name = "what was received",
       .held = "SELECT CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER), leaf "
               "FROM parcel"
               " WHERE CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER) >= ?1 AND"
               "  CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER) < ?2"
               " UNION ALL SELECT idx, leaf FROM (SELECT"
               "  CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER) AS idx, leaf"
               "  FROM question WHERE state = 2) WHERE idx >= ?1 AND idx < ?2",
       .whole = "SELECT leaf, receipt, 0, x'', CAST(statement AS BLOB), salt FROM parcel"
                " WHERE CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER) >= ?1"
                " AND CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER) < ?2"
                " UNION ALL SELECT leaf, receipt, 0, x'', CAST(note AS BLOB), salt FROM question"
                " WHERE state = 2"
                " AND CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER) >= ?1"
                " AND CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER) < ?2",
       .newest =
           "SELECT CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER) FROM parcel"
           " ORDER BY CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER) DESC "
           "LIMIT 1"});
}

}  // namespace stile::agent
