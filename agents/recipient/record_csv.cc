#include "agents/recipient/record_csv.h"

#include <array>
#include <optional>

#include "core/base/civil_time.h"
#include "core/crypto/encoding.h"
#include "core/record/code_texts.h"

namespace stile::agent {
namespace {

constexpr Instant kSecondsPerMinute = 60;

constexpr std::array<std::string_view, 23> kColumns = {
    "source",     "agreement",         "consignment", "event_reference", "revision",
    "home",       "event_date",        "part_of_day", "event_time",      "child_pseudonym",
    "age_band",   "child_role",        "category",    "channel",         "caller_role",
    "deployment", "home_told",         "level",       "level_set_by",    "appropriateness",
    "placing",    "placing_authority", "contact",
};

// Line joins cells.
class Line {
 public:
  void cell(std::string_view text) {
    if (!first_) text_ += ',';
    first_ = false;
    text_ += csv_cell(text);
  }
  template <typename Code>
  void code(const std::optional<Code>& value) {
    cell(value ? record::name(*value) : std::string_view());
  }
  std::string done() const { return text_ + "\r\n"; }

 private:
  std::string text_;
  bool first_ = true;
};

std::string pseudonym_text(ByteView bytes) {
  Token token{};
  return copy_exact(bytes, token) ? crypto::crockford(token) : std::string();
}

void put_time(const record::Treated& row, Line& line) {
  line.cell(row.event_day ? to_text(to_civil(*row.event_day)) : std::string());
  line.code(row.part_of_day);
  line.cell(row.event_minute ? utc_minute_text(*row.event_minute * kSecondsPerMinute)
                             : std::string());
}

}  // namespace

std::string csv_cell(std::string_view text) {
  const bool formula = !text.empty() && std::string_view("=+-@\t\r").find(text[0]) != text.npos;
  std::string cell(formula ? "'" : "");
  cell += text;
  if (cell.find_first_of(",\"\r\n") == cell.npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

std::string record_header() {
  Line line;
  for (const std::string_view column : kColumns) line.cell(column);
  return line.done();
}

std::string record_csv(const RecordLine& from) {
  const record::Treated& row = from.row;
  Line line;
  line.cell(from.source);
  line.cell(from.agreement_id);
  line.cell(std::to_string(from.number));
  line.cell(crypto::crockford(from.event_token));
  line.cell(std::to_string(from.revision));
  line.cell(row.home ? row.home->text() : std::string());
  put_time(row, line);
  line.cell(pseudonym_text(from.pseudonym));
  line.code(row.age_band);
  line.code(row.child_role);
  line.code(row.category);
  line.code(row.channel);
  line.code(row.caller_role);
  line.code(row.deployment);
  line.code(row.home_told);
  line.code(row.level);
  line.code(row.level_set_by);
  line.code(row.appropriateness);
  line.code(row.placing_distance);
  line.cell(row.placing_authority ? row.placing_authority->text() : std::string());
  line.cell(row.contact.value_or(""));
  return line.done();
}

}  // namespace stile::agent
