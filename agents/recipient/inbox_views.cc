// What people ask of the inbox: lists, exports, and whether it is whole.
#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "agents/recipient/inbox.h"
#include "agents/recipient/inbox_audit.h"
#include "agents/recipient/inbox_reader.h"
#include "agents/recipient/inbox_store.h"
#include "agents/recipient/new_file.h"
#include "agents/recipient/record_csv.h"
#include "agents/report/exit_code.h"
#include "agents/report/json.h"
#include "core/base/ids.h"
#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "core/record/statement.h"
#include "core/wire/row_codec.h"

namespace stile::agent {
namespace {

constexpr std::uint64_t kProgressRows = 4096;
constexpr std::size_t kWriteBytes = 65536;

struct MonthCounts {
  std::uint64_t rows = 0;
  std::uint64_t revisions = 0;
};

using Counts = std::map<std::pair<std::string, Month>, MonthCounts>;

std::string short_name(const std::string& spiffe_id) {
  const Result<AgencyId> id = AgencyId::parse(spiffe_id);
  return id.ok() ? id->short_text() : spiffe_id;
}

Result<Counts> count(InboxReader& reader, const std::optional<Month>& only) {
  STILE_TRY(const auto streams, reader.streams());
  STILE_TRY(std::vector<Month> months, reader.months());
  if (only) months = {*only};
  Counts counts;
  for (const Month& month : months) {
    STILE_TRY(const auto of_month, reader.counts(month));
    for (const RowCount& count : of_month) {
      const auto stream = std::ranges::find(streams, count.stream, &Stream::id);
      MonthCounts& of = counts[{short_name(stream->source), month}];
      of.rows += count.records;
      of.revisions += count.superseded;
    }
  }
  return counts;
}

void say(const Counts& counts, Reporter& reporter) {
  for (const auto& [key, of] : counts) {
    const auto& [source, month] = key;
    reporter.line(to_text(month) + "  " + source + ": " + std::to_string(of.rows) + " rows, " +
                      std::to_string(of.revisions) + " revisions",
                  JsonObject()
                      .text("month", to_text(month))
                      .text("source", source)
                      .number("rows", of.rows)
                      .number("revisions", of.revisions)
                      .done());
  }
}

Result<std::string> csv_line(const Stream& stream, NewestRow row) {
  STILE_TRY(record::Treated treated, wire::decode_fields(row.fields));
  return record_csv({short_name(stream.source), stream.agreement_id, row.number, row.event_token,
                     row.revision, std::move(row.pseudonym), std::move(treated)});
}

Result<std::vector<std::string>> month_lines(InboxReader& reader, const Month& month,
                                             Reporter& reporter) {
  STILE_TRY(const auto streams, reader.streams());
  std::vector<std::string> lines;
  for (const Stream& stream : streams) {
    const auto take = [&](NewestRow row) -> Status {
      STILE_TRY(std::string line, csv_line(stream, std::move(row)));
      lines.push_back(std::move(line));
      if (lines.size() % kProgressRows == 0) reporter.progress(lines.size());
      return ok();
    };
    STILE_CHECKED(reader.each_newest({stream.id, month, record::RecordType::kCallOut, {}}, take));
  }
  return lines;
}

bool is_plain_name(std::string_view name) {
  if (name.empty() || name.size() > 100 || name.front() == '.' || name.front() == '-') return false;
  return std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  });
}

ExitCode failed(const Error& error, Reporter& reporter) {
  reporter.message(std::string(name(error.reason)) + ": " + error.detail);
  return exit_code_of(error.reason);
}

// Written is a finished file's digest, and the file waiting for its name.
struct Written {
  NewFile file;
  Hash digest;
};

Result<Written> write_lines(const std::filesystem::path& path,
                            const std::vector<std::string>& lines) {
  STILE_TRY(NewFile file, NewFile::create(path));
  crypto::Sha256 hash;
  std::string pending = record_header();
  const auto flush = [&]() -> Status {
    hash.update(pending);
    STILE_CHECKED(file.append(pending));
    pending.clear();
    return ok();
  };
  for (const std::string& line : lines) {
    pending += line;
    if (pending.size() >= kWriteBytes) STILE_CHECKED(flush());
  }
  STILE_CHECKED(flush());
  return Written{std::move(file), hash.finish()};
}

}  // namespace

