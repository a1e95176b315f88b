// What people ask of the inbox: lists, exports, whether all has arrived, and whether it is whole.
#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "agents/recipient/change_reader.h"
#include "agents/recipient/completeness.h"
#include "agents/recipient/disposal.h"
#include "agents/recipient/inbox.h"
#include "agents/recipient/inbox_audit.h"
#include "agents/recipient/inbox_export.h"
#include "agents/recipient/inbox_reader.h"
#include "agents/recipient/inbox_store.h"
#include "agents/recipient/record_table.h"
#include "agents/report/code_labels.h"
#include "agents/report/failed.h"
#include "agents/report/json.h"
#include "core/crypto/encoding.h"
#include "core/record/statement.h"

namespace stile::agent {
namespace {

Result<std::uint64_t> count(SelectedRecords& records, const Selection& selection) {
  std::uint64_t rows = 0;
  for (const record::RecordType type : selection.types()) {
    STILE_TRY(const std::uint64_t of_type, records.count(type));
    rows += of_type;
  }
  return rows;
}

std::string occasion_of(const Selection& selection) {
  return selection.month ? record::to_text(record::return_of(*selection.month)) : std::string();
}

// Printer says records, under a heading wherever type, month or force change.
class Printer {
 public:
  Printer(Language language, Reporter& reporter) : language_(language), reporter_(reporter) {}

  void say(const Month& month, const RecordLine& line) {
    const Label& type = label_of(line.row.type);
    std::string heading =
        std::string(type.in(language_)) + "  " + to_text(month) + "  " + line.source;
    if (heading != heading_) {
      if (!heading_.empty()) reporter_.line("", "");
      reporter_.line(heading, "");
      reporter_.line(table_header(line.row.type, language_), "");
      heading_ = std::move(heading);
    }
    reporter_.line(table_line(line, language_), json_line(line));
    ++records_;
  }
  std::uint64_t records() const { return records_; }

