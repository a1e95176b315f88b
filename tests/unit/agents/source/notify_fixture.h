#pragma once

#include <algorithm>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/notifying.h"
#include "tests/unit/agents/source/source_fixture.h"

namespace stile::agent {

// events_of() is an export of events with the child's name.
inline std::string events_of(const std::vector<ExportRow>& rows,
                             const std::string& surname = "Invented-Wynne",
                             const std::string& role = "Missing Person") {
  std::string text = export_text(rows);
  std::string named;
  std::istringstream lines(text);
  std::string line;
  for (bool head = true; std::getline(lines, line); head = false) {
    line.pop_back();
    named += line + (head ? ",Child Surname,Child Forenames,Known As,PAC Ref,Authority Ref,"
                            "Child Now,Case Contact\r\n"
                          : "," + surname + ",Zed,,,,With Police,\r\n");
  }
  const auto at = named.find(",Missing Person,E1");
  if (role != "Missing Person" && at != std::string::npos) {
    named.replace(at, std::string(",Missing Person").size(), "," + role);
  }
  return named;
}

// NotifyFixture is testshire's sending side with agreements about single events.
class NotifyFixture : public SourceFixture {
 protected:
  NotifyFixture() {
    scheme_ = support::notifying_scheme();
    scheme_.agreements.erase(scheme_.agreements.begin() + 1);  // CIW's
    use_documents();
    reopen();
  }

  static ExportRow recent(const std::string& placing = support::kDistantAuthority) {
    return {.reference = "CC-7", .time = "02/11/2026 23:50", .placing = placing};
  }

  ExitCode notify(const std::string& events) {
    said_ = Said();
    std::istringstream from(events);
    return source_->notify(from, "operator", said_);
  }
  ExitCode preview_notify(const std::string& events) {
    said_ = Said();
    std::istringstream from(events);
    return source_->preview_notify(from, said_);
  }
  void take_key_of(std::string_view agency) {
    std::erase_if(scheme_.sealing_keys, [&](const auto& key) { return key.agency == agency; });
    use_documents();
  }
  void give_keys() {
    scheme_.sealing_keys = support::notifying_scheme().sealing_keys;
    use_documents();
  }
  std::string alarms() {
    Said said;
    source_->alarms(true, said);
    return said.text();
  }

  // told() are those to whom notifications went, in order of their names.
  std::vector<std::string> told() const {
    std::vector<std::string> all;
    for (const auto& one : gateway_.taken()) all.push_back(one.statement.disclosure.to.text());
    std::ranges::sort(all);
    return all;
  }
  Taken only_to(std::string_view recipient) const {
    for (auto& one : gateway_.taken()) {
      if (one.statement.disclosure.to.text() == recipient) return one;
    }
    throw std::runtime_error("nothing went to " + std::string(recipient));
  }
};

}  // namespace stile::agent
