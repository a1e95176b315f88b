#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <string>

#include "core/crypto/initialise.h"
#include "core/log/log.h"
#include "core/tls/floor.h"
#include "gateway/daemon.h"

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

}  // namespace

int main(int argc, char** argv) {
  stile::tls::require_tls13();
  stile::crypto::initialise();
  CLI::App app("stile-gateway: admits, records and delivers what signed agreements allow");
  std::string path;
  app.add_option("--config", path, "the gateway's configuration")->required();
  auto* initialise = app.add_subcommand("initialise", "make a new gateway's checkpoint file");
  auto* check = app.add_subcommand("check", "load and verify everything without serving");
  initialise->fallthrough();
  check->fallthrough();
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
  std::signal(SIGTERM, ask_to_stop);
  std::signal(SIGINT, ask_to_stop);
  return exit_code(stile::gateway::run(*config, [] { return stop_asked != 0; }));
}
