#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "agents/source/consignment_draft.h"
#include "agents/source/intake_store.h"
#include "agents/source/intake_tables.h"
#include "agents/source/month_facts.h"
#include "agents/source/route.h"
#include "agents/source/source_options.h"
#include "agents/source/subject_tokens.h"
#include "core/base/result.h"
#include "core/record/question.h"

namespace stile::agent {

// ends_answers() is whether a question that is refused for that is never answered. What other
// documents or time may mend does not: the gateway may have documents that are not here yet, or
// the other way round, and after thirty days the question is too old.
bool ends_answers(Reason reason);

// AnswerDraft makes the answer to one question: consignments of the rows that are kept and may go,
// by type of record, what is counted of them by home and month where the agreement says so, and a
// last one, whose manifest says of each type how many rows the answer has, how many the agreement
// does not let go, how many of the period's exports could not be read, and whether every system was
// searched for every month of the period. A month of a home is withheld where one of its rows was
// kept before anybody counted. Holding one means that the
// question may be answered now. One thread.
class AnswerDraft {
 public:
  // begin() fails as Route::open_answer(). `note` is a signed question to this agency.
  static Result<AnswerDraft> begin(const SourceOptions& options,
                                   std::shared_ptr<const agreement::DocumentSet> documents,
                                   ByteView note);

  // by() is for an answer that a person at this agency has approved or declined.
  AnswerDraft by(std::string account) &&;

  // enter() queues every consignment of the answer to the question that the store keeps under this
  // id, and ends a part of the change behind each that is full, so that it can go while the next is
  // made. What parts of an earlier one that came to no end have queued is not queued again, and
  // counted: tokens are the same each time.
  Status enter(IntakeTables& tables, std::int64_t id, const IntakeStore::Part& part) const;
  // decline() queues a manifest alone, which says why there is no answer: on the ledger it looks as
  // that of one without a row. Nothing of it is durable until the transaction is.
  Status decline(IntakeTables& tables, std::int64_t id, record::Declined why) const;

 private:
  // Nobody at this agency has done anything.
  static constexpr std::string_view kByItself = "agent";
  AnswerDraft(const SourceOptions& options, record::Question question, Bytes note)
      : options_(&options),
        question_(std::move(question)),
        note_(std::move(note)),
        account_(kByItself) {}

  // Candidate is a kept row under the token that it has in this answer.
  struct Candidate {
    AnswerRow* kept = nullptr;
    Token event_token{};
  };

  // Counted is what the rows of an answer add to the months of a home, under each of its numbers.
  struct Counted {
    std::map<Month, HomeCounts> months;
    std::set<std::pair<Month, std::string>> unknown;

    Status add(const Month& month, const RecordFacts& facts);
  };

  // Underway is an answer that is being queued.
  struct Underway {
    IntakeTables* tables;
    std::int64_t question;
    const IntakeStore::Part* part;
    std::array<SubjectTokens, 2> subjects;  // of a thread each
    // In parts of an earlier one, and whether it is withdrawn.
    std::map<record::RecordType, std::map<Token, bool>> went = {};
    Counted counted = {};
  };

  // candidates() are in the order of their types and tokens.
  std::vector<Candidate> candidates(std::vector<AnswerRow>& kept) const;
  Result<record::Collection> enter_type(Underway& underway, const Route& route,
                                        std::span<const Candidate> rows) const;
  Result<std::optional<TreatedRow>> treated(SubjectTokens& subjects, const Route& route,
                                            const AnswerRow& kept) const;
  // treated() are several, in their order.
  std::vector<Result<std::optional<TreatedRow>>> treated(Underway& underway, const Route& route,
                                                         std::span<const Candidate> rows) const;
  Result<record::Collection> enter_months(IntakeTables& tables, const Route& route,
                                          const Counted& counted, std::int64_t id) const;
  Status enter_manifest(IntakeTables& tables, const Route& route,
                        const std::vector<record::Collection>& collections, std::int64_t id,
                        std::optional<record::Declined> declined = {}) const;
  Status search(IntakeTables& tables, std::int64_t route, record::Collection& of) const;
  ConsignmentDraft draft() const;
  Status queue(IntakeTables& tables, const Route& route, ConsignmentDraft draft,
               std::int64_t id) const;
  Token token_of(const RecordKey& key) const;
  ConsignmentDraft::DraftedRecord drafted(RecordKey key, const Token& event_token) const;
  // The same of what is no record of the store's.
  ConsignmentDraft::DraftedRecord drafted(std::string reference) const;

  const SourceOptions* options_;
  record::Question question_;
  Bytes note_;
  Hash digest_{};              // of what was asked
  std::string asked_;          // that in hexadecimal
  std::string account_;        // whom the leaf's commitment names
  std::vector<Route> routes_;  // by type: the manifest is the last
};

}  // namespace stile::agent
