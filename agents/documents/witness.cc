#include "agents/documents/witness.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "agents/documents/atomic_file.h"
#include "core/crypto/note.h"
#include "core/ledger/checkpoint.h"
#include "core/storage/file.h"

namespace stile::agent {
namespace {

constexpr std::string_view kFirstLine = "stile-witnessed/v1\n";
constexpr Instant kSecondsPerHour = 3600;

// take_number() removes "name NUMBER\n" from the front of `text`.
template <typename Number>
bool take_number(std::string_view& text, std::string_view name, Number& to) {
  const auto end = text.find('\n');
  if (end == text.npos || !text.starts_with(name)) return false;
  const auto digits = text.substr(name.size(), end - name.size());
  const auto* last = digits.data() + digits.size();
  const auto [stopped, error] = std::from_chars(digits.data(), last, to);
  text.remove_prefix(end + 1);
  return error == std::errc() && stopped == last && to >= Number{0};
}

const agreement::Directory* directory_of(const agreement::DocumentSet* documents) {
  if (documents == nullptr || documents->directory().quorum.empty()) return nullptr;
  return &documents->directory();
}

Result<ledger::Checkpoint> checkpoint_in(const crypto::Note& note) {
  return ledger::parse_checkpoint_text(note.text);
}

}  // namespace

Result<Witness::Kept> Witness::parse(std::string_view text) {
  const Error malformed{Reason::kMalformed, "not what an agent keeps of the ledger's witnesses"};
  if (!text.starts_with(kFirstLine)) return malformed;
  text.remove_prefix(kFirstLine.size());
  Kept kept;
  const bool reads = take_number(text, "since ", kept.since) &&
                     take_number(text, "cosigned ", kept.cosigned) &&
                     take_number(text, "seen ", kept.seen) && text.starts_with('\n');
  if (!reads) return malformed;
  kept.note = text.substr(1);
  if (kept.note.empty()) return kept;
  STILE_TRY(const auto note, crypto::parse_note(kept.note));
  STILE_CHECKED(checkpoint_in(note));
  return kept;
}

Result<std::unique_ptr<Witness>> Witness::open(Options options) {
  const auto text = storage::read_whole(options.file);
  Kept kept;
  if (text.ok()) {
    auto read = parse(text.value());
    if (!read.ok()) {
      return Error{read.reason(), options.file.string() + ": " + read.error().detail +
                                      "; mend with: removing it, and the witnesses cosign anew"};
    }
    kept = std::move(read).value();
  } else if (text.reason() != Reason::kNotFound) {
    return text.error();
  }
  return std::unique_ptr<Witness>(new Witness(std::move(options), std::move(kept)));
}

Status Witness::keep(Kept next) {
  STILE_CHECKED(write_atomically(options_.file,
                                 std::string(kFirstLine) + "since " + std::to_string(next.since) +
                                     "\ncosigned " + std::to_string(next.cosigned) + "\nseen " +
                                     std::to_string(next.seen) + "\n\n" + next.note));
  kept_ = std::move(next);
  return ok();
}

Result<std::optional<std::string>> Witness::cosign(std::string_view checkpoint_note) {
  STILE_TRY(const auto note, crypto::parse_note(checkpoint_note));
  STILE_TRY(const auto checkpoint, checkpoint_in(note));
  const auto documents = options_.documents();
  const auto* directory = directory_of(documents.get());
  std::optional<std::string> line;
  if (directory == nullptr) return line;
  const auto& quorum = directory->quorum;
  const auto* self = directory->find(options_.self);
  const bool counts = std::find(quorum.begin(), quorum.end(), options_.self) != quorum.end() &&
                      self != nullptr && self->witness_key &&
                      self->witness_key->vkey() == options_.key->verifier().vkey();
  const std::lock_guard lock(mutex_);
  if (!counts || checkpoint.size < kept_.cosigned) return line;
  if (checkpoint.size > kept_.cosigned) {
    Kept next = kept_;
    next.cosigned = checkpoint.size;
    STILE_CHECKED(keep(std::move(next)));
  }
  line = options_.key->sign_line(note.text, options_.clock());
  return line;
}

Status Witness::take(std::string_view cosigned_note, std::uint64_t seen) {
  STILE_TRY(const auto note, crypto::parse_note(cosigned_note));
  STILE_TRY(const auto checkpoint, checkpoint_in(note));
  const auto documents = options_.documents();
  const auto* directory = directory_of(documents.get());
  if (directory == nullptr) return ok();
  const Instant now = options_.clock();
  const auto at = agreement::witnessed_at(agreement::cosignings(note, *directory, now), *directory);
  const std::lock_guard lock(mutex_);
  // Where this machine's clock was ahead, what was kept then must not stand for ever.
  const bool ahead = kept_.since > now + agreement::kCosignedAheadMost;
  const bool later = at && (ahead || *at > kept_.since || kept_.note.empty());
  const bool more = at && *at == kept_.since && cosigned_note.size() > kept_.note.size();
  if ((!later && !more) || checkpoint.size < kept_.seen) return ok();
  return keep({*at, kept_.cosigned, seen, std::string(cosigned_note)});
}

std::string Witness::cosigned() const {
  const std::lock_guard lock(mutex_);
  return kept_.note;
}

Witnessed Witness::standing() const {
  Witnessed standing;
  const auto documents = options_.documents();
  const auto* directory = directory_of(documents.get());
  if (directory == nullptr) return standing;
  standing.wanted = true;
  const std::lock_guard lock(mutex_);
  standing.since = kept_.since;
  const auto note = crypto::parse_note(kept_.note);
  if (note.ok()) {
    const auto checkpoint = checkpoint_in(note.value());
    if (checkpoint.ok()) standing.size = checkpoint->size;
    standing.by = agreement::cosignings(note.value(), *directory, options_.clock());
  }
  for (const AgencyId& member : directory->quorum) {
    const bool has = std::any_of(standing.by.begin(), standing.by.end(),
                                 [&](const auto& one) { return one.agency == member; });
    if (!has) standing.missing.push_back(member);
  }
  return standing;
}

std::optional<std::string> Witness::overdue() {
  const auto documents = options_.documents();
  const bool wanted = directory_of(documents.get()) != nullptr;
  const Instant now = options_.clock();
  const std::lock_guard lock(mutex_);
  // Once it is wanted no more, it counts from when it is wanted again; and from now on, where this
  // machine's clock was ahead.
  const bool no_more = documents != nullptr && !wanted && kept_.since != 0;
  const bool anew =
      wanted && (kept_.since == 0 || kept_.since > now + agreement::kCosignedAheadMost);
  if (no_more || anew) {
    const Status kept = keep({wanted ? now : 0, kept_.cosigned, kept_.seen, kept_.note});
    return kept.ok() ? std::nullopt : std::optional(kept.error().detail);
  }
  if (!wanted) return std::nullopt;
  if (now - kept_.since <= kUnwitnessedMost) return std::nullopt;
  return "no quorum of witnesses has cosigned the ledger since " + utc_minute_text(kept_.since) +
         ", for more than " + std::to_string(kUnwitnessedMost / kSecondsPerHour) +
         " hours: returns and enquiries wait; what people are told of at once goes on, unwitnessed";
}

}  // namespace stile::agent
