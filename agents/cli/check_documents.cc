#include "agents/cli/check_documents.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "agents/cli/document.h"
#include "core/crypto/encoding.h"
#include "core/storage/file.h"
#include "core/wire/document_codec.h"

namespace stile::agent {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFolder = "documents";

bool is_directory_note(const wire::NamedNote& note) {
  const auto kind = wire::document_kind(note.note);
  return kind.ok() && kind.value() == wire::DocumentKind::kDirectory;
}

std::vector<fs::path> note_files(const fs::path& folder, Findings& findings) {
  std::vector<fs::path> files;
  std::error_code code;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, code)) {
    if (entry.path().extension() == ".note") files.push_back(entry.path());
  }
  if (code) {
    findings.fault(kFolder, {Reason::kIo, folder.string() + ": " + code.message() +
                                              "; mend with: make the folder"});
  }
  std::ranges::sort(files);
  return files;
}

// readable_notes() leaves out, and reports, what does not read.
std::vector<wire::NamedNote> readable_notes(const fs::path& folder, Findings& findings) {
  std::vector<wire::NamedNote> notes;
  for (const fs::path& file : note_files(folder, findings)) {
    Result<Bytes> note = storage::read_whole(file);
    if (!findings.holds(kFolder, note)) continue;
    const Status checked = check_document(note.value(), file.string());
    if (!checked.ok()) {
      findings.fault_at(checked.error());
      continue;
    }
    notes.push_back({file.string(), std::move(note).value()});
  }
  return notes;
}

std::vector<crypto::NoteVerifier> roots_of(const DocumentSettings& settings, Findings& findings) {
  std::vector<crypto::NoteVerifier> roots;
  for (const std::string& vkey : settings.roots) {
    auto root = crypto::NoteVerifier::parse(vkey);
    if (findings.holds("root", root)) roots.push_back(std::move(root).value());
  }
  if (settings.roots.size() != agreement::kRoots) {
    findings.fault("root", {Reason::kMissingField,
                            "there are three root keys; mend with: a root "
                            "line for each vkey that the scheme gave you"});
  }
  return roots;
}

void report_set(const agreement::DocumentSet& set, const std::vector<wire::NamedNote>& notes,
                Instant now, Findings& findings) {
  const Status current = set.current(now);
  if (!current.ok()) {
    findings.fault(kFolder, {current.reason(),
                             "the directory is outside its dates; mend with: the "
                             "scheme's newest directory"});
  }
  for (const auto& [hash, why] : set.turned_away()) {
    const auto of_hash = std::ranges::find_if(notes, [&h = hash](const wire::NamedNote& note) {
      return hash_of_document(note.note) == h;
    });
    const std::string file = of_hash == notes.end() ? crypto::hex(hash) : of_hash->file;
    if (why.reason == Reason::kNotInDirectory) {
      findings.note(file + ": left out: " + why.detail);
      continue;
    }
    findings.fault_at(
        {why.reason, file + ":1:1: " + std::string(name(why.reason)) + ": " + why.detail});
  }
}

}  // namespace

std::optional<agreement::DocumentSet> check_documents(const DocumentSettings& settings, Instant now,
                                                      Findings& findings) {
  std::vector<wire::NamedNote> notes = readable_notes(findings.path(settings.folder), findings);
  const auto roots = roots_of(settings, findings);
  const fs::path areas_file = findings.path(settings.areas);
  Result<Bytes> areas = storage::read_whole(areas_file);
  if (!findings.holds("areas", areas)) return std::nullopt;
  if (!std::ranges::any_of(notes, is_directory_note)) {
    findings.note(settings.folder + ": no directory yet; the gateway hands it out");
    return std::nullopt;
  }
  wire::keep_newest_directory(notes);
  const wire::NamedNote named{areas_file.string(), std::move(areas).value()};
  auto documents = wire::read_documents(notes, named);
  if (!findings.holds(kFolder, documents)) return std::nullopt;
  auto set = agreement::DocumentSet::verify(std::move(documents).value(), {roots, 0, nullptr});
  if (!findings.holds(kFolder, set)) return std::nullopt;
  report_set(set.value(), notes, now, findings);
  return std::move(set).value();
}

}  // namespace stile::agent
