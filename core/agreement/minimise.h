#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/agreement/evaluate.h"
#include "core/base/result.h"
#include "core/record/envelope.h"
#include "core/record/event.h"
#include "core/record/treated.h"

// The same rule from both sides: the source drops what the grant does not hold; the gateway
// and the recipient check that nothing else is there.
namespace stile::agreement {

// minimise() keeps of an event exactly the granted fields at the granted precision. `contact`
// is the source's contact code. What is not granted is absent, never blank.
record::Treated minimise(const record::Event& event, const Grant& grant, std::string_view contact);

// minimise_home_month() and minimise_manifest() do the same with what the source has counted
// itself; figures whose column is not granted are left out.
record::Treated minimise_home_month(const std::vector<record::Count>& counts, const Grant& grant,
                                    std::string_view contact);
record::Treated minimise_manifest(std::uint32_t revision,
                                  const std::vector<record::Collection>& collections,
                                  const Grant& grant, std::string_view contact,
                                  std::optional<record::Declined> declined = {});

// narrowed() keeps of a treated record what is granted now: of one that was treated before.
record::Treated narrowed(const record::Treated& treated, const Treatments& treatments);

// Fault is one field that is not as granted.
struct Fault {
  Reason reason;
  record::Field field;
  bool operator==(const Fault&) const = default;
};

// faults() compares a treated record with its grant and its routing envelope: a field or a
// precision beyond the grant (kExcessField), a granted one that is absent (kMissingField), one
// that contradicts the envelope or the signed lists (kEnvelopeMismatch; of another type than the
// envelope: on the event reference). Empty: exactly as granted.
std::vector<Fault> faults(const record::Treated& treated, const record::Envelope& envelope,
                          const Grant& grant);

// faults_of_correction() is of one that follows what was disclosed before, and has no envelope: a
// field or a precision beyond the grant, a granted role of the child that is left out, and what
// would say of a child of whom no offence is alleged that one is (X4).
std::vector<Fault> faults_of_correction(const record::Treated& treated, const Grant& grant);

// excess() is the part of it that a recipient, who has no envelope, can check against the
// clause: fields or precision beyond what the clause grants at most.
std::vector<Fault> excess(const record::Treated& treated, const Treatments& treatments);

}  // namespace stile::agreement
