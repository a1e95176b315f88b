#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "agents/ports/submitter.h"
#include "agents/report/reporter.h"
#include "agents/source/source.h"
#include "core/agreement/document_set.h"
#include "core/record/acknowledgement.h"
#include "core/record/statement.h"
#include "tests/adversary/hostile_gateway.h"
#include "tests/support/scheme.h"
#include "tests/support/temporary_folder.h"

namespace stile::test {

// HostileSubmitter answers for a gateway that may lie, at once. It outlives the streams.
class HostileSubmitter : public agent::Submitter {
 public:
  // Distort changes an answer that would be true.
  using Distort = std::function<void(agent::Answer& answer)>;

  explicit HostileSubmitter(HostileGateway& gateway) : gateway_(gateway) {}

  // lie() is how consignments are admitted, and answered, from now on.
  void lie(GatewayLies lies, Distort distort = {});
  // sent() are the consignments that came, in order; once one has.
  std::vector<wire::Consignment> sent() const;

  Result<std::unique_ptr<agent::SubmitStream>> begin(std::uint64_t verified_size,
                                                     agent::Urgency) override;
  Result<std::vector<Hash>> consistency(std::uint64_t old_size, std::uint64_t new_size) override;

 private:
  class Stream;
  agent::Answer answer(const Bytes& consignment);

  mutable std::mutex mutex_;  // over what follows
  HostileGateway& gateway_;
  GatewayLies lies_;
  Distort distort_;
  std::vector<wire::Consignment> sent_;
};

// SourceBench is testshire's real sending side, with an export of `rows` call-outs, at kNow.
class SourceBench {
 public:
  SourceBench(std::shared_ptr<const agreement::DocumentSet> documents, agent::Submitter& submitter,
              int rows = 3);
  ~SourceBench();

  agent::Source& source() { return *source_; }
  std::string store() const { return folder_.file("intake.db"); }
  // send(), status() and audit() are what `stile` ends with and says.
  std::pair<agent::ExitCode, std::string> send();
  std::pair<agent::ExitCode, std::string> status();
  std::pair<agent::ExitCode, std::string> audit();

 private:
  support::TemporaryFolder folder_;
  std::unique_ptr<agent::Source> source_;
};

// acknowledgement_of() is what a recipient says of a consignment, before anyone signs it.
record::Acknowledgement acknowledgement_of(const wire::Consignment& consignment);

}  // namespace stile::test
