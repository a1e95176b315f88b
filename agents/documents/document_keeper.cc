#include "agents/documents/document_keeper.h"

#include <charconv>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "agents/documents/atomic_file.h"
#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "core/storage/file.h"

namespace stile::agent {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSerialFile = "highest-serial";
constexpr std::string_view kEnding = ".note";
constexpr std::size_t kSerialDigits = 20;

std::string name_of(const Hash& hash) { return crypto::hex(hash) + std::string(kEnding); }

struct Directories {
  std::optional<agreement::Signed<agreement::Directory>> newest;
  std::optional<agreement::Signed<agreement::Directory>> before;
};

void sort_in(agreement::Signed<agreement::Directory> read, Directories& found) {
  if (!found.newest || found.newest->value.serial < read.value.serial) {
    found.before = std::move(found.newest);
    found.newest = std::move(read);
  } else if (!found.before || found.before->value.serial < read.value.serial) {
    found.before = std::move(read);
  }
}

bool is_directory(const wire::NamedNote& named) {
  const auto kind = wire::document_kind(named.note);
  return kind.ok() && kind.value() == wire::DocumentKind::kDirectory;
}

Result<Directories> directories_in(const std::vector<wire::NamedNote>& notes) {
  Directories found;
  for (const auto& named : notes) {
    if (!is_directory(named)) continue;
    STILE_TRY(auto read, wire::read_directory(named.note, named.file));
    sort_in(std::move(read), found);
  }
  return found;
}

// drop_unknown() drops what is of no kind that this version knows: a newer gateway may have more.
std::map<Hash, Error> drop_unknown(std::vector<wire::NamedNote>& notes) {
  std::map<Hash, Error> dropped;
  std::erase_if(notes, [&](const wire::NamedNote& named) {
    const auto kind = wire::document_kind(named.note);
    if (kind.ok()) return false;
    const Hash hash = crypto::sha256(named.note);
    dropped.emplace(hash,
                    Error{kind.reason(), "note " + crypto::hex(hash) + ": " + kind.error().detail});
    return true;
  });
  return dropped;
}

// keep_once() drops what is there twice, and every directory but this one.
void keep_once(std::vector<wire::NamedNote>& notes, const Hash& directory) {
  std::set<Hash> seen;
  std::erase_if(notes, [&](const wire::NamedNote& named) {
    const Hash hash = crypto::sha256(named.note);
    return !seen.insert(hash).second || (is_directory(named) && hash != directory);
  });
}

}  // namespace

Result<std::unique_ptr<DocumentKeeper>> DocumentKeeper::open(Options options) {
  std::unique_ptr<DocumentKeeper> keeper(new DocumentKeeper(std::move(options)));
  STILE_CHECKED(keeper->load());
  return keeper;
}

std::shared_ptr<const agreement::DocumentSet> DocumentKeeper::current() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

std::uint64_t DocumentKeeper::serial() const {
  const auto set = current();
  return set == nullptr ? 0 : set->directory().serial;
}

std::optional<Bytes> DocumentKeeper::directory_note() const {
  const std::lock_guard lock(mutex_);
  for (const auto& [text, note] : notes_) {
    const auto kind = wire::document_kind(note);
    if (kind.ok() && *kind == wire::DocumentKind::kDirectory) return note;
  }
  return std::nullopt;
}

std::optional<Bytes> DocumentKeeper::note(const Hash& text) const {
  const std::lock_guard lock(mutex_);
  const auto found = notes_.find(text);
  return found == notes_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<Hash> DocumentKeeper::held() const {
  const auto set = current();
  std::vector<Hash> hashes;
  if (set == nullptr) return hashes;
  for (const auto& [hash, note_hash] : set->notes()) hashes.push_back(note_hash);
  return hashes;
}

Status DocumentKeeper::load() {
  const std::lock_guard changing(changing_);
  STILE_TRY(auto notes, read_folder());
  STILE_TRY(const Directories found, directories_in(notes));
  if (!found.newest) return ok();
  const auto before = current();
  const agreement::Directory* previous = found.before ? &found.before->value : nullptr;
  if (before != nullptr) previous = &before->directory();
  STILE_TRY(Verified verified, verify(std::move(notes), previous));
  tell(verified);
  return swap(std::move(verified));
}

// What is held comes first: of several notes of one text the set believes the first that verifies.
Result<bool> DocumentKeeper::take(std::vector<Bytes> notes) {
  const std::lock_guard changing(changing_);
  const auto before = current();
  std::vector<wire::NamedNote> all;
  for (const auto& [hash, note] : notes_) {
    all.push_back({(options_.folder / name_of(hash)).string(), note});
  }
  for (auto& note : notes) all.push_back({"from the gateway", std::move(note)});
  STILE_TRY(Verified verified,
            verify(std::move(all), before == nullptr ? nullptr : &before->directory()));
  tell(verified);
  if (verified.notes == notes_) return false;
  STILE_CHECKED(write(verified.notes));
  STILE_CHECKED(swap(std::move(verified)));
  remove_others();
  return true;
}

Result<std::vector<wire::NamedNote>> DocumentKeeper::read_folder() const {
  std::vector<wire::NamedNote> notes;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(options_.folder, error)) {
    if (entry.path().extension() != kEnding) continue;
    STILE_TRY(Bytes note, storage::read_whole(entry.path()));
    if (!wire::document_kind(note).ok()) {
      return Error{Reason::kMalformed, entry.path().string() + ":1:1: not a document"};
    }
    notes.push_back({entry.path().string(), std::move(note)});
  }
  if (error) return Error{Reason::kIo, "cannot read the folder " + options_.folder.string()};
  return notes;
}

