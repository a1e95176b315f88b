#include "core/record/identity.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/crypto/encoding.h"
#include "core/crypto/note.h"
#include "core/crypto/secret.h"
#include "core/crypto/utf8.h"
#include "core/record/letters.h"
#include "core/record/lines.h"

namespace stile::record {
namespace {

constexpr std::string_view kFirstLine = "stile-identity/v1";
constexpr std::string_view kAbsent = "-";
constexpr int kLongestName = 64;
constexpr std::size_t kLongestReference = 40;
constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2099;

// The parts of an identity that are text, in the order of its lines.
struct Part {
  std::string_view key;
  std::string Identity::*text;
  bool is_name;
};
constexpr std::array<Part, 3> kNames = {{{"surname", &Identity::surname, true},
                                         {"forenames", &Identity::forenames, true},
                                         {"known-as", &Identity::known_as, true}}};
constexpr std::array<Part, 3> kReferences = {
    {{"police-reference", &Identity::police_reference, false},
     {"pac-mash-reference", &Identity::pac_mash_reference, false},
     {"authority-reference", &Identity::authority_reference, false}}};

// Wiping zeroes what a function made on its way, whichever way it ends.
class Wiping {
 public:
  explicit Wiping(Bytes& bytes) : bytes_(bytes) {}
  ~Wiping() { crypto::wipe(bytes_); }
  Wiping(const Wiping&) = delete;
  Wiping& operator=(const Wiping&) = delete;

 private:
  Bytes& bytes_;
};

Error misread(std::string_view what) {
  return {Reason::kMalformed, "identity: " + std::string(what)};
}

// take_character() takes the first character off `text`, which is well-formed and not empty.
char32_t take_character(std::string_view& text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned lead = byte(0);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  char32_t character = length == 1 ? lead : lead & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) character = character << 6U | (byte(i) & 0x3fU);
  text.remove_prefix(length);
  return character;
}

bool stands_between_letters(char32_t character) {
  constexpr std::u32string_view kMarks = U"' -.\u2019\u2018\u2010";
  return kMarks.find(character) != kMarks.npos;
}

Status check_part(const Identity& identity, const Part& part) {
  const std::string& text = identity.*part.text;
  const bool fits = part.is_name ? is_name(text) : is_identity_reference(text);
  if (text.empty() || fits) return ok();
  return misread(std::string(part.key) + " is " +
                 std::string(part.is_name ? kNameForm : kReferenceForm) +
                 "; leave it empty if it is not known");
}

std::string birth_text(const Identity& identity) {
  if (!identity.date_of_birth) return std::string(kAbsent);
  return to_text(to_civil(*identity.date_of_birth));
}

void append_part(std::string& text, const Identity& identity, const Part& part) {
  const std::string& value = identity.*part.text;
  append_line(text, part.key, value.empty() ? kAbsent : std::string_view(value));
}

void take_part(Lines& lines, const Part& part, Identity& to) {
  const auto value = lines.value(part.key);
  if (value != kAbsent) to.*part.text = value;
}

Result<IdentityBinding> take_binding(Lines& lines) {
  STILE_TRY(const Hash row, unhex_exactly<Hash{}.size()>(lines.value("row")));
  STILE_TRY(const Token event, unhex_exactly<Token{}.size()>(lines.value("event")));
  STILE_TRY(const Hash agreement, unhex_exactly<Hash{}.size()>(lines.value("agreement")));
  STILE_TRY(const AgencyId recipient, AgencyId::parse(lines.value("to")));
  return IdentityBinding{row, event, agreement, recipient};
}

Status take_identity(Lines& lines, Identity& to) {
  for (const Part& part : kNames) take_part(lines, part, to);
  const auto born = lines.value("date-of-birth");
  if (born != kAbsent) {
    const auto day = parse_day(born);
    if (!day.ok()) return misread("date-of-birth is a date like 2012-05-07");
    to.date_of_birth = to_day(*day);
  }
  for (const Part& part : kReferences) take_part(lines, part, to);
  if (!lines.done()) return misread("not the lines of an identity in their order");
  return check_identity(to);
}

// signed_text() is the text of a note that bears one signature, and that is the source's.
Result<Bytes> signed_text(ByteView bytes, const crypto::NoteVerifier& source) {
  STILE_TRY(crypto::Note note, crypto::parse_note(bytes));
  if (note.signatures.size() == 1 && source.verifies(note.text, note.signatures.front())) {
    return std::move(note.text);
  }
  crypto::wipe(note.text);
  return Error{Reason::kBadSignature, "identity: not signed by the source alone"};
}

Status check_binding(const IdentityBinding& found, const IdentityBinding& expected) {
  const auto bound_to_another = [](std::string_view what) {
    return Error{Reason::kIntegrity, "identity: bound to another " + std::string(what)};
  };
  if (found.row != expected.row) return bound_to_another("row");
  if (found.event != expected.event) return bound_to_another("event");
  if (found.agreement != expected.agreement) return bound_to_another("agreement");
  if (found.recipient != expected.recipient) return bound_to_another("recipient");
  return ok();
}

}  // namespace

