#include "agents/recipient/answer_changes.h"

#include <algorithm>
#include <numeric>
#include <string_view>

#include "agents/recipient/change.h"
#include "agents/recipient/change_row.h"
#include "agents/recipient/each_row.h"
#include "core/storage/statement.h"

namespace stile::agent {
namespace {

using record::ChangeKind;

// What is withdrawn has no row any more, and its place in the answer is where it was destroyed or
// not kept.
constexpr std::string_view kChanges =
    "SELECT * FROM kept_change WHERE (source, event_token) IN ("
    "SELECT source, event_token FROM answer_row WHERE question = ?1"
    " UNION SELECT change.source, change.event_token FROM enquiry_answer AS answer"
    " JOIN erased ON erased.parcel = answer.parcel JOIN change ON change.parcel = erased.change"
    " WHERE answer.question = ?1"
    " UNION SELECT unkept.source, unkept.event_token FROM enquiry_answer AS answer"
    " JOIN unkept ON unkept.parcel = answer.parcel WHERE answer.question = ?1"
    ") ORDER BY revision, parcel";

// Event is what stands of one record now.
struct Event {
  record::RecordType type = record::RecordType::kCallOut;
  bool corrected = false;
  bool annotated = false;
  bool restricted = false;
  bool withdrawn = false;

  void take(const Change& change) {
    type = change.type;
    switch (change.kind()) {
      case ChangeKind::kCorrected: corrected = true; return;
      case ChangeKind::kAnnotated: annotated = true; return;
      case ChangeKind::kRestricted: restricted = true; return;
      case ChangeKind::kLifted: annotated = restricted = false; return;
      case ChangeKind::kWithdrawn: withdrawn = true; return;
      case ChangeKind::kAnswered: return;
    }
  }
};

constexpr Label kWithdrawn = {"withdrawn", "withdrawn", "wedi'u tynnu'n ôl"};
constexpr Label kCorrected = {"corrected", "corrected", "wedi'u cywiro"};
constexpr Label kRestricted = {"restricted", "restricted", "wedi'u cyfyngu"};
constexpr Label kAnnotated = {"annotated", "annotated", "wedi'u hanodi"};
constexpr Label kLifted = {"lifted", "marks were lifted", "codwyd nodau"};

}  // namespace

std::uint32_t AnswerChanges::all_withdrawn() const {
  return std::accumulate(withdrawn.begin(), withdrawn.end(), 0U,
                         [](std::uint32_t sum, const auto& one) { return sum + one.second; });
}

AnswerChanges& AnswerChanges::operator+=(const AnswerChanges& more) {
  corrected += more.corrected;
  annotated += more.annotated;
  restricted += more.restricted;
  for (const auto& [type, records] : more.withdrawn) withdrawn[type] += records;
  newest = std::max(newest, more.newest);
  exported = std::max(exported, more.exported);
  return *this;
}

Result<AnswerChanges> answer_changes(const storage::Database& database, std::int64_t question) {
  AnswerChanges found;
  std::map<Token, Event> events;  // of one source
  storage::Statement statement(database, kChanges);
  const auto take = [&](const storage::Rows& rows) -> Status {
    Change change;
    STILE_CHECKED(read_change(rows, change));
    if (change.kind() == ChangeKind::kAnswered) return ok();  // of a challenge
    events[change.event_token].take(change);
    found.newest = std::max(found.newest, change.arrived);
    found.exported = std::max(found.exported, change.exported);
    return ok();
  };
  const Status read = for_each(statement, take, question);
  if (!read.ok()) return read.error();
  for (const auto& [token, event] : events) {
    if (event.withdrawn) {
      ++found.withdrawn[event.type];
      continue;
    }
    found.corrected += event.corrected ? 1 : 0;
    found.annotated += event.annotated ? 1 : 0;
    found.restricted += event.restricted ? 1 : 0;
  }
  return found;
}

std::string counts_of(const AnswerChanges& changes, Language language) {
  std::string text;
  const auto add = [&](std::uint32_t records, const Label& what) {
    if (records == 0) return;
    text += (text.empty() ? "" : ", ") + std::to_string(records) + " ";
    text += what.in(language);
  };
  add(changes.all_withdrawn(), kWithdrawn);
  add(changes.corrected, kCorrected);
  add(changes.restricted, kRestricted);
  add(changes.annotated, kAnnotated);
  return text.empty() ? std::string(kLifted.in(language)) : text;
}

}  // namespace stile::agent
