#include "agents/cli/doctor.h"

#include <algorithm>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "agents/cli/check.h"
#include "agents/cli/check_documents.h"
#include "agents/cli/diagnosis.h"
#include "agents/cli/doctor_documents.h"
#include "agents/cli/findings.h"
#include "agents/cli/remote.h"
#include "core/storage/database.h"
#include "core/storage/file.h"
#include "core/tls/identity_files.h"
#include "core/wire/strict.h"
#include "stile/v1/config.pb.h"

namespace stile::agent {
namespace {

namespace fs = std::filesystem;
using std::string;

constexpr Instant kShortCertificate = 2 * 86400;  // renewed at half of seven days
constexpr std::uintmax_t kMebibyte = 1 << 20;
constexpr std::uintmax_t kLittleSpace = 1024 * kMebibyte;
constexpr std::uintmax_t kNoSpace = 64 * kMebibyte;

// Heard keeps what another command says, for one line about it.
class Heard : public Reporter {
 public:
  void line(std::string_view text, std::string_view /*json*/) override {
    lines_.emplace_back(text);
  }
  void message(std::string_view text) override {
    messages_ += (messages_.empty() ? "" : ", ") + string(text);
  }
  void progress(std::uint64_t /*rows*/, unsigned /*percent*/) override {}
  const std::vector<string>& lines() const { return lines_; }
  const string& messages() const { return messages_; }

