#include "agents/challenge_handler.h"

#include <optional>
#include <string>
#include <utility>

#include "core/record/challenge.h"
#include "stile/v1/control.pb.h"

namespace stile::agent {
namespace {

using Asked = v1::ControlRequest;

// Police never challenge: what they may see of notifications is not theirs to decide (X1).
Challenger challenger_of(const Person& person) {
  const bool tells = person.has(Role::kSocialWorker) || person.has(Role::kYjsWorker);
  return {.account = person.account,
          .notifications = tells && !person.has(Role::kYjsPolice),
          .returns = person.has(Role::kInspector) || person.has(Role::kDataOfficer)};
}

template <typename Enum>
std::string listed() {
  std::string list;
  for (const auto name : record::names<Enum>) {
    list.append(list.empty() ? "" : ", ").append(name);
  }
  return list;
}

std::optional<record::Doubt> doubt_in(const v1::InboxChallengeRequest& asked, Reporter& reporter) {
  const auto why = record::named<record::ChallengeReason>(asked.reason());
  if (!why) {
    reporter.message("it is challenged as one of " + listed<record::ChallengeReason>());
    return std::nullopt;
  }
  std::vector<record::Field> fields;
  for (const auto& name : asked.field()) {
    const auto field = record::named<record::Field>(name);
    if (!field) {
      reporter.message("no record has " + name + "; fields are " + listed<record::Field>());
      return std::nullopt;
    }
    fields.push_back(*field);
  }
  return record::Doubt{*why, record::in_order(std::move(fields))};
}

std::optional<Language> language_in(const std::string& text, Reporter& reporter) {
  if (text.empty()) return Language::kEnglish;
  const auto language = parse_language(text);
  if (!language) reporter.message("the language is en or cy");
  return language;
}

ExitCode answer_inbox(Inbox* inbox, const Person& person, const Asked& asked, Reporter& reporter) {
  if (inbox == nullptr) {
    reporter.message("this agency receives no records");
    return ExitCode::kUsage;
  }
  const bool lists = asked.has_inbox_challenges();
  const auto language = language_in(
      lists ? asked.inbox_challenges().language() : asked.inbox_challenge().language(), reporter);
  if (!language) return ExitCode::kUsage;
  const Challenger by = challenger_of(person);
  if (lists) return inbox->list_challenges(by, asked.inbox_challenges().all(), *language, reporter);
  auto doubt = doubt_in(asked.inbox_challenge(), reporter);
  if (!doubt) return ExitCode::kUsage;
  return inbox->challenge(by, asked.inbox_challenge().reference(), std::move(*doubt), *language,
                          reporter);
}

}  // namespace

ExitCode answer_challenges(Source* source, Inbox* inbox, const Person& person, const Asked& asked,
                           Reporter& reporter) {
  if (!asked.has_record_challenges()) return answer_inbox(inbox, person, asked, reporter);
  if (source == nullptr) {
    reporter.message("this agency sends no records");
    return ExitCode::kUsage;
  }
  return source->challenges(asked.record_challenges().all(), person.account, reporter);
}

}  // namespace stile::agent
