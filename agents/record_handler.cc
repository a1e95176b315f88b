#include "agents/record_handler.h"

#include <optional>
#include <string>
#include <utility>

#include "agents/source/change_run.h"
#include "agents/source/release.h"
#include "core/record/code_texts.h"
#include "stile/v1/control.pb.h"

namespace stile::agent {
namespace {

using Asked = v1::ControlRequest;

template <typename T>
std::optional<T> misread(Reporter& reporter, std::string_view how) {
  reporter.message(how);
  return std::nullopt;
}

std::string listed(record::ChangeKind kind) {
  std::string list;
  for (std::size_t i = 0; i < record::names<record::ChangeReason>.size(); ++i) {
    const auto reason = static_cast<record::ChangeReason>(i + 1);
    if (record::kind_of(reason) != kind || record::answers_request(reason)) continue;
    list += (list.empty() ? "" : ", ") + std::string(record::name(reason));
  }
  return list;
}

// sight_of() is what somebody may see of what is unlisted (X1).
Sight sight_of(const Person& person) {
  return person.has(Role::kDataOfficer) ? Sight::kOfficer : Sight::kAnybody;
}

std::optional<record::RecordType> type_in(const std::string& text, Reporter& reporter) {
  const auto type = record::named<record::RecordType>(text);
  if (type && *type < record::RecordType::kHomeMonth) return type;
  return misread<record::RecordType>(reporter,
                                     "the type is call-out, missing-episode, arrest or concern");
}

// Facts are corrected by the next export alone, which has them.
std::optional<RecordOrder> order_in(const v1::RecordChangeRequest& asked, bool answers,
                                    Reporter& reporter) {
  RecordOrder order{.system = asked.system(), .reference = asked.reference(), .only = asked.only()};
  if (asked.has_child()) order.child = asked.child();
  const auto type = type_in(asked.type(), reporter);
  if (!type) return std::nullopt;
  order.type = *type;
  const auto kind = record::named<record::ChangeKind>(asked.change());
  if (!kind || *kind == record::ChangeKind::kCorrected ||
      (*kind == record::ChangeKind::kAnswered) != answers) {
    return misread<RecordOrder>(reporter, "a record is withdrawn, annotated, restricted or lifted");
  }
  const auto reason = record::named<record::ChangeReason>(asked.reason());
  if (!reason || record::kind_of(*reason) != *kind || record::answers_request(*reason)) {
    return misread<RecordOrder>(
        reporter, "the reason that it is " + asked.change() + " is one of " + listed(*kind));
  }
  order.reason = *reason;
  return order;
}

ExitCode answer_record(Source& source, const Person& person, const v1::RecordChangeRequest& request,
                       bool preview, Reporter& reporter) {
  auto order = order_in(request, false, reporter);
  if (!order) return ExitCode::kUsage;
  order->sight = sight_of(person);
  return preview ? source.preview_change(*order, reporter)
                 : source.change(*order, person.account, reporter);
}

ExitCode answer_own_copy(Source& source, const Person& person, const Asked& asked,
                         Reporter& reporter) {
  const bool releases = asked.has_record_release();
  const auto& named = releases ? asked.record_release().record() : asked.record_forget().record();
  ReleaseOrder order{.system = named.system(), .reference = named.reference()};
  if (named.has_child()) order.child = named.child();
  const auto type = type_in(named.type(), reporter);
  if (!type) return ExitCode::kUsage;
  order.type = *type;
  if (!releases) return source.forget(order, person.account, reporter);
  return source.release(order, asked.record_release().preview(), person.account, reporter);
}

ExitCode answer_challenge(Source& source, const Person& person,
                          const v1::RecordChangeRequest& request, Reporter& reporter) {
  auto order = order_in(request, true, reporter);
  if (!order) return ExitCode::kUsage;
  if (order->only.empty()) {
    reporter.message("which recipient's challenge? As authority/E10000001");
    return ExitCode::kUsage;
  }
  order->sight = sight_of(person);
  return source.answer(*order, person.account, reporter);
}

}  // namespace

ExitCode answer_records(Source* source, const Person& person, const Asked& asked,
                        Reporter& reporter) {
  if (source == nullptr) {
    reporter.message("this agency sends no records");
    return ExitCode::kUsage;
  }
  switch (asked.request_case()) {
    case Asked::kRecordPreview:
      return answer_record(*source, person, asked.record_preview(), true, reporter);
    case Asked::kRecordChange:
      return answer_record(*source, person, asked.record_change(), false, reporter);
    case Asked::kRecordChanges:
      return source->changes(asked.record_changes().all(), reporter, sight_of(person));
    case Asked::kRecordVerdicts: return source->verdicts(person.account, reporter);
    case Asked::kRecordAnswer:
      return answer_challenge(*source, person, asked.record_answer(), reporter);
    case Asked::kRecordRelease:
    case Asked::kRecordForget: return answer_own_copy(*source, person, asked, reporter);
    default: reporter.message("that is nothing about a record"); return ExitCode::kUsage;
  }
}

}  // namespace stile::agent
