#include "agents/report/disclosure_account.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>

#include "agents/report/disclosure_summary.h"
#include "agents/report/json.h"
#include "core/crypto/encoding.h"

namespace stile::agent {
namespace {

constexpr std::size_t kMostRanges = 8;

// Line is one line of words, whose parts are told apart by "; ".
class Line {
 public:
  void add(const std::string& part) { text_ += (text_.empty() ? "" : "; ") + part; }
  void say(std::string_view before, Reporter& reporter) const {
    if (!text_.empty()) reporter.line("    " + std::string(before) + text_, {});
  }

 private:
  std::string text_;
};

std::string counted(std::uint64_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string(what);
}

void say_progress(const AgreementSummary& summary, Reporter& reporter) {
  Line refused;
  for (const auto& [reason, rows] : summary.refused) refused.add(counted(rows, "rows " + reason));
  refused.say("refused: ", reporter);
  Line withheld;
  for (const auto& one : summary.withheld) {
    withheld.add(one.month + " " + counted(one.rows, "rows " + one.reason) +
                 (one.field.empty() ? "" : " (" + one.field + ")"));
  }
  withheld.say("withheld of what was exported last: ", reporter);
  Line followed;
  for (const auto& [kind, count] : summary.followed) {
    followed.add(counted(count, record::name(kind)));
  }
  followed.say("what followed: ", reporter);
  Line open;
  const auto add = [&](std::uint64_t count, std::string_view what) {
    if (count != 0) open.add(counted(count, what));
  };
  add(summary.queued, "queued");
  add(summary.undelivered, "not delivered");
  add(summary.unread, "not read");
  add(summary.unacknowledged, "not acknowledged");
  add(summary.unconfirmed, "changes not confirmed");
  open.say("open: ", reporter);
}

void say_types(const AgreementSummary& summary, Reporter& reporter) {
  for (const auto& [record, type] : summary.types) {
    std::string text = "    " + std::string(record::name(record)) + ": ";
    if (type.kept_rows == 0) {
      text += type.rows == 0 ? "nothing" : "none of its rows is kept";
    } else {
      text += "fields " + field_list(type.got);
      const auto never = type.never();
      if (!never.empty()) text += "; granted and never: " + field_list(never);
    }
    if (type.rows > type.kept_rows && type.kept_rows != 0) {
      text += "; of " + counted(type.rows - type.kept_rows, "rows that are not kept nobody knows");
    }
    if (!type.known) text += "; what was granted is in no document that is here";
    if (!type.asked_for.empty()) text += "; asked for: " + field_list(type.asked_for);
    if (!type.beyond.empty()) text += "; FAULT: NOT GRANTED: " + field_list(type.beyond);
    reporter.line(text, {});
  }
}

void say_counters(const AgreementSummary& summary, Reporter& reporter) {
  for (const auto& [hash, counters] : summary.counters) {
    std::string text = "    leaves of version " + crypto::hex(hash).substr(0, 8) +
                       ": numbers 1 to " + std::to_string(counters.last()) + ", " +
                       counted(counters.held(), "held");
    if (counters.missing_count() != 0) {
      text += ", not held " + range_list(counters.missing(), kMostRanges) + " (" +
              counted(counters.missing_count(), "numbers, ") +
              counted(counters.words(), "words kept here have a leaf of their own");
      text +=
          counters.unknown() == 0 ? ")" : ", " + counted(counters.unknown(), "of another kind)");
    }
    if (!counters.fault().empty()) text += "; FAULT: " + counters.fault();
    reporter.line(text, {});
  }
}

std::string json_of(const TypeSummary& type, record::RecordType record) {
  return JsonObject()
      .text("type", record::name(record))
      .number("rows", type.rows)
      .number("rows_kept", type.kept_rows)
      .text("granted", field_list(type.granted))
      .text("fields", field_list(type.got))
      .text("never", field_list(type.never()))
      .text("asked_for", field_list(type.asked_for))
      .text("not_granted", field_list(type.beyond))
      .flag("grant_known", type.known)
      .done();
}

std::string json_of(const Hash& hash, const LeafCounters& counters) {
  return JsonObject()
      .text("agreement_hash", crypto::hex(hash))
      .number("last", counters.last())
      .number("held", counters.held())
      .text("missing", range_list(counters.missing(), counters.missing().size()))
      .number("words", counters.words())
      .number("of_another_kind", counters.unknown())
      .text("fault", counters.fault())
      .done();
}

std::string json_of(const WithheldRows& one) {
  return JsonObject()
      .text("month", one.month)
      .text("reason", one.reason)
      .text("field", one.field)
      .number("rows", one.rows)
      .done();
}

template <typename Range, typename Text>
std::string list_of(const Range& range, const Text& text) {
  std::string list;
  for (const auto& one : range) list += (list.empty() ? "" : ",") + text(one);
  return "[" + list + "]";
}

std::string json_of(const std::string& agreement, const AgreementSummary& summary, Day today) {
  JsonObject refused;
  for (const auto& [reason, rows] : summary.refused) refused.number(reason, rows);
  JsonObject followed;
  for (const auto& [kind, count] : summary.followed) followed.number(record::name(kind), count);
  JsonObject json;
  json.text("summary", agreement)
      .text("title", summary.title)
      .text("from", agency_text(summary.from))
      .text("to", agency_text(summary.to))
      .number("consignments", summary.consignments)
      .number("rows", summary.rows)
      .number("queued", summary.queued)
      .number("not_delivered", summary.undelivered)
      .number("not_read", summary.unread)
      .number("not_acknowledged", summary.unacknowledged)
      .number("not_confirmed", summary.unconfirmed)
      .number("faults", summary.faults)
      .flag("without_last_90_days", summary.answers)
      .json("refused", refused.done())
      .json("followed", followed.done())
      .json("withheld", list_of(summary.withheld, [](const auto& one) { return json_of(one); }))
      .json("types",
            list_of(summary.types, [](const auto& one) { return json_of(one.second, one.first); }))
      .json("counters", list_of(summary.counters,
                                [](const auto& one) { return json_of(one.first, one.second); }));
  if (summary.review) {
    json.text("review", to_text(to_civil(*summary.review)))
        .number("review_days", *summary.review - today);
  }
  return json.done();
}

std::string review_text(Day review, Day today) {
  const std::string day = to_text(to_civil(review));
  const std::string days = std::to_string(std::abs(review - today)) + " days";
  if (review < today) return "REVIEW WAS DUE on " + day + ", " + days + " ago";
  return "to be reviewed on " + day + ", in " + days;
}

void say(const std::string& agreement, const AgreementSummary& summary, Day today,
         Reporter& reporter) {
  std::string text =
      agreement.empty() ? "under no agreement that is written down" : "agreement " + agreement;
  if (!summary.title.empty()) text += ", \"" + summary.title + "\"";
  if (!summary.to.empty()) {
    text += ", " + agency_text(summary.from) + " to " + agency_text(summary.to);
  }
  reporter.line(
      text + ": " + counted(summary.consignments, "consignments, ") + counted(summary.rows, "rows"),
      json_of(agreement, summary, today));
  if (summary.answers) reporter.line("    without what is not 90 days old, if there is any", {});
  say_progress(summary, reporter);
  say_types(summary, reporter);
  say_counters(summary, reporter);
  if (summary.review) reporter.line("    " + review_text(*summary.review, today), {});
}

void say_untold(const DisclosureAccount& account, Reporter& reporter) {
  for (const auto& one : account.untold) {
    reporter.line("not told of single events: " + one.audience + ", " +
                      counted(one.records, "records, " + one.reason),
                  JsonObject()
                      .text("not_told", one.audience)
                      .text("reason", one.reason)
                      .number("records", one.records)
                      .done());
  }
}

bool is_whole(const AgreementSummary& summary) {
  const auto granted = [](const auto& type) { return type.second.beyond.empty(); };
  const auto numbered = [](const auto& one) { return one.second.fault().empty(); };
  return summary.faults == 0 && std::ranges::all_of(summary.types, granted) &&
         std::ranges::all_of(summary.counters, numbered);
}

}  // namespace

std::vector<ListedDisclosure> only(const DisclosureAccount& account, const DisclosureQuery& query) {
  std::vector<ListedDisclosure> found;
  const auto is_asked = [&](const ListedDisclosure& one) {
    return !one.fault.empty() || is_among(query.only, one);
  };
  std::ranges::copy_if(account.listed, std::back_inserter(found), is_asked);
  std::ranges::copy_if(account.kept_back, std::back_inserter(found), is_asked);
  return found;
}

void join(DisclosureAccount from, DisclosureAccount& to) {
  std::ranges::move(from.listed, std::back_inserter(to.listed));
  std::ranges::stable_sort(to.listed, {}, &ListedDisclosure::time);
  to.numbered.merge(from.numbered);
  std::ranges::move(from.withheld, std::back_inserter(to.withheld));
  std::ranges::move(from.untold, std::back_inserter(to.untold));
  std::ranges::move(from.kept_back, std::back_inserter(to.kept_back));
  std::ranges::move(from.leaves, std::back_inserter(to.leaves));
  to.documents = std::move(from.documents);
  to.self = std::move(from.self);
  to.log = std::move(from.log);
  to.now = from.now;
}

ExitCode say_summary(const DisclosureAccount& account, const DisclosureQuery& query,
                     Reporter& reporter) {
  bool whole = true;
  const Day today = local_day(account.now);
  for (const auto& [agreement, summary] : summaries(account, query)) {
    say(agreement, summary, today, reporter);
    whole = whole && is_whole(summary);
  }
  say_untold(account, reporter);
  return whole ? ExitCode::kOk : ExitCode::kIntegrity;
}

}  // namespace stile::agent
