#pragma once

#include <optional>
#include <string>
#include <vector>

#include "agents/recipient/enquiry_forces.h"
#include "agents/recipient/enquiry_part.h"
#include "agents/report/labels.h"
#include "core/base/bytes.h"
#include "core/base/civil_time.h"

namespace stile::agent {

// NotAsked is a force that had the home in its area and that nobody asked, and the name of why.
struct NotAsked {
  std::string name;
  std::string reason;
};

// EnquiryReport is what has come of one enquiry, part by part, when somebody looked.
struct EnquiryReport {
  Token enquiry{};
  Instant made = 0;
  std::vector<EnquiryPart> parts;           // at least one
  std::vector<EarlierNumber> earlier = {};  // of the home, which the questions cover too
  // Nothing where nobody can tell.
  std::optional<std::vector<NotAsked>> not_asked = {};
  std::vector<HomeId> unasked = {};  // the home's numbers in the period that no question covers

  // is_whole() is whether every force that had the home has answered whole, about all of
  // its numbers.
  bool is_whole() const;
};

// enquiry_report() is one HTML page to print or to read on any screen, of which a screen reader
// makes as much: summary with charts and their figures, the rows, and what each force says of its
// answer. It has no script and asks no other file or host for anything. It names the inspection by
// its reference, and nobody who asked. No line is longer than a few hundred characters and a row's
// own. Pure.
std::string enquiry_report(const EnquiryReport& report, Language language);

}  // namespace stile::agent