bool is_name(std::string_view text) {
  if (!crypto::valid_utf8(text) || text.starts_with(' ') || text.ends_with(' ')) return false;
  int length = 0;
  bool has_letter = false;
  while (!text.empty()) {
    const char32_t character = take_character(text);
    const bool letter = is_letter(character);
    if (!letter && !stands_between_letters(character)) return false;
    has_letter = has_letter || letter;
    if (++length > kLongestName) return false;
  }
  return has_letter;
}

bool is_identity_reference(std::string_view text) {
  return !text.empty() && text.size() <= kLongestReference && text != kAbsent &&
         std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

Status check_identity(const Identity& identity) {
  for (const Part& part : kNames) STILE_CHECKED(check_part(identity, part));
  for (const Part& part : kReferences) STILE_CHECKED(check_part(identity, part));
  if (identity.date_of_birth) {
    const int year = to_civil(*identity.date_of_birth).year;
    if (year < kFirstYear || year > kLastYear) {
      return misread("date-of-birth is of 1900 to 2099; leave it empty if it is not known");
    }
  }
  const bool known =
      !identity.surname.empty() || !identity.forenames.empty() ||
      std::ranges::any_of(kReferences, [&](const Part& p) { return !(identity.*p.text).empty(); });
  if (known) return ok();
  return Error{Reason::kMissingField,
               "identity: neither surname, forenames nor a reference; give one of them"};
}

void wipe(Identity& identity) {
  for (const Part& part : kNames) crypto::wipe(identity.*part.text);
  for (const Part& part : kReferences) crypto::wipe(identity.*part.text);
  identity = {};
}

std::string identity_text(const BoundIdentity& bound) {
  const auto& [identity, binding] = bound;
  std::string text;
  text.reserve(kIdentityPlainBytes);  // so that no shorter copy stays behind
  text.append(kFirstLine).append("\n");
  append_line(text, "row", crypto::hex(binding.row));
  append_line(text, "event", crypto::hex(binding.event));
  append_line(text, "agreement", crypto::hex(binding.agreement));
  append_line(text, "to", binding.recipient.text());
  for (const Part& part : kNames) append_part(text, identity, part);
  append_line(text, "date-of-birth", birth_text(identity));
  for (const Part& part : kReferences) append_part(text, identity, part);
  return text;
}

Result<BoundIdentity> parse_identity(std::string_view text) {
  Lines lines(text);
  lines.first(kFirstLine);
  STILE_TRY(const IdentityBinding binding, take_binding(lines));
  BoundIdentity bound{{}, binding};
  Status taken = take_identity(lines, bound.identity);
  Bytes written = taken.ok() ? identity_text(bound) : Bytes();
  const Wiping wiping(written);
  if (taken.ok() && written != text) taken = Error{Reason::kNotCanonical, "identity"};
  if (taken.ok()) return bound;
  wipe(bound.identity);
  return taken.error();
}

Result<Bytes> seal_identity(const BoundIdentity& bound, const crypto::NoteSigner& source,
                            const crypto::SealingPublicKey& to) {
  STILE_CHECKED(check_identity(bound.identity));
  Bytes text = identity_text(bound);
  const Wiping wiping_text(text);
  Bytes note = crypto::sign_note(text, source);
  const Wiping wiping_note(note);
  if (note.size() >= kIdentityPlainBytes) {
    return Error{Reason::kTooLarge, "identity: the name of the key that signs it is too long"};
  }
  Bytes padded = crypto::pad(note, kIdentityPlainBytes);
  const Wiping wiping_padded(padded);
  return crypto::seal(to, padded);
}

Result<Identity> open_identity(Bytes opened, const crypto::NoteVerifier& source,
                               const IdentityBinding& expected) {
  const Wiping wiping_opened(opened);
  if (opened.size() != kIdentityPlainBytes) return misread("not of its one length");
  STILE_TRY(Bytes note, crypto::unpad(opened, kIdentityPlainBytes));
  const Wiping wiping_note(note);
  STILE_TRY(Bytes text, signed_text(note, source));
  const Wiping wiping_text(text);
  STILE_TRY(BoundIdentity bound, parse_identity(text));
  const Status fits = check_binding(bound.binding, expected);
  if (fits.ok()) return std::move(bound.identity);
  wipe(bound.identity);
  return fits.error();
}

}  // namespace stile::record
