#include <algorithm>
#include <optional>
#include <utility>

#include "agents/cli/directory.h"
#include "agents/report/json.h"
#include "core/agreement/duty.h"
#include "core/crypto/note.h"
#include "core/storage/file.h"
#include "core/wire/document_codec.h"

namespace stile::agent {
namespace {

using agreement::Agency;
using agreement::Contact;
using agreement::Directory;
using std::string;

void say(const string& change, const Agency& agency, const string& what, Reporter& reporter) {
  const string text = agency.id.short_text() + ": " + what;
  reporter.line(change + "  " + text,
                JsonObject().text("change", change).text("what", text).done());
}

void say_contacts(const string& change, const Agency& agency, const std::vector<Contact>& known,
                  Reporter& reporter) {
  for (const Contact& contact : agency.contacts) {
    if (std::find(known.begin(), known.end(), contact) != known.end()) continue;
    say(change, agency, contact.code + ", " + contact.mailbox + ", " + contact.telephone, reporter);
  }
}

Result<Instant> instant_of(const string& at, Instant now) {
  if (at.empty()) return now;
  return at.ends_with('Z') ? parse_utc_minute(at) : parse_local_minute(at);
}

string local_text(Instant at) {
  const CivilMinute local = local_minute(at);
  return to_text(local.date) + "T" + time_of_day_text(local.hour * 60 + local.minute);
}

Result<Directory> read_checked(const std::filesystem::path& file) {
  STILE_TRY(const Bytes bytes, storage::read_whole(file));
  const auto note = crypto::parse_note(bytes);
  STILE_TRY(Directory directory,
            wire::directory_of_text(note.ok() ? note->text : bytes, file.string()));
  STILE_CHECKED(agreement::check(directory));
  return directory;
}

Result<const Agency*> agency_on(const Directory& directory, const string& name, Day day) {
  const auto found =
      std::find_if(directory.agencies.begin(), directory.agencies.end(), [&](const Agency& agency) {
        return (agency.id.short_text() == name || agency.id.text() == name) && agency.valid_on(day);
      });
  if (found != directory.agencies.end()) return &*found;
  return Error{Reason::kNotFound, name + ": is not in the directory on " + to_text(to_civil(day)) +
                                      "; mend with: one that is, such as authority/E10000011"};
}

// Asked is what every line of the answer repeats.
struct Asked {
  const Agency& agency;
  Instant at;
};

void say_contact(const Asked& asked, string place, const Contact& contact, Reporter& reporter) {
  const string json = JsonObject()
                          .text("agency", asked.agency.id.text())
                          .text("at", utc_minute_text(asked.at))
                          .text("place", place)
                          .text("contact", contact.code)
                          .text("telephone", contact.telephone)
                          .text("mailbox", contact.mailbox)
                          .done();
  constexpr std::size_t kWidth = 14;
  place.resize(std::max(place.size(), kWidth), ' ');
  reporter.line(place + contact.telephone + "  " + contact.code + "  " + contact.mailbox, json);
}

}  // namespace

void say_duty_changes(const Agency* before, const Agency& after, Reporter& reporter) {
  if (before != nullptr) {
    say_contacts("contact", after, before->contacts, reporter);
    say_contacts("no contact", *before, after.contacts, reporter);
    if (before->control_room != after.control_room) {
      say("control room", after, after.control_room.empty() ? "none" : after.control_room,
          reporter);
    }
  }
  const auto known = before == nullptr ? std::nullopt : before->duty_calendar;
  if (known == after.duty_calendar) return;
  if (!after.duty_calendar) return say("duty", after, "no calendar any more", reporter);
  for (const string& words : agreement::duty_words(*after.duty_calendar)) {
    say("duty", after, words, reporter);
  }
}

Result<ExitCode> directory_duty(const DutyOrder& order, Instant now, Reporter& reporter) {
  STILE_TRY(const Instant at, instant_of(order.at, now));
  STILE_TRY(const Directory directory, read_checked(order.directory));
  STILE_TRY(const Agency* agency, agency_on(directory, order.agency, local_day(at)));
  const auto contacts = agreement::duty(*agency, at);
  const Asked asked{*agency, at};
  reporter.message(agency->id.short_text() + " at " + local_text(at) + " by London's clocks" +
                   (agency->duty_calendar ? "" : ", without a calendar: its contacts in order"));
  for (std::size_t i = 0; i < contacts.size(); ++i) {
    say_contact(asked, i == 0 ? "first" : i == 1 ? "second" : "deputy", *contacts[i], reporter);
  }
  if (const Contact* room = agency->contact(agency->control_room)) {
    say_contact(asked, "control-room", *room, reporter);
  }
  if (!contacts.empty()) return ExitCode::kOk;
  reporter.message(order.agency + ": has no contact; mend with: a `contact` in the next directory");
  return ExitCode::kFaults;
}

}  // namespace stile::agent
