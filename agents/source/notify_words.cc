#include "agents/source/notify_words.h"

#include <utility>

#include "agents/source/event_names.h"
#include "core/record/code_texts.h"

namespace stile::agent {
namespace {

std::string_view name(Fate fate) {
  switch (fate) {
    case Fate::kNew: return "told";
    case Fate::kRevised: return "told anew";
    case Fate::kUnchanged: return "told before";
  }
  __builtin_trap();
}

// What stands in no export has no line.
std::string event_at(std::int64_t line, std::string_view reference) {
  if (line == 0) return std::string(reference);
  return "line " + std::to_string(line) + ": " + std::string(reference);
}

// ground_of() is why a clause leads to its recipient.
std::string_view ground_of(agreement::Relation relation) {
  switch (relation) {
    case agreement::Relation::kRegulatorOfHome:
    case agreement::Relation::kRequester: return "regulates the home";
    case agreement::Relation::kPlacingAuthority: return "placed the child";
    case agreement::Relation::kAreaAuthority: return "is the home's own authority";
    case agreement::Relation::kHostYjs: return "is the youth justice service where the home is";
    case agreement::Relation::kHomeYjs: return "is the placing authority's youth justice service";
  }
  __builtin_trap();
}

std::string_view mend_of(Reason reason) {
  switch (reason) {
    case Reason::kNoAgreement:
      return "; mend with: an agreement, and ring the duty number until then";
    case Reason::kPlacingNotKnown:
      return "; mend with: the placing authority, if the home knows it";
    case Reason::kMissingField: return "; mend with: the child's name or a reference in the export";
    case Reason::kUnavailable: return "; its agent has not attached yet: ring its duty number";
    default: return "";
  }
}

std::string joined(const std::vector<std::string>& list) {
  std::string text;
  for (const std::string& one : list) text += (text.empty() ? "" : ", ") + one;
  return text;
}

}  // namespace

JsonObject& put(const NotifyTotals& totals, JsonObject& json) {
  return json.number("rows", totals.rows)
      .number("told", totals.sent)
      .number("told_anew", totals.revised)
      .number("told_before", totals.unchanged)
      .number("changed", totals.changed)
      .number("events_untold", totals.untold)
      .number("events_unreached", totals.unreached)
      .number("held", totals.held)
      .number("erased", totals.erased)
      .number("withheld", totals.withheld)
      .number("rejected", totals.rejected);
}

void NotifyWords::later(std::string text, std::string json) {
  later_.emplace_back(std::move(text), std::move(json));
}

void NotifyWords::say() {
  for (const auto& [text, json] : std::exchange(later_, {})) reporter_->line(text, json);
}

void NotifyWords::told(Fate fate, std::int64_t line, std::string_view reference,
                       const Route& route) {
  const auto& clause = route.clause();
  const auto& to = route.disclosure().to;
  const std::string fields = joined(clause.treatments.names());
  JsonObject json;
  json.number("line", line)
      .text("reference", reference)
      .text("fate", name(fate))
      .text("recipient", to.text())
      .text("agreement", route.agreement_id())
      .text("clause", clause.name)
      .text("because", ground_of(clause.relation))
      .text("fields", fields);
  later(event_at(line, reference) + " " + std::string(name(fate)) + " to " + to.short_text() +
            ", which " + std::string(ground_of(clause.relation)) + " (agreement " +
            route.agreement_id() + ", clause " + clause.name + "): " + fields,
        json.done());
}

void NotifyWords::untold(std::int64_t line, std::string_view reference, std::string_view audience,
                         Reason reason) {
  JsonObject json;
  json.number("line", line)
      .text("reference", reference)
      .text("fate", "untold")
      .text("audience", audience)
      .text("reason", stile::name(reason));
  later(event_at(line, reference) + " NOT told to " + std::string(audience) + ": " +
            std::string(stile::name(reason)) + std::string(mend_of(reason)),
        json.done());
}

void NotifyWords::changed(record::ChangeReason reason, std::int64_t line,
                          std::string_view reference, const SentRecord& sent) {
  const auto to = AgencyId::parse(sent.recipient);
  const auto kind = record::name(record::kind_of(reason));
  JsonObject json;
  json.number("line", line)
      .text("reference", reference)
      .text("fate", kind)
      .text("recipient", sent.recipient)
      .text("agreement", sent.agreement_id)
      .text("reason", record::name(reason));
  later(event_at(line, reference) + " " + std::string(kind) + ": " +
            (to.ok() ? to->short_text() : sent.recipient) + " was told before (agreement " +
            sent.agreement_id + "): " + std::string(record::name(reason)),
        json.done());
}

void NotifyWords::told_twice(std::int64_t line, std::string_view reference) {
  reporter_->message(event_at(line, reference) +
                     " was told from an earlier line of this export, and nothing is withdrawn; " +
                     "mend with: one row for each record, the newest");
}

void NotifyWords::erased(std::int64_t line) {
  JsonObject json;
  json.number("line", line).text("fate", "erased").text("reason", "ERASED");
  later("line " + std::to_string(line) + ": " + std::string(kErasedRow), json.done());
}

void NotifyWords::held(std::int64_t line, std::string_view reference, record::Hold hold) {
  JsonObject json;
  json.number("line", line)
      .text("reference", reference)
      .text("fate", "held")
      .text("hold", record::name(hold));
  later(
      event_at(line, reference) + " held: " + std::string(record::name(hold)) + "; nobody is told",
      json.done());
}

void NotifyWords::faulty(const RowFault& fault) {
  const bool withheld = fault.kind == RowFault::Kind::kWithheld;
  const std::string_view fate = withheld ? "withheld" : "rejected";
  JsonObject json;
  json.number("line", fault.line)
      .text("fate", fate)
      .text("column", fault.column)
      .text("reason", stile::name(fault.reason))
      .text("what", fault.what)
      .text("mend", fault.mend);
  std::string text = "line " + std::to_string(fault.line) + ": ";
  if (!fault.column.empty()) text += "column \"" + fault.column + "\" ";
  text.append(fate).append(": ").append(stile::name(fault.reason));
  text.append(": ").append(fault.what).append("; ").append(fault.mend);
  later(std::move(text), json.done());
}

void NotifyWords::closed(const Withheld& why) {
  JsonObject json;
  json.text("route", "closed")
      .text("reason", stile::name(why.reason))
      .text("agreement", why.agreement_id);
  reporter_->line("nothing goes under agreement " + why.agreement_id + ": " +
                      std::string(stile::name(why.reason)),
                  json.done());
}

void NotifyWords::not_kept(const Error& error) {
  reporter_->message("those named are told, and no own copy is kept to release later: " +
                     std::string(stile::name(error.reason)) + ": " + error.detail +
                     "; mend with: the folder of own keys beside the store, this account's alone");
}

void NotifyWords::totals(const NotifyTotals& totals, bool preview) {
  JsonObject json;
  put(totals, json).flag("preview", preview);
  reporter_->line(std::to_string(totals.rows) + " events: " + std::to_string(totals.sent) +
                      " notifications" + (preview ? " would go" : "") + ", " +
                      std::to_string(totals.revised) + " revised, " +
                      std::to_string(totals.unchanged) + " told before" +
                      (totals.changed == 0
                           ? ""
                           : ", " + std::to_string(totals.changed) + " withdrawn or corrected") +
                      "; of " + std::to_string(totals.untold) + " events nobody is told, of " +
                      std::to_string(totals.unreached) + " somebody cannot be told yet; " +
                      std::to_string(totals.held) + " held, " +
                      (totals.erased == 0 ? "" : std::to_string(totals.erased) + " erased, ") +
                      std::to_string(totals.withheld) + " out of scope, " +
                      std::to_string(totals.rejected) + " rejected",
                  json.done());
}

void NotifyWords::failed(const Error& error) {
  std::string text(stile::name(error.reason));
  if (!error.detail.empty()) text += ": " + error.detail;
  reporter_->message(text);
}

}  // namespace stile::agent
