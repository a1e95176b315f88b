#include <algorithm>
#include <utility>

#include "core/base/limits.h"
#include "core/crypto/encoding.h"
#include "core/ledger/leaf.h"
#include "core/ledger/leaf_format.h"

namespace stile::ledger {
namespace {

bool visible(char c) { return c > ' ' && c < 0x7f; }

// Writer writes the lines and remembers the first value that has no text form.
class Writer {
 public:
  Writer() : text_(kLeafFirstLine) { text_ += '\n'; }

  void line(std::string_view key, std::string_view value) {
    if (!std::all_of(value.begin(), value.end(), visible) || value == kLeafNone) refuse(key);
    put(key, value.empty() ? kLeafNone : value);
  }
  void line(std::string_view key, const std::vector<std::string>& values) {
    std::string joined;
    for (const auto& value : values) {
      if (value.empty() || value.find(',') != value.npos) refuse(key);
      if (!joined.empty()) joined += ',';
      joined += value;
    }
    line(key, joined);
  }
  void line(std::string_view key, const std::optional<Hash>& hash) {
    put(key, hash ? crypto::hex(*hash) : std::string(kLeafNone));
  }
  void put(std::string_view key, std::string_view value) {
    text_.append(key).append(" ").append(value).append("\n");
  }

  Result<std::string> finish() && {
    if (refused_) return *refused_;
    if (text_.size() > limits::kLeafBytes) return Error{Reason::kTooLarge, "leaf: too long"};
    return std::move(text_);
  }

 private:
  void refuse(std::string_view key) {
    if (!refused_) refused_ = malformed_leaf(key);
  }
  std::string text_;
  std::optional<Error> refused_;
};

void write_act(Writer& writer, const Leaf& leaf) {
  writer.put("op", name(leaf.op));
  writer.line("time", utc_minute_text(leaf.time));
  writer.line("clock", leaf.clock);
  writer.put("nonce", crypto::hex(leaf.nonce));
  writer.line("from", leaf.from);
  writer.line("to", leaf.to);
}

void write_justification(Writer& writer, const Leaf& leaf) {
  writer.line("agreement", leaf.agreement);
  writer.put("counter", leaf.counter ? std::to_string(*leaf.counter) : std::string(kLeafNone));
  writer.line("occasion", leaf.occasion);
  writer.line("clause", leaf.clause);
  writer.line("purpose", leaf.purpose);
  writer.line("fields", leaf.fields);
  writer.put("rows", std::to_string(leaf.rows));
  writer.line("decision", leaf.decision);
  writer.line("reason", leaf.reason);
}

void write_evidence(Writer& writer, const Leaf& leaf) {
  writer.line("commit-rows", leaf.commit_rows);
  writer.line("commit-actor", leaf.commit_actor);
  writer.line("commit-reason", leaf.commit_reason);
  writer.line("peer-certificate", leaf.peer_certificate);
  writer.line("build", leaf.build);
}

}  // namespace

Result<std::string> leaf_text(const Leaf& leaf) {
  if (leaf.clock != "sync" && leaf.clock != "unsync") return malformed_leaf("clock");
  if (!parse_utc_minute(utc_minute_text(leaf.time)).ok()) return malformed_leaf("time");
  Writer writer;
  write_act(writer, leaf);
  write_justification(writer, leaf);
  write_evidence(writer, leaf);
  return std::move(writer).finish();
}

}  // namespace stile::ledger
