#include "agents/handing/handing.h"

#include <array>
#include <cstddef>

#include "agents/report/json.h"

namespace stile::agent {
namespace {

// The form of crypto::crockford(): 26 characters in groups of five. The first has three bits only.
constexpr std::size_t kIdBytes = 31;
constexpr std::size_t kIdGroup = 6;  // with its dash
constexpr std::string_view kDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

constexpr std::array kKinds{Handing::Kind::kNotification, Handing::Kind::kOverdue,
                            Handing::Kind::kCorrected,    Handing::Kind::kWithdrawn,
                            Handing::Kind::kControlRoom,  Handing::Kind::kExercise};

bool is_id(std::string_view text) {
  if (text.size() != kIdBytes || text[0] > '7') return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i % kIdGroup == kIdGroup - 1;
    if (dash ? text[i] != '-' : kDigits.find(text[i]) == kDigits.npos) return false;
  }
  return true;
}

}  // namespace

std::string_view name(Handing::Kind kind) {
  switch (kind) {
    case Handing::Kind::kNotification: return "notification";
    case Handing::Kind::kOverdue: return "overdue";
    case Handing::Kind::kCorrected: return "corrected";
    case Handing::Kind::kWithdrawn: return "withdrawn";
    case Handing::Kind::kControlRoom: return "control-room";
    case Handing::Kind::kExercise: return "exercise";
  }
  return {};
}

std::string_view name(Means means) {
  switch (means) {
    case Means::kCommand: return "command";
    case Means::kSpool: return "spool";
    case Means::kMail: return "mail";
  }
  return {};
}

Status check(const Handing& handing) {
  if (is_id(handing.id)) return ok();
  return Error{Reason::kMalformed, "the id of a handing is no reference as Stile writes it"};
}

std::string json_of(const Handing& handing) {
  JsonObject json;
  json.text("id", handing.id)
      .text("kind", name(handing.kind))
      .text("contact", handing.to.code)
      .text("mailbox", handing.to.mailbox)
      .text("telephone", handing.to.telephone)
      .text("time", utc_second_text(handing.time));
  return json.done();
}

std::string HandingName::text() const { return id + "-" + std::string(name(kind)); }

std::optional<HandingName> HandingName::parse(std::string_view text) {
  const std::string_view id = text.substr(0, kIdBytes);
  if (!is_id(id)) return std::nullopt;
  for (const Handing::Kind kind : kKinds) {
    HandingName named{std::string(id), kind};
    if (named.text() == text) return named;
  }
  return std::nullopt;
}

}  // namespace stile::agent
