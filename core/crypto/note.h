#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/note_key.h"

// C2SP signed notes (c2sp.org/signed-note): the form of every signed document and of every
// checkpoint. README.md has the grammar. The bytes people read are the bytes signed. Pure.
namespace stile::crypto {

// Note is a well-formed note. Its text ends in a newline and excludes the blank line before
// the signatures. Nothing in it is trusted until verified_names() says who signed.
struct Note {
  std::string text;
  std::vector<NoteSignature> signatures;
};

// check_note_text() says whether `text` can be signed at all: UTF-8, ending in a newline, no
// control character but newline (so no tab and no carriage return), no byte-order mark; at
// most limits::kDocumentBytes. Else kMalformed, naming the line, or kTooLarge.
Status check_note_text(std::string_view text);

// parse_note() accepts text as above, a blank line, and 1 to limits::kNoteSignatures lines of
// signatures up to the end; the last blank line is the one that separates. Else kMalformed,
// or kTooLarge.
Result<Note> parse_note(ByteView note);

// sign_note() is the whole note with one signature. `text` must pass check_note_text();
// anything else aborts, so check text that comes from outside.
std::string sign_note(std::string_view text, const NoteSigner& signer);

// add_signature() appends the signer's line, in the place of an earlier one by the same key.
// Fails as parse_note() does; the note's other signatures are kept and not verified.
Result<std::string> add_signature(std::string_view note, const NoteSigner& signer);

// verified_names() lists, without repetition and in the note's order, the names of `known`
// keys whose signatures verify; it may be empty. Lines of unknown keys are ignored. A line
// that names a known key (same name and key id) and does not verify makes the whole note
// kBadSignature, as c2sp.org/signed-note advises.
Result<std::vector<std::string>> verified_names(const Note& note,
                                                std::span<const NoteVerifier> known);

}  // namespace stile::crypto
