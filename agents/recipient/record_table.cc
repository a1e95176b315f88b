#include "agents/recipient/record_table.h"

#include <algorithm>

#include "agents/recipient/change_words.h"
#include "agents/report/code_labels.h"
#include "agents/report/json.h"

namespace stile::agent {
namespace {

constexpr std::string_view kGap = "  ";

std::size_t longest_cell(const Column& column, Language language) {
  std::size_t longest = 0;
  for (const Label& label : column.codes) {
    longest = std::max(longest, characters(label.in(language)));
  }
  if (column.form == Form::kHome) return std::string_view("ofsted:SC000000").size();
  if (column.form == Form::kDate) return std::string_view("2026-10-31").size();
  if (column.form == Form::kMonth) return std::string_view("2026-10").size();
  return longest;
}

std::string_view in_words(const Column& column, std::string_view cell, Language language) {
  const auto found = std::ranges::find(column.codes, cell, &Label::name);
  return found == column.codes.end() ? cell : found->in(language);
}

template <typename Cell>
std::string aligned(record::RecordType type, Language language, const Cell& cell) {
  std::string line;
  for (const Column& column : columns_of(type)) {
    if (!column.listed) continue;
    const std::string_view title = column.title.in(language);
    const std::size_t width = std::max(characters(title), longest_cell(column, language));
    line += padded(cell(column), width);
    line += kGap;
  }
  return line.substr(0, line.find_last_not_of(' ') + 1);
}

bool is_number(Form form) { return form == Form::kNumber || form == Form::kCount; }

}  // namespace

std::size_t characters(std::string_view text) {
  const auto starts = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  return static_cast<std::size_t>(std::ranges::count_if(text, starts));
}

std::string padded(std::string_view text, std::size_t width) {
  std::string wide(text);
  const std::size_t has = characters(text);
  if (has < width) wide.append(width - has, ' ');
  return wide;
}

std::string table_header(record::RecordType type, Language language) {
  return aligned(type, language, [&](const Column& column) { return column.title.in(language); });
}

std::string table_line(const RecordLine& line, Language language) {
  std::string text = aligned(line.row.type, language, [&](const Column& column) {
    return std::string(in_words(column, column.cell(line), language));
  });
  const std::string marks = mark_words(line.marks, language);
  return marks.empty() ? text : text + std::string(kGap) + marks;
}

std::string json_line(const RecordLine& line) {
  JsonObject object;
  object.text("type", record::name(line.row.type));
  for (const Column& column : columns_of(line.row.type)) {
    const std::string cell = column.cell(line);
    if (cell.empty()) continue;
    if (is_number(column.form) || column.form == Form::kTruth) {
      object.json(column.title.name, cell);
    } else {
      object.text(column.title.name, cell);
    }
  }
  if (line.marks.restriction) object.text("restriction", record::name(*line.marks.restriction));
  return object.done();
}

}  // namespace stile::agent
