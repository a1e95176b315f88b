#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "agents/report/labels.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"
#include "core/record/codes.h"
#include "core/storage/database.h"

// What has become of the records of an answer since they came.
namespace stile::agent {

// AnswerChanges are what its source said of them afterwards: how many it corrected, disputes or
// restricts at present, each counted once and none that it has withdrawn, and how many it withdrew,
// of each type.
struct AnswerChanges {
  std::uint32_t corrected = 0;
  std::uint32_t annotated = 0;
  std::uint32_t restricted = 0;
  std::map<record::RecordType, std::uint32_t> withdrawn;
  Instant newest = 0;  // when the last word came, one that lifts a mark too; 0: none did
  // Until when files were written of records that were changed since: they are out of date. 0:
  // none.
  Instant exported = 0;

  std::uint32_t all_withdrawn() const;
  bool any() const { return newest != 0; }
  AnswerChanges& operator+=(const AnswerChanges& more);
};

// answer_changes() are those of the answer to a question, by its id in the store. Fails as the
// store, and with kIntegrity for a change of a kind or type that there is none of.
Result<AnswerChanges> answer_changes(const storage::Database& database, std::int64_t question);

// counts_of() says them: "1 withdrawn, 2 corrected"; where nothing is left of them, that marks
// were lifted.
std::string counts_of(const AnswerChanges& changes, Language language);

}  // namespace stile::agent
