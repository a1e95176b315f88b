#include "agents/recipient/enquiry_forces.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "core/agreement/asked.h"

namespace stile::agent {
namespace {

bool is_among(const std::vector<HomeId>& numbers, const HomeId& number) {
  return std::ranges::find(numbers, number) != numbers.end();
}

// way_to() is by the first agreement of a force's that may be asked; else by the first that says
// why not. One that a newer version has superseded is as one that is not there.
ForceOfHome way_to(const AgencyId& force, const EnquiryOrder& order,
                   const agreement::DocumentSet& documents, const AgencyId& self,
                   const Token& enquiry, Instant now) {
  const Error none{Reason::kNoAgreement, "no agreement about enquiries with this force"};
  ForceOfHome found{force.short_text(), none};
  for (const Hash& hash : documents.agreements_of_source(force)) {
    const auto agreement = documents.agreement(hash);
    if (!agreement.ok() || !(*agreement)->answers()) continue;
    if ((*agreement)->recipient.agency != self) continue;
    record::Question question{enquiry,         self,        force,      hash,
                              order.home,      order.first, order.last, order.inspection,
                              order.reference, {},          now};
    Status may = agreement::check_askable(question, documents, now);
    if (!may.ok() && (may.reason() == Reason::kSuperseded || found.agreement != nullptr)) continue;
    found.agreement = *agreement;
    found.question = std::move(question);
    found.may = std::move(may);
    if (found.may.ok()) break;
  }
  return found;
}

// Only a day that is over is the same day by every clock that the question comes by.
Status check_period(const EnquiryOrder& order, Day today) {
  const auto mend = [](std::string what) {
    return Error{Reason::kOutsideOccasion, std::move(what)};
  };
  const std::string yesterday = to_text(to_civil(today - 1));
  if (order.first >= today) {
    return mend("no day of the period is over; mend with: --from " + yesterday + " at the latest");
  }
  if (order.first > order.last) {
    return mend("the period ends before it begins; mend with: --from that is not after --to");
  }
  if (order.last >= today) {
    return mend("the period is not over; mend with: --to " + yesterday + " at the latest");
  }
  if (order.last - order.first < record::kQuestionDays) return ok();
  return mend(
      "the period is longer than a question may ask about; mend with: --from and --to, in " +
      ("parts of at most " + std::to_string(record::kQuestionDays) + " days"));
}

Status check_regulator(const EnquiryOrder& order, const agreement::DocumentSet& documents,
                       const AgencyId& self, Instant now) {
  STILE_CHECKED(documents.current(now));
  const auto* asker = documents.agency(self);
  if (asker != nullptr && asker->regulates == order.home.scheme()) return ok();
  return Error{Reason::kNotRouted,
               "the home is another regulator's; mend with: the number that this one gave it"};
}

}  // namespace

Result<agreement::Inspected> last_inspection(const EnquiryOrder& order,
                                             const agreement::DocumentSet& documents,
                                             const AgencyId& self, Instant now) {
  STILE_CHECKED(check_regulator(order, documents, self, now));
  if (auto found = documents.last_inspected(order.home)) return *std::move(found);
  constexpr auto kEver = std::numeric_limits<Day>::max();
  if (documents.home_between(order.home, std::numeric_limits<Day>::min(), kEver).empty()) {
    return Error{Reason::kUnknownHome, "no list has the home; mend with: the number that it has"};
  }
  return Error{Reason::kNotFound,
               "the list of homes does not say when this one was inspected last, in full; mend "
               "with: --from, the first day of that inspection, by its report"};
}

Status check_order(const EnquiryOrder& order, const agreement::DocumentSet& documents,
                   const AgencyId& self, Instant now) {
  STILE_CHECKED(check_period(order, local_day(now)));
  STILE_CHECKED(check_regulator(order, documents, self, now));
  if (const auto later = documents.later_number(order.home, order.first, order.last)) {
    return Error{Reason::kUnknownHome,
                 "the home has another number since; mend with: --home " + later->text() +
                     ", under which it is asked about by its earlier numbers too"};
  }
  if (!documents.home_between(order.home, order.first, order.last).empty()) return ok();
  return Error{Reason::kUnknownHome,
               "no list has the home in that period; mend with: the number that it had then"};
}

std::vector<ForceOfHome> forces_of_home(const EnquiryOrder& order,
                                        const agreement::DocumentSet& documents,
                                        const AgencyId& self, const Token& enquiry, Instant now) {
  std::set<AreaCode> areas;
  for (const auto* entry : documents.home_between(order.home, order.first, order.last)) {
    areas.insert(entry->force);
  }
  std::vector<ForceOfHome> found;
  std::set<AreaCode> known;
  for (const auto& agency : documents.directory().agencies) {
    bool concerned = false;
    for (const AreaCode& area : areas) {
      if (!agency.has_area(area)) continue;
      concerned = true;
      known.insert(area);
    }
    if (concerned) found.push_back(way_to(agency.id, order, documents, self, enquiry, now));
  }
  for (const AreaCode& area : areas) {
    if (known.contains(area)) continue;
    const Error nobody{Reason::kNoAgreement, "no force of this area is in the directory"};
    found.push_back({"police area " + area.text(), nobody});
  }
  return found;
}

std::vector<EarlierNumber> earlier_numbers(const EnquiryOrder& order,
                                           const agreement::DocumentSet& documents,
                                           const std::vector<HomeId>& asked) {
  std::vector<EarlierNumber> found;
  for (const auto* entry : documents.home_between(order.home, order.first, order.last)) {
    if (entry->id == order.home || (!asked.empty() && !is_among(asked, entry->id))) continue;
    const Day last = std::min(entry->valid_to.value_or(order.last), order.last);
    const auto known = std::ranges::find(found, entry->id, &EarlierNumber::home);
    if (known == found.end()) {
      found.push_back({entry->id, last});
    } else {
      known->last = std::max(known->last, last);
    }
  }
  return found;
}

std::vector<HomeId> numbers_between(const EnquiryOrder& order,
                                    const agreement::DocumentSet& documents) {
  std::vector<HomeId> found;
  for (const auto* entry : documents.home_between(order.home, order.first, order.last)) {
    if (!is_among(found, entry->id)) found.push_back(entry->id);
  }
  return found;
}

std::optional<Unasked> unasked(const EnquiryOrder& order, const agreement::DocumentSet& documents,
                               const std::vector<HomeId>& asked) {
  const auto covered = asked.empty() ? numbers_between(order, documents) : asked;
  EnquiryOrder anew = order;
  const auto later = documents.later_number(order.home, order.first, order.last);
  if (later) anew.home = *later;
  std::vector<HomeId> missing = numbers_between(anew, documents);
  std::erase_if(missing, [&](const HomeId& number) { return is_among(covered, number); });
  if (missing.empty()) return std::nullopt;
  return Unasked{std::move(missing), anew.home};
}

}  // namespace stile::agent
