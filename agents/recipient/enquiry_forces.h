#pragma once

#include <optional>
#include <string>
#include <vector>

#include "agents/recipient/enquiry.h"
#include "core/agreement/document_set.h"
#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/record/question.h"

// Whom an inspector's enquiry concerns, and by which agreement each is asked.
namespace stile::agent {

// ForceOfHome is a force in whose area the home was on a day of the period.
struct ForceOfHome {
  std::string name;  // "force/sussex"; of an area of which nobody is in the directory, its code
  Status may;        // why it may not be asked now
  // Both of the agreement by which it is asked; nothing where there is none.
  const agreement::Agreement* agreement = nullptr;  // of the documents
  std::optional<record::Question> question = std::nullopt;
};

// last_inspection() is when the home of such an order was inspected last, in full, by the lists.
// That day itself is the first to ask about: a register has the first of an inspection's days. What
// that one asked about ended before it asked (check_order()), which may be some days earlier.
// kStale and kNotRouted as below, kUnknownHome for a home that no list has, kNotFound where
// none says when it was inspected.
Result<agreement::Inspected> last_inspection(const EnquiryOrder& order,
                                             const agreement::DocumentSet& documents,
                                             const AgencyId& self, Instant now);

// check_order() refuses what no force can be asked at `now`, whoever has agreed to be:
// kOutsideOccasion for a period that is not in order, not over or too long, kStale where the
// documents are too old, kNotRouted for a home that `self` does not regulate, kUnknownHome for one
// that no list has in the period, and for a number after which the home had another in it: the
// answer would seem to be all. The detail says how to mend it.
Status check_order(const EnquiryOrder& order, const agreement::DocumentSet& documents,
                   const AgencyId& self, Instant now);

// forces_of_home() are all forces that such an order concerns, in the order of the directory, each
// once: by the first of its agreements with `self` that may be asked at `now`. An area of which the
// directory names no force is one that may not be asked: kNoAgreement, as without an agreement.
std::vector<ForceOfHome> forces_of_home(const EnquiryOrder& order,
                                        const agreement::DocumentSet& documents,
                                        const AgencyId& self, const Token& enquiry, Instant now);

// EarlierNumber is a number under which the list has the same home in the period too, and the last
// day of the period on which it does. The enquiry covers it.
struct EarlierNumber {
  HomeId home;
  Day last = 0;
};

// earlier_numbers() are those of the home of such an order, the latest first: of an enquiry that
// was asked, those that it asked under, where that is known.
std::vector<EarlierNumber> earlier_numbers(const EnquiryOrder& order,
                                           const agreement::DocumentSet& documents,
                                           const std::vector<HomeId>& asked = {});

// numbers_between() are those under which such an order asks about its home: all that the lists
// give it in the period.
std::vector<HomeId> numbers_between(const EnquiryOrder& order,
                                    const agreement::DocumentSet& documents);

// Unasked are numbers that the home had in the period, by the lists of today, and that an enquiry
// does not cover, and the one under which it is asked about by all of them.
struct Unasked {
  std::vector<HomeId> numbers;
  HomeId ask;
};

// unasked() are those of such an order that asked under the numbers `asked`; where these are not
// known, under those that the number asked about has now. Nothing where all are covered.
std::optional<Unasked> unasked(const EnquiryOrder& order, const agreement::DocumentSet& documents,
                               const std::vector<HomeId>& asked);

}  // namespace stile::agent
