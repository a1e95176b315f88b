// What people ask about notices, and what they are told.
#include <algorithm>
#include <map>
#include <utility>

#include "agents/recipient/change_reader.h"
#include "agents/recipient/inbox.h"
#include "agents/recipient/inbox_reader.h"
#include "agents/recipient/inbox_store.h"
#include "agents/recipient/notice_reader.h"
#include "agents/recipient/notice_words.h"
#include "agents/recipient/opened_notice.h"
#include "agents/report/failed.h"
#include "agents/report/json.h"
#include "core/crypto/encoding.h"
#include "core/record/acknowledgement.h"
#include "core/record/statement.h"

namespace stile::agent {
namespace {

constexpr Label kNotices = {"notices", "notifications", "hysbysiad"};
constexpr Label kNone = {"none", "no notification waits for anybody here",
                         "nid oes hysbysiad yn aros i neb yma"};

// People are told of an event once, of what came of it last.
void put(const Change& change, std::vector<ListedNotice>& waiting) {
  const auto known = std::ranges::find(
      waiting, change.event_token, [](const ListedNotice& one) { return one.notice.event_token; });
  if (known == waiting.end()) {
    waiting.push_back({notice_of(change), true, {}});
  } else if (known->notice.parcel < change.parcel) {
    *known = {notice_of(change), true, {}};
  }
}

std::vector<InboxOperation> consultations(const std::map<std::string, std::uint64_t>& sources,
                                          const Asker& asker, Instant now) {
  InboxOperation entry{kConsultation, now, asker.account, {}, {}, {}, 0, 0, {}};
  entry.occasion = record::to_text(record::notification());
  std::vector<InboxOperation> entries;
  for (const auto& [source, rows] : sources) {
    entry.agency = source;
    entry.rows = rows;
    entries.push_back(entry);
  }
  if (entries.empty()) entries.push_back(entry);
  return entries;
}

ExitCode done(std::string_view reference, NoticeState state, Reporter& reporter) {
  const std::string said(name(state));
  reporter.line(std::string(reference) + " " + said,
                JsonObject().text("event_reference", reference).text("state", said).done());
  return ExitCode::kOk;
}

void say_breach(const BreachEntry& entry, Reporter& reporter) {
  const Instant due = entry.time + record::kBreachSeconds;
  const auto source = AgencyId::parse(entry.source);
  const std::string from = source.ok() ? source->short_text() : entry.source;
  std::string text = utc_second_text(entry.time) + "  " + entry.reason + "  ";
  if (!from.empty()) text += from + " ";
  if (entry.number != 0)
    text += entry.agreement_id + " consignment " + std::to_string(entry.number);
  JsonObject object;
  object.text("time", utc_second_text(entry.time))
      .text("what", entry.returned ? "returned" : "not-proven")
      .text("reason", entry.reason);
  if (entry.returned) {
    text += ", by " + entry.account + "; decide by " + utc_second_text(due);
    object.text("account", entry.account).text("decide_by", utc_second_text(due));
  }
  object.text("source", from).text("agreement", entry.agreement_id);
  if (entry.number != 0) object.number("consignment", entry.number);
  reporter.line(text, object.done());
}

}  // namespace

ExitCode Inbox::list_notices(const Asker& asker, bool all, Language language, Reporter& reporter) {
  const Instant now = options_.clock();
  std::vector<ListedNotice> listed;
  std::map<std::string, std::uint64_t> sources;
  const Status read = [&]() -> Status {
    STILE_TRY(const InboxReader inbox, InboxReader::open(options_.store));
    STILE_CHECKED(
        NoticeReader(inbox.database()).each_newest(all, asker.alleged_only, [&](ListedNotice one) {
          ++sources[one.notice.source];
          listed.push_back(std::move(one));
          return ok();
        }));
    const std::lock_guard lock(mutex_);
    return say({}, consultations(sources, asker, now));
  }();
  if (!read.ok()) return failed(read.error(), reporter);
  if (listed.empty()) {
    reporter.message(kNone.in(language));
    return ExitCode::kOk;
  }
  say_heading(language, reporter);
  for (const ListedNotice& one : listed) {
    const Status said = agent::say(one, !asker.alleged_only, now, language, reporter);
    if (!said.ok()) return failed(said.error(), reporter);
  }
  reporter.line(std::to_string(listed.size()) + " " + std::string(kNotices.in(language)), "");
  return ExitCode::kOk;
}

ExitCode Inbox::open_notice(const Asker& asker, std::string_view reference, Language language,
                            Reporter& reporter) {
  const auto opened = this->opened(asker, reference);
  tell_of_words();
  if (!opened.ok()) return failed(opened.error(), reporter);
  say_opened(opened.value(), options_.clock(), language, reporter);
  const bool proven = opened->naming != OpenedNotice::Naming::kUnproven;
  return proven ? ExitCode::kOk : ExitCode::kIntegrity;
}

ExitCode Inbox::acknowledge_notice(const Asker& asker, std::string_view reference,
                                   Reporter& reporter) {
  const Status acknowledged = this->acknowledged(asker, reference);
  tell_of_words();
  if (!acknowledged.ok()) return failed(acknowledged.error(), reporter);
  return done(reference, NoticeState::kAcknowledged, reporter);
}

ExitCode Inbox::return_notice(const Asker& asker, std::string_view reference, NoticeState word,
                              Reporter& reporter) {
  const Status returned = this->returned(asker, reference, word);
  tell_of_words();
  if (!returned.ok()) return failed(returned.error(), reporter);
  return done(reference, word, reporter);
}

Result<std::vector<ListedNotice>> Inbox::unread() {
  const std::lock_guard lock(mutex_);
  wipe();
  std::vector<ListedNotice> unread;
  const Status read = NoticeReader(store_->database()).each_unread([&](ListedNotice one) {
    unread.push_back(std::move(one));
    return ok();
  });
  if (!read.ok()) return read.error();
  STILE_CHECKED(ChangeReader(store_->database()).each_open([&](const Change& change) {
    put(change, unread);
    return ok();
  }));
  return unread;
}

Result<std::set<std::string>> Inbox::told(std::int64_t parcel) {
  const std::lock_guard lock(mutex_);
  return store_->notices().told(parcel);
}

Status Inbox::tell(std::int64_t parcel, std::string_view contact) {
  const std::lock_guard lock(mutex_);
  return store_->together(
      [&] { return store_->notices().tell(parcel, contact, options_.clock()); });
}

Result<NoticeFigures> Inbox::notice_figures() const {
  STILE_TRY(const InboxReader inbox, InboxReader::open(options_.store));
  return NoticeReader(inbox.database()).figures(options_.clock());
}

ExitCode Inbox::list_breaches(std::string_view account, Reporter& reporter) {
  std::vector<BreachEntry> entries;
  const Status read = [&]() -> Status {
    STILE_TRY(const InboxReader inbox, InboxReader::open(options_.store));
    STILE_CHECKED(NoticeReader(inbox.database()).each_breach([&](BreachEntry entry) {
      entries.push_back(std::move(entry));
      return ok();
    }));
    return log_consultation(account, "breaches", entries.size());
  }();
  if (!read.ok()) return failed(read.error(), reporter);
  for (const BreachEntry& entry : entries) say_breach(entry, reporter);
  if (entries.empty()) reporter.message("nothing was returned, and everything was proven");
  return ExitCode::kOk;
}

}  // namespace stile::agent
