#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <string>

#include "agents/config.h"
#include "agents/daemon.h"
#include "agents/report/exit_code.h"
#include "core/crypto/initialise.h"
#include "core/log/log.h"
#include "core/tls/floor.h"

namespace {

volatile std::sig_atomic_t stop_asked = 0;
volatile std::sig_atomic_t reload_asked = 0;
void ask_to_stop(int) { stop_asked = 1; }
void ask_to_reload(int) { reload_asked = 1; }

bool take_reload() {
  const bool asked = reload_asked != 0;
  reload_asked = 0;
  return asked;
}

int exit_code(const stile::Status& status) {
  if (status.ok()) return 0;
  std::fprintf(stderr, "stile-agent: %s: %s\n", std::string(name(status.reason())).c_str(),
               status.error().detail.c_str());
  return static_cast<int>(stile::agent::exit_code_of(status.reason()));
}

}  // namespace

int main(int argc, char** argv) {
  stile::tls::require_tls13();
  stile::crypto::initialise();
  CLI::App app("stile-agent: sends and receives what signed agreements allow, for one agency");
  std::string path;
  app.add_option("--config", path, "the agent's configuration")->required();
  auto* check = app.add_subcommand("check", "load and verify everything without serving");
  check->fallthrough();
  app.require_subcommand(0, 1);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : 2;
  }
  stile::start_log();
  const auto config = stile::agent::load_config(path);
  if (!config.ok()) return exit_code(config.error());
  if (check->parsed()) return exit_code(stile::agent::check(*config));
  std::signal(SIGTERM, ask_to_stop);
  std::signal(SIGINT, ask_to_stop);
  std::signal(SIGHUP, ask_to_reload);
  return exit_code(stile::agent::run(*config, {[] { return stop_asked != 0; }, take_reload}));
}
