#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "agents/cli/directory.h"
#include "agents/report/json.h"
#include "core/agreement/directory.h"
#include "core/crypto/encoding.h"
#include "core/crypto/note.h"
#include "core/storage/file.h"
#include "core/wire/document_codec.h"

namespace stile::agent {
namespace {

namespace fs = std::filesystem;
using agreement::Agency;
using agreement::Directory;
using agreement::Signed;
using std::string;

void say(const string& change, const string& what, Reporter& reporter) {
  reporter.line(change + "  " + what,
                JsonObject().text("change", change).text("what", what).done());
}

void say_agencies(const Directory& before, const Directory& after, Reporter& reporter) {
  for (const Agency& agency : after.agencies) {
    if (before.find(agency.id) == nullptr) say("joins", agency.id.short_text(), reporter);
  }
  for (const Agency& agency : before.agencies) {
    if (after.find(agency.id) == nullptr) say("leaves", agency.id.short_text(), reporter);
  }
  for (const AgencyId& id : agreement::changed_keys(before, after)) {
    say("other keys",
        id.short_text() + ": takes its previous signing key's signature, or all three roots'",
        reporter);
  }
  for (const Agency& agency : after.agencies) {
    say_duty_changes(before.find(agency.id), agency, reporter);
  }
}

// say_listed() compares two sets of what a directory lists.
template <typename Listed, typename Words>
void say_listed(const Listed& before, const Listed& after, const char* in, const char* out,
                const Words& words, Reporter& reporter) {
  for (const auto& one : after) {
    if (!before.contains(one)) say(in, words(one), reporter);
  }
  for (const auto& one : before) {
    if (!after.contains(one)) say(out, words(one), reporter);
  }
}

void say_changes(const Directory& before, const Directory& after, Reporter& reporter) {
  const auto as_text = [](const string& text) { return text; };
  const auto as_hex = [](const Hash& hash) { return crypto::hex(hash); };
  say_agencies(before, after, reporter);
  say_listed(before.documents, after.documents, "lists", "drops", as_hex, reporter);
  say_listed(before.denied_agencies, after.denied_agencies, "denies", "admits", as_text, reporter);
  say_listed(before.denied_serials, after.denied_serials, "denies", "admits", as_text, reporter);
  const std::set<AgencyId> members(before.quorum.begin(), before.quorum.end());
  say_listed(
      members, std::set<AgencyId>(after.quorum.begin(), after.quorum.end()), "witnesses count",
      "count no more", [](const AgencyId& id) { return string(id.short_text()); }, reporter);
  if (before.areas != after.areas) say("other areas", crypto::hex(after.areas), reporter);
  if (before.gateway != after.gateway) say("other gateway", after.gateway.text(), reporter);
  if (before.log_key.vkey() != after.log_key.vkey()) {
    say("other ledger", after.log_key.vkey(), reporter);
  }
  for (const auto& log : after.closed_logs) {
    const bool known = std::ranges::any_of(before.closed_logs, [&](const auto& one) {
      return one.key.vkey() == log.key.vkey() && one.last == log.last && one.kept == log.kept;
    });
    if (!known) {
      say("closes",
          log.key.name() + " at " + std::to_string(log.last.size) + " leaves, of which " +
              std::to_string(log.kept) + " are kept",
          reporter);
    }
  }
}

Status follows(const Directory& before, const Directory& after) {
  if (after.serial == before.serial + 1) return ok();
  return Error{Reason::kRolledBack, "serial: " + std::to_string(before.serial + 1) +
                                        " follows the previous one's, not " +
                                        std::to_string(after.serial)};
}

ExitCode faulty(const Error& error, ExitCode code, Reporter& reporter) {
  reporter.line("fault  " + error.detail,
                JsonObject().text("fault", name(error.reason)).text("what", error.detail).done());
  return code;
}

// Nobody notices that a calendar knows no more bank holidays until the first one that it misses.
void remind_of_holidays(const Directory& directory, Reporter& reporter) {
  for (const Agency& agency : directory.agencies) {
    if (!agency.duty_calendar || agency.duty_calendar->periods.empty()) continue;
    const auto& holidays = agency.duty_calendar->bank_holidays;
    if (!holidays.empty() && *holidays.rbegin() > local_day(directory.valid_until)) continue;
    reporter.message(agency.id.short_text() +
                     ": no bank holiday after this directory is in its calendar; until it is, the "
                     "hours of an ordinary day hold on the next one");
  }
}

Result<std::vector<crypto::NoteVerifier>> keys_of(const std::vector<string>& roots) {
  std::vector<crypto::NoteVerifier> keys;
  for (const string& root : roots) {
    STILE_TRY(auto key, crypto::NoteVerifier::parse(root));
    keys.push_back(std::move(key));
  }
  return keys;
}

Result<ExitCode> check_signed(const Signed<Directory>& directory,
                              const std::optional<Signed<Directory>>& before,
                              const std::vector<string>& roots, Reporter& reporter) {
  STILE_TRY(const auto keys, keys_of(roots));
  const Directory* previous = before ? &before->value : nullptr;
  const Status believed = agreement::verify_directory(
      directory, keys, previous == nullptr ? 0 : previous->serial, previous);
  if (!believed.ok()) return faulty(believed.error(), ExitCode::kRefused, reporter);
  reporter.message("signed by the roots as it must be");
  return ExitCode::kOk;
}

}  // namespace

Result<ExitCode> directory_check(const fs::path& file, const fs::path& previous,
                                 const std::vector<string>& roots, Reporter& reporter) {
  STILE_TRY(const Bytes bytes, storage::read_whole(file));
  const auto note = crypto::parse_note(bytes);
  STILE_TRY(const Directory directory,
            wire::directory_of_text(note.ok() ? note->text : bytes, file.string()));
  std::optional<Signed<Directory>> before;
  if (!previous.empty()) {
    STILE_TRY(const Bytes previous_note, storage::read_whole(previous));
    STILE_TRY(before, wire::read_directory(previous_note, previous.string()));
    say_changes(before->value, directory, reporter);
    const Status next = follows(before->value, directory);
    if (!next.ok()) return faulty(next.error(), ExitCode::kFaults, reporter);
  }
  const Status possible = agreement::check(directory);
  if (!possible.ok()) return faulty(possible.error(), ExitCode::kFaults, reporter);
  remind_of_holidays(directory, reporter);
  if (!note.ok()) {
    reporter.message("nobody has signed it yet");
    return ExitCode::kOk;
  }
  STILE_TRY(const auto whole, wire::read_directory(bytes, file.string()));
  return check_signed(whole, before, roots, reporter);
}

}  // namespace stile::agent
