#include "gateway/service/documents.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "core/crypto/encoding.h"
#include "core/storage/file.h"
#include "core/wire/document_codec.h"

namespace stile::gateway {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> note_files(const std::string& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".note") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

bool is_between_parties(const Bytes& note) {
  const auto kind = wire::document_kind(note);
  return kind.ok() && (kind.value() == wire::DocumentKind::kAgreement ||
                       kind.value() == wire::DocumentKind::kStatus);
}

// write_beside() never leaves half a document where a reader may find it.
Status write_beside(const fs::path& path, const Bytes& bytes) {
  const fs::path beside = path.string() + ".new";
  {
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    out << bytes;
    if (!out.flush()) return Error{Reason::kIo, "cannot write " + beside.string()};
  }
  std::error_code error;
  fs::rename(beside, path, error);
  return error ? Status(Error{Reason::kIo, "cannot rename to " + path.string()}) : ok();
}

}  // namespace

Result<std::unique_ptr<Documents>> Documents::open(Options options, Store& store) {
  std::unique_ptr<Documents> documents(new Documents(std::move(options), store));
  STILE_CHECKED(documents->load());
  return documents;
}

std::shared_ptr<const agreement::DocumentSet> Documents::current() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

std::map<Hash, Bytes> Documents::notes_for(const AgencyId& agency) const {
  const std::lock_guard lock(mutex_);
  std::map<Hash, Bytes> notes;
  for (const auto& [hash, note] : notes_) {
    if (is_between_parties(note) && !current_->is_party(agency, hash)) continue;
    notes.emplace(current_->notes().at(hash), note);
  }
  return notes;
}

Status Documents::load() {
  const auto fingerprint_now = fingerprint();
  std::vector<wire::NamedNote> named;
  for (const auto& path : note_files(options_.folder)) {
    STILE_TRY(Bytes note, storage::read_whole(path));
    named.push_back({path.string(), std::move(note)});
  }
  wire::keep_newest_directory(named);
  STILE_TRY(Bytes areas, storage::read_whole(options_.areas));
  STILE_TRY(auto documents, wire::read_documents(named, {options_.areas, areas}));
  STILE_TRY(const std::uint64_t lowest, store_.directory_serial());
  const auto previous = current();
  const agreement::Trust trust{options_.roots, lowest,
                               previous == nullptr ? nullptr : &previous->directory()};
  STILE_TRY(auto set, agreement::DocumentSet::verify(std::move(documents), trust));
  const bool own = options_.log_key.empty() || options_.log_key == set.directory().log_key.vkey();
  if (!own) return Error{Reason::kNotInDirectory, "log_key: not the key that the directory names"};
  STILE_CHECKED(check_begun(set, previous.get()));
  STILE_CHECKED(store_.keep_directory_serial(set.directory().serial));

  auto notes = wire::notes_of(set, named);
  const std::lock_guard lock(mutex_);
  current_ = std::make_shared<const agreement::DocumentSet>(std::move(set));
  notes_ = std::move(notes);
  loaded_fingerprint_ = fingerprint_now;
  return ok();
}

// A ledger that has begun behind what was closed does not begin elsewhere.
Status Documents::check_begun(const agreement::DocumentSet& set,
                              const agreement::DocumentSet* previous) const {
  if (previous == nullptr) return ok();
  const auto before = previous->directory().log();
  const auto after = set.directory().log();
  STILE_TRY(const std::uint64_t size, store_.tree_size());
  if (before.begins() == 0 || size < before.begins() || before.begins() == after.begins()) {
    return ok();
  }
  return Error{Reason::kConflict,
               "closed_log: this ledger has begun at " + std::to_string(before.begins()) +
                   " leaves, and goes on from there; mend with: a directory that closes the one "
                   "before as it was closed"};
}

std::string Documents::fingerprint() const {
  std::ostringstream text;
  for (const auto& path : note_files(options_.folder)) {
    std::error_code error;
    text << path.string() << ' ' << fs::file_size(path, error) << ' '
         << fs::last_write_time(path, error).time_since_epoch().count() << '\n';
  }
  return std::move(text).str();
}

Result<bool> Documents::reload() {
  const std::lock_guard loading(loading_);
  {
    const std::lock_guard lock(mutex_);
    if (fingerprint() == loaded_fingerprint_) return false;
  }
  STILE_CHECKED(load());
  return true;
}

Status Documents::take_sealing_key(const Bytes& note, const AgencyId& of) {
  STILE_TRY(const auto document, wire::read_sealing_key(note, "sealing key"));
  if (document.value.agency != of) return Error{Reason::kWrongPeer, "another's sealing key"};
  if (of.kind() == AgencyKind::kForce) {
    return Error{Reason::kForceAsRecipient, "a force's sealing key"};
  }
  const auto set = current();
  STILE_CHECKED(agreement::verify_sealing_key(document, set->directory()));
  auto name = "sealing-key-" + document.value.agency.short_text() + "-" +
              crypto::hex(document.hash).substr(0, 16) + ".note";
  std::replace(name.begin(), name.end(), '/', '-');
  const auto path = fs::path(options_.folder) / name;
  if (fs::exists(path)) return ok();
  STILE_CHECKED(write_beside(path, note));
  const auto reloaded = reload();
  return reloaded.ok() ? ok() : Status(reloaded.error());
}

}  // namespace stile::gateway
