#include "agents/cli/check.h"

#include <array>
#include <functional>
#include <string>
#include <utility>

#include "agents/cli/check_documents.h"
#include "agents/cli/findings.h"
#include "agents/cli/key.h"
#include "agents/control/people.h"
#include "agents/handing/command_hand.h"
#include "agents/handing/mail_address.h"
#include "agents/handing/spool.h"
#include "agents/ingest/column_map_file.h"
#include "agents/report/json.h"
#include "core/agreement/log_retention.h"
#include "core/base/loopback.h"
#include "core/crypto/key_file.h"
#include "core/crypto/seal.h"
#include "core/crypto/secret.h"
#include "core/crypto/token.h"
#include "core/storage/file.h"
#include "core/tls/identity_files.h"
#include "core/wire/strict.h"
#include "stile/v1/config.pb.h"

namespace stile::agent {
namespace {

namespace fs = std::filesystem;

template <typename Config>
DocumentSettings documents_of(const Config& config) {
  return {config.documents(), config.areas(), {config.root().begin(), config.root().end()}};
}

Status is_folder(const fs::path& path) {
  std::error_code code;
  if (fs::is_directory(path, code)) return ok();
  return Error{Reason::kNotFound, path.string() + ": no such folder; mend with: make it"};
}

// is_key() checks a key file's mode and that it holds a key of that kind.
template <typename Key>
Status is_key(const fs::path& path, Result<Key> (*read)(ByteView)) {
  STILE_TRY(Bytes secret, crypto::read_key_file(path));
  const auto key = read(secret);
  crypto::wipe(secret);
  if (key.ok()) return ok();
  return Error{key.reason(), path.string() + ": " + key.error().detail};
}

Status is_gateway_address(const std::string& address) {
  const auto colon = address.rfind(':');
  const bool fits = colon != address.npos && colon > 0 && colon + 1 < address.size() &&
                    address.find_first_not_of("0123456789", colon + 1) == address.npos;
  if (fits) return ok();
  return Error{Reason::kMalformed, "is host:port"};
}

void check_metrics(const std::string& address, Findings& findings) {
  if (!address.empty()) findings.holds("metrics", check_loopback(address));
}

void check_identity(const std::string& folder, const std::string& agency, Findings& findings) {
  const auto owner = tls::own_identity(tls::IdentityFiles::in_folder(findings.path(folder)));
  if (!findings.holds("identity", owner)) return;
  if (agency.empty() || owner->text() == agency) return;
  findings.fault("identity", {Reason::kWrongPeer, "its certificate is that of " + owner->text() +
                                                      "; mend with: certs/issue"});
}

void check_people(const fs::path& path, const std::string& agency, Findings& findings) {
  const auto text = storage::read_whole(path);
  if (!findings.holds("people", text)) return;
  const auto people = People::parse(text.value(), path.string());
  if (!people.ok()) return findings.fault_at(people.error());
  const auto id = AgencyId::parse(agency);
  if (!id.ok()) return;  // a fault of its own
  const Status fit = people->check_roles(id->kind(), path.string());
  if (!fit.ok()) findings.fault_at(fit.error());
}

// check_signing_key() holds the key against the directory, where there is one: with another key
// nothing this agency signs is believed.
void check_signing_key(const v1::AgentConfig& config, const agreement::DocumentSet* documents,
                       Findings& findings) {
  const auto signer = read_signer(findings.path(config.signing_key()), config.signing_key_name());
  if (!findings.holds("signing_key", signer) || documents == nullptr) return;
  const auto id = AgencyId::parse(config.agency());
  const agreement::Agency* agency = id.ok() ? documents->agency(id.value()) : nullptr;
  if (agency == nullptr) {
    findings.fault("agency", {Reason::kUnknownAgency, "is not in the directory"});
  } else if (agency->signing_key.vkey() != signer->verifier().vkey()) {
    findings.fault("signing_key", {Reason::kBadSignature,
                                   "the directory has another key, " + agency->signing_key.vkey()});
  }
}

void check_drop(std::string_view field, const std::string& name, Findings& findings) {
  if (name.empty()) return;
  const fs::path drop = findings.path(name);
  const std::array folders{(drop / "in").string(), (drop / "sent").string(),
                           (drop / "failed").string()};
  bool there = true;
  for (const auto& folder : folders) there = findings.holds(field, is_folder(folder)) && there;
  if (there) findings.holds(field, storage::check_one_file_system(folders));
}

void check_source(const v1::AgentConfig& agent, const agreement::DocumentSet* documents,
                  Findings& findings) {
  const v1::SourceConfig& config = agent.source();
  findings.holds("exports", is_folder(findings.path(config.exports())));
  check_drop("drop", config.drop(), findings);
  check_drop("notify_drop", config.notify_drop(), findings);
  if (!config.drop().empty() && findings.path(config.drop()).lexically_normal() ==
                                    findings.path(config.notify_drop()).lexically_normal()) {
    findings.fault("notify_drop",
                   {Reason::kConflict, "is the folder of `drop`; mend with: one of its own"});
  }
  findings.holds("store", is_folder(findings.path(config.store()).parent_path()));
  findings.holds("token_key",
                 is_key(findings.path(config.token_key()), &crypto::TokenKey::from_bytes));
  const auto id = AgencyId::parse(agent.agency());
  const bool passes_on = id.ok() && id->kind() == AgencyKind::kAuthority;
  findings.holds("column_map", config.column_map().empty() && !passes_on
                                   ? Status(Error{Reason::kMissingField, "is required"})
                                   : ok());
  for (const auto& file : config.column_map()) {
    const fs::path map = findings.path(file);
    for (const Error& fault : check_column_map_file(map).faults) findings.fault_at(fault);
  }
  const agreement::Agency* agency =
      id.ok() && documents != nullptr ? documents->agency(id.value()) : nullptr;
  if (agency != nullptr && !agency->has_contact(config.contact())) {
    findings.fault("contact", {Reason::kUnknownValue,
                               "is no contact of this agency in the "
                               "directory; mend with: one that is"});
  }
}

void check_recipient(const v1::RecipientConfig& config, Findings& findings) {
  findings.holds("out", is_folder(findings.path(config.out())));
  findings.holds("store", is_folder(findings.path(config.store()).parent_path()));
  const Status key = is_key(findings.path(config.sealing_key()), &crypto::SealingKey::from_secret);
  if (key.ok()) return;
  if (key.reason() == Reason::kNotFound) {
    return findings.note("sealing_key: none yet; the agent makes one at its first start");
  }
  findings.fault("sealing_key", key.error());
}

void check_handing(const v1::HandingConfig& config, Findings& findings) {
  if (config.command().empty() && config.spool().empty() && !config.has_smtp()) {
    findings.fault("handing",
                   {Reason::kMissingField,
                    "names no means; mend with: command, spool or smtp, or leave it out"});
  }
  if (!config.command().empty()) {
    findings.holds("command", check_command(findings.path(config.command())));
  }
  if (!config.spool().empty()) findings.holds("spool", check_spool(findings.path(config.spool())));
  if (!config.has_smtp()) return;
  const v1::SmtpConfig& smtp = config.smtp();
  findings.holds("server", MailServer::parse(smtp.server()));
  findings.holds("sender", Mailbox::parse(smtp.sender()));
  if (!smtp.roots().empty()) {
    findings.holds("roots", storage::read_whole(findings.path(smtp.roots())));
  }
}

void check_agent(const v1::AgentConfig& config, Instant now, Findings& findings) {
  findings.holds("agency", AgencyId::parse(config.agency()));
  findings.holds("gateway", is_gateway_address(config.gateway()));
  findings.holds("gateway_identity", AgencyId::parse(config.gateway_identity()));
  check_metrics(config.metrics(), findings);
  findings.holds("socket", is_folder(findings.path(config.socket()).parent_path()));
  check_identity(config.identity(), config.agency(), findings);
  check_people(findings.path(config.people()), config.agency(), findings);
  const auto documents = check_documents(documents_of(config), now, findings);
  const agreement::DocumentSet* set = documents ? &*documents : nullptr;
  check_signing_key(config, set, findings);
  if (config.has_source()) check_source(config, set, findings);
  if (config.has_recipient()) check_recipient(config.recipient(), findings);
  if (config.has_handing()) check_handing(config.handing(), findings);
  if (!config.has_source() && !config.has_recipient()) {
    findings.fault("source", {Reason::kMissingField,
                              "an agent is a source or a recipient; mend "
                              "with: a source {} or recipient {} part"});
  }
}

void check_gateway(const v1::GatewayConfig& config, Instant now, Findings& findings) {
  findings.holds("listen", is_gateway_address(config.listen()));
  check_metrics(config.metrics(), findings);
  findings.holds("store", is_folder(findings.path(config.store()).parent_path()));
  findings.holds("checkpoint_file",
                 is_folder(findings.path(config.checkpoint_file()).parent_path()));
  if (!config.tiles().empty()) findings.holds("tiles", is_folder(findings.path(config.tiles())));
  check_identity(config.identity(), {}, findings);
  findings.holds("log_retention_days", agreement::check_log_retention(config.log_retention_days()));
  const auto documents = check_documents(documents_of(config), now, findings);
  if (documents) {
    findings.holds("log_retention_days",
                   agreement::outlasts(config.log_retention_days(), *documents));
  }
  const auto signer = read_signer(findings.path(config.log_key()), config.log_name());
  if (!findings.holds("log_key", signer) || !documents) return;
  if (documents->directory().log_key.vkey() != signer->verifier().vkey()) {
    findings.fault("log_key", {Reason::kBadSignature, "the directory has another key, " +
                                                          documents->directory().log_key.vkey()});
  }
}

// read_and_check() checks what is in the file once the file itself reads.
template <typename Config>
void read_and_check(void (*check)(const Config&, Instant, Findings&), Instant now,
                    Findings& findings) {
  Config config;
  const Status read = wire::parse_text(findings.text(), findings.file(), config);
  if (!read.ok()) return findings.fault_at(read.error());
  check(config, now, findings);
}

}  // namespace

bool is_gateway_text(std::string_view text) {
  return text.starts_with("listen:") || text.find("\nlisten:") != text.npos;
}

Result<ExitCode> check_config(const fs::path& file, Instant now, Reporter& reporter) {
  STILE_TRY(Bytes text, storage::read_whole(file));
  const bool gateway = is_gateway_text(text);
  Findings findings(fs::absolute(file), std::move(text), reporter);
  if (gateway) {
    read_and_check(&check_gateway, now, findings);
  } else {
    read_and_check(&check_agent, now, findings);
  }
  if (findings.count() == 0) {
    reporter.line("no fault found", JsonObject().number("faults", findings.count()).done());
    return ExitCode::kOk;
  }
  reporter.message(std::to_string(findings.count()) + " faults");
  return ExitCode::kFaults;
}

}  // namespace stile::agent
