#include "agents/report/legal_hold.h"

#include <charconv>
#include <system_error>

#include "agents/report/json.h"
#include "agents/report/row_fields.h"

namespace stile::agent {
namespace {

constexpr std::size_t kMatterChars = 40;

bool is_matter_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '/' || c == '_' || c == '-';
}

}  // namespace

bool is_matter(std::string_view text) {
  return text.size() <= kMatterChars && std::ranges::all_of(text, is_matter_char);
}

Status check_hold(std::string_view ground, std::string_view matter) {
  if (!is_ground(ground)) {
    return Error{Reason::kUsage,
                 "the ground is legal-claim, inquiry, safeguarding-review or criminal-proceedings"};
  }
  if (is_matter(matter)) return ok();
  return Error{Reason::kUsage,
               "a matter is named by its reference: at most 40 letters, digits and ./_-, and "
               "nobody's name"};
}

Error no_such_hold() {
  return {Reason::kUsage,
          "no hold of that id is in force; mend with: `stile audit hold list`, which says them"};
}

std::optional<std::int64_t> number_in(std::string_view id, std::string_view side) {
  if (!id.starts_with(side)) return std::nullopt;
  id.remove_prefix(side.size());
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
  if (error != std::errc() || end != id.data() + id.size() || number <= 0) return std::nullopt;
  return number;
}

std::string lift_words(std::string_view id) {
  return "mend with: `stile audit hold lift " + std::string(id) +
         "`, once it need not be kept any more";
}

void say_legal_hold(const LegalHold& hold, Reporter& reporter) {
  std::string text = hold.id + ": " + hold.ground;
  if (!hold.matter.empty()) text += ", matter " + hold.matter;
  text += ", since " + local_minute_text(hold.since) + " by " + hold.account + " (" + hold.purpose +
          "); keeps " + std::to_string(hold.due_rows) + " rows that would be destroyed by now";
  reporter.line(text, JsonObject()
                          .text("hold", hold.id)
                          .text("ground", hold.ground)
                          .text("matter", hold.matter)
                          .text("since", utc_minute_text(hold.since))
                          .text("account", hold.account)
                          .text("purpose", hold.purpose)
                          .number("due_rows", hold.due_rows)
                          .done());
}

}  // namespace stile::agent
