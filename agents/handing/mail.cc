#include "agents/handing/mail.h"

#include <array>
#include <chrono>
#include <string_view>

namespace stile::agent {
namespace {

// What is said of each kind. A person reads it; nothing in it tells one event from another (X4).
struct Words {
  std::string_view subject;
  std::string_view sentence;
  std::string_view read_with;
};

constexpr std::string_view kInbox = "stile inbox notices";
constexpr std::string_view kControlRoom = "stile notify alarms";

Words words_of(Handing::Kind kind) {
  switch (kind) {
    case Handing::Kind::kNotification:
      return {"A notification waits in Stile", "A notification waits in Stile.", kInbox};
    case Handing::Kind::kOverdue:
      return {"OVERDUE: a notification waits in Stile",
              "A notification in Stile has not been acknowledged in time.", kInbox};
    case Handing::Kind::kCorrected:
      return {"A notification in Stile was corrected", "A notification in Stile was corrected.",
              kInbox};
    case Handing::Kind::kWithdrawn:
      return {"A notification in Stile was withdrawn", "A notification in Stile was withdrawn.",
              kInbox};
    case Handing::Kind::kControlRoom:
      return {"Somebody has to be rung: see Stile",
              "A notification in Stile was not answered, and somebody has to be rung.",
              kControlRoom};
    case Handing::Kind::kExercise:
      return {"EXERCISE: a test notification waits in Stile",
              "This is an exercise. A test notification waits in Stile.", "stile inbox exercises"};
  }
  return {};
}

std::string two_digits(unsigned number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

// RFC 5322 section 3.3, in UTC
std::string date_of(Instant instant) {
  constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::sys_seconds time{std::chrono::seconds(instant)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  std::string text(kDays.at(std::chrono::weekday(day).c_encoding()));
  text.append(", ").append(two_digits(static_cast<unsigned>(date.day()))).append(" ");
  text.append(kMonths.at(static_cast<unsigned>(date.month()) - 1)).append(" ");
  text.append(std::to_string(static_cast<int>(date.year()))).append(" ");
  return text.append(utc_second_text(instant).substr(11, 8)).append(" +0000");
}

}  // namespace

std::string mail_of(const Handing& handing, const Mailbox& sender, const Mailbox& to) {
  const Words words = words_of(handing.kind);
  std::string mail;
  const auto line = [&](std::initializer_list<std::string_view> parts) {
    for (const std::string_view part : parts) mail.append(part);
    mail.append("\r\n");
  };
  line({"Date: ", date_of(handing.time)});
  line({"From: Stile <", sender.text(), ">"});
  line({"To: <", to.text(), ">"});
  line({"Message-ID: <", HandingName{handing.id, handing.kind}.text(), ".",
        std::to_string(handing.time), "@", sender.domain(), ">"});
  line({"Subject: ", words.subject});
  line({"Auto-Submitted: auto-generated"});  // RFC 3834: nobody's holiday notice answers it
  line({"MIME-Version: 1.0"});
  line({"Content-Type: text/plain; charset=us-ascii"});
  line({});
  line({words.sentence});
  line({});
  line({"Reference: ", handing.id});
  line({"Read it with: ", words.read_with});
  line({});
  line({"Mae rhywbeth yn aros i'w ddarllen yn Stile: ", words.read_with});
  return mail;
}

}  // namespace stile::agent
