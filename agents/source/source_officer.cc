// What this agency's data officer asks about what was done with records.
#include "agents/ports/inspection_days.h"
#include "agents/report/failed.h"
#include "agents/report/listed_disclosure.h"
#include "agents/report/paper.h"
#include "agents/report/pieces.h"
#include "agents/report/subject_files.h"
#include "agents/source/intake_reader.h"
#include "agents/source/intake_store.h"
#include "agents/source/source.h"
#include "agents/source/subject_account.h"
#include "agents/source/subject_paper.h"
#include "agents/source/subject_words.h"
#include "core/handover/bulk_thread.h"
#include "core/ledger/leaf.h"

namespace stile::agent {
namespace {

Result<SubjectAccount> shared_about(const SourceOptions& options, const SubjectOrder& order) {
  give_way_to_others();  // the thread is this request's own
  STILE_TRY(const auto reader, IntakeReader::open(options.store));
  STILE_CHECKED(reader->refresh());
  SubjectAccount found{.order = order,
                       .self = options.self,
                       .made = options.clock(),
                       .documents = options.documents()};
  STILE_TRY(found.sharings, account_of(*options.tokens, *reader, order, found.made));
  STILE_TRY(found.elsewhere, other_systems(*options.tokens, *reader, order, found.made));
  return found;
}

// An answer has no empty line: one goes before the next.
void say_lines(const Paper& paper, Reporter& reporter) {
  std::string before;
  for (const PaperLine& line : paper_lines(paper)) {
    if (line.text.empty()) {
      before += "\n";
      continue;
    }
    reporter.line(before + line.text, line.json);
    before.clear();
  }
}

void say(const SubjectAccount& found, Reporter& reporter) {
  const Paper paper = subject_paper(found);
  if (found.order.page) {
    say_pieces(paper_page(paper, found.order.language), reporter);
  } else {
    say_lines(paper, reporter);
  }
  say_reach(found.sharings.size(), found.order.language, reporter);
  say_other_systems(found.elsewhere, found.order.language, reporter);
}

}  // namespace

Result<std::vector<LoggedOperation>> Source::operations(const OperationQuery& query,
                                                        std::string_view purpose,
                                                        std::string_view account) {
  STILE_TRY(const auto reader, IntakeReader::open(options_.store));
  STILE_TRY(auto found, reader->logged(query));
  STILE_CHECKED(log_consultation(query.occasion(), found.size(), account, purpose));
  return found;
}

// It is written down before anybody sees it, and without the child.
ExitCode Source::account_of_subject(const SubjectOrder& order, std::string_view account,
                                    Reporter& reporter) {
  const auto done = [&]() -> Status {
    STILE_TRY(const auto found, shared_about(options_, order));
    STILE_CHECKED(log_consultation("audit-subject", found.sharings.size(), account, order.purpose));
    say(found, reporter);
    return ok();
  }();
  return done.ok() ? ExitCode::kOk : failed(done.error(), reporter);
}

Result<std::vector<ProofFile>> Source::prove_subject(const SubjectOrder& order,
                                                     std::string_view account) {
  STILE_TRY(auto found, shared_about(options_, order));
  STILE_CHECKED(log_consultation("audit-subject", found.sharings.size(), account, order.purpose));
  const Paper paper = subject_paper(found);
  SubjectProof proof{.words = paper_text(paper), .page = paper_page(paper, order.language)};
  for (Sharing& sharing : found.sharings) {
    if (!sharing.proof) continue;
    // Its counter would tell what went under the agreement since (X6).
    STILE_TRY(const auto leaf, ledger::parse_leaf(sharing.proof->leaf));
    const bool embargoed = options_.clock() - leaf.time < kEmbargo;
    if (embargoed && is_about_enquiries(leaf, options_.documents().get())) continue;
    proof.rows.push_back(std::move(*sharing.proof));
  }
  if (proof.rows.empty())
    return Error{Reason::kNotFound,
                 "nothing that is kept here says that anything about that child has gone"};
  STILE_TRY(auto files, subject_files(proof, options_.log));
  const Operation done{.op = "disclosure",
                       .time = options_.clock(),
                       .account = std::string(account),
                       .agreement_id = {},  // it did not go to an agreement's recipient
                       .occasion = "audit-subject",
                       .rows = proof.rows.size(),
                       .reason = order.purpose};
  STILE_CHECKED(store_->change([&](IntakeTables& tables) { return tables.add_operation(done); },
                               Urgency::kInteractive));
  return files;
}

}  // namespace stile::agent
