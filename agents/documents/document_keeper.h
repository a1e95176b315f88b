#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/agreement/document_set.h"
#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/note_key.h"
#include "core/wire/document_codec.h"

namespace stile::agent {

// DocumentKeeper holds the signed documents that an agent works by: a folder of notes, the areas
// table, and the highest serial of a directory ever seen. What it gives out has been verified
// against the pinned roots as a whole; whether the directory is still valid is asked at each use
// (DocumentSet::current). Any thread.
class DocumentKeeper {
 public:
  struct Options {
    std::filesystem::path folder;  // one *.note file a document
    std::filesystem::path areas;
    std::vector<crypto::NoteVerifier> roots;  // three, pinned at installation
    // turned_away() is told of each document that load() or take() leaves out: its kind, its hash
    // and why. Of one that stays out for the same reason it is not told again.
    std::function<void(const Error&)> turned_away = {};
  };

  // open() loads what the folder holds; an empty one is no fault. Fails as load() does.
  static Result<std::unique_ptr<DocumentKeeper>> open(Options options);

  // current() is the set in force here; null while there is none.
  std::shared_ptr<const agreement::DocumentSet> current() const;
  std::uint64_t serial() const;  // 0 while there is none

  // load() reads the folder again. It fails, and what was in force stays, when the newest
  // directory in it does not verify: kRolledBack below the highest serial seen, else as
  // DocumentSet::verify().
  Status load();

  // take() adds documents that the gateway handed out. Only if the newest directory verifies,
  // with its succession from the one in force, are they written, its serial kept, and those that
  // it no longer lists removed. A document that is believed stays, whatever other note of its text
  // comes: nobody takes signatures away from what is held. One that lacked signatures gives way to
  // the note that has them. A kind that this version does not know is left out. True when anything
  // changed; fails as load() does and changes nothing.
  Result<bool> take(std::vector<Bytes> notes);

  // directory_note() is the directory in force, and note() the document in force whose text has
  // that SHA-256, each as signed; nothing while there is none. roots() are those pinned.
  std::optional<Bytes> directory_note() const;
  std::optional<Bytes> note(const Hash& text) const;
  const std::vector<crypto::NoteVerifier>& roots() const { return options_.roots; }

  // held() are the hashes of the notes held, signatures included, as Scheme.Sync wants them.
  std::vector<Hash> held() const;

 private:
  using Notes = std::map<Hash, Bytes>;  // by the SHA-256 of the note's text
  struct Verified {
    agreement::DocumentSet set;
    Notes notes;
    std::map<Hash, Error> turned_away;
  };

  explicit DocumentKeeper(Options options) : options_(std::move(options)) {}
  Result<std::vector<wire::NamedNote>> read_folder() const;
  Result<std::uint64_t> highest_serial() const;
  Result<Verified> verify(std::vector<wire::NamedNote> notes,
                          const agreement::Directory* previous) const;
  Status write(const Notes& notes) const;
  void remove_others() const;
  void tell(const Verified& verified);
  Status swap(Verified verified);

  const Options options_;
  std::mutex changing_;  // one change at a time, and over told_; notes_ changes under both
  std::map<Hash, Reason> told_;
  mutable std::mutex mutex_;  // over what follows
  std::shared_ptr<const agreement::DocumentSet> current_;
  Notes notes_;
};

}  // namespace stile::agent
