#include "tests/adversary/source_bench.h"

#include <fstream>
#include <iterator>

#include "core/crypto/note.h"
#include "core/crypto/random.h"
#include "tests/adversary/recipient_bench.h"
#include "tests/support/built_from.h"
#include "tests/support/keys.h"

namespace stile::test {
namespace {

using support::kLog;
using support::kNow;
using support::kTestshire;

constexpr char kHeader[] =
    "Incident Ref,Nominal Ref,Ofsted URN,Date/Time Reported,Child DOB,Looked After?,Care Home?,"
    "Child Involved?,Incident Type,Police Deployed?,Home Told?,How Received,Caller Type,"
    "Appropriate Use?,Level,Level Set By,Child's Role,Placing Authority,Incident No,"
    "Exploitation Concern?,Offence Group,Outcome,Do Not Share\r\n";

std::string export_of(int rows) {
  std::string text = kHeader;
  for (int i = 1; i <= rows; ++i) {
    text += "CC-" + std::to_string(i) + ",N" + std::to_string(i) +
            ",SC900001,04/10/2026 21:10,04/05/2012,Yes,Y,Y,Missing Person,Deployed,N/A,101,"
            "Home Staff,Appropriate,Level 2,Home,Missing Person,E10000093,,,,,\r\n";
  }
  return text;
}

agent::ColumnMap column_map() {
  const std::string file =
      support::source_dir() + "/policies/column-maps/command-and-control.textproto";
  std::ifstream in(file);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  return agent::load_column_map(text, file).value();
}

}  // namespace

// Stream hands each answer over in the order of the consignments.
class HostileSubmitter::Stream : public agent::SubmitStream {
 public:
  explicit Stream(HostileSubmitter& own) : own_(own) {}

  Status send(const Bytes& consignment) override {
    auto answer = own_.answer(consignment);
    const std::lock_guard lock(mutex_);
    answers_.push_back(std::move(answer));
    changed_.notify_all();
    return ok();
  }
  void finish_sending() override { end(false); }
  void cancel() override { end(true); }
  Result<std::optional<agent::Answer>> receive() override {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ended_ || !answers_.empty(); });
    if (cancelled_) return Error{Reason::kUnavailable, "cancelled"};
    if (answers_.empty()) return std::optional<agent::Answer>();
    std::optional<agent::Answer> answer(std::move(answers_.front()));
    answers_.pop_front();
    return answer;
  }

 private:
  void end(bool cancelled) {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    cancelled_ = cancelled_ || cancelled;
    changed_.notify_all();
  }

  HostileSubmitter& own_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<agent::Answer> answers_;
  bool ended_ = false;
  bool cancelled_ = false;
};

void HostileSubmitter::lie(GatewayLies lies, Distort distort) {
  const std::lock_guard lock(mutex_);
  lies_ = std::move(lies);
  distort_ = std::move(distort);
}

std::vector<wire::Consignment> HostileSubmitter::sent() const {
  const std::lock_guard lock(mutex_);
  return sent_;
}

Result<std::unique_ptr<agent::SubmitStream>> HostileSubmitter::begin(std::uint64_t verified_size,
                                                                     agent::Urgency) {
  const std::lock_guard lock(mutex_);
  gateway_.continue_from(verified_size);
  return std::unique_ptr<agent::SubmitStream>(std::make_unique<Stream>(*this));
}

Result<std::vector<Hash>> HostileSubmitter::consistency(std::uint64_t old_size,
                                                        std::uint64_t new_size) {
  const std::lock_guard lock(mutex_);
  return gateway_.consistency(old_size, new_size);
}

agent::Answer HostileSubmitter::answer(const Bytes& consignment) {
  const std::lock_guard lock(mutex_);
  sent_.push_back(wire::decode_consignment(consignment).value());
  auto entry = gateway_.admit(sent_.back(), lies_);
  agent::Answer answer{acknowledgement_of(sent_.back()).number,
                       agent::GivenReceipt{std::move(entry.leaf), std::move(entry.receipt),
                                           std::move(entry.consistency)}};
  if (distort_) distort_(answer);
  return answer;
}

SourceBench::SourceBench(std::shared_ptr<const agreement::DocumentSet> documents,
                         agent::Submitter& submitter, int rows) {
  std::ofstream(folder_.file("month.csv"), std::ios::binary) << export_of(rows);
  agent::SourceOptions options{
      .store = folder_.file("intake.db"),
      .exports = folder_.path(),
      .contact = support::kContact,
      .self = support::agency(kTestshire),
      .signer = std::make_shared<const crypto::NoteSigner>(support::signer_named(kTestshire)),
      .tokens = std::make_shared<const crypto::TokenKey>(support::token_key_named(kTestshire)),
      .column_maps =
          [map = std::make_shared<const agent::ColumnMap>(column_map())] {
            return std::make_shared<const agent::ColumnMaps>(agent::ColumnMaps{map});
          },
      .log = support::signer_named(kLog).verifier(),
      .documents = [documents = std::move(documents)] { return documents; },
      .clock = [] { return kNow; },
      .random = crypto::system_random()};
  source_ = agent::Source::open(std::move(options), submitter).value();
  source_->start();
}

SourceBench::~SourceBench() { source_->stop(); }

std::pair<agent::ExitCode, std::string> SourceBench::send() {
  Heard heard;
  const auto code = source_->send(support::kMonth, "month.csv", "analyst", heard);
  return {code, heard.text()};
}

std::pair<agent::ExitCode, std::string> SourceBench::status() {
  Heard heard;
  const auto code = source_->status(heard);
  return {code, heard.text()};
}

std::pair<agent::ExitCode, std::string> SourceBench::audit() {
  Heard heard;
  const auto code = source_->verify(heard);
  return {code, heard.text()};
}

record::Acknowledgement acknowledgement_of(const wire::Consignment& consignment) {
  const auto note = crypto::parse_note(consignment.statement).value();
  const auto statement = record::parse_statement(note.text).value();
  return {record::consignment_digest(note.text), statement.disclosure.from, statement.disclosure.to,
          statement.number, kNow};
}

}  // namespace stile::test
