#include <algorithm>

#include "core/crypto/digest.h"
#include "core/wire/document_codec.h"

namespace stile::wire {
namespace {

// Sorted is a set while it is being read: its one directory may come anywhere.
struct Sorted {
  std::vector<agreement::Signed<agreement::Directory>> directories;
  std::vector<agreement::Signed<agreement::Homes>> homes;
  std::vector<agreement::Signed<agreement::Agreement>> agreements;
  std::vector<agreement::Signed<agreement::AgreementStatus>> statuses;
  std::vector<agreement::Signed<agreement::SealingKeyDocument>> sealing_keys;
};

template <typename T>
Status keep(Result<T> read, std::vector<T>& in) {
  if (!read.ok()) return read.error();
  in.push_back(std::move(read).value());
  return ok();
}

Status sort_in(const NamedNote& named, Sorted& sorted) {
  const auto kind = document_kind(named.note);
  if (!kind.ok()) return Error{kind.reason(), named.file + ":1:1: " + kind.error().detail};
  switch (kind.value()) {
    case DocumentKind::kAgreement:
      return keep(read_agreement(named.note, named.file), sorted.agreements);
    case DocumentKind::kDirectory:
      return keep(read_directory(named.note, named.file), sorted.directories);
    case DocumentKind::kHomes: return keep(read_homes(named.note, named.file), sorted.homes);
    case DocumentKind::kStatus: return keep(read_status(named.note, named.file), sorted.statuses);
    case DocumentKind::kSealingKey:
      return keep(read_sealing_key(named.note, named.file), sorted.sealing_keys);
  }
  __builtin_trap();
}

// serial_of() is 0 for what is no directory.
std::uint64_t serial_of(const NamedNote& named) {
  const auto kind = document_kind(named.note);
  if (!kind.ok() || kind.value() != DocumentKind::kDirectory) return 0;
  const auto read = read_directory(named.note, named.file);
  return read.ok() ? read->value.serial : 0;
}

}  // namespace

void keep_newest_directory(std::vector<NamedNote>& notes) {
  std::uint64_t newest = 0;
  for (const auto& named : notes) newest = std::max(newest, serial_of(named));
  std::erase_if(notes, [&](const NamedNote& named) {
    const std::uint64_t serial = serial_of(named);
    return serial != 0 && serial != newest;
  });
}

Result<agreement::Documents> read_documents(std::span<const NamedNote> notes,
                                            const NamedNote& areas) {
  Sorted sorted;
  for (const auto& named : notes) STILE_CHECKED(sort_in(named, sorted));
  if (sorted.directories.size() != 1) {
    return Error{Reason::kMissingField, "there must be exactly one directory; found " +
                                            std::to_string(sorted.directories.size())};
  }
  STILE_TRY(agreement::Areas table, read_areas(areas.note, areas.file));
  return agreement::Documents{std::move(sorted.directories.front()),
                              std::move(sorted.homes),
                              std::move(sorted.agreements),
                              std::move(sorted.statuses),
                              std::move(sorted.sealing_keys),
                              std::move(table),
                              crypto::sha256(areas.note)};
}

std::map<Hash, Bytes> notes_of(const agreement::DocumentSet& set,
                               std::span<const NamedNote> notes) {
  std::map<Hash, const Bytes*> by_note_hash;
  for (const auto& named : notes) by_note_hash.emplace(crypto::sha256(named.note), &named.note);
  std::map<Hash, Bytes> made_of;
  for (const auto& [hash, note_hash] : set.notes()) {
    const auto found = by_note_hash.find(note_hash);
    if (found != by_note_hash.end()) made_of.emplace(hash, *found->second);
  }
  return made_of;
}

}  // namespace stile::wire
