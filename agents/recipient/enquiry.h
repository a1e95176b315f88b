#pragma once

#include <string>

#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/record/question.h"

namespace stile::agent {

// EnquiryOrder is what an inspector wants to know before an inspection: what every force has of one
// home, from the first day to the last. Where it says so, the first is that of the home's last full
// inspection, which is found when it is asked (last_inspection()).
struct EnquiryOrder {
  HomeId home;
  Day first = 0;
  Day last = 0;
  record::Inspection inspection = record::Inspection::kFull;
  std::string reference;  // record::is_inspection_reference()
  bool since_inspection = false;
};

}  // namespace stile::agent
