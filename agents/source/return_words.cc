#include "agents/source/return_words.h"

#include "agents/source/event_names.h"
#include "core/record/code_texts.h"

namespace stile::agent {
namespace {

std::string_view name(Fate fate) {
  switch (fate) {
    case Fate::kNew: return "sent";
    case Fate::kRevised: return "revised";
    case Fate::kUnchanged: return "unchanged";
  }
  __builtin_trap();
}

std::string at_line(std::int64_t line) { return "line " + std::to_string(line) + ": "; }

std::string words_of(const Withheld& why) {
  std::string text = std::string(stile::name(why.reason));
  if (!why.agreement_id.empty()) text += ", agreement " + why.agreement_id;
  if (!why.clause.empty()) text += ", clause " + why.clause;
  if (!why.field.empty()) text += ", field " + why.field;
  return text;
}

JsonObject& put(const Withheld& why, JsonObject& json) {
  return json.text("reason", stile::name(why.reason))
      .text("agreement", why.agreement_id)
      .text("clause", why.clause)
      .text("field", why.field);
}

}  // namespace

JsonObject& put(const ReturnTotals& totals, JsonObject& json) {
  return json.number("rows", totals.rows)
      .number("sent", totals.sent)
      .number("revised", totals.revised)
      .number("unchanged", totals.unchanged)
      .number("withheld", totals.withheld)
      .number("rejected", totals.rejected)
      .number("held", totals.held)
      .number("erased", totals.erased)
      .number("changed", totals.changed)
      .number("sent_before", totals.sent_before)
      .number("absent", totals.absent);
}

void ReturnWords::fate(Fate fate, std::int64_t line, std::string_view reference,
                       const Route& route) {
  if (!every_row_) return;
  JsonObject json;
  json.number("line", line)
      .text("reference", reference)
      .text("fate", name(fate))
      .text("agreement", route.agreement_id());
  reporter_->line(at_line(line) + std::string(reference) + " " + std::string(name(fate)) +
                      " (agreement " + route.agreement_id() + ")",
                  json.done());
}

void ReturnWords::withheld(std::int64_t line, std::string_view reference, const Withheld& why) {
  JsonObject json;
  json.number("line", line).text("reference", reference).text("fate", "withheld");
  reporter_->line(at_line(line) + std::string(reference) + " withheld: " + words_of(why),
                  put(why, json).done());
}

void ReturnWords::erased(std::int64_t line) {
  JsonObject json;
  json.number("line", line).text("fate", "erased").text("reason", "ERASED");
  reporter_->line(at_line(line) + std::string(kErasedRow), json.done());
}

void ReturnWords::held(std::int64_t line, std::string_view reference, record::Hold hold) {
  JsonObject json;
  json.number("line", line)
      .text("reference", reference)
      .text("fate", "held")
      .text("hold", record::name(hold));
  reporter_->line(at_line(line) + std::string(reference) +
                      " held: " + std::string(record::name(hold)) + "; it goes to no recipient",
                  json.done());
}

void ReturnWords::sent_before(std::int64_t line, std::string_view reference, const Route& route) {
  JsonObject json;
  json.number("line", line)
      .text("reference", reference)
      .text("sent_before_to", route.recipient())
      .text("agreement", route.agreement_id());
  reporter_->line(at_line(line) + std::string(reference) +
                      " WAS SENT BEFORE: " + route.disclosure().to.short_text() +
                      " has it (agreement " + route.agreement_id() +
                      ") and keeps it; tell that agency at once if it must not use it",
                  json.done());
}

void ReturnWords::changed(record::ChangeReason reason, std::int64_t line,
                          std::string_view reference, const std::string& recipient,
                          const std::string& agreement_id) {
  const auto to = AgencyId::parse(recipient);
  const auto kind = record::name(record::kind_of(reason));
  JsonObject json;
  json.number("line", line)
      .text("reference", reference)
      .text("fate", kind)
      .text("sent_before_to", recipient)
      .text("agreement", agreement_id)
      .text("reason", record::name(reason));
  reporter_->line(at_line(line) + std::string(reference) + " " + std::string(kind) + ": " +
                      (to.ok() ? to->short_text() : recipient) + " has it (agreement " +
                      agreement_id + "): " + std::string(record::name(reason)),
                  json.done());
}

void ReturnWords::faulty(const RowFault& fault) {
  const bool withheld = fault.kind == RowFault::Kind::kWithheld;
  const std::string_view fate = withheld ? "withheld" : "rejected";
  JsonObject json;
  json.number("line", fault.line)
      .text("fate", fate)
      .text("column", fault.column)
      .text("reason", stile::name(fault.reason))
      .text("what", fault.what)
      .text("mend", fault.mend);
  std::string text = at_line(fault.line);
  if (!fault.column.empty()) text += "column \"" + fault.column + "\" ";
  text.append(fate).append(": ").append(stile::name(fault.reason));
  text.append(": ").append(fault.what).append("; ").append(fault.mend);
  reporter_->line(text, json.done());
}

void ReturnWords::closed(const Withheld& why) {
  JsonObject json;
  json.text("route", "closed");
  reporter_->line("nothing goes: " + words_of(why), put(why, json).done());
}

void ReturnWords::ignored(const std::vector<std::string>& headers) {
  std::string text = "columns that are never read: ";
  for (std::size_t i = 0; i < headers.size(); ++i) text += (i == 0 ? "" : ", ") + headers[i];
  if (!headers.empty()) reporter_->message(text);
}

void ReturnWords::absent(const std::string& reference, const Route& route) {
  JsonObject json;
  json.text("absent", reference).text("agreement", route.agreement_id());
  reporter_->line("absent: " + reference + " (agreement " + route.agreement_id() + ")",
                  json.done());
}

void ReturnWords::absences(std::uint64_t count) {
  if (count == 0) return;
  reporter_->message(std::to_string(count) +
                     " rows sent before are not given by this export: they are gone from it, or "
                     "rejected or out of scope in it. Their recipients keep them. Look at each, "
                     "and tell the recipient which are wrong: nothing here withdraws them.");
}

void ReturnWords::totals(const ReturnTotals& totals, const Month& month) {
  JsonObject json;
  json.text("month", to_text(month));
  put(totals, json).number("consignments", totals.consignments);
  const auto counted = [](std::uint64_t count, std::string_view what) {
    return std::to_string(count) + " " + std::string(what);
  };
  reporter_->line(
      to_text(month) + ": " + counted(totals.rows, "rows: ") + counted(totals.sent, "sent, ") +
          counted(totals.revised, "revised, ") + counted(totals.unchanged, "unchanged, ") +
          (totals.changed == 0 ? "" : counted(totals.changed, "withdrawn or corrected, ")) +
          counted(totals.withheld, "withheld, ") + counted(totals.rejected, "rejected") +
          (totals.held == 0 ? "" : ", " + counted(totals.held, "held")) +
          (totals.erased == 0 ? "" : ", " + counted(totals.erased, "erased")) + "; " +
          counted(totals.consignments, "consignments"),
      json.done());
}

void ReturnWords::home_months(const ReturnTotals& totals, const Route& route) {
  JsonObject json;
  json.text("agreement", route.agreement_id())
      .number("home_months_sent", totals.sent)
      .number("home_months_revised", totals.revised)
      .number("home_months_unchanged", totals.unchanged);
  reporter_->line("home months: " + std::to_string(totals.sent) + " sent, " +
                      std::to_string(totals.revised) + " revised, " +
                      std::to_string(totals.unchanged) + " unchanged (agreement " +
                      route.agreement_id() + ")",
                  json.done());
}

void ReturnWords::manifest(std::uint32_t number, const Route& route) {
  JsonObject json;
  json.text("agreement", route.agreement_id()).number("manifest", number);
  reporter_->line("manifest " + std::to_string(number) + " of the month sent (agreement " +
                      route.agreement_id() + ")",
                  json.done());
}

void ReturnWords::failed(const Error& error) {
  std::string text(stile::name(error.reason));
  if (!error.detail.empty()) text += ": " + error.detail;
  reporter_->message(text);
}

}  // namespace stile::agent
