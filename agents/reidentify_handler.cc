#include "agents/reidentify_handler.h"

#include <optional>
#include <string>

#include "agents/recipient/own_identity_request.h"
#include "core/record/identity_request.h"
#include "stile/v1/control.pb.h"

namespace stile::agent {
namespace {

using Asked = v1::ControlRequest;

std::optional<Language> language_in(const std::string& text, Reporter& reporter) {
  if (text.empty()) return Language::kEnglish;
  const auto language = parse_language(text);
  if (!language) reporter.message("the language is en or cy");
  return language;
}

std::optional<IdentityOrder> order_in(const v1::ReidentifyRequestRequest& asked,
                                      Reporter& reporter) {
  const auto basis = record::named<record::IdentityBasis>(asked.basis());
  if (!basis) {
    std::string list;
    for (const auto name : record::names<record::IdentityBasis>) {
      list.append(list.empty() ? "" : ", ").append(name);
    }
    reporter.message("it is asked on the basis of one of " + list);
    return std::nullopt;
  }
  return IdentityOrder{.reference = asked.reference(),
                       .basis = *basis,
                       .asked_for = {asked.person(), asked.matter()},
                       .days = asked.days() == 0 ? kDaysToAnswer : asked.days()};
}

// answer_source() is what a source's data officers do with what recipients ask.
ExitCode answer_source(Source* source, const Person& person, const Asked& asked,
                       Reporter& reporter) {
  if (source == nullptr) {
    reporter.message("this agency sends no records");
    return ExitCode::kUsage;
  }
  if (asked.has_reidentify_asked()) {
    return source->identity_requests(asked.reidentify_asked().all(), person.account, reporter);
  }
  if (asked.has_reidentify_refuse()) {
    return source->refuse_identity(asked.reidentify_refuse().request(), person.account, reporter);
  }
  const auto& approval = asked.reidentify_approve();
  return source->approve_identity({approval.request(), approval.note(), approval.proposed()},
                                  person.account, reporter);
}

ExitCode answer_recipient(Inbox* inbox, const Person& person, const Asked& asked,
                          Reporter& reporter) {
  if (inbox == nullptr) {
    reporter.message("this agency receives no records");
    return ExitCode::kUsage;
  }
  if (asked.has_reidentify_list()) {
    const auto& list = asked.reidentify_list();
    const auto language = language_in(list.language(), reporter);
    if (!language) return ExitCode::kUsage;
    return inbox->list_identity_requests(person.account, list.all(), *language, reporter);
  }
  if (asked.has_reidentify_show()) {
    const auto& show = asked.reidentify_show();
    const auto language = language_in(show.language(), reporter);
    if (!language) return ExitCode::kUsage;
    return inbox->show_identity(person.account, show.reference(), *language, reporter);
  }
  const auto language = language_in(asked.reidentify_request().language(), reporter);
  const auto order = order_in(asked.reidentify_request(), reporter);
  if (!language || !order) return ExitCode::kUsage;
  return inbox->ask_identity(person.account, *order, *language, reporter);
}

}  // namespace

ExitCode answer_reidentify(Source* source, Inbox* inbox, const Person& person, const Asked& asked,
                           Reporter& reporter) {
  const bool of_source = asked.has_reidentify_asked() || asked.has_reidentify_approve() ||
                         asked.has_reidentify_refuse();
  return of_source ? answer_source(source, person, asked, reporter)
                   : answer_recipient(inbox, person, asked, reporter);
}

}  // namespace stile::agent
