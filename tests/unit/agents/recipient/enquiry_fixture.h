#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "agents/recipient/enquiry.h"
#include "core/crypto/encoding.h"
#include "core/crypto/note.h"
#include "core/ledger/checkpoint.h"
#include "core/ledger/proof.h"
#include "core/record/question.h"
#include "tests/support/enquiring.h"
#include "tests/unit/agents/recipient/inbox_fixture.h"

namespace stile::agent {

using record::Question;
using record::RecordType;

// RoadHand takes questions as an honest gateway does, on the tree of another: what a test wants
// otherwise it says before.
class RoadHand : public QuestionRoad, public ConsistencyProver {
 public:
  explicit RoadHand(support::GatewayHand& gateway) : gateway_(&gateway) {}

  using Outcome = std::variant<GivenReceipt, GivenRefusal>;
  Result<Outcome> ask(const Bytes& note, const Hash& salt, std::uint64_t verified_size) override {
    asked.push_back(note);
    if (away) return Error{Reason::kUnavailable, "away"};
    if (refuse) return Outcome(GivenRefusal{*refuse, {}, 0});
    const auto text = crypto::parse_note(note)->text;
    const auto what = record::parse_question(text).value();
    ledger::Leaf leaf;
    leaf.op = ledger::Op::kConsultation;
    leaf.time = support::kNow;
    leaf.from = what.from.text();
    leaf.to = lie_about_source ? std::string(support::kOthershire) : what.to.text();
    leaf.agreement = what.agreement;
    leaf.counter = 1;
    leaf.occasion = "enquiry";
    leaf.decision = "asked";
    leaf.commit_actor = what.actor;
    const Hash digest = record::question_digest(text);
    leaf.commit_reason = ledger::commitment(salt, "question", view(digest));
    leaf.build = "test";
    const auto shown = gateway_->record(ledger::leaf_text(leaf).value(), verified_size);
    return Outcome(GivenReceipt{shown.leaf, shown.receipt, shown.consistency});
  }
  Result<std::vector<Hash>> consistency(std::uint64_t old_size, std::uint64_t) override {
    return gateway_->consistency(old_size);
  }

  std::vector<Bytes> asked;
  bool away = false;
  std::optional<Reason> refuse;
  bool lie_about_source = false;

 private:
  support::GatewayHand* gateway_;
};

// EnquiryFixture is Ofsted's inbox, from which an inspector asks testshire through RoadHand.
class EnquiryFixture : public InboxFixture {
 protected:
  explicit EnquiryFixture(support::Scheme scheme = support::enquiring_scheme())
      : InboxFixture(std::move(scheme)) {
    restart();
  }

  void restart() {
    inbox_.reset();
    auto options = InboxFixture::options();
    options.questions = &road_;
    options.prover = &road_;
    options.unwitnessed = [this] { return unwitnessed_; };
    inbox_ = Inbox::open(std::move(options)).value();
  }
  static EnquiryOrder order(const char* home = support::kHome) {
    return {support::home(home), to_day({2026, 10, 1}), to_day({2026, 10, 31}),
            record::Inspection::kFull, "INS-1001"};
  }
  ExitCode ask(const EnquiryOrder& what = order(), bool preview = false) {
    said_ = Said();
    return inbox_->ask("inspector", what, preview, said_);
  }
  Question asked(std::size_t at = 0) const {
    return record::parse_question(crypto::parse_note(road_.asked.at(at))->text).value();
  }
  ExitCode show(const Question& question) {
    said_ = Said();
    return inbox_->show_enquiry("inspector", crypto::hex(question.enquiry), Language::kEnglish,
                                said_);
  }
  std::string list() {
    said_ = Said();
    EXPECT_EQ(inbox_->list_enquiries("inspector", said_), ExitCode::kOk);
    return said_.json();
  }
  bool said(std::string_view text) const {
    return (said_.text() + said_.messages()).find(text) != std::string::npos;
  }

  // rows() and manifest() are testshire's answer to a question of the inbox's.
  wire::Consignment rows(std::uint64_t number, const Question& question,
                         const char* home = support::kHome,
                         const char* minute = "2026-10-10T20:15Z",
                         const support::Lies& lies = {}) const {
    Question honest = question;
    honest.home = support::home(home);
    honest.first = to_day({2025, 1, 1});
    const support::SourceHand hand(documents_, support::answer(honest),
                                   support::signed_question(honest));
    const std::vector events{call_out(home, minute, "CAD-1"), call_out(home, minute, "CAD-2")};
    return hand.consign(events, number, lies);
  }
  // manifest() says that it is whole, with so many call-outs.
  wire::Consignment manifest(std::uint64_t number, const Question& question,
                             std::uint32_t records) const {
    return manifest(number, question, whole(records));
  }
  wire::Consignment manifest(std::uint64_t number, const Question& question,
                             std::vector<record::Collection> collections) const {
    Question what = question;
    what.last = local_day(support::kNow);
    const support::SourceHand hand(documents_, support::answer(what, RecordType::kReturnManifest),
                                   support::signed_question(what));
    const support::Figures said{{}, {}, std::move(collections), static_cast<std::uint32_t>(number)};
    return hand.consign_figures(std::span(&said, 1), number);
  }
  static std::vector<record::Collection> whole(std::uint32_t records) {
    return {{RecordType::kCallOut, true, records, 0, 0},
            {RecordType::kMissingEpisode, true, 0, 0, 0},
            {RecordType::kArrest, true, 0, 0, 0},
            {RecordType::kConcern, true, 0, 0, 0},
            {RecordType::kHomeMonth, true, 0, 0, 0}};
  }

  std::optional<std::string> unwitnessed_;
  RoadHand road_{gateway_};
};

}  // namespace stile::agent
