#include "agents/recipient/answer_columns.h"

#include <algorithm>
#include <array>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "agents/report/code_labels.h"
#include "core/record/code_texts.h"

namespace stile::agent {
namespace {

using record::RecordType;
using record::Treated;

template <auto member>
std::string code_cell(const RecordLine& line) {
  const auto& value = line.row.*member;
  return value ? std::string(record::name(*value)) : std::string();
}

template <auto member>
constexpr Column code(const Label& title) {
  using Optional = std::remove_cvref_t<decltype(std::declval<Treated>().*member)>;
  using Code = typename Optional::value_type;
  static_assert(is_labelled<Code>());
  return {title, Form::kCode, labels<Code>, false, false, code_cell<member>};
}

std::string type_cell(const RecordLine& line) { return std::string(record::name(line.row.type)); }

// All but manifests, which come last.
constexpr std::span kTypes =
    std::span(labels<RecordType>).first(static_cast<std::size_t>(RecordType::kHomeMonth));

// clang-format off
constexpr Column kType = {{"record_type", "Record", "Cofnod"}, Form::kCode, kTypes, true, false, type_cell};
// A returned row's kind is of one type's list; here arrests and concerns share a column.
constexpr Column kKind = code<&Treated::kind>({"kind", "Kind", "Math"});
constexpr std::array kOfTheChild = {
    code<&Treated::child_role>({"child_role", "Child's part in it", "Rhan y plentyn ynddo"}),
    code<&Treated::offence>({"offence", "Offence alleged", "Trosedd honedig"}),
    code<&Treated::arrested>({"arrested", "Arrested", "Arestiwyd"}),
    code<&Treated::outcome>({"outcome", "Outcome", "Canlyniad"}),
    code<&Treated::child_view>({"child_view", "Child's view recorded", "Cofnodwyd barn y plentyn"}),
    code<&Treated::disputed>({"disputed", "Disputed by the child", "Gwrthwynebwyd gan y plentyn"}),
};
// clang-format on

// What an answer may count of a home's months.
constexpr std::array<std::string_view, 10> kCounted = {"month",
                                                       "exploitation_concern",
                                                       "exploitation_none",
                                                       "exploitation_not_known",
                                                       "harm_yes",
                                                       "harm_no",
                                                       "harm_not_known",
                                                       "interview_due",
                                                       "interview_offered",
                                                       "interview_accepted"};

// A question is asked under one agreement of each force, which its own note names.
constexpr std::string_view kElsewhere = "agreement";

std::vector<Column> all_columns() {
  std::vector<Column> all = {kType};
  const auto add = [&](const Column& column) {
    const bool is_there = std::ranges::any_of(
        all, [&](const Column& one) { return one.title.name == column.title.name; });
    if (!is_there) all.push_back(column);
  };
  for (const auto type : {RecordType::kCallOut, RecordType::kMissingEpisode}) {
    for (const Column& column : columns_of(type)) {
      if (column.title.name != kElsewhere) add(column);
    }
  }
  add(kKind);
  for (const Column& column : kOfTheChild) add(column);
  for (const Column& column : columns_of(RecordType::kHomeMonth)) {
    if (std::ranges::find(kCounted, column.title.name) != kCounted.end()) add(column);
  }
  return all;
}

}  // namespace

std::span<const Column> answer_columns() {
  static const std::vector<Column> all = all_columns();
  return all;
}

const Column& answer_column(std::string_view name) {
  const auto all = answer_columns();
  const auto found =
      std::ranges::find_if(all, [&](const Column& one) { return one.title.name == name; });
  if (found == all.end()) __builtin_trap();
  return *found;
}

std::string answer_words(const Column& column, const RecordLine& line, Language language) {
  const std::string cell = column.cell(line);
  const auto found = std::ranges::find(column.codes, cell, &Label::name);
  return found == column.codes.end() ? cell : std::string(found->in(language));
}

}  // namespace stile::agent
