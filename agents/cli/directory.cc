#include "agents/cli/directory.h"

#include <algorithm>
#include <utility>

#include "agents/cli/document.h"
#include "agents/cli/files.h"
#include "core/agreement/directory.h"
#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "core/crypto/note.h"
#include "core/ledger/checkpoint.h"
#include "core/storage/file.h"
#include "core/wire/document_codec.h"
#include "core/wire/strict.h"
#include "stile/v1/documents.pb.h"

namespace stile::agent {
namespace {

namespace fs = std::filesystem;
using std::string;

constexpr std::string_view kFirstLine = "stile-directory/v1\n";
constexpr Instant kDay = 86400;

// body_of() is the message of a directory that has been read without fault.
Result<v1::Directory> body_of(const fs::path& file) {
  STILE_TRY(const Bytes bytes, storage::read_whole(file));
  STILE_CHECKED(wire::read_directory(bytes, file.string()));
  STILE_TRY(const crypto::Note note, crypto::parse_note(bytes));
  v1::Directory body;
  STILE_CHECKED(wire::parse_text(std::string_view(note.text).substr(kFirstLine.size()),
                                 file.string(), body, 2));
  return body;
}

// remove_if() takes every element out that fits, and says whether there was one.
template <typename Elements, typename Fits>
bool remove_if(Elements& elements, const Fits& fits) {
  const auto kept = std::remove_if(elements.begin(), elements.end(), fits);
  const bool found = kept != elements.end();
  elements.erase(kept, elements.end());
  return found;
}

Status take_agency(const fs::path& file, v1::Directory& body) {
  STILE_TRY(const Bytes text, storage::read_whole(file));
  STILE_CHECKED(wire::agencies_of_text(text, file.string()));
  v1::Directory fragment;
  STILE_CHECKED(wire::parse_text(text, file.string(), fragment));
  for (const v1::Agency& agency : fragment.agency()) {
    const auto same = [&](const v1::Agency& other) { return other.id() == agency.id(); };
    auto& all = *body.mutable_agency();
    const auto found = std::find_if(all.begin(), all.end(), same);
    (found == all.end() ? *body.add_agency() : *found) = agency;
  }
  return ok();
}

Status let_leave(const string& id, v1::Directory& body) {
  const auto same = [&](const v1::Agency& agency) { return agency.id() == id; };
  if (remove_if(*body.mutable_agency(), same)) return ok();
  return Error{Reason::kNotFound, id + ": is not in the previous directory"};
}

Status list(const fs::path& file, v1::Directory& body) {
  STILE_TRY(const Bytes note, storage::read_whole(file));
  STILE_CHECKED(check_document(note, file.string()));
  const string hash = crypto::hex(hash_of_document(note));
  const auto& all = body.document();
  if (std::find(all.begin(), all.end(), hash) == all.end()) body.add_document(hash);
  return ok();
}

Status drop(const string& what, v1::Directory& body) {
  string hash = what;
  if (fs::exists(what)) {
    STILE_TRY(const Bytes note, storage::read_whole(what));
    hash = crypto::hex(hash_of_document(note));
  }
  if (remove_if(*body.mutable_document(), [&](const string& other) { return other == hash; })) {
    return ok();
  }
  return Error{Reason::kNotFound, what + ": the previous directory does not list it"};
}

void deny(const string& what, v1::Directory& body) {
  v1::Denied& denied = *body.add_denied();
  (AgencyId::parse(what).ok() ? *denied.mutable_agency() : *denied.mutable_serial()) = what;
}

// The ledger that is closed is the previous directory's.
Status close_log(const DirectoryOrder& order, Instant now, v1::Directory& body) {
  if (order.close_log.empty()) return ok();
  if (order.log_key.empty()) {
    return Error{Reason::kMissingField, "--close-log: its successor needs a key, --log-key"};
  }
  STILE_TRY(Bytes note, storage::read_whole(order.close_log));
  while (note.ends_with("\n\n")) note.pop_back();  // as programs print it that end each line
  STILE_TRY(const auto key, crypto::NoteVerifier::parse(body.log_key()));
  const auto closed = ledger::verify_checkpoint(note, key);
  if (!closed.ok()) {
    return Error{closed.reason(), order.close_log.string() +
                                      ": no checkpoint of the previous directory's ledger: " +
                                      closed.error().detail};
  }
  v1::ClosedLog& log = *body.add_closed_log();
  log.set_key(body.log_key());
  log.set_checkpoint(note);
  log.set_kept(order.log_kept);
  log.set_closed(utc_minute_text(now));
  return ok();
}

Status set_scheme(const DirectoryOrder& order, v1::Directory& body) {
  if (!order.gateway.empty()) body.set_gateway(order.gateway);
  if (!order.log_key.empty()) body.set_log_key(order.log_key);
  if (order.areas.empty()) return ok();
  STILE_TRY(const Bytes areas, storage::read_whole(order.areas));
  STILE_CHECKED(wire::read_areas(areas, order.areas.string()));
  body.set_areas(crypto::hex(crypto::sha256(areas)));
  return ok();
}

Status change(const DirectoryOrder& order, Instant now, v1::Directory& body) {
  STILE_CHECKED(close_log(order, now, body));
  STILE_CHECKED(set_scheme(order, body));
  for (const string& id : order.leaving) STILE_CHECKED(let_leave(id, body));
  for (const fs::path& file : order.agencies) STILE_CHECKED(take_agency(file, body));
  for (const string& what : order.dropped) STILE_CHECKED(drop(what, body));
  for (const fs::path& file : order.documents) STILE_CHECKED(list(file, body));
  for (const string& what : order.denied) deny(what, body);
  if (order.quorum.empty()) return ok();
  body.clear_quorum();
  for (const string& id : order.quorum) body.add_quorum(id);
  return ok();
}

}  // namespace

Result<ExitCode> directory_make(const DirectoryOrder& order, Instant now, Reporter& reporter) {
  STILE_CHECKED(check_absent(order.out));
  v1::Directory body;
  if (!order.previous.empty()) {
    STILE_TRY(body, body_of(order.previous));
  }
  body.set_serial(body.serial() + 1);
  body.set_valid_from(utc_minute_text(now));
  body.set_valid_until(utc_minute_text(now + order.days * kDay));
  STILE_CHECKED(change(order, now, body));
  const string text = string(kFirstLine) + wire::print_text(body);
  STILE_TRY(const auto made, wire::directory_of_text(text, order.out.string()));
  STILE_CHECKED(agreement::check(made));
  STILE_CHECKED(write_new_file(order.out, text));
  reporter.message(order.out.string() + ": serial " + std::to_string(made.serial) +
                   ", valid until " + utc_minute_text(made.valid_until) +
                   "; two of the three roots sign it with `stile directory sign`");
  return ExitCode::kOk;
}

}  // namespace stile::agent
