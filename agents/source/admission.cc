#include "agents/source/admission.h"

#include <utility>

#include "agents/source/sent_consignment.h"
#include "core/agreement/agreement.h"
#include "core/crypto/note.h"
#include "core/ledger/leaf.h"
#include "core/ledger/proof.h"

namespace stile::agent {
namespace {

Error wrong(const Pending& pending, std::string_view what) {
  return {Reason::kIntegrity, "consignment " + std::to_string(pending.head.number) +
                                  ": the gateway's leaf has " + std::string(what)};
}

Error not_as_kept() {
  return {Reason::kIntegrity, "intake store: a consignment is not as it was kept"};
}

}  // namespace

Result<Pending> read_pending(const ConsignmentHead& head, ByteView bytes) {
  const auto kept = read_sent_head(bytes);
  if (!kept.ok()) return not_as_kept();
  const auto note = crypto::parse_note(kept->statement);
  if (!note.ok()) return not_as_kept();
  auto statement = record::parse_statement(note->text);
  if (!statement.ok() || statement->number != head.number || statement->rows != head.rows ||
      record::consignment_digest(note->text) != head.digest) {
    return not_as_kept();
  }
  return Pending{head, std::move(statement).value(), kept->salt};
}

Status check_leaf(const Pending& pending, std::string_view leaf_text) {
  const auto leaf = ledger::parse_leaf(leaf_text);
  if (!leaf.ok()) return wrong(pending, "a form of its own");
  const auto& sent = pending.statement;
  const auto& what = sent.disclosure;
  if (leaf->op != ledger::Op::kDisclosure || leaf->decision != "admitted") {
    return wrong(pending, "another operation");
  }
  if (leaf->from != what.from.text() || leaf->to != what.to.text()) {
    return wrong(pending, "other parties");
  }
  if (leaf->agreement != what.agreement || leaf->occasion != record::name(what.occasion.kind) ||
      leaf->clause != what.clause) {
    return wrong(pending, "another agreement, occasion or clause");
  }
  const Hash rows = ledger::commitment(pending.salt, "rows", view(sent.row_list));
  if (leaf->rows != sent.rows || leaf->commit_rows != rows) return wrong(pending, "other rows");
  if (leaf->commit_actor != sent.actor) return wrong(pending, "another actor");
  return ok();
}

Result<record::Holding> check_holding(const Pending& pending, std::string_view leaf_text) {
  const auto leaf = ledger::parse_leaf(leaf_text);
  if (!leaf.ok()) return wrong(pending, "a form of its own");
  const auto done = record::named<record::Holding>(leaf->decision);
  if (leaf->op != ledger::Op::kState || !done) return wrong(pending, "another operation");
  const auto& what = pending.statement.disclosure;
  if (leaf->from != what.from.text() || leaf->to != what.to.text() ||
      leaf->agreement != what.agreement) {
    return wrong(pending, "other parties or another agreement");
  }
  const Hash rows = ledger::commitment(pending.salt, "rows", view(pending.statement.row_list));
  if (leaf->commit_rows != rows) return wrong(pending, "other rows");
  return *done;
}

Status check_admission(const Pending& pending, std::string_view leaf_text,
                       std::string_view receipt_text, const std::vector<Hash>& consistency,
                       ledger::LogView& view) {
  STILE_CHECKED(check_leaf(pending, leaf_text));
  const auto receipt = ledger::parse_receipt(receipt_text);
  if (!receipt.ok()) return wrong(pending, "a receipt that does not read");
  return view.see_receipt(receipt.value(), leaf_text, consistency);
}

}  // namespace stile::agent
