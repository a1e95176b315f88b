#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "agents/ports/submitter.h"
#include "agents/source/intake_store.h"
#include "agents/source/source_options.h"

namespace stile::agent {

// Restatement signs again what is queued, because the gateway would not take it as it was. Only
// what no receipt was given for is ever signed again, and no number is ever skipped.
class Restatement {
 public:
  Restatement(const SourceOptions& options, IntakeStore& store)
      : options_(&options), store_(&store) {}

  // without() records the refused rows, takes them out, and signs the rest under the same
  // number; when none are left, what is queued behind moves up.
  Status without(const ConsignmentHead& head, std::span<const RefusedRow> refused);

  // take_back() takes out a correction, which then waits again (Corrections); what is queued behind
  // moves up. Who a child is, approved by officers whom the gateway does not have, waits for no
  // time: others have to approve it anew.
  Status take_back(const ConsignmentHead& head, Reason refused);

  // end_exercise() takes out one that the gateway refused, and says so; what is queued behind moves
  // up. Nobody waits for it: notifications on the route go on.
  Status end_exercise(const ConsignmentHead& head, Reason refused);

  // end_answer() takes out what the gateway never takes of an answer: its question is refused.
  Status end_answer(const ConsignmentHead& head, Reason refused);

  // pass_over() leaves out for good what has a receipt of a ledger that was closed, and which its
  // successor refuses. Where its recipient has not said that it has it, it counts as refused: its
  // records go with the next export, a notification raises its alarm, a correction is made anew.
  Status pass_over(const ConsignmentHead& head, const GivenRefusal& refusal);

  // corrections_first() moves a route's corrections before all else that is queued on it. Nothing
  // of the route may be under way.
  Status corrections_first(std::int64_t route);

  // behind() makes everything that is queued on a route follow `last`, the last number that the
  // gateway took: this store lost numbers, or never had them (design I8).
  Status behind(std::int64_t route, std::uint64_t last);

 private:
  // take_out() removes a queued consignment of one row that the gateway refused, and logs that.
  Status take_out(IntakeTables& tables, const ConsignmentHead& head,
                  const record::Occasion& occasion, Reason refused);
  // end_change() has the correction that a consignment carried wait again, and gives its reason.
  Result<record::ChangeReason> end_change(IntakeTables& tables, const ConsignmentHead& head,
                                          Reason refused);
  // end_rows() has the records of a consignment's rows sent again, and says of which it was
  // refused.
  Status end_rows(IntakeTables& tables, const ConsignmentHead& head, const GivenRefusal& refusal);
  Status log_refusal(IntakeTables& tables, const ConsignmentHead& head,
                     const record::Occasion& occasion, Reason refused, std::uint64_t rows);
  Status renumber(IntakeTables& tables, std::int64_t route, std::uint64_t first);
  Status renumber(IntakeTables& tables, const std::vector<ConsignmentHead>& heads,
                  std::uint64_t first);
  Status sign_again(IntakeTables& tables, ConsignmentHead head, std::uint64_t number,
                    std::span<const std::uint32_t> dropped);
  Status record_refused(IntakeTables& tables, const ConsignmentHead& head,
                        std::span<const RefusedRow> refused, std::span<const std::uint32_t> rows);

  const SourceOptions* options_;
  IntakeStore* store_;
};

}  // namespace stile::agent
