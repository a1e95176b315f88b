#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <string>

#include "core/crypto/initialise.h"
#include "core/log/log.h"
#include "core/tls/floor.h"
#include "gateway/daemon.h"
#include "gateway/succeeding.h"

namespace {

volatile std::sig_atomic_t stop_asked = 0;
void ask_to_stop(int) { stop_asked = 1; }

int exit_code(const stile::Status& status) {
  if (status.ok()) return 0;
  std::fprintf(stderr, "stile-gateway: %s: %s\n", std::string(name(status.reason())).c_str(),
               status.error().detail.c_str());
  switch (status.reason()) {
    case stile::Reason::kIntegrity: return 5;
    case stile::Reason::kIo:
    case stile::Reason::kUnavailable: return 4;
    default: return 1;
  }
}

int print(const stile::Result<std::string>& text) {
  if (!text.ok()) return exit_code(text.error());
  std::fputs(text->c_str(), stdout);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  stile::tls::require_tls13();
  stile::crypto::initialise();
  CLI::App app("stile-gateway: admits, records and delivers what signed agreements allow");
  std::string path;
  app.add_option("--config", path, "the gateway's configuration")->required();
  auto* initialise = app.add_subcommand("initialise", "make a new gateway's checkpoint file");
  auto* check = app.add_subcommand("check", "load and verify everything without serving");
  auto* checkpoint = app.add_subcommand(
      "checkpoint", "print the last checkpoint that was signed, as it was signed");
  auto* collect = app.add_subcommand(
      "collect", "have agencies give back what was lost with a ledger that was closed");
  auto* succeed = app.add_subcommand("succeed", "begin its successor with what was given back");
  for (auto* one : {initialise, check, checkpoint, collect, succeed}) one->fallthrough();
  app.require_subcommand(0, 1);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : 2;
  }
  stile::start_log();
  const auto config = stile::gateway::load_config(path);
  if (!config.ok()) return exit_code(config.error());
  if (initialise->parsed()) return exit_code(stile::gateway::initialise(*config));
  if (check->parsed()) return exit_code(stile::gateway::check(*config));
  if (checkpoint->parsed()) return print(stile::gateway::last_checkpoint(*config));
  if (succeed->parsed()) return exit_code(stile::gateway::succeed(*config));
  std::signal(SIGTERM, ask_to_stop);
  std::signal(SIGINT, ask_to_stop);
  const auto stopping = [] { return stop_asked != 0; };
  if (collect->parsed()) return exit_code(stile::gateway::collect(*config, stopping));
  return exit_code(stile::gateway::run(*config, stopping));
}
