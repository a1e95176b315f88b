#include "agents/cli/doctor_documents.h"

#include <string>

#include "agents/cli/check_documents.h"
#include "agents/report/silent_reporter.h"
#include "stile/v1/config.pb.h"

namespace stile::agent {
namespace {

using agreement::Agreement;
using agreement::DocumentSet;
using std::string;

constexpr Instant kShortDirectory = 3 * 86400;
constexpr Day kShortAgreement = 30;

void see_directory(const DocumentSet& documents, Instant now, Diagnosis& diagnosis) {
  if (!documents.current(now).ok()) return;
  const Instant until = documents.directory().valid_until;
  if (until - now >= kShortDirectory) {
    return diagnosis.ok("directory", "valid until " + utc_minute_text(until));
  }
  diagnosis.warning("directory", "runs out " + utc_minute_text(until) + ", and everything stops",
                    "the next directory, which the scheme's operator makes");
}

void see_entry(const DocumentSet& documents, const AgencyId& self, Instant now,
               Diagnosis& diagnosis) {
  const agreement::Agency* own = documents.agency(self);
  if (own == nullptr) return;
  if (own->valid_on(local_day(now))) return diagnosis.ok("own entry", "in the directory");
  diagnosis.fault("own entry", "the directory's dates for this agency do not hold today",
                  "the next directory, which the scheme's operator makes");
}

void see_agreement(const Agreement& agreement, Day today, Diagnosis& diagnosis) {
  const string of = agreement.id.text() + " version " + std::to_string(agreement.version);
  const string until = to_text(to_civil(agreement.until));
  if (agreement.until - today < kShortAgreement) {
    diagnosis.warning("agreement", of + " ends after " + until, "its next version, signed in time");
  } else if (agreement.review < today) {
    diagnosis.warning("agreement",
                      of + " was to be reviewed by " + to_text(to_civil(agreement.review)),
                      "the review; its next version says the next day");
  } else {
    diagnosis.ok("agreement", of + " in force until " + until);
  }
}

void see_agreements(const DocumentSet& documents, const AgencyId& self, Instant now,
                    Diagnosis& diagnosis) {
  bool any = false;
  for (const Hash& hash : documents.directory().documents) {
    const auto agreement = documents.in_force(hash, now);
    if (!agreement.ok()) continue;
    const Agreement& one = *agreement.value();
    if (one.source.agency != self && one.recipient.agency != self) continue;
    any = true;
    see_agreement(one, local_day(now), diagnosis);
  }
  if (any) return;
  diagnosis.warning("agreement", "none of this agency is in force: nothing is sent or received",
                    "one that both sides sign and the directory lists");
}

}  // namespace

void see_documents(const v1::AgentConfig& config, const Findings& of, Instant now,
                   Diagnosis& diagnosis) {
  SilentReporter unheard;  // its faults have been said already
  Findings findings(of.file(), of.text(), unheard);
  const auto documents = check_documents(
      {config.documents(), config.areas(), {config.root().begin(), config.root().end()}}, now,
      findings);
  const auto self = AgencyId::parse(config.agency());
  if (!self.ok()) return;
  if (!documents) {
    if (findings.count() != 0) return;
    return diagnosis.warning("directory", "none yet",
                             "the gateway hands it out once it is attached");
  }
  see_directory(*documents, now, diagnosis);
  see_entry(*documents, self.value(), now, diagnosis);
  see_agreements(*documents, self.value(), now, diagnosis);
}

}  // namespace stile::agent
