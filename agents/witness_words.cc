#include "agents/witness_words.h"

#include <optional>
#include <string>

#include "agents/report/json.h"

namespace stile::agent {
namespace {

// joined() is "one, two" of what `text` says of each.
template <typename List, typename Text>
std::string joined(const List& list, const Text& text) {
  std::string all;
  for (const auto& one : list) all += (all.empty() ? "" : ", ") + text(one);
  return all;
}

void say(const Witnessed& standing, Reporter& reporter) {
  const std::string by = joined(standing.by, [](const agreement::Cosigning& one) {
    return one.agency.short_text() + " " + utc_second_text(one.time);
  });
  const std::string missing =
      joined(standing.missing, [](const AgencyId& one) { return std::string(one.short_text()); });
  const bool any = standing.size > 0;
  std::string text = any ? "witnessed: " + std::to_string(standing.size) + " leaves, by " + by
                         : "witnessed: nothing yet";
  if (!missing.empty()) text += "; not by " + missing;
  reporter.line(text, JsonObject()
                          .text("witnessed", any ? utc_second_text(standing.since) : "")
                          .number("leaves", standing.size)
                          .text("by", by)
                          .text("not_by", missing)
                          .done());
}

}  // namespace

ExitCode say_witnesses(Witness& witness, Reporter& reporter) {
  const auto overdue = witness.overdue();
  const Witnessed standing = witness.standing();
  if (!standing.wanted) {
    reporter.line("witnessed: by nobody: the directory names no quorum",
                  JsonObject().text("witnessed", "").text("by", "").done());
    return ExitCode::kOk;
  }
  say(standing, reporter);
  if (!overdue) return ExitCode::kOk;
  reporter.line("unwitnessed: " + *overdue, JsonObject().text("unwitnessed", *overdue).done());
  return ExitCode::kFaults;
}

}  // namespace stile::agent
