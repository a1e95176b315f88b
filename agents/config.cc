#include "agents/config.h"

#include <filesystem>
#include <initializer_list>
#include <utility>

#include "core/agreement/directory.h"
#include "core/base/limits.h"
#include "core/base/loopback.h"
#include "core/storage/file.h"
#include "core/wire/strict.h"
#include "stile/v1/config.pb.h"

namespace stile::agent {
namespace {

namespace fs = std::filesystem;

// ConfigReader takes fields from the file's message and names the file in each fault.
class ConfigReader {
 public:
  explicit ConfigReader(const std::string& path)
      : path_(path), folder_(fs::absolute(path).parent_path()) {}

  Error fault(Reason reason, std::string_view field, const std::string& what) const {
    return {reason, path_ + ": " + std::string(field) + ": " + what};
  }

  // text() is a field that has to be there; file() is one that names a file.
  Status text(std::string_view field, const std::string& value, std::string& to) const {
    if (value.empty()) return fault(Reason::kMissingField, field, "is required");
    to = value;
    return ok();
  }
  Status file(std::string_view field, const std::string& value, std::string& to) const {
    if (value.empty()) return fault(Reason::kMissingField, field, "is required");
    to = (folder_ / value).lexically_normal().string();
    return ok();
  }

  struct Entry {
    std::string_view field;
    const std::string& value;
    std::string& to;
  };
  Status files(std::initializer_list<Entry> entries) const {
    for (const auto& [field, value, to] : entries) STILE_CHECKED(file(field, value, to));
    return ok();
  }

  Status loopback(std::string_view field, const std::string& value, std::string& to) const {
    to = value;
    const Status loopback = value.empty() ? ok() : check_loopback(value);
    return loopback.ok() ? ok() : fault(loopback.reason(), field, loopback.error().detail);
  }

  Result<AgencyId> agency(std::string_view field, const std::string& value) const {
    auto id = AgencyId::parse(value);
    if (!id.ok()) return fault(id.reason(), field, id.error().detail);
    return id;
  }

  Status roots(const v1::AgentConfig& wire, Config& config) const {
    if (static_cast<std::size_t>(wire.root_size()) != agreement::kRoots) {
      return fault(Reason::kMissingField, "root", "pin exactly three root keys");
    }
    for (const auto& root : wire.root()) {
      auto key = crypto::NoteVerifier::parse(root);
      if (!key.ok()) return fault(key.reason(), "root", key.error().detail);
      config.roots.push_back(std::move(key).value());
    }
    return ok();
  }

 private:
  const std::string path_;
  const fs::path folder_;
};

Status take_source(const ConfigReader& reader, const v1::SourceConfig& wire, AgencyKind kind,
                   SourceFiles& to) {
  STILE_CHECKED(reader.files({{"source.store", wire.store(), to.store},
                              {"source.token_key", wire.token_key(), to.token_key},
                              {"source.exports", wire.exports(), to.exports}}));
  if (!wire.drop().empty()) STILE_CHECKED(reader.file("source.drop", wire.drop(), to.drop));
  if (!wire.notify_drop().empty()) {
    STILE_CHECKED(reader.file("source.notify_drop", wire.notify_drop(), to.notify_drop));
  }
  if (!to.drop.empty() && to.drop == to.notify_drop) {
    return reader.fault(Reason::kConflict, "source.notify_drop",
                        "is the folder of `drop`; mend with: one of its own");
  }
  // An authority passes on what it was told, and needs no export for that.
  if (wire.column_map().empty() && kind != AgencyKind::kAuthority) {
    return reader.fault(Reason::kMissingField, "source.column_map", "is required");
  }
  for (const auto& map : wire.column_map()) {
    STILE_CHECKED(reader.file("source.column_map", map, to.column_maps.emplace_back()));
  }
  return reader.text("source.contact", wire.contact(), to.contact);
}

Status take_recipient(const ConfigReader& reader, const v1::RecipientConfig& wire,
                      RecipientFiles& to) {
  return reader.files({{"recipient.store", wire.store(), to.store},
                       {"recipient.sealing_key", wire.sealing_key(), to.sealing_key},
                       {"recipient.out", wire.out(), to.out}});
}

Status take_mail(const ConfigReader& reader, const v1::SmtpConfig& wire,
                 std::optional<MailSettings>& to) {
  const auto server = MailServer::parse(wire.server());
  if (!server.ok()) {
    return reader.fault(server.reason(), "handing.smtp.server", server.error().detail);
  }
  const auto sender = Mailbox::parse(wire.sender());
  if (!sender.ok()) {
    return reader.fault(sender.reason(), "handing.smtp.sender", sender.error().detail);
  }
  to = MailSettings{*server, *sender, {}};
  if (wire.roots().empty()) return ok();
  return reader.file("handing.smtp.roots", wire.roots(), to->roots);
}

Status take_handing(const ConfigReader& reader, const v1::HandingConfig& wire,
                    HandingSettings& to) {
  if (wire.command().empty() && wire.spool().empty() && !wire.has_smtp()) {
    return reader.fault(Reason::kMissingField, "handing",
                        "names no means; mend with: command, spool or smtp, or leave it out");
  }
  if (!wire.command().empty()) {
    STILE_CHECKED(reader.file("handing.command", wire.command(), to.command));
  }
  if (!wire.spool().empty()) STILE_CHECKED(reader.file("handing.spool", wire.spool(), to.spool));
  return wire.has_smtp() ? take_mail(reader, wire.smtp(), to.mail) : ok();
}

Status take_sides(const ConfigReader& reader, const v1::AgentConfig& wire, Config& config) {
  if (wire.has_source()) {
    STILE_CHECKED(
        take_source(reader, wire.source(), config.agency.kind(), config.source.emplace()));
  }
  if (wire.has_recipient()) {
    STILE_CHECKED(take_recipient(reader, wire.recipient(), config.recipient.emplace()));
  }
  if (config.source || config.recipient) return ok();
  return reader.fault(Reason::kMissingField, "source, recipient", "at least one is required");
}

}  // namespace

Result<Config> load_config(const std::string& path) {
  STILE_TRY(const Bytes text, storage::read_whole(path, limits::kMessageBytes));
  v1::AgentConfig wire;
  STILE_CHECKED(wire::parse_text(text, path, wire));
  const ConfigReader reader(path);
  STILE_TRY(AgencyId agency, reader.agency("agency", wire.agency()));
  STILE_TRY(AgencyId gateway, reader.agency("gateway_identity", wire.gateway_identity()));
  Config config{
      std::move(agency), std::move(gateway), {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}};
  STILE_CHECKED(reader.files({{"identity", wire.identity(), config.identity},
                              {"socket", wire.socket(), config.socket},
                              {"people", wire.people(), config.people},
                              {"documents", wire.documents(), config.documents},
                              {"areas", wire.areas(), config.areas},
                              {"signing_key", wire.signing_key(), config.signing_key}}));
  STILE_CHECKED(reader.text("gateway", wire.gateway(), config.gateway));
  STILE_CHECKED(reader.text("signing_key_name", wire.signing_key_name(), config.signing_key_name));
  STILE_CHECKED(reader.loopback("metrics", wire.metrics(), config.metrics));
  STILE_CHECKED(reader.roots(wire, config));
  STILE_CHECKED(take_sides(reader, wire, config));
  if (wire.has_handing()) {
    STILE_CHECKED(take_handing(reader, wire.handing(), config.handing.emplace()));
  }
  return config;
}

}  // namespace stile::agent