Result<std::uint64_t> DocumentKeeper::highest_serial() const {
  const auto path = options_.folder / kSerialFile;
  auto text = storage::read_whole(path, kSerialDigits);
  if (!text.ok() && text.reason() == Reason::kNotFound) return std::uint64_t{0};
  if (!text.ok()) return text.error();
  std::uint64_t serial = 0;
  const char* end = text->data() + text->size();
  const auto [stopped, fault] = std::from_chars(text->data(), end, serial);
  if (fault != std::errc() || stopped != end) {
    return Error{Reason::kIntegrity, path.string() + " does not hold a serial"};
  }
  return serial;
}

Result<DocumentKeeper::Verified> DocumentKeeper::verify(
    std::vector<wire::NamedNote> notes, const agreement::Directory* previous) const {
  auto turned_away = drop_unknown(notes);
  STILE_TRY(const Directories found, directories_in(notes));
  if (!found.newest) return Error{Reason::kMissingField, "there is no directory"};
  keep_once(notes, found.newest->note_hash);
  STILE_TRY(Bytes areas, storage::read_whole(options_.areas));
  STILE_TRY(auto documents, wire::read_documents(notes, {options_.areas.string(), areas}));
  STILE_TRY(const std::uint64_t lowest, highest_serial());
  STILE_TRY(auto set, agreement::DocumentSet::verify(std::move(documents),
                                                     {options_.roots, lowest, previous}));
  Notes made_of = wire::notes_of(set, notes);
  turned_away.insert(set.turned_away().begin(), set.turned_away().end());
  return Verified{std::move(set), std::move(made_of), std::move(turned_away)};
}

Status DocumentKeeper::write(const Notes& notes) const {
  for (const auto& [hash, note] : notes) {
    const auto held = notes_.find(hash);
    if (held != notes_.end() && held->second == note) continue;
    STILE_CHECKED(write_atomically(options_.folder / name_of(hash), note));
  }
  return ok();
}

// Removing is tidying: a file that stays is not listed, or lacks signatures, and has no effect.
void DocumentKeeper::remove_others() const {
  std::set<Bytes> held;
  for (const auto& [hash, note] : notes_) held.insert(note);
  std::vector<fs::path> others;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(options_.folder, error)) {
    if (entry.path().extension() != kEnding) continue;
    const auto note = storage::read_whole(entry.path());
    if (note.ok() && !held.contains(*note)) others.push_back(entry.path());
  }
  for (const auto& other : others) fs::remove(other, error);
}

// What is turned away is not held, so it is fetched again each time.
void DocumentKeeper::tell(const Verified& verified) {
  std::map<Hash, Reason> told;
  for (const auto& [hash, error] : verified.turned_away) {
    told.emplace(hash, error.reason);
    const auto before = told_.find(hash);
    const bool known = before != told_.end() && before->second == error.reason;
    if (!known && options_.turned_away) options_.turned_away(error);
  }
  told_ = std::move(told);
}

// The serial is durable before the set is in force: what was once believed is never unlearnt.
Status DocumentKeeper::swap(Verified verified) {
  STILE_CHECKED(write_atomically(options_.folder / kSerialFile,
                                 std::to_string(verified.set.directory().serial)));
  const std::lock_guard lock(mutex_);
  current_ = std::make_shared<const agreement::DocumentSet>(std::move(verified.set));
  notes_ = std::move(verified.notes);
  return ok();
}

}  // namespace stile::agent
