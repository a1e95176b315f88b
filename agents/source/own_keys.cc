#include "agents/source/own_keys.h"

#include <system_error>
#include <vector>

#include "core/crypto/key_file.h"
#include "core/storage/file.h"

namespace stile::agent {
namespace {

namespace fs = std::filesystem;

Error failed(const fs::path& path, const std::error_code& code) {
  return {Reason::kIo, path.string() + ": " + code.message()};
}

Result<crypto::SealingKey> read_key(const fs::path& path) {
  STILE_TRY(Bytes secret, crypto::read_key_file(path));
  auto key = crypto::SealingKey::from_secret(secret);
  crypto::wipe(secret);
  if (key.ok()) return key;
  return Error{key.reason(), path.string() + ": " + key.error().detail};
}

Status make_folder(const fs::path& folder) {
  std::error_code code;
  const bool made = fs::create_directory(folder, code);
  if (code) return failed(folder, code);
  if (!made) return ok();
  fs::permissions(folder, fs::perms::owner_all, code);
  if (code) return failed(folder, code);
  return storage::sync_folder_of(folder.string());
}

}  // namespace

fs::path OwnKeys::file_of(Day day) const { return folder_ / to_text(to_civil(day)); }

Result<crypto::SealingPublicKey> OwnKeys::to_seal(Day day) {
  const std::lock_guard lock(mutex_);
  if (newest_ && newest_->first == day) return newest_->second;
  auto key = read_key(file_of(day));
  if (!key.ok()) {
    if (key.reason() != Reason::kNotFound) return key.error();
    STILE_CHECKED(make_folder(folder_));
    key = crypto::SealingKey::generate(random_);
    Bytes secret = key->secret_for_storage(crypto::mint_secret_access());
    const Status written = crypto::write_key_file(file_of(day), secret);
    crypto::wipe(secret);
    if (!written.ok()) return written.error();
  }
  newest_.emplace(day, key->public_key());
  return key->public_key();
}

Result<crypto::SealingKey> OwnKeys::to_open(Day day) {
  const std::lock_guard lock(mutex_);
  return read_key(file_of(day));
}

Status OwnKeys::destroy_until(Day last) {
  const std::lock_guard lock(mutex_);
  if (newest_ && newest_->first <= last) newest_.reset();
  std::error_code code;
  if (!fs::exists(folder_, code)) return code ? failed(folder_, code) : ok();
  std::vector<fs::path> ended;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_, code)) {
    const auto day = parse_day(entry.path().filename().string());
    if (day.ok() && to_day(*day) <= last) ended.push_back(entry.path());
  }
  if (code) return failed(folder_, code);
  for (const fs::path& path : ended) {
    fs::remove(path, code);
    if (code) return failed(path, code);
  }
  return ended.empty() ? ok() : storage::sync_folder_of(ended.front().string());
}

}  // namespace stile::agent
