#include "agents/recipient/sealing_keys.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <system_error>
#include <utility>

#include "core/crypto/key_file.h"
#include "core/crypto/note.h"
#include "core/storage/file.h"
#include "core/storage/new_file.h"
#include "core/wire/document_codec.h"

namespace stile::agent {
namespace {

namespace fs = std::filesystem;

constexpr Instant kMinute = 60;

Error failed(const fs::path& path, const std::error_code& code) {
  return {Reason::kIo, path.string() + ": " + code.message()};
}

Result<crypto::SealingKey> read_key(const fs::path& path) {
  STILE_TRY(Bytes secret, crypto::read_key_file(path));
  Result<crypto::SealingKey> key = crypto::SealingKey::from_secret(secret);
  crypto::wipe(secret);
  if (key.ok()) return key;
  return Error{key.reason(), path.string() + ": " + key.error().detail};
}

Result<crypto::SealingKey> write_new_key(const fs::path& path, const crypto::Random& random) {
  crypto::SealingKey key = crypto::SealingKey::generate(random);
  Bytes secret = key.secret_for_storage(crypto::mint_secret_access());
  const Status written = crypto::write_key_file(path, secret);
  crypto::wipe(secret);
  if (!written.ok()) return written.error();
  return key;
}

Result<crypto::SealingKey> read_or_make_key(const fs::path& path, const crypto::Random& random) {
  Result<crypto::SealingKey> key = read_key(path);
  if (key.ok() || key.reason() != Reason::kNotFound) return key;
  return write_new_key(path, random);
}

std::optional<Instant> instant_in(std::string_view text) {
  Instant value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Result<Bytes> read_private(const fs::path& path) {
  STILE_TRY(const storage::File file, storage::File::open(path.string()));
  STILE_TRY(const std::uint64_t size, file.size());
  return file.read_at(0, size);
}

}  // namespace

Result<SealingKeys> SealingKeys::open(fs::path path, Owner owner, Instant now) {
  STILE_TRY(crypto::SealingKey newest, read_or_make_key(path, owner.random));
  SealingKeys keys(std::move(path), std::move(owner), std::move(newest));
  STILE_CHECKED(keys.find_old());
  STILE_CHECKED(keys.take_up_note(now));
  return keys;
}

SealingKeys::SealingKeys(fs::path path, Owner owner, crypto::SealingKey newest)
    : path_(std::move(path)), owner_(std::move(owner)), newest_(std::move(newest)) {}

fs::path SealingKeys::beside(const std::string& ending) const {
  fs::path path = path_;
  return path += ending;
}

Status SealingKeys::find_old() {
  const fs::path folder = path_.has_parent_path() ? path_.parent_path() : fs::path(".");
  const std::string start = path_.filename().string() + ".";
  std::error_code code;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, code)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(start)) continue;
    const std::optional<Instant> until = instant_in(std::string_view(name).substr(start.size()));
    if (!until) continue;
    STILE_TRY(crypto::SealingKey key, read_key(entry.path()));
    old_.push_back({std::move(key), entry.path(), *until});
  }
  if (code) return failed(folder, code);
  return ok();
}

// A note that is absent or of another key is what a crash between the two files leaves, or a
// first start: the key begins now.
Status SealingKeys::take_up_note(Instant now) {
  const fs::path file = beside(".note");
  const Result<Bytes> kept = read_private(file);
  if (!kept.ok() && kept.reason() != Reason::kNotFound) return kept.error();
  if (!kept.ok()) return sign_note(now);
  const auto document = wire::read_sealing_key(kept.value(), file.string());
  if (!document.ok() || document->value.key != newest_.public_key() ||
      document->value.agency != owner_.agency) {
    return sign_note(now);
  }
  const auto own = owner_.signer->verifier();
  const auto signers = crypto::verified_names(document->note, std::span(&own, 1));
  if (!signers.ok() || signers->empty()) return sign_note(now);
  note_ = kept.value();
  from_ = document->value.valid_from;
  return ok();
}

Status SealingKeys::sign_note(Instant now) {
  const Instant from = now - now % kMinute;
  const agreement::SealingKeyDocument document{owner_.agency, newest_.public_key(), from,
                                               from + kSealingKeySeconds};
  Bytes note = crypto::sign_note(wire::sealing_key_text(document), *owner_.signer);
  STILE_TRY(storage::NewFile file, storage::NewFile::create(beside(".note")));
  STILE_CHECKED(file.append(note));
  STILE_CHECKED(file.finish(storage::NewFile::Readers::kOwner));
  note_ = std::move(note);
  from_ = from;
  return ok();
}

Result<Bytes> SealingKeys::note(Instant now, std::optional<Instant> waiting) {
  STILE_CHECKED(destroy_old(now, waiting));
  if (now >= from_ + kSealingKeySeconds / 2) STILE_CHECKED(renew(now));
  return note_;
}

// The old half gets its second name before the new one takes the first, so that no crash loses
// a key that somebody may have sealed to.
Status SealingKeys::renew(Instant now) {
  const fs::path next = beside(".next");
  const Instant until = from_ + kSealingKeySeconds;
  const fs::path aged = beside(std::string(".").append(std::to_string(until)));
  std::error_code code;
  fs::remove(next, code);
  STILE_TRY(crypto::SealingKey key, write_new_key(next, owner_.random));
  fs::create_hard_link(path_, aged, code);
  if (code && code != std::errc::file_exists) return failed(aged, code);
  STILE_CHECKED(storage::sync_folder_of(path_.string()));
  fs::rename(next, path_, code);
  if (code) return failed(path_, code);
  STILE_CHECKED(storage::sync_folder_of(path_.string()));
  old_.push_back({std::exchange(newest_, std::move(key)), aged, until});
  return sign_note(now);
}

Status SealingKeys::destroy_old(Instant now, std::optional<Instant> waiting) {
  const Instant last = std::min(now, waiting.value_or(now));
  for (auto old = old_.begin(); old != old_.end();) {
    if (last <= old->until + kUncollectedSeconds) {
      ++old;
      continue;
    }
    std::error_code code;
    fs::remove(old->file, code);
    if (code) return failed(old->file, code);
    old = old_.erase(old);
  }
  return ok();
}

Result<Bytes> SealingKeys::open_sealed(ByteView sealed) const {
  Result<Bytes> opened = crypto::open(newest_, sealed);
  for (auto old = old_.rbegin(); !opened.ok() && old != old_.rend(); ++old) {
    opened = crypto::open(old->key, sealed);
  }
  return opened;
}

}  // namespace stile::agent