 private:
  std::vector<string> lines_;
  string messages_;
};

// The fault's own words say the mend where there is a particular one.
void see_configuration(const fs::path& file, Instant now, Diagnosis& diagnosis) {
  Heard heard;
  const auto checked = check_config(file, now, heard);
  if (!checked.ok()) return diagnosis.fault("configuration", checked.error().detail, "the file");
  if (checked.value() == ExitCode::kOk) {
    return diagnosis.ok("configuration", "settings, keys, people and documents read");
  }
  constexpr std::string_view kMend = "; mend with: ";
  for (const string& line : heard.lines()) {
    const auto at = line.find(kMend);
    if (at == line.npos) {
      diagnosis.fault("configuration", line, "what it names, as stile.textproto(5) says");
    } else {
      diagnosis.fault("configuration", line.substr(0, at), line.substr(at + kMend.size()));
    }
  }
}

void see_certificate(const fs::path& folder, Instant now, Diagnosis& diagnosis) {
  const auto expiry = tls::own_expiry(tls::IdentityFiles::in_folder(folder));
  if (!expiry.ok()) return;  // the configuration's fault
  const string until = utc_minute_text(expiry.value());
  if (expiry.value() <= now) {
    diagnosis.fault("certificate", "ended " + until, "certs/renew --now, and its timer");
  } else if (expiry.value() - now < kShortCertificate) {
    diagnosis.warning("certificate", "ends " + until, "certs/renew; is its timer running?");
  } else {
    diagnosis.ok("certificate", "valid until " + until);
  }
}

// Witnesses are told of whatever else is amiss: nobody is attached to them.
void see_witnesses(const std::vector<string>& lines, Diagnosis& diagnosis) {
  constexpr std::string_view kWitnessed = "witnessed: ";
  constexpr std::string_view kUnwitnessed = "unwitnessed: ";
  std::optional<string> witnessed;
  for (const string& line : lines) {
    if (line.starts_with(kUnwitnessed)) {
      return diagnosis.fault(
          "witnesses", line.substr(kUnwitnessed.size()),
          "the agents of the quorum (`stile audit witness` says who is missing), "
          "the gateway and this machine's clock");
    }
    if (line.starts_with(kWitnessed)) witnessed = line.substr(kWitnessed.size());
  }
  if (!witnessed) return;
  if (witnessed->starts_with("by nobody")) {
    return diagnosis.warning("witnesses", "none: the directory names no quorum",
                             "`quorum` in the next directory (policies/README.md)");
  }
  diagnosis.ok("witnesses", *witnessed);
}

// An agent says what else is amiss, each on a line.
void see_status(const std::vector<string>& lines, Diagnosis& diagnosis) {
  constexpr std::string_view kLedger = "ledger: ";
  for (const string& line : lines) {
    if (line.starts_with("this machine's clock")) {
      diagnosis.fault("clock", line,
                      "`timedatectl`, and that of the gateway; then restart the agent");
    } else if (line.starts_with(kLedger)) {
      diagnosis.fault("ledger", line.substr(kLedger.size()),
                      "`stile audit alarms`, and what the runbook says of each");
    } else if (line.ends_with("overdue")) {
      diagnosis.warning("notices", line,
                        "`stile inbox notices`, and the duty calendar in the directory");
    }
  }
}

// see_whose() is whether the agent that answers is this agency's. One of an older version does not
// say whose it is.
bool see_whose(const string& agency, const string& socket, const std::vector<string>& lines,
               Diagnosis& diagnosis) {
  constexpr std::string_view kOf = "agent of ";
  const auto whose =
      std::ranges::find_if(lines, [&](const string& one) { return one.starts_with(kOf); });
  if (whose == lines.end()) {
    diagnosis.ok("agent", "answers");
    return true;
  }
  const string other = whose->substr(kOf.size());
  if (other == agency) {
    diagnosis.ok("agent", "answers, for " + agency);
    return true;
  }
  diagnosis.fault("agent", "at " + socket + " another agency's answers: " + other,
                  "--socket, or STILE_SOCKET, of the agent of " + agency + ", or neither");
  return false;
}

void see_agent(const string& agency, const string& socket, Diagnosis& diagnosis) {
  Heard heard;
  const auto answered = agent_status({socket}, heard);
  if (!answered.ok()) {
    return diagnosis.fault("agent", "none answers: " + answered.error().detail,
                           "systemctl start stile-agent@…, and its log");
  }
  switch (answered.value()) {
    case ExitCode::kOk:
    case ExitCode::kFaults:
      if (!see_whose(agency, socket, heard.lines(), diagnosis)) return;
      diagnosis.ok("gateway", "attached");
      see_witnesses(heard.lines(), diagnosis);
      return see_status(heard.lines(), diagnosis);
    case ExitCode::kIo:
      if (!see_whose(agency, socket, heard.lines(), diagnosis)) return;
      see_witnesses(heard.lines(), diagnosis);
      diagnosis.fault("gateway", "not attached",
                      "`attachment_ended` in the agent's log says why: network, certificate or "
                      "clock");
      return see_status(heard.lines(), diagnosis);
    default:
      return diagnosis.warning("agent", "does not tell: " + heard.messages(),
                               "the role DATA_OFFICER in its people file");
  }
}

void see_space(const DoctorOrder& order, const fs::path& store, Diagnosis& diagnosis) {
  const auto free = order.space(store.parent_path());
  if (!free.ok()) return;  // the configuration's fault: there is no such folder
  const string what = std::to_string(*free / kMebibyte) + " MiB free for the store";
  const string mend = "room on that disk";
  if (*free < kNoSpace) return diagnosis.fault("disk", what, mend);
  if (*free < kLittleSpace) return diagnosis.warning("disk", what, mend);
  diagnosis.ok("disk", what);
}

// A reader disturbs no agent that writes meanwhile.
Result<std::int64_t> broken_pages(const fs::path& store) {
  STILE_TRY(auto database, storage::Database::open(store.string(), storage::OpenMode::kRead));
  return database.integer("SELECT count(*) FROM pragma_quick_check WHERE quick_check <> 'ok'");
}

void see_store(const fs::path& store, Diagnosis& diagnosis) {
  const auto broken = broken_pages(store);
  const string restore = "stop the agent, keep the file, and restore a backup (RUNBOOK)";
  if (broken.ok() && broken.value() == 0) return diagnosis.ok("store", "whole");
  if (broken.ok()) return diagnosis.fault("store", "is damaged", restore);
  if (broken.reason() == Reason::kNotFound) {
    return diagnosis.warning("store", "none yet", "nothing: the agent makes it");
  }
  const bool damaged = broken.reason() == Reason::kIntegrity;
  diagnosis.fault("store", broken.error().detail,
                  damaged ? restore : "that account and mode which the agent gave it");
}

void see_side(const DoctorOrder& order, const fs::path& store, Diagnosis& diagnosis) {
  see_space(order, store, diagnosis);
  see_store(store, diagnosis);
}

}  // namespace

Result<std::uintmax_t> space_available(const fs::path& path) {
  std::error_code code;
  const auto space = fs::space(path, code);
  if (code) return Error{Reason::kIo, path.string() + ": " + code.message()};
  return space.available;
}

Result<ExitCode> doctor(const DoctorOrder& order, Instant now, Reporter& reporter) {
  STILE_TRY(Bytes text, storage::read_whole(order.config));
  if (is_gateway_text(text)) {
    return Error{Reason::kUsage, order.config.string() +
                                     ": is a gateway's; mend with: `stile check`, and the runbook"};
  }
  Diagnosis diagnosis(reporter);
  see_configuration(order.config, now, diagnosis);
  Heard unheard;
  const Findings findings(fs::absolute(order.config), std::move(text), unheard);
  v1::AgentConfig config;
  if (!wire::parse_text(findings.text(), findings.file(), config).ok()) return diagnosis.result();
  see_certificate(findings.path(config.identity()), now, diagnosis);
  see_documents(config, findings, now, diagnosis);
  see_agent(config.agency(),
            order.socket.empty() ? findings.path(config.socket()).string() : order.socket,
            diagnosis);
  if (config.has_source()) see_side(order, findings.path(config.source().store()), diagnosis);
  if (config.has_recipient()) see_side(order, findings.path(config.recipient().store()), diagnosis);
  return diagnosis.result();
}

}  // namespace stile::agent
