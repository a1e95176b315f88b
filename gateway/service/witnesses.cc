#include "gateway/service/witnesses.h"

#include <algorithm>
#include <optional>

#include "core/agreement/quorum.h"
#include "core/crypto/cosigner.h"
#include "core/crypto/note.h"

namespace stile::gateway {
namespace {

// line_of() reads one signature line, as part of the note that it would make.
Result<crypto::NoteSignature> line_of(const std::string& text, const std::string& line) {
  STILE_TRY(const auto note, crypto::parse_note(text + "\n" + line));
  if (note.signatures.size() != 1) return Error{Reason::kMalformed, "a cosignature is one line"};
  return note.signatures.front();
}

}  // namespace

Witnesses::Standing Witnesses::standing(const agreement::Directory& directory,
                                        const std::string& newest, std::uint64_t size,
                                        Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  if (directory.quorum.empty() || size == 0) return {.next = round_};
  if (offer_ == 0 || now >= until_) {
    close();
    ++offer_;
    until_ = now + round_;
    offered_ = newest;
    size_ = size;
  }
  return {offer_, offered_, size_, cosigning_, cosigned_, until_ - now};
}

// Who cosigned after the quorum was one is shown too, once.
void Witnesses::close() {
  if (complete_ && lines_.size() > shown_) {
    cosigned_ = cosigned_note();
    ++cosigning_;
  }
  lines_.clear();
  complete_ = false;
}

std::string Witnesses::cosigned_note() const {
  std::string note = offered_;
  for (const auto& [agency, line] : lines_) note += line;
  return note;
}

Result<bool> Witnesses::take(const agreement::Directory& directory, const AgencyId& agency,
                             std::uint64_t size, const std::string& line, Instant now) {
  const std::lock_guard lock(mutex_);
  const bool counts =
      std::find(directory.quorum.begin(), directory.quorum.end(), agency) != directory.quorum.end();
  const auto* member = directory.find(agency);
  if (!counts || member == nullptr || !member->witness_key) return false;
  if (offer_ == 0 || size != size_) return false;
  STILE_TRY(const auto offered, crypto::parse_note(offered_));
  STILE_TRY(const auto read, line_of(offered.text, line));
  if (!member->witness_key->names(read)) return false;
  const auto time = crypto::cosigned_at(*member->witness_key, offered.text, read);
  if (!time) return Error{Reason::kBadSignature, "a cosignature that is not good"};
  lines_[agency] = crypto::signature_line(read);
  latest_ = std::max({latest_, now, *time});
  STILE_TRY(const auto note, crypto::parse_note(cosigned_note()));
  const auto counted = agreement::cosignings(note, directory, latest_);
  if (complete_ || !agreement::witnessed_at(counted, directory)) return false;
  complete_ = true;
  shown_ = lines_.size();
  cosigned_ = cosigned_note();
  ++cosigning_;
  return true;
}

}  // namespace stile::gateway
