#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "agents/source/source_options.h"
#include "agents/source/subject_tokens.h"
#include "core/agreement/evaluate.h"
#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/record/envelope.h"
#include "core/record/event.h"
#include "core/record/identity.h"
#include "core/record/treated.h"

namespace stile::agent {

// TreatedRow is what may leave of one record towards one recipient.
struct TreatedRow {
  Bytes fields;  // the canonical encoding of the treated record
  Day event_day = 0;
  Bytes subject_token;  // 16 bytes where a pseudonym is granted and a child is involved
  std::optional<record::Identity> identity = {};  // where it is granted; to be sealed
};

// Withheld is why an agreement lets nothing of a record go. Names and codes only.
struct Withheld {
  Reason reason = Reason::kNoAgreement;
  std::string agreement_id;
  std::string clause;
  std::string field;  // empty where it is not one field's
};

// Route is the way of one type of record from this agency to one recipient under one clause of an
// agreement, for one month's return, for a notification or for the answer to a question. Holding
// one means that the agreement is in force and has a clause for it. It decides with the same code
// as the gateway (design I4, I9). Pure but for the options it was given.
class Route {
 public:
  // open() fails as agreement::Evaluation::begin(), and open_answer() as begin_answer(). Of an
  // enquiry without its question, which open() is given, nothing goes: such a route only says what
  // may be kept.
  static Result<Route> open(const SourceOptions& options,
                            std::shared_ptr<const agreement::DocumentSet> documents,
                            const Hash& agreement, const record::Occasion& occasion,
                            const agreement::Clause& clause);
  static Result<Route> open_answer(const SourceOptions& options,
                                   std::shared_ptr<const agreement::DocumentSet> documents,
                                   const record::Question& question, ByteView note,
                                   const agreement::Clause& clause);

  // leads() is whether the clause leads a record to its recipient.
  bool leads(const record::Envelope& envelope) const { return evaluation_.of(envelope).ok(); }

  // treat() is what may leave of the record, or nothing with the reason in `withheld`.
  std::optional<TreatedRow> treat(const record::Event& event, const record::Envelope& envelope,
                                  SubjectTokens& subjects, Withheld& withheld) const;

  // home_month() and manifest() are the same of what the source counted itself. The envelope is
  // the one that goes with the row.
  std::optional<TreatedRow> home_month(const HomeId& home, const std::vector<record::Count>& counts,
                                       record::Envelope& envelope, Withheld& withheld) const;
  std::optional<TreatedRow> manifest(std::uint32_t revision,
                                     const std::vector<record::Collection>& collections,
                                     record::Envelope& envelope, Withheld& withheld) const;

  // keep() are the fields of what may be kept of the record to answer with, or why nothing.
  // answer() is what of it may leave now, to who has asked: the grant may be another by now.
  // `child` is the keyed digest of the child. answer_month() is of what was counted of a home in a
  // month, as far as that is asked about. answer_manifest() says of the answer as a whole what
  // it holds, or that there is none and why; `last` is the last day that was asked about.
  Result<Bytes> keep(const record::Event& event, const record::Envelope& envelope) const;
  Result<std::optional<TreatedRow>> answer(ByteView fields, const record::Envelope& envelope,
                                           std::string_view child, SubjectTokens& subjects) const;
  std::optional<TreatedRow> answer_month(const record::Question& question, const HomeId& home,
                                         const Month& month,
                                         const std::vector<record::Count>& counts,
                                         record::Envelope& envelope) const;
  std::optional<TreatedRow> answer_manifest(Day last,
                                            const std::vector<record::Collection>& collections,
                                            record::Envelope& envelope,
                                            std::optional<record::Declined> declined = {}) const;

  // counts() tells whether the agreement lets home months go, and of a measure, whether they may
  // hold it.
  bool counts() const { return months_ != nullptr; }
  bool counts(record::Measure measure) const;

  const record::Disclosure& disclosure() const { return disclosure_; }
  const agreement::DocumentSet& documents() const { return *documents_; }
  record::RecordType type() const { return disclosure_.record; }
  const agreement::Agreement& agreement() const { return evaluation_.agreement(); }
  const agreement::Clause& clause() const { return evaluation_.clause(); }
  const std::string& agreement_id() const { return evaluation_.agreement().id.text(); }
  const std::string& recipient() const { return disclosure_.to.text(); }

 private:
  Route(const SourceOptions& options, std::shared_ptr<const agreement::DocumentSet> documents,
        record::Disclosure disclosure, agreement::Evaluation evaluation)
      : options_(&options),
        documents_(std::move(documents)),
        disclosure_(std::move(disclosure)),
        evaluation_(std::move(evaluation)),
        months_(clause_of(evaluation_.agreement(), record::RecordType::kHomeMonth)) {}
  static const agreement::Clause* clause_of(const agreement::Agreement& agreement,
                                            record::RecordType type);
  std::optional<agreement::Grant> grant(const record::Envelope& envelope, Withheld& withheld) const;

  const SourceOptions* options_;
  std::shared_ptr<const agreement::DocumentSet> documents_;  // that evaluation_ points into
  record::Disclosure disclosure_;
  agreement::Evaluation evaluation_;
  const agreement::Clause* months_;  // null: none
};

// Routes are all of a source for one occasion: those that are open, an agreement's together, by
// type of record and in the order of its clauses; and why the other agreements are not.
struct Routes {
  std::vector<Route> open;
  std::vector<Withheld> closed;
};

// routes_of() looks at every agreement by which this agency sends, the newest version of each
// first. Fails with kUnavailable while there are no documents, kStale when they are too old.
Result<Routes> routes_of(const SourceOptions& options, const record::Occasion& occasion);

}  // namespace stile::agent