 private:
  Language language_;
  Reporter& reporter_;
  std::string heading_;
  std::uint64_t records_ = 0;
};

constexpr Label kRecords = {"records", "records", "cofnod"};
constexpr Label kNobody = {"nobody", "no force has an agreement in force in this month",
                           "nid oes gan unrhyw heddlu gytundeb mewn grym yn y mis hwn"};
constexpr Label kNothing = {"nothing", "nothing has arrived for this", "nid oes dim wedi cyrraedd"};
constexpr Label kDisposed = {"disposed",
                             "consignments of this month were destroyed when the time was over for "
                             "which their agreements let them be kept, last on ",
                             "llwyth o'r mis hwn a ddinistriwyd pan ddaeth yr amser y caniateir eu "
                             "cadw dan eu cytundebau i ben, ddiwethaf ar "};

// say_disposed() keeps anybody from taking what was destroyed of a month's returns for what never
// came: false where nothing was.
Result<bool> say_disposed(InboxReader& inbox, const Selection& selection, Language language,
                          Reporter& reporter) {
  if (!selection.month) return false;
  DisposedPart all;
  STILE_TRY(const auto streams, inbox.streams());
  for (const Stream& stream : streams) {
    STILE_TRY(const AgencyId source, AgencyId::parse(stream.source));
    if (stream.notifies || (!selection.force.empty() && !is_called(source, selection.force))) {
      continue;
    }
    STILE_TRY(const auto part, disposed_of_month(inbox.database(), *selection.month, stream.id));
    all.consignments += part.consignments;
    all.last = std::max(all.last, part.last);
  }
  if (all.consignments == 0) return false;
  reporter.message(std::to_string(all.consignments) + " " + std::string(kDisposed.in(language)) +
                   to_text(to_civil(local_day(all.last))));
  return true;
}

void say_file(const Month& month, std::string_view folder, const ExportedFile& file,
              Reporter& reporter) {
  const std::string name = std::string(folder) + "/" + file.name;
  const std::string digest = crypto::hex(file.digest);
  reporter.line(std::to_string(file.rows) + " records of " + to_text(month) + " in " + name +
                    ", SHA-256 " + digest,
                JsonObject()
                    .text("month", to_text(month))
                    .text("type", file.type)
                    .text("file", name)
                    .number("rows", file.rows)
                    .text("sha256", digest)
                    .done());
}

// withdrawn_of() are the first withdrawals of records of returns that a person selects, but for the
// home, which nothing here says any more.
Result<std::vector<Change>> withdrawn_of(const Selection& selection, InboxReader& inbox) {
  std::vector<Change> withdrawn;
  std::set<std::int64_t> returns;
  STILE_TRY(const auto streams, inbox.streams());
  for (const Stream& stream : streams) {
    if (!stream.notifies) returns.insert(stream.id);
  }
  std::set<std::pair<std::string, Token>> events;
  const auto take = [&](Change change) -> Status {
    STILE_TRY(const AgencyId source, AgencyId::parse(change.source));
    const bool selected =
        returns.contains(change.stream) && change.kind() == record::ChangeKind::kWithdrawn &&
        (!selection.month || month_of_event(change.event_token) == *selection.month) &&
        (!selection.type || change.type == *selection.type) &&
        (selection.force.empty() || is_called(source, selection.force));
    if (selected && events.emplace(change.source, change.event_token).second) {
      withdrawn.push_back(std::move(change));
    }
    return ok();
  };
  STILE_CHECKED(ChangeReader(inbox.database()).each(take));
  return withdrawn;
}

}  // namespace

Status Inbox::log_consultation(std::string_view account, const std::string& occasion,
                               std::uint64_t rows, std::string reason) {
  const std::lock_guard lock(mutex_);
  return store_->log({kConsultation,
                      options_.clock(),
                      std::string(account),
                      {},
                      {},
                      occasion,
                      0,
                      rows,
                      std::move(reason)});
}

// What was withdrawn or destroyed while files were being written is in them, and nobody would be
// told so.
Status Inbox::log_export(std::string_view account, std::string occasion, std::uint64_t rows,
                         const AsOf& as_of) {
  const std::lock_guard lock(mutex_);
  STILE_TRY(const AsOf now, as_of_now(store_->database()));
  if (now != as_of) {
    return Error{Reason::kUnavailable, "records changed while the files were written; try again"};
  }
  return store_->log({kConsultation,
                      options_.clock(),
                      std::string(account),
                      {},
                      {},
                      std::move(occasion),
                      0,
                      rows,
                      std::string(kExported)});
}

// A name that nobody has is a mistake in writing, not a force that sent nothing.
Status Inbox::check_force(const std::string& force, const SelectedRecords& records) const {
  if (force.empty() || records.is_of_any()) return ok();
  const auto documents = options_.documents();
  const bool known =
      documents != nullptr &&
      std::ranges::any_of(documents->directory().agencies, [&](const agreement::Agency& agency) {
        return agency.id.kind() == AgencyKind::kForce && is_called(agency.id, force);
      });
  if (known) return ok();
  return Error{Reason::kNotFound, "no force of that name is in the directory"};
}

ExitCode Inbox::list(std::string_view account, const Selection& selection, Language language,
                     Reporter& reporter) {
  Printer printer(language, reporter);
  bool disposed = false;
  const Status listed = [&]() -> Status {
    STILE_TRY(InboxReader reader, InboxReader::open(options_.store));
    STILE_TRY(SelectedRecords records, SelectedRecords::of(reader, selection));
    STILE_CHECKED(check_force(selection.force, records));
    STILE_TRY(const std::uint64_t rows, count(records, selection));
    STILE_CHECKED(log_consultation(account, occasion_of(selection), rows));
    for (const record::RecordType type : selection.types()) {
      STILE_CHECKED(records.each(type, [&](const Month& month, const RecordLine& line) -> Status {
        printer.say(month, line);
        return ok();
      }));
    }
    STILE_TRY(disposed, say_disposed(reader, selection, language, reporter));
    return ok();
  }();
  if (!listed.ok()) return failed(listed.error(), reporter);
  if (printer.records() == 0) {
    if (!disposed) reporter.message(kNothing.in(language));
  } else {
    reporter.line(std::to_string(printer.records()) + " " + std::string(kRecords.in(language)), "");
  }
  return ExitCode::kOk;
}

Result<std::uint64_t> Inbox::consignments() const {
  STILE_TRY(InboxReader reader, InboxReader::open(options_.store));
  return reader.consignments();
}

Status Inbox::export_files(std::string_view account, const Month& month, const Selection& selection,
                           std::string_view folder, Reporter& reporter) {
  STILE_CHECKED(check_folder_name(folder));
  STILE_TRY(InboxReader reader, InboxReader::open(options_.store));
  STILE_TRY(SelectedRecords records, SelectedRecords::of(reader, selection));
  STILE_CHECKED(check_force(selection.force, records));
  STILE_TRY(std::vector<ExportedFile> files,
            write_files(options_.out / folder, selection.types(), records, reporter));
  std::uint64_t rows = 0;
  for (const ExportedFile& file : files) rows += file.rows;
  STILE_TRY(const auto withdrawn, withdrawn_of(selection, reader));
  STILE_TRY(auto markers, write_withdrawn(options_.out / folder, withdrawn));
  if (markers) files.push_back(*std::move(markers));
  STILE_TRY(const AsOf as_of, as_of_now(reader.database()));
  STILE_CHECKED(log_export(account, record::to_text(record::return_of(month)), rows, as_of));
  for (ExportedFile& file : files) {
    STILE_CHECKED(finish(file));
    say_file(month, folder, file, reporter);
  }
  STILE_CHECKED(say_disposed(reader, selection, Language::kEnglish, reporter));
  return ok();
}

ExitCode Inbox::export_month(std::string_view account, const Month& month, Selection selection,
                             std::string_view folder, Reporter& reporter) {
  selection.month = month;
  selection.restricted = false;
  const Status done = export_files(account, month, selection, folder, reporter);
  return done.ok() ? ExitCode::kOk : failed(done.error(), reporter);
}

ExitCode Inbox::completeness(std::string_view account, const Month& month, Language language,
                             Reporter& reporter) {
  const Result<std::vector<CompletenessLine>> lines =
      [&]() -> Result<std::vector<CompletenessLine>> {
    const auto documents = options_.documents();
    if (documents == nullptr) {
      return Error{Reason::kUnavailable, "no directory in force: nobody can be expected"};
    }
    STILE_TRY(InboxReader reader, InboxReader::open(options_.store));
    const auto expected = expectations(*documents, options_.self, month);
    STILE_TRY(auto compared, agent::completeness(expected, month, reader));
    STILE_CHECKED(
        log_consultation(account, record::to_text(record::return_of(month)), compared.size()));
    return compared;
  }();
  if (!lines.ok()) return failed(lines.error(), reporter);
  if (lines->empty()) {
    reporter.message(kNobody.in(language));
    return ExitCode::kOk;
  }
  say_completeness(*lines, month, language, reporter);
  return std::ranges::all_of(*lines, is_as_promised) ? ExitCode::kOk : ExitCode::kFaults;
}

Result<std::vector<LoggedOperation>> Inbox::operations(const OperationQuery& query,
                                                       std::string_view purpose,
                                                       std::string_view account) {
  STILE_TRY(InboxReader reader, InboxReader::open(options_.store));
  STILE_TRY(auto found, reader.logged(query));
  STILE_CHECKED(log_consultation(account, query.occasion(), found.size(), std::string(purpose)));
  return found;
}

ExitCode Inbox::verify(std::string_view account, Reporter& reporter) {
  const auto documents = options_.documents();
  Result<InboxReader> reader = InboxReader::open(options_.store);
  if (!reader.ok()) return failed(reader.error(), reporter);
  const ledger::LogView seen = view();  // after the reader's snapshot, so not behind it
  InboxAudit audit(options_.self, options_.signer->verifier(), documents.get(), seen,
                   options_.clock(), reporter);
  Status run = audit.run(reader.value());
  if (run.ok()) run = log_consultation(account, "audit", audit.rows(), "audit");
  if (!run.ok()) return failed(run.error(), reporter);
  if (audit.earlier_keys() > 0) {
    reporter.message(std::to_string(audit.earlier_keys()) +
                     " notes are signed by keys that are no longer in the directory");
  }
  reporter.line(
      std::to_string(audit.consignments()) + " consignments, " + std::to_string(audit.rows()) +
          " rows, " +
          (audit.held() == 0 ? std::string()
                             : std::to_string(audit.held()) + " rows kept by legal holds, ") +
          std::to_string(audit.faults()) + " faults",
      JsonObject()
          .number("consignments", audit.consignments())
          .number("rows", audit.rows())
          .number("held_rows", audit.held())
          .number("faults", audit.faults())
          .done());
  return audit.faults() == 0 ? ExitCode::kOk : ExitCode::kIntegrity;
}

}  // namespace stile::agent
