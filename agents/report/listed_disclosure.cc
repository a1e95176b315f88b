#include "agents/report/listed_disclosure.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>

#include "agents/report/csv.h"
#include "agents/report/json.h"
#include "core/agreement/minimise.h"
#include "core/agreement/parts.h"
#include "core/base/ids.h"
#include "core/crypto/encoding.h"
#include "core/record/measures.h"

namespace stile::agent {
namespace {

using record::Field;

constexpr std::array<std::string_view, 11> kReached = {
    "refused", "queued", "admitted", "frozen",   "uncollected", "ended",
    "stored",  "opened", "closed",   "withheld", "held"};

std::string_view name(Reach reach) { return kReached[static_cast<std::size_t>(reach)]; }

std::string occasion_text(const ListedDisclosure& one) {
  return one.occasion ? record::to_text(*one.occasion) : one.refused;
}

std::string_view type_text(const ListedDisclosure& one) {
  return one.record ? record::name(*one.record) : std::string_view();
}

std::string_view decision_text(const ListedDisclosure& one) {
  const bool went_not =
      one.reach == Reach::kRefused || one.reach == Reach::kWithheld || one.reach == Reach::kHeld;
  if (went_not) return name(one.reach);
  return one.has_left() ? "admitted" : "";
}

std::string number_text(std::uint64_t number) {
  return number == 0 ? std::string() : std::to_string(number);
}

bool is_named(const std::string& wanted, const std::string& agency) {
  return wanted.empty() || wanted == agency || wanted == agency_text(agency);
}

bool identifies(const ListedDisclosure& one) { return one.occasion && one.occasion->identifies(); }

std::string time_text(const ListedDisclosure& one) {
  return one.time == 0 ? std::string() : utc_minute_text(one.time);
}

std::string csv_line(const ListedDisclosure& one) {
  const std::array cells = {time_text(one),
                            one.leaf ? std::to_string(*one.leaf) : std::string(),
                            agency_text(one.from),
                            agency_text(one.to),
                            one.agreement_id,
                            occasion_text(one),
                            one.clause,
                            one.purpose,
                            std::string(type_text(one)),
                            number_text(one.number),
                            std::to_string(one.rows),
                            std::string(decision_text(one)),
                            std::string(name(one.reach)),
                            one.reason,
                            field_list(one.fields),
                            one.fault,
                            one.reference,
                            field_list(one.asked_for)};
  std::string line;
  for (const auto& cell : cells) line += (&cell == cells.data() ? "" : ",") + csv_cell(cell);
  return line;
}

std::string words(const ListedDisclosure& one) {
  std::string text = time_text(one);
  const auto add = [&](std::string_view before, std::string_view what) {
    if (!what.empty()) text.append(before).append(what);
  };
  add("  leaf ", one.leaf ? std::to_string(*one.leaf) : std::string());
  add("  ", agency_text(one.from));
  add(" to ", agency_text(one.to));
  add(": ", occasion_text(one));
  add(", ", type_text(one));
  text += ", rows " + std::to_string(one.rows);
  add(", consignment ", number_text(one.number));
  add(", agreement ", one.agreement_id);
  add(", clause ", one.clause);
  add(", ", one.purpose);
  text.append(": ").append(name(one.reach));
  add(", ", one.reason);
  if (one.rows != one.revised) add(", rows revised ", number_text(one.revised));
  add(", record ", one.reference);
  add("; asked for: ", field_list(one.asked_for));
  add("; FAULT: ", one.fault);
  return text;
}

std::string json(const ListedDisclosure& one) {
  JsonObject json;
  json.text("time", time_text(one))
      .text("from", agency_text(one.from))
      .text("to", agency_text(one.to))
      .text("agreement", one.agreement_id)
      .text("agreement_hash", one.agreement ? crypto::hex(*one.agreement) : std::string())
      .text("occasion", occasion_text(one))
      .text("clause", one.clause)
      .text("purpose", one.purpose)
      .text("type", type_text(one))
      .number("consignment", one.number)
      .number("rows", one.rows)
      .text("decision", decision_text(one))
      .text("reached", name(one.reach))
      .text("reason", one.reason)
      .text("fields", field_list(one.fields))
      .text("asked_for", field_list(one.asked_for))
      .text("fault", one.fault)
      .text("reference", one.reference);
  if (one.leaf) json.number("leaf", *one.leaf);
  return json.done();
}

}  // namespace

bool is_about_enquiries(const Hash& agreement, const agreement::DocumentSet* documents) {
  if (documents == nullptr) return false;
  const auto found = documents->agreement(agreement);
  return found.ok() && (*found)->purpose == agreement::Purpose::kPreInspectionEnquiry;
}

bool is_about_enquiries(const ledger::Leaf& leaf, const agreement::DocumentSet* documents) {
  return leaf.purpose == agreement::name(agreement::Purpose::kPreInspectionEnquiry) ||
         leaf.occasion == record::name(record::OccasionKind::kEnquiry) ||
         (leaf.agreement && is_about_enquiries(*leaf.agreement, documents));
}

bool admits(const DisclosureQuery& query, const ListedDisclosure& one) {
  const Day day = local_day(one.time);
  const bool agreed = query.agreement.empty() || query.agreement == one.agreement_id ||
                      (one.agreement && query.agreement == crypto::hex(*one.agreement));
  return query.first <= day && day <= query.last && agreed && is_named(query.recipient, one.to) &&
         is_named(query.source, one.from);
}

bool is_among(std::string_view only, const ListedDisclosure& one) {
  if (only == "refused") return one.reach == Reach::kRefused;
  if (only == "withheld") return one.reach == Reach::kWithheld;
  if (only == "held") return one.reach == Reach::kHeld;
  if (only == "corrected") {
    const bool changes = one.follows() && !one.occasion->identifies();
    return one.reach != Reach::kRefused && (changes || one.revised > 0);
  }
  return one.reach != Reach::kRefused && one.reach != Reach::kWithheld && one.reach != Reach::kHeld;
}

bool may_revise(const ListedDisclosure& one) {
  if (!one.occasion || !one.record) return false;
  const bool goes_again = one.occasion->kind == record::OccasionKind::kReturn || one.notifies();
  return goes_again && *one.record < record::RecordType::kHomeMonth;
}

void add_row(const ListedRow& row, const agreement::Clause* clause, ListedDisclosure& to) {
  std::set<Field> fields = {Field::kEventReference};
  for (const agreement::Part& part : agreement::parts()) {
    if (part.has(row.treated)) fields.insert(part.field);
  }
  for (const record::Count& count : row.treated.counts) {
    fields.insert(record::field_of(count.measure));
  }
  if (row.identity) fields.insert(Field::kChildIdentity);
  if (row.identity && identifies(to)) to.asked_for.insert(Field::kChildIdentity);
  if (row.pseudonym) fields.insert(Field::kChildPseudonym);
  ++to.kept_rows;
  if (clause != nullptr) {
    std::ranges::copy_if(fields, std::inserter(to.beyond, to.beyond.end()), [&](Field one) {
      return !clause->treatments.grants(one) && !to.asked_for.contains(one);
    });
    for (const auto& fault : agreement::excess(row.treated, clause->treatments)) {
      to.beyond.insert(fault.field);
    }
  }
  to.fields.merge(fields);
}

const agreement::Clause* clause_of(const agreement::DocumentSet* documents,
                                   const ListedDisclosure& one) {
  if (documents == nullptr || !one.agreement) return nullptr;
  const auto found = documents->agreement(*one.agreement);
  if (!found.ok()) return nullptr;
  const auto& clauses = found.value()->clauses;
  const auto clause = std::ranges::find(clauses, one.clause, &agreement::Clause::name);
  return clause == clauses.end() ? nullptr : &*clause;
}

std::string field_list(const std::set<Field>& fields) {
  std::string list;
  for (const Field one : fields) {
    list.append(list.empty() ? "" : ",").append(record::name(one));
  }
  return list;
}

std::string agency_text(const std::string& agency) {
  const auto id = AgencyId::parse(agency);
  return id.ok() ? id->short_text() : agency;
}

void say_disclosure_head(Reporter& reporter) {
  reporter.line(
      "time,leaf,from,to,agreement,occasion,clause,purpose,type,consignment,rows,decision,reached,"
      "reason,fields,fault,reference,asked_for",
      {});
}

void say_disclosure(const ListedDisclosure& one, DisclosureForm form, Reporter& reporter) {
  reporter.line(form == DisclosureForm::kCsv ? csv_line(one) : words(one), json(one));
}

}  // namespace stile::agent
