#include "agents/source/sent_consignment.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

#include "core/record/identity_request.h"

namespace stile::agent {
namespace {

constexpr std::string_view kMagic = "stile-reduced/v1\n";
constexpr char kKept = 'k';
constexpr char kDestroyed = 'd';
constexpr char kErased = 'e';

Error not_as_kept() {
  return {Reason::kMalformed, "intake store: a reduced consignment does not read"};
}

class Reader {
 public:
  explicit Reader(ByteView from) : from_(from) {}
  bool good() const { return good_; }
  bool at_end() const { return from_.empty(); }

  ByteView take(std::size_t bytes) {
    good_ = good_ && bytes <= from_.size();
    if (!good_) return {};
    const ByteView taken = from_.substr(0, bytes);
    from_.remove_prefix(bytes);
    return taken;
  }
  template <typename T>
  void fixed(T& to) {
    good_ = copy_exact(take(to.size()), to) && good_;
  }
  std::uint64_t number(std::size_t bytes) {
    std::uint64_t value = 0;
    for (const char byte : take(bytes)) value = value << 8 | static_cast<unsigned char>(byte);
    return value;
  }
  Bytes prefixed() { return Bytes(take(number(4))); }

 private:
  ByteView from_;
  bool good_ = true;
};

wire::ConsignmentHead head_in(Reader& from) {
  wire::ConsignmentHead head;
  from.take(kMagic.size());
  head.statement = from.prefixed();
  from.fixed(head.salt);
  return head;
}

wire::ConsignmentRow kept_row(Reader& from) {
  wire::ConsignmentRow row;
  from.fixed(row.row.salt);
  from.fixed(row.row.event_token);
  row.row.revision = from.number(8);
  row.row.fields = from.prefixed();
  row.row.sealed_identity = from.prefixed();
  row.envelope = from.prefixed();
  row.subject_token = from.prefixed();
  return row;
}

SentRow whole(wire::ConsignmentRow row) {
  SentRow sent{.hash = record::row_hash(row.row), .event_token = row.row.event_token, .row = {}};
  sent.row = std::move(row);
  return sent;
}

bool read_row(Reader& from, SentRow& to) {
  const ByteView kind = from.take(1);
  if (kind.empty()) return false;
  if (kind.front() == kKept) {
    to = whole(kept_row(from));
  } else if (kind.front() == kDestroyed || kind.front() == kErased) {
    from.fixed(to.hash);
    if (kind.front() == kDestroyed) from.fixed(to.event_token.emplace());
  } else {
    return false;
  }
  return from.good();
}

void append_row(const SentRow& sent, Bytes& to) {
  if (!sent.row) {
    to.push_back(sent.event_token ? kDestroyed : kErased);
    to.append(view(sent.hash));
    if (sent.event_token) to.append(view(*sent.event_token));
    return;
  }
  const wire::ConsignmentRow& one = *sent.row;
  to.push_back(kKept);
  to.append(view(one.row.salt));
  to.append(view(one.row.event_token));
  append_u64(to, one.row.revision);
  for (const Bytes* part :
       {&one.row.fields, &one.row.sealed_identity, &one.envelope, &one.subject_token}) {
    append_prefixed(to, *part);
  }
}

}  // namespace

std::vector<Hash> SentConsignment::hashes() const {
  std::vector<Hash> all;
  for (const SentRow& one : rows) all.push_back(one.hash);
  return all;
}

bool SentConsignment::is_whole() const {
  return std::ranges::all_of(rows, [](const SentRow& one) { return one.row.has_value(); });
}

Result<SentConsignment> read_sent(ByteView bytes) {
  SentConsignment sent;
  if (!bytes.starts_with(kMagic)) {
    STILE_TRY(wire::Consignment consignment, wire::decode_consignment(bytes));
    sent.statement = std::move(consignment.statement);
    sent.salt = consignment.salt;
    sent.question = std::move(consignment.question);
    for (auto& row : consignment.rows) sent.rows.push_back(whole(std::move(row)));
    return sent;
  }
  Reader from(bytes);
  auto head = head_in(from);
  sent.statement = std::move(head.statement);
  sent.salt = head.salt;
  sent.question = from.prefixed();
  while (from.good() && !from.at_end()) {
    if (!read_row(from, sent.rows.emplace_back())) return not_as_kept();
  }
  if (!from.good() || sent.rows.empty()) return not_as_kept();
  return sent;
}

Result<wire::ConsignmentHead> read_sent_head(ByteView bytes) {
  if (!bytes.starts_with(kMagic)) return wire::decode_head(bytes);
  Reader from(bytes);
  auto head = head_in(from);
  if (!from.good()) return not_as_kept();
  return head;
}

Bytes reduced(const SentConsignment& sent, const std::set<std::size_t>& positions, Destroyed what) {
  Bytes to(kMagic);
  append_prefixed(to, sent.statement);
  to.append(view(sent.salt));
  // Of whom somebody asked, and for whom, nothing stays once the one row has gone.
  append_prefixed(to, record::is_identity_request(sent.question) ? Bytes() : sent.question);
  for (std::size_t i = 0; i < sent.rows.size(); ++i) {
    SentRow bare{.hash = sent.rows[i].hash, .event_token = sent.rows[i].event_token, .row = {}};
    if (!positions.contains(i)) {
      append_row(sent.rows[i], to);
      continue;
    }
    if (what == Destroyed::kAll) bare.event_token.reset();
    append_row(bare, to);
  }
  return to;
}

}  // namespace stile::agent
