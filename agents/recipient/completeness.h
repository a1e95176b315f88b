#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "agents/recipient/inbox_reader.h"
#include "agents/report/labels.h"
#include "agents/report/reporter.h"
#include "core/agreement/document_set.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/record/codes.h"
#include "core/record/treated.h"

// Whether all that a month's returns promise has arrived (R2). It knows nothing but what sources
// send: their manifests and their rows.
namespace stile::agent {

// Completeness is how one type of record of one force stands.
enum class Completeness {
  kComplete = 1,  // the whole month was searched, and each record is here
  kIncomplete,    // one of the two is not so
  kNoManifest,    // records came, and what to expect has not been said
  kNothing,       // the force sent nothing of this month
  kDisposed,      // some of it was destroyed, when its time was over: nobody can tell any more
  kNotCollected,  // the manifest names no such type: the force's systems do not collect it
};

// CompletenessLine is one type of record of one force and agreement. What only a manifest can
// tell is absent without one, and a force that sent nothing has one line without a type.
struct CompletenessLine {
  AgencyId force;
  AgreementId agreement;
  std::optional<record::RecordType> type;
  std::optional<record::Collection> expected;  // without what was withdrawn since
  std::uint64_t received = 0;                  // each record once
  std::uint64_t revisions = 0;                 // earlier ones of them
  std::optional<std::uint32_t> manifest;       // its revision
  Completeness state = Completeness::kNothing;
};

// Expectation is a force that may send records of these types in a month, under an agreement.
struct Expectation {
  AgencyId force;
  AgreementId agreement;
  std::set<record::RecordType> types;  // events only
};

// expectations() are the forces with an agreement with `self` that is in force on a day of the
// month, in the order of their identities; over all versions of an agreement.
std::vector<Expectation> expectations(const agreement::DocumentSet& documents, const AgencyId& self,
                                      const Month& month);

// completeness() compares them with what the inbox holds. Fails as the reader and the row codec
// do.
Result<std::vector<CompletenessLine>> completeness(const std::vector<Expectation>& expected,
                                                   const Month& month, InboxReader& reader);

// is_as_promised() is false for a line that somebody has to look at.
bool is_as_promised(const CompletenessLine& line);

// say_completeness() says the lines as a table.
void say_completeness(const std::vector<CompletenessLine>& lines, const Month& month,
                      Language language, Reporter& reporter);

}  // namespace stile::agent
