// An inspector asks before an inspection, and reads what has come (proto/ENQUIRIES.md).
#include <algorithm>
#include <utility>

#include "agents/ports/asked_leaf.h"
#include "agents/recipient/enquiry.h"
#include "agents/recipient/enquiry_answer.h"
#include "agents/recipient/enquiry_forces.h"
#include "agents/recipient/enquiry_words.h"
#include "agents/recipient/inbox.h"
#include "agents/recipient/inbox_reader.h"
#include "agents/recipient/inbox_store.h"
#include "agents/report/failed.h"
#include "agents/report/json.h"
#include "core/crypto/encoding.h"
#include "core/crypto/note.h"
#include "core/crypto/random.h"
#include "core/ledger/leaf.h"
#include "core/ledger/proof.h"

namespace stile::agent {
namespace {

using record::Question;

// Seconds after which a question that did not reach the gateway is sent again.
constexpr Instant kAgainFirst = 5;
constexpr Instant kAgainLongest = 300;

// after() is how an enquiry ends with one more force: a failure counts most, then whoever was
// asked.
ExitCode after(ExitCode before, ExitCode with_this) {
  const auto weight = [](ExitCode code) {
    if (code == ExitCode::kRefused) return 0;
    return code == ExitCode::kOk ? 1 : 1 + static_cast<int>(code);
  };
  return weight(with_this) > weight(before) ? with_this : before;
}

// may_pass() is of a refusal that time mends: this agency's newest sealing key has not come to the
// gateway yet, or its documents are too old.
bool may_pass(Reason refused) {
  return refused == Reason::kUnavailable || refused == Reason::kStale || refused == Reason::kFlood;
}

Error unasked() { return {Reason::kOutsideOccasion, "nobody here has asked for it"}; }

std::string occasion_of(const Token& enquiry) {
  return record::to_text(record::answer_to(enquiry));
}

// say_not_asked() says whom and what this enquiry leaves out; false where it is a force, or a
// number of the home, or nobody can tell.
bool say_not_asked(const std::vector<AnsweredQuestion>& all, const std::vector<HomeId>& numbers,
                   const agreement::DocumentSet* documents, const AgencyId& self, Instant now,
                   Reporter& reporter) {
  const bool read =
      std::ranges::all_of(all, [](const AnsweredQuestion& one) { return one.asked.ok(); });
  if (!read || documents == nullptr) return false;
  const Question& asked = *all.front().asked;
  const EnquiryOrder order{asked.home, asked.first, asked.last, asked.inspection, asked.reference};
  bool none = true;
  for (const ForceOfHome& force : forces_of_home(order, *documents, self, asked.enquiry, now)) {
    const bool was_asked = std::ranges::any_of(
        all, [&](const AnsweredQuestion& one) { return one.asked->to.short_text() == force.name; });
    if (was_asked) continue;
    say_not_asked(asked.enquiry, force, reporter);
    none = false;
  }
  for (const auto& number : earlier_numbers(order, *documents, numbers)) {
    say_earlier(number, reporter);
  }
  if (const auto missing = unasked(order, *documents, numbers)) {
    say_unasked(*missing, reporter);
    none = false;
  }
  return none;
}

}  // namespace

// An answer is believed as every parcel is, and taken only where somebody here has asked for each
// row of it.
Status Inbox::add_answer(const VerifiedParcel& parcel, Arrival& arrival) {
  const auto& what = parcel.statement().disclosure;
  STILE_TRY(const auto kept,
            store_->questions().of_source(*what.occasion.enquiry, what.from.text()));
  if (!kept) return unasked();
  STILE_CHECKED(check_asked(parcel, *kept));
  arrival.answers = {kept->id, kept->digest};
  return ok();
}

Status Inbox::check_asked(const VerifiedParcel& parcel, const OwnQuestion& kept) const {
  const auto documents = options_.documents();
  if (documents == nullptr) return Error{Reason::kUnavailable, "there are no signed documents"};
  STILE_TRY(const Question asked, read_question(kept));
  if (asked.agreement != parcel.statement().disclosure.agreement) return unasked();
  const auto homes = documents->numbers(asked.home);
  for (const record::Treated& row : parcel.treated()) {
    const bool of_home = !row.home || std::ranges::find(homes, *row.home) != homes.end();
    const bool of_period = !row.event_day || record::covers(asked, *row.event_day);
    if (!of_home || !of_period) return unasked();
  }
  return ok();
}

ExitCode Inbox::ask(std::string_view account, EnquiryOrder order, bool preview,
                    Reporter& reporter) {
  const Instant now = options_.clock();
  const auto documents = options_.documents();
  if (documents == nullptr || (options_.questions == nullptr && !preview)) {
    return failed(Error{Reason::kUnavailable, "nobody can be asked from here now"}, reporter);
  }
  // Who is asked is written down with each question; here, what asks nobody.
  const auto log = [&](std::string_view why) {
    return log_consultation(account, "enquiry", 0, std::string(why));
  };
  const Status may = [&]() -> Status {
    if (order.since_inspection) {
      STILE_TRY(const auto last, last_inspection(order, *documents, options_.self, now));
      order.first = last.day;
      say_since(last, order, reporter);
    }
    return check_order(order, *documents, options_.self, now);
  }();
  if (!may.ok()) {
    const Status logged = log(name(may.reason()));
    return failed(logged.ok() ? may.error() : logged.error(), reporter);
  }
  const Token enquiry = crypto::random_token(options_.random);
  auto forces = forces_of_home(order, *documents, options_.self, enquiry, now);
  const bool any = std::ranges::any_of(forces, [](const auto& one) { return one.may.ok(); });
  if (preview || !any) {
    const Status logged = log(any ? "preview" : name(forces.front().may.reason()));
    if (!logged.ok()) return failed(logged.error(), reporter);
  }
  const std::string id = crypto::hex(enquiry);
  if (any && !preview) reporter.line("enquiry " + id, JsonObject().text("enquiry", id).done());
  const auto numbers = numbers_between(order, *documents);
  ExitCode code = any && preview ? ExitCode::kOk : ExitCode::kRefused;
  for (ForceOfHome& one : forces) {
    if (!one.may.ok()) {
      say_not_asked(enquiry, one, reporter);
    } else if (preview) {
      say_would_be_asked(one, reporter);
    } else {
      code = after(code, ask_force(account, *std::move(one.question), numbers, reporter));
    }
  }
  for (const auto& number : earlier_numbers(order, *documents)) say_earlier(number, reporter);
  return code;
}

ExitCode Inbox::ask_force(std::string_view account, Question question,
                          const std::vector<HomeId>& numbers, Reporter& reporter) {
  OwnQuestion kept{.enquiry = question.enquiry, .source = question.to.text()};
  kept.account = std::string(account);
  kept.asked = question.made;
  kept.salt = crypto::random_32(options_.random);
  kept.actor_salt = crypto::random_32(options_.random);
  question.actor = ledger::commitment(kept.actor_salt, "actor", account);
  const std::string text = record::question_text(question);
  kept.digest = record::question_digest(text);
  kept.note = crypto::sign_note(text, *options_.signer);
  const Status written = write_down(kept, numbers);
  if (!written.ok()) return failed(written.error(), reporter);
  const Status sent = send_question(kept);
  if (!sent.ok()) unsent_ = true;
  if (const auto why = options_.unwitnessed()) reporter.message(*why);
  AnswerSoFar none;
  const auto documents = options_.documents();
  if (documents != nullptr) {
    const auto agreement = documents->agreement(question.agreement);
    if (agreement.ok()) none.approval_hours = (*agreement)->approval_hours;
  }
  say_force(kept.enquiry, question.to.short_text(), standing_of(kept, none), kept.reason, reporter);
  if (sent.ok()) {
    return kept.state == OwnQuestionState::kTaken ? ExitCode::kOk : ExitCode::kRefused;
  }
  return sent.reason() == Reason::kUnavailable ? ExitCode::kIo : failed(sent.error(), reporter);
}

// Before anybody is asked: an answer that comes though the gateway's own was lost is then known,
// and a question that did not go is sent again.
Status Inbox::write_down(const OwnQuestion& question, const std::vector<HomeId>& numbers) {
  const std::lock_guard lock(mutex_);
  return store_->together([&]() -> Status {
    STILE_CHECKED(store_->questions().add(question));
    for (const HomeId& number : numbers) {
      STILE_CHECKED(store_->questions().add_number(question.enquiry, number));
    }
    return store_->log({kConsultation,
                        question.asked,
                        question.account,
                        question.source,
                        {},
                        occasion_of(question.enquiry),
                        0,
                        0,
                        {}});
  });
}

Status Inbox::send_question(OwnQuestion& question) {
  if (auto why = options_.unwitnessed()) return Error{Reason::kUnavailable, *std::move(why)};
  const ledger::LogView before = view();
  STILE_TRY(const auto answer,
            options_.questions->ask(question.note, question.salt, before.size()));
  if (const auto* given = std::get_if<GivenReceipt>(&answer)) {
    STILE_CHECKED(keep_receipt(question, *given, before));
    question.state = OwnQuestionState::kTaken;
    question.leaf = given->leaf;
    question.receipt = given->receipt;
  } else {
    const Reason refused = std::get<GivenRefusal>(answer).reason;
    if (may_pass(refused)) return Error{Reason::kUnavailable, std::string(name(refused))};
    question.state = OwnQuestionState::kRefused;
    question.reason = name(refused);
  }
  const std::lock_guard lock(mutex_);
  return store_->together([&] { return store_->questions().settle(question); });
}

// The gateway takes the same question for once, whoever sends it meanwhile.
Status Inbox::look_for_questions() {
  const Instant now = options_.clock();
  const bool early = now < ask_again_ && ask_again_ <= now + kAgainLongest;
  if (options_.questions == nullptr || early || !unsent_.exchange(false)) return ok();
  auto unsent = [&] {
    const std::lock_guard lock(mutex_);
    return unsent_questions(store_->database());
  }();
  if (!unsent.ok()) {
    unsent_ = true;
    return unsent.error();
  }
  for (OwnQuestion& one : *unsent) {
    const auto asked = read_question(one);
    const Status sent = asked.ok() ? send_question(one) : Status(asked.error());
    if (sent.ok()) continue;
    unsent_ = true;
    if (sent.reason() == Reason::kUnavailable) break;
    problem("question_not_sent", sent.error());
  }
  ask_again_after_ =
      unsent_ ? std::clamp(2 * ask_again_after_, kAgainFirst, kAgainLongest) : Instant{0};
  ask_again_ = now + ask_again_after_;
  return ok();
}

Status Inbox::keep_receipt(const OwnQuestion& question, const GivenReceipt& given,
                           const ledger::LogView& before) {
  STILE_TRY(const Question asked, read_question(question));
  STILE_CHECKED(check_asked_leaf(asked, question.digest, question.salt, given.leaf));
  STILE_TRY(const auto receipt, ledger::parse_receipt(given.receipt));
  ledger::LogView seen = before;
  STILE_CHECKED(seen.see_receipt(receipt, given.leaf, given.consistency));
  return keep_seen(*this, before, seen, *options_.prover);
}

ExitCode Inbox::list_enquiries(std::string_view account, Reporter& reporter) {
  const auto documents = options_.documents();
  ExitCode code = ExitCode::kOk;
  const auto done = [&]() -> Status {
    STILE_TRY(const InboxReader inbox, InboxReader::open(options_.store));
    STILE_TRY(const auto all, answered_questions(inbox, documents.get(), std::nullopt));
    STILE_CHECKED(log_consultation(account, "enquiry", all.size()));
    for (const AnsweredQuestion& one : all) {
      if (one.asked.ok()) {
        say_question(one, options_.clock(), reporter);
      } else {
        code = failed(one.asked.error(), reporter);
      }
    }
    if (all.empty()) reporter.message("nobody has asked anything");
    return ok();
  }();
  return done.ok() ? code : failed(done.error(), reporter);
}

ExitCode Inbox::show_enquiry(std::string_view account, std::string_view enquiry, Language language,
                             Reporter& reporter) {
  const auto documents = options_.documents();
  ExitCode code = ExitCode::kOk;
  const auto done = [&]() -> Status {
    Token id{};
    const auto bytes = crypto::unhex(enquiry);
    const Error none = no_such_enquiry();
    if (!bytes.ok() || !copy_exact(bytes.value(), id)) return none;
    STILE_TRY(const InboxReader inbox, InboxReader::open(options_.store));
    STILE_TRY(const auto all, answered_questions(inbox, documents.get(), id));
    if (all.empty()) return none;
    std::uint64_t rows = 0;
    for (const AnsweredQuestion& one : all) rows += one.answer.lines.size();
    STILE_CHECKED(log_consultation(account, occasion_of(id), rows));
    for (const AnsweredQuestion& one : all) {
      if (!one.asked.ok()) {
        code = failed(one.asked.error(), reporter);
        continue;
      }
      say_question(one, options_.clock(), reporter);
      say_types(one.kept, one.answer, reporter);
      say_lines(one.answer, language, reporter);
      const bool whole = standing_of(one.kept, one.answer) == Standing::kAnswered;
      if (!whole && code == ExitCode::kOk) code = ExitCode::kFaults;
    }
    STILE_TRY(const auto numbers, asked_numbers(inbox.database(), id));
    if (!say_not_asked(all, numbers, documents.get(), options_.self, options_.clock(), reporter) &&
        code == ExitCode::kOk)
      code = ExitCode::kFaults;
    return ok();
  }();
  return done.ok() ? code : failed(done.error(), reporter);
}

}  // namespace stile::agent
