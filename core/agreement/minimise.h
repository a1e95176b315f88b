#pragma once

#include <string_view>
#include <vector>

#include "core/agreement/evaluate.h"
#include "core/base/result.h"
#include "core/record/call_out.h"

// The same rule from both sides: the source drops what the grant does not hold; the gateway
// and the recipient check that nothing else is there.
namespace stile::agreement {

// minimise() keeps of a call-out exactly the granted fields at the granted precision. `contact`
// is the source's contact code. What is not granted is absent, never blank.
record::TreatedCallOut minimise(const record::CallOut& record, const Grant& grant,
                                std::string_view contact);

// Fault is one field that is not as granted.
struct Fault {
  Reason reason;
  record::Field field;
};

// faults() compares a treated record with its grant and its routing envelope: a field or a
// precision beyond the grant (kExcessField), a granted one that is absent (kMissingField), one
// that contradicts the envelope or the signed lists (kEnvelopeMismatch). Empty: exactly as granted.
std::vector<Fault> faults(const record::TreatedCallOut& treated, const record::Envelope& envelope,
                          const Grant& grant);

// excess() is the part of it that a recipient, who has no envelope, can check against the
// clause: fields or precision beyond what the clause grants at most.
std::vector<Fault> excess(const record::TreatedCallOut& treated, const Treatments& treatments);

}  // namespace stile::agreement
