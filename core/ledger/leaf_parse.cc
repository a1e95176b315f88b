#include <array>

#include "core/base/limits.h"
#include "core/crypto/encoding.h"
#include "core/ledger/leaf.h"
#include "core/ledger/leaf_format.h"
#include "core/ledger/lines.h"

namespace stile::ledger {
namespace {

// Reader reads the lines in their order and remembers the first that is not as expected.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {
    if (take_line(rest_) != kLeafFirstLine) refuse("the format's first line");
  }

  // value() is the text after `key` and a space on the next line.
  std::string_view value(std::string_view key) {
    const auto line = take_line(rest_);
    const bool expected = line && line->size() > key.size() + 1 && line->starts_with(key) &&
                          (*line)[key.size()] == ' ';
    if (!expected) {
      refuse(key);
      return kLeafNone;
    }
    return line->substr(key.size() + 1);
  }
  std::string text(std::string_view key) {
    const auto found = value(key);
    return found == kLeafNone ? std::string() : std::string(found);
  }
  std::vector<std::string> list(std::string_view key) {
    std::vector<std::string> values;
    std::string rest = text(key);
    while (!rest.empty()) {
      const auto comma = rest.find(',');
      values.push_back(rest.substr(0, comma));
      rest = comma == rest.npos ? std::string() : rest.substr(comma + 1);
    }
    return values;
  }
  template <std::size_t N>
  std::array<std::uint8_t, N> bytes(std::string_view key, std::string_view text) {
    std::array<std::uint8_t, N> bytes{};
    const auto decoded = crypto::unhex(text);
    if (!decoded.ok() || !copy_exact(*decoded, bytes)) refuse(key);
    return bytes;
  }
  std::optional<Hash> hash(std::string_view key) {
    const auto found = value(key);
    if (found == kLeafNone) return std::nullopt;
    return bytes<32>(key, found);
  }
  // known() unwraps what a line must say in a form that its own parser knew.
  template <typename T>
  T known(std::string_view key, const std::optional<T>& parsed) {
    if (!parsed) refuse(key);
    return parsed.value_or(T{});
  }

  Status finish() const {
    if (refused_) return *refused_;
    if (!rest_.empty()) return Error{Reason::kMalformed, "leaf: something follows its last line"};
    return ok();
  }

 private:
  void refuse(std::string_view key) {
    if (!refused_) refused_ = malformed_leaf(key);
  }
  std::string_view rest_;
  std::optional<Error> refused_;
};

std::optional<Instant> instant(std::string_view text) {
  const auto parsed = parse_utc_minute(text);
  return parsed.ok() ? std::optional(*parsed) : std::nullopt;
}

void read_act(Reader& reader, Leaf& leaf) {
  leaf.op = reader.known("op", op_named(reader.value("op")));
  leaf.time = reader.known("time", instant(reader.value("time")));
  leaf.clock = reader.text("clock");
  leaf.nonce = reader.bytes<16>("nonce", reader.value("nonce"));
  leaf.from = reader.text("from");
  leaf.to = reader.text("to");
}

void read_justification(Reader& reader, Leaf& leaf) {
  leaf.agreement = reader.hash("agreement");
  const auto counter = reader.text("counter");
  if (!counter.empty()) leaf.counter = reader.known("counter", decimal<std::uint64_t>(counter));
  leaf.occasion = reader.text("occasion");
  leaf.clause = reader.text("clause");
  leaf.purpose = reader.text("purpose");
  leaf.fields = reader.list("fields");
  leaf.rows = reader.known("rows", decimal<std::uint32_t>(reader.value("rows")));
  leaf.decision = reader.text("decision");
  leaf.reason = reader.text("reason");
}

void read_evidence(Reader& reader, Leaf& leaf) {
  leaf.commit_rows = reader.hash("commit-rows");
  leaf.commit_actor = reader.hash("commit-actor");
  leaf.commit_reason = reader.hash("commit-reason");
  leaf.peer_certificate = reader.hash("peer-certificate");
  leaf.build = reader.text("build");
}

}  // namespace

Result<Leaf> parse_leaf(std::string_view text) {
  if (text.size() > limits::kLeafBytes) return Error{Reason::kTooLarge, "leaf: too long"};
  Reader reader(text);
  Leaf leaf;
  read_act(reader, leaf);
  read_justification(reader, leaf);
  read_evidence(reader, leaf);
  STILE_CHECKED(reader.finish());
  STILE_TRY(const std::string canonical, leaf_text(leaf));
  if (canonical != text) return Error{Reason::kNotCanonical, "leaf: not in its canonical form"};
  return leaf;
}

}  // namespace stile::ledger
