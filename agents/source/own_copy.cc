#include "agents/source/own_copy.h"

#include <concepts>
#include <optional>
#include <string>
#include <utility>

#include "core/record/code_texts.h"

namespace stile::agent {
namespace {

constexpr std::size_t kNumberBytes = 8;

// each_part() visits every member of an event, in order: one that is added does not compile before
// it stands here.
template <typename Event, typename Visitor>
void each_part(Event& event, Visitor& visit) {
  auto& [type, origin, incident, hold, home, time, end, child_involved, date_of_birth, looked_after,
         care_home, child_now, child_role, placing_authority, exploitation, harm, offence, arrested,
         outcome, child_view, disputed, category, deployment, home_told, channel, caller_role,
         appropriateness, level, level_set_by, absence, risk, police_response, home_enquired,
         interview_due, interview_offered, interview_accepted, kind, identity, contact] = event;
  auto& [system, reference, child] = origin;
  auto& [surname, forenames, known_as, born, police_reference, pac_mash_reference,
         authority_reference] = identity;
  const auto all = [&](auto&... part) { (visit(part), ...); };
  all(type, system, reference, child, incident, hold, home, time, end, child_involved,
      date_of_birth, looked_after, care_home, child_now, child_role, placing_authority,
      exploitation, harm, offence, arrested, outcome, child_view, disputed);
  all(category, deployment, home_told, channel, caller_role, appropriateness, level, level_set_by,
      absence, risk, police_response, home_enquired, interview_due, interview_offered,
      interview_accepted, kind);
  all(surname, forenames, known_as, born, police_reference, pac_mash_reference, authority_reference,
      contact);
}

// Writer: a text has its length before it, a number is eight bytes, and what may be absent is a
// text that is empty then.
class Writer {
 public:
  explicit Writer(Bytes& to) : to_(&to) {}

  void operator()(const std::string& text) { append_prefixed(*to_, text); }
  template <std::integral T>
  void operator()(const T& value) {
    append_u64(*to_, static_cast<std::uint64_t>(value));
  }
  template <record::Coded T>
  void operator()(const T& value) {
    to_->push_back(static_cast<char>(value));
  }
  template <std::integral T>
  void operator()(const std::optional<T>& value) {
    Bytes number;
    if (value) append_u64(number, static_cast<std::uint64_t>(*value));
    append_prefixed(*to_, number);
  }
  template <typename Id>
  void operator()(const std::optional<Id>& id) {
    append_prefixed(*to_, id ? id->text() : std::string());
  }

 private:
  Bytes* to_;
};

class Reader {
 public:
  explicit Reader(ByteView from) : from_(from) {}
  bool whole() const { return good_ && from_.empty(); }

  void operator()(std::string& text) { text = std::string(prefixed()); }
  template <std::integral T>
  void operator()(T& value) {
    value = number<T>(take(kNumberBytes));
  }
  template <record::Coded T>
  void operator()(T& value) {
    const ByteView byte = take(1);
    const int code = byte.empty() ? 0 : static_cast<unsigned char>(byte.front());
    good_ = good_ && code >= 1 && code <= record::count<T>;
    if (good_) value = static_cast<T>(code);
  }
  template <std::integral T>
  void operator()(std::optional<T>& value) {
    const ByteView bytes = prefixed();
    if (!bytes.empty()) value = number<T>(bytes);
  }
  template <typename Id>
  void operator()(std::optional<Id>& id) {
    const ByteView text = prefixed();
    if (text.empty()) return;
    auto read = Id::parse(text);
    good_ = good_ && read.ok();
    if (good_) id = std::move(read).value();
  }

 private:
  ByteView take(std::size_t bytes) {
    good_ = good_ && bytes <= from_.size();
    if (!good_) return {};
    const ByteView taken = from_.substr(0, bytes);
    from_.remove_prefix(bytes);
    return taken;
  }
  ByteView prefixed() {
    std::size_t length = 0;
    for (const char byte : take(4)) length = length << 8 | static_cast<unsigned char>(byte);
    return take(length);
  }
  template <typename T>
  T number(ByteView bytes) {
    good_ = good_ && bytes.size() == kNumberBytes;
    std::uint64_t value = 0;
    for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
    return static_cast<T>(value);
  }

  ByteView from_;
  bool good_ = true;
};

}  // namespace

Result<Bytes> seal_event(const record::Event& event, const crypto::SealingPublicKey& to) {
  Bytes plain;
  plain.reserve(kOwnCopyBytes);  // what grows is moved, and nobody wipes what it leaves
  Writer write(plain);
  each_part(event, write);
  if (plain.size() >= kOwnCopyBytes) {
    crypto::wipe(plain);
    return Error{Reason::kTooLarge, "the event is longer than the source's own copy of one"};
  }
  Bytes padded = crypto::pad(plain, kOwnCopyBytes);
  crypto::wipe(plain);
  auto sealed = crypto::seal(to, padded);
  crypto::wipe(padded);
  return sealed;
}

Result<record::Event> open_event(const crypto::SealingKey& key, ByteView sealed) {
  STILE_TRY(Bytes padded, crypto::open(key, sealed));
  auto plain = crypto::unpad(padded, kOwnCopyBytes);
  crypto::wipe(padded);
  if (!plain.ok()) return plain.error();
  record::Event event;
  Reader read(*plain);
  each_part(event, read);
  const bool whole = read.whole();
  crypto::wipe(*plain);
  if (whole) return event;
  record::wipe(event.identity);
  return Error{Reason::kMalformed, "the source's own copy of the event does not read"};
}

}  // namespace stile::agent
