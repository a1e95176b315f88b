#include "agents/cli/agreement_template.h"

#include <algorithm>
#include <set>

#include "agents/cli/files.h"
#include "agents/cli/place.h"
#include "core/agreement/agreement.h"
#include "core/storage/file.h"
#include "core/wire/document_codec.h"

namespace stile::agent {
namespace {

using std::string;

constexpr std::string_view kOpen = "{{";
constexpr std::string_view kClose = "}}";

bool is_name(std::string_view text) {
  return !text.empty() &&
         text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == text.npos;
}

// A value stands between quotes; one that could end them would write settings of its own.
bool stays_quoted(std::string_view value) {
  return std::ranges::none_of(value, [](char c) {
    return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  });
}

Result<TemplateValues> parsed(const std::vector<string>& settings) {
  TemplateValues values;
  for (const string& setting : settings) {
    const auto equals = setting.find('=');
    const string name = setting.substr(0, equals);
    if (equals == setting.npos || !is_name(name)) {
      return Error{Reason::kUsage, "--set takes NAME=VALUE, the name in capitals: " + setting};
    }
    if (!values.emplace(name, setting.substr(equals + 1)).second) {
      return Error{Reason::kUsage, "--set " + name + " is given twice"};
    }
  }
  return values;
}

Status check_values(const TemplateValues& values, const std::set<string>& used) {
  for (const auto& [name, value] : values) {
    if (!used.contains(name)) {
      return Error{Reason::kUsage, "the template has no {{" + name + "}}"};
    }
    if (!stays_quoted(value)) {
      return Error{Reason::kMalformed, name + ": no quote, backslash or control character"};
    }
  }
  return ok();
}

}  // namespace

Result<string> fill_template(std::string_view text, std::string_view file,
                             const TemplateValues& values) {
  string filled;
  std::set<string> used;
  std::size_t begin = 0;
  for (std::size_t at = text.find(kOpen); at != text.npos; at = text.find(kOpen, begin)) {
    const std::size_t close = text.find(kClose, at);
    const string name(text.substr(at + kOpen.size(), close - at - kOpen.size()));
    if (close == text.npos || !is_name(name)) {
      return Error{Reason::kMalformed,
                   place_of("{{", text, file) + ": a placeholder is {{NAME}}, in capitals"};
    }
    const string placeholder = "{{" + name + "}}";
    const auto value = values.find(name);
    if (value == values.end()) {
      return Error{Reason::kMissingField, place_of(placeholder, text, file) + ": " + placeholder +
                                              " has no value; mend with: --set " + name + "=…"};
    }
    used.insert(name);
    filled.append(text.substr(begin, at - begin)).append(value->second);
    begin = close + kClose.size();
  }
  STILE_CHECKED(check_values(values, used));
  return filled.append(text.substr(begin));
}

Result<ExitCode> agreement_new(const TemplateOrder& order, Reporter& reporter) {
  STILE_CHECKED(check_absent(order.out));
  STILE_TRY(const Bytes text, storage::read_whole(order.file));
  STILE_TRY(const TemplateValues values, parsed(order.values));
  STILE_TRY(const string filled, fill_template(text, order.file.string(), values));
  STILE_TRY(const auto agreement, wire::agreement_of_text(filled, order.out.string()));
  STILE_CHECKED(agreement::check(agreement));
  STILE_CHECKED(write_new_file(order.out, filled));
  reporter.message(order.out.string() + ": made; read it with `stile agreement show`");
  return ExitCode::kOk;
}

}  // namespace stile::agent