Status Inbox::log_consultation(std::string_view account, const std::string& occasion,
                               std::uint64_t rows) {
  const std::lock_guard lock(mutex_);
  return store_->log(
      {kConsultation, options_.clock(), std::string(account), {}, {}, occasion, 0, rows, {}});
}

ExitCode Inbox::list(std::string_view account, std::optional<Month> month, Reporter& reporter) {
  const Result<Counts> counts = [&]() -> Result<Counts> {
    STILE_TRY(InboxReader reader, InboxReader::open(options_.store));
    STILE_TRY(Counts counted, count(reader, month));
    std::uint64_t rows = 0;
    for (const auto& [key, of] : counted) rows += of.rows;
    STILE_CHECKED(log_consultation(account, month ? record::occasion_text(*month) : "", rows));
    return counted;
  }();
  if (!counts.ok()) return failed(counts.error(), reporter);
  if (counts->empty()) reporter.message("nothing has arrived for this");
  say(counts.value(), reporter);
  return ExitCode::kOk;
}

Result<std::uint64_t> Inbox::consignments() const {
  STILE_TRY(InboxReader reader, InboxReader::open(options_.store));
  return reader.consignments();
}

Status Inbox::export_lines(std::string_view account, const Month& month, std::string_view file,
                           Reporter& reporter) {
  if (!is_plain_name(file)) {
    return Error{Reason::kUsage, "the file is a plain name of letters, digits, '-', '_' and '.'"};
  }
  STILE_TRY(InboxReader reader, InboxReader::open(options_.store));
  STILE_TRY(const std::vector<std::string> lines, month_lines(reader, month, reporter));
  STILE_TRY(Written written, write_lines(options_.out / file, lines));
  STILE_CHECKED(log_consultation(account, record::occasion_text(month), lines.size()));
  STILE_CHECKED(written.file.finish(NewFile::Readers::kGroup));
  const std::string rows = std::to_string(lines.size());
  const std::string digest = crypto::hex(written.digest);
  reporter.line(
      rows + " rows of " + to_text(month) + " in " + std::string(file) + ", SHA-256 " + digest,
      JsonObject()
          .text("month", to_text(month))
          .text("file", file)
          .number("rows", lines.size())
          .text("sha256", digest)
          .done());
  return ok();
}

ExitCode Inbox::export_month(std::string_view account, const Month& month, std::string_view file,
                             Reporter& reporter) {
  const Status done = export_lines(account, month, file, reporter);
  return done.ok() ? ExitCode::kOk : failed(done.error(), reporter);
}

ExitCode Inbox::verify(std::string_view account, Reporter& reporter) {
  const auto documents = options_.documents();
  Result<InboxReader> reader = InboxReader::open(options_.store);
  if (!reader.ok()) return failed(reader.error(), reporter);
  const ledger::LogView seen = view();  // after the reader's snapshot, so not behind it
  InboxAudit audit(options_.self, options_.signer->verifier(), documents.get(), seen, reporter);
  Status run = audit.run(reader.value());
  if (run.ok()) run = log_consultation(account, "audit", audit.rows());
  if (!run.ok()) return failed(run.error(), reporter);
  if (audit.earlier_keys() > 0) {
    reporter.message(std::to_string(audit.earlier_keys()) +
                     " notes are signed by keys that are no longer in the directory");
  }
  reporter.line(std::to_string(audit.consignments()) + " consignments, " +
                    std::to_string(audit.rows()) + " rows, " + std::to_string(audit.faults()) +
                    " faults",
                JsonObject()
                    .number("consignments", audit.consignments())
                    .number("rows", audit.rows())
                    .number("faults", audit.faults())
                    .done());
  return audit.faults() == 0 ? ExitCode::kOk : ExitCode::kIntegrity;
}

}  // namespace stile::agent
