#include "agents/cli/agreement_check.h"

#include <optional>
#include <string>
#include <utility>

#include "agents/cli/agreement.h"
#include "agents/cli/findings.h"
#include "agents/cli/place.h"
#include "agents/report/exit_code.h"
#include "agents/report/json.h"
#include "core/agreement/grounds.h"
#include "core/agreement/plain_words.h"
#include "core/crypto/note.h"
#include "core/storage/file.h"
#include "core/wire/document_codec.h"

namespace stile::agent {
namespace {

using agreement::Agreement;
using std::string;

// Checked gathers what is wrong with one text.
class Checked {
 public:
  Checked(const std::filesystem::path& file, Bytes text, Reporter& reporter)
      : findings_(file, std::move(text), reporter) {}

  // fault() is about a word of the text.
  void fault(const string& word, Reason reason, const string& what) {
    add({reason, place_of(word, findings_.text(), findings_.file()) + ": " + what});
  }
  // unplaced() is a refusal of the whole; the word that it begins with says where.
  void unplaced(const Error& error) {
    add(placed({error.reason, findings_.file() + ": " + error.detail}, findings_.text(),
               findings_.file()));
  }
  void add(const Error& error) {
    const Error full = placed(error, findings_.text(), findings_.file());
    findings_.fault_at({full.reason, full.detail + " (" + string(name(full.reason)) + ")"});
    refused_ = refused_ || exit_code_of(full.reason) == ExitCode::kRefused;
  }
  ExitCode result() const {
    if (refused_) return ExitCode::kRefused;
    return findings_.count() == 0 ? ExitCode::kOk : ExitCode::kFaults;
  }

 private:
  Findings findings_;
  bool refused_ = false;
};

// check_law() gives agreement::check()'s refusal the place of the clause or setting it is about.
void check_law(const Agreement& agreement, Checked& checked) {
  const Status lawful = agreement::check(agreement);
  if (lawful.ok()) return;
  string what = lawful.error().detail;
  const string prefix = "agreement " + agreement.id.text() + ": ";
  if (what.starts_with(prefix)) what.erase(0, prefix.size());
  for (const agreement::Clause& clause : agreement.clauses) {
    if (!what.starts_with("clause " + clause.name + " ")) continue;
    return checked.fault("\"" + clause.name + "\"", lawful.reason(), what);
  }
  checked.fault(what.substr(0, what.find_first_of(":, ")), lawful.reason(), what);
}

void check_dates(const Agreement& agreement, Instant now, Checked& checked) {
  if (agreement.until >= local_day(now)) return;
  checked.fault("until", Reason::kEnded, "until: its last day is over; mend with: a later one");
}

// check_party() asks for what the agreement's signing will need of the directory.
void check_party(const string& field, const AgencyId& id, const agreement::Directory& directory,
                 Instant now, Checked& checked) {
  const string quoted = "\"" + id.text() + "\"";
  const agreement::Agency* agency = directory.find(id);
  if (agency == nullptr) {
    return checked.fault(quoted, Reason::kUnknownAgency,
                         field + ": is not in the directory; mend with: enrol it first");
  }
  if (!agency->valid_on(local_day(now))) {
    checked.fault(quoted, Reason::kUnknownAgency, field + ": is not in the directory today");
  }
}

Status check_directory(const Agreement& agreement, const std::filesystem::path& file, Instant now,
                       Checked& checked, std::optional<agreement::Directory>& directory) {
  if (file.empty()) return ok();
  STILE_TRY(const Bytes note, storage::read_whole(file));
  STILE_TRY(auto read, wire::read_directory(note, file.string()));
  directory = std::move(read.value);
  check_party("source", agreement.source.agency, *directory, now, checked);
  check_party("recipient", agreement.recipient.agency, *directory, now, checked);
  if (agreement.processor != directory->gateway) {
    checked.fault("\"" + agreement.processor.text() + "\"", Reason::kWrongParty,
                  "processor: the directory's gateway is " + directory->gateway.text());
  }
  return ok();
}

Status check_grounds(const Agreement& agreement, const std::filesystem::path& file,
                     const agreement::Directory* directory, Checked& checked, Reporter& reporter) {
  if (file.empty()) {
    reporter.message("nobody checked the legal grounds: give the table with --grounds");
    return ok();
  }
  STILE_TRY(const Bytes text, storage::read_whole(file));
  STILE_TRY(const auto grounds, wire::read_grounds(text, file.string()));
  for (const auto& unfit : agreement::unfit_grounds(agreement, grounds, directory)) {
    checked.fault("\"" + unfit.code + "\"", unfit.error.reason,
                  unfit.error.detail + "; mend with: one of " + file.string() + " that does");
  }
  if (directory == nullptr) {
    reporter.message("nobody checked in which country the parties are: give --directory");
  }
  return ok();
}

void warn(const Agreement& agreement, Reporter& reporter) {
  for (const string& line : agreement::warnings(agreement)) {
    reporter.message("Think twice: " + line);
  }
}

}  // namespace

Result<ExitCode> agreement_check(const CheckOrder& order, Instant now, Reporter& reporter) {
  STILE_TRY(const Bytes document, storage::read_whole(order.file));
  const auto note = crypto::parse_note(document);
  const Bytes text = note.ok() ? Bytes(note->text) : document;
  Checked checked(order.file, text, reporter);
  const Status signable = crypto::check_note_text(text);
  const auto agreement = wire::agreement_of_text(text, order.file.string());
  if (!agreement.ok()) {
    checked.add(agreement.error());
  } else if (!signable.ok()) {
    checked.unplaced(signable.error());
  }
  if (!agreement.ok()) return checked.result();

  check_law(agreement.value(), checked);
  check_dates(agreement.value(), now, checked);
  std::optional<agreement::Directory> directory;
  STILE_CHECKED(check_directory(agreement.value(), order.directory, now, checked, directory));
  STILE_CHECKED(check_grounds(agreement.value(), order.grounds, directory ? &*directory : nullptr,
                              checked, reporter));
  warn(agreement.value(), reporter);
  if (checked.result() == ExitCode::kOk) {
    reporter.line("no fault found", JsonObject().number("faults", 0).done());
  }
  return checked.result();
}

}  // namespace stile::agent
