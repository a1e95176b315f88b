#include "agents/documents/document_keeper.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <system_error>
#include <utility>

#include "agents/documents/atomic_file.h"
#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "core/crypto/note.h"
#include "core/storage/file.h"
#include "core/wire/document_codec.h"

namespace stile::agent {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSerialFile = "highest-serial";
constexpr std::string_view kEnding = ".note";
constexpr std::size_t kSerialDigits = 20;

Hash text_hash(const Bytes& note) {
  const auto parsed = crypto::parse_note(note);
  return crypto::sha256(parsed.ok() ? ByteView(parsed->text) : ByteView(note));
}

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

bool is_of(const Bytes& note, wire::DocumentKind kind) {
  const auto found = wire::document_kind(note);
  return found.ok() && found.value() == kind;
}

Result<Directories> directories_in(const std::map<Hash, Bytes>& notes) {
  Directories found;
  for (const auto& [hash, note] : notes) {
    if (!is_of(note, wire::DocumentKind::kDirectory)) continue;
    STILE_TRY(auto read, wire::read_directory(note, name_of(hash)));
    sort_in(std::move(read), found);
  }
  return found;
}

// listed() says whether a note has a place beside this directory: agreements and homes when the
// directory lists them; a status or a sealing key stands on its own signatures.
bool listed(const Hash& hash, const Bytes& note,
            const agreement::Signed<agreement::Directory>& directory) {
  const auto kind = wire::document_kind(note);
  if (!kind.ok()) return false;
  switch (kind.value()) {
    case wire::DocumentKind::kDirectory: return hash == directory.hash;
    case wire::DocumentKind::kAgreement:
    case wire::DocumentKind::kHomes: return directory.value.documents.contains(hash);
    case wire::DocumentKind::kStatus:
    case wire::DocumentKind::kSealingKey: return true;
  }
  __builtin_trap();
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

std::vector<Hash> DocumentKeeper::held() const {
  const std::lock_guard lock(mutex_);
  std::vector<Hash> hashes;
  for (const auto& [hash, note] : notes_) hashes.push_back(hash);
  return hashes;
}

Status DocumentKeeper::load() {
  const std::lock_guard changing(changing_);
  STILE_TRY(Notes notes, read_folder());
  STILE_TRY(const Directories found, directories_in(notes));
  if (!found.newest) return ok();
  const auto before = current();
  const agreement::Directory* previous = found.before ? &found.before->value : nullptr;
  if (before != nullptr) previous = &before->directory();
  STILE_TRY(Verified verified, verify(std::move(notes), previous));
  return swap(std::move(verified));
}

Status DocumentKeeper::take(std::vector<Bytes> notes) {
  const std::lock_guard changing(changing_);
  const auto before = current();
  Notes all;
  {
    const std::lock_guard lock(mutex_);
    all = notes_;
  }
  for (auto& note : notes) {
    const Hash hash = text_hash(note);
    all.insert_or_assign(hash, std::move(note));
  }
  STILE_TRY(Verified verified,
            verify(std::move(all), before == nullptr ? nullptr : &before->directory()));
  STILE_CHECKED(write(verified.notes));
  STILE_CHECKED(swap(std::move(verified)));
  remove_others();
  return ok();
}

Result<DocumentKeeper::Notes> DocumentKeeper::read_folder() const {
  Notes notes;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(options_.folder, error)) {
    if (entry.path().extension() != kEnding) continue;
    STILE_TRY(Bytes note, storage::read_whole(entry.path()));
    if (!wire::document_kind(note).ok()) {
      return Error{Reason::kMalformed, entry.path().string() + ":1:1: not a document"};
    }
    const Hash hash = text_hash(note);
    notes.insert_or_assign(hash, std::move(note));
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
    Notes notes, const agreement::Directory* previous) const {
  STILE_TRY(const Directories found, directories_in(notes));
  if (!found.newest) return Error{Reason::kMissingField, "there is no directory"};
  std::erase_if(notes,
                [&](const auto& held) { return !listed(held.first, held.second, *found.newest); });
  std::vector<wire::NamedNote> named;
  for (const auto& [hash, note] : notes) {
    named.push_back({(options_.folder / name_of(hash)).string(), note});
  }
  STILE_TRY(Bytes areas, storage::read_whole(options_.areas));
  STILE_TRY(auto documents, wire::read_documents(named, {options_.areas.string(), areas}));
  STILE_TRY(const std::uint64_t lowest, highest_serial());
  STILE_TRY(auto set, agreement::DocumentSet::verify(std::move(documents),
                                                     {options_.roots, lowest, previous}));
  std::erase_if(notes, [&](const auto& held) {
    return !is_of(held.second, wire::DocumentKind::kAgreement) &&
           set.turned_away().contains(held.first);
  });
  return Verified{std::move(set), std::move(notes)};
}

Status DocumentKeeper::write(const Notes& notes) const {
  for (const auto& [hash, note] : notes) {
    if (notes_.contains(hash)) continue;
    STILE_CHECKED(write_atomically(options_.folder / name_of(hash), note));
  }
  return ok();
}

// Removing is tidying: a file that stays is not listed and so has no effect.
void DocumentKeeper::remove_others() const {
  std::vector<fs::path> others;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(options_.folder, error)) {
    if (entry.path().extension() != kEnding) continue;
    const auto note = storage::read_whole(entry.path());
    if (note.ok() && !notes_.contains(text_hash(*note))) others.push_back(entry.path());
  }
  for (const auto& other : others) fs::remove(other, error);
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
