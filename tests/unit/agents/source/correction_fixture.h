#pragma once

#include <chrono>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "agents/source/change_run.h"
#include "tests/unit/agents/source/notify_fixture.h"

namespace stile::agent {

// CorrectionTest is testshire's sending side, which follows up what it has disclosed.
class CorrectionTest : public NotifyFixture {
 protected:
  static RecordOrder order(record::ChangeReason reason, const std::string& reference = "CC-7") {
    return {.system = "command-and-control",
            .type = record::RecordType::kCallOut,
            .reference = reference,
            .child = {},
            .reason = reason,
            .only = {}};
  }
  ExitCode change(const RecordOrder& what) {
    said_ = Said();
    return source_->change(what, "officer", said_);
  }
  ExitCode change(record::ChangeReason reason) { return change(order(reason)); }
  std::string changes(bool all = false) {
    Said said;
    EXPECT_EQ(source_->changes(all, false, said), ExitCode::kOk);
    return said.text();
  }
  std::string notify_status() {
    Said said;
    source_->notify_status(true, said);
    return said.text();
  }
  // corrections() are those that the gateway took.
  std::vector<Taken> corrections() const {
    auto all = gateway_.taken();
    std::erase_if(all,
                  [](const Taken& one) { return !one.statement.disclosure.occasion.corrects(); });
    return all;
  }
  Taken correction_to(std::string_view recipient) const {
    for (auto& one : corrections()) {
      if (one.statement.disclosure.to.text() == recipient) return one;
    }
    throw std::runtime_error("no correction went to " + std::string(recipient));
  }
  // says() is a word of the recipient about one consignment.
  void says(const Taken& one, record::DisclosureState state) {
    const std::string& recipient = one.statement.disclosure.to.text();
    const Bytes note = acknowledgement_of(one, recipient, state);
    EXPECT_EQ(source_->notes().take(std::span(&note, 1)).value().size(), 1U);
  }
  void set_status(const char* kind, std::size_t agreement = 1) {
    scheme_.add_status(kind, "2026-11-03T08:00Z", support::signatories_of(support::kFarCouncil))
        .agreement = scheme_.agreement_hash(agreement);
    use_documents();
    source_->documents_changed();
  }
  bool eventually(const std::function<bool()>& holds) const {
    for (int tries = 0; tries < 2000; ++tries) {
      if (holds()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
  }
};

}  // namespace stile::agent
