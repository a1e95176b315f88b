#include "agents/report/operation_line.h"

#include <array>
#include <string_view>

#include "agents/report/csv.h"
#include "agents/report/json.h"
#include "core/base/ids.h"

namespace stile::agent {
namespace {

std::string short_text(const std::string& agency) {
  const auto id = AgencyId::parse(agency);
  return id.ok() ? id->short_text() : agency;
}

std::string number_text(std::uint64_t number) {
  return number == 0 ? std::string() : std::to_string(number);
}

std::string csv_line(const LoggedOperation& one) {
  const std::array cells = {utc_second_text(one.time),
                            one.operation,
                            one.account,
                            short_text(one.agency),
                            one.agreement,
                            one.occasion,
                            number_text(one.number),
                            std::to_string(one.rows),
                            one.reason};
  std::string line;
  for (const auto& cell : cells) line += (&cell == cells.data() ? "" : ",") + csv_cell(cell);
  return line;
}

std::string words(const LoggedOperation& one) {
  std::string text = utc_second_text(one.time) + "  " + one.operation;
  const auto add = [&](std::string_view before, const std::string& what) {
    if (!what.empty()) text.append(before).append(what);
  };
  add(" of ", one.occasion);
  add(" by ", one.account);
  add(", agency ", short_text(one.agency));
  add(", agreement ", one.agreement);
  add(", consignment ", number_text(one.number));
  if (one.rows != 0) text += ", rows " + std::to_string(one.rows);
  add(": ", one.reason);
  return text;
}

std::string json(const LoggedOperation& one) {
  return JsonObject()
      .text("time", utc_second_text(one.time))
      .text("operation", one.operation)
      .text("account", one.account)
      .text("agency", short_text(one.agency))
      .text("agreement", one.agreement)
      .text("occasion", one.occasion)
      .number("consignment", one.number)
      .number("rows", one.rows)
      .text("reason", one.reason)
      .done();
}

}  // namespace

void say_csv_head(Reporter& reporter) {
  reporter.line("time,operation,account,agency,agreement,occasion,consignment,rows,reason", {});
}

void say_operation(const LoggedOperation& one, OperationForm form, Reporter& reporter) {
  reporter.line(form == OperationForm::kCsv ? csv_line(one) : words(one), json(one));
}

}  // namespace stile::agent
