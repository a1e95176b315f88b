#pragma once

#include <memory>
#include <string>
#include <vector>

#include "agents/report/paper.h"
#include "agents/source/subject_account.h"
#include "core/agreement/document_set.h"

namespace stile::agent {

// kDataProtectionContact is the code of the contact in an agency's directory entry whom people ask
// about what is kept of them (policies/README.md).
inline constexpr std::string_view kDataProtectionContact = "data-protection";

// SubjectAccount is what is known of what was shared about a child, when somebody asked.
struct SubjectAccount {
  SubjectOrder order;
  AgencyId self;  // who shared it
  Instant made = 0;
  std::vector<Sharing> sharings = {};
  std::vector<std::string> elsewhere = {};  // other_systems()
  // As they were then; null where there are none.
  std::shared_ptr<const agreement::DocumentSet> documents = nullptr;
};

// subject_paper() is that account as it is sent to the child, or to whoever answers for the child
// (UK GDPR art. 12(1) and 15; Data Protection Act 2018 s.45 and 52): who says it, about whom, when
// and of what time; each sharing in words, why it was allowed and how long the recipient may keep
// it; what is left out, what the child can do and whom to ask; and, for whoever checks it, leaves,
// agreements and codes. All of it is said by the account and by the signed documents, or holds of
// every agency. Each entry has the JSON of its sharing.
Paper subject_paper(const SubjectAccount& account);

}  // namespace stile::agent
