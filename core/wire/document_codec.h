#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/agreement/document_set.h"
#include "core/agreement/grounds.h"
#include "core/base/bytes.h"
#include "core/base/result.h"

// Signed documents from their bytes (proto/stile/v1/documents.proto). Errors say
// "file:line:column: what, and how to mend it". Nothing here checks a signature.
namespace stile::wire {

enum class DocumentKind { kAgreement, kDirectory, kHomes, kStatus, kSealingKey };

// document_kind() reads the first line: "stile-agreement/v1" and so on.
Result<DocumentKind> document_kind(std::string_view text);

Result<agreement::Signed<agreement::Agreement>> read_agreement(ByteView note,
                                                               std::string_view file);
Result<agreement::Signed<agreement::Directory>> read_directory(ByteView note,
                                                               std::string_view file);
Result<agreement::Signed<agreement::Homes>> read_homes(ByteView note, std::string_view file);
Result<agreement::Signed<agreement::AgreementStatus>> read_status(ByteView note,
                                                                  std::string_view file);
Result<agreement::Signed<agreement::SealingKeyDocument>> read_sealing_key(ByteView note,
                                                                          std::string_view file);

// read_areas() reads the plain text protobuf table of policies/areas, and fails as
// agreement::Areas::make() does.
Result<agreement::Areas> read_areas(std::string_view text, std::string_view file);

// read_grounds() reads the plain text protobuf table of policies/grounds.
Result<agreement::Grounds> read_grounds(std::string_view text, std::string_view file);

// agreement_of_text() reads an agreement before anyone has signed it.
Result<agreement::Agreement> agreement_of_text(std::string_view text, std::string_view file);

// directory_of_text() reads a directory before anyone has signed it; agencies_of_text() a
// fragment that has only agencies, as enrolment makes it.
Result<agreement::Directory> directory_of_text(std::string_view text, std::string_view file);
Result<std::vector<agreement::Agency>> agencies_of_text(std::string_view text,
                                                        std::string_view file);

// homes_text() is the note text of a list of homes: by number, then by date, so that the same
// list is the same text.
std::string homes_text(const agreement::Homes& homes);

// sealing_key_text(), status_text() are the note texts of these.
std::string sealing_key_text(const agreement::SealingKeyDocument& document);
std::string status_text(const agreement::AgreementStatus& status);

// NamedNote is a document with the name to use in errors about it.
struct NamedNote {
  std::string file;
  Bytes note;
};

// keep_newest_directory() drops, of several directories among the notes, all but the one with the
// highest serial. One that does not read is left for read_documents() to name.
void keep_newest_directory(std::vector<NamedNote>& notes);

// read_documents() sorts and reads a whole set. There must be exactly one directory; of
// several the caller picks first. A note that does not parse fails the whole set.
Result<agreement::Documents> read_documents(std::span<const NamedNote> notes,
                                            const NamedNote& areas);

// notes_of() are, by the hash of their text, those of these notes that the set is made of
// (DocumentSet::notes).
std::map<Hash, Bytes> notes_of(const agreement::DocumentSet& set, std::span<const NamedNote> notes);

}  // namespace stile::wire
