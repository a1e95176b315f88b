#include <CLI/CLI.hpp>
#include <string>

#include "agents/cli/command_line.h"
#include "agents/cli/terminal_reporter.h"
#include "agents/report/exit_code.h"
#include "core/crypto/initialise.h"

namespace {

using stile::agent::ExitCode;

ExitCode run(const stile::agent::CommandLine& line) {
  stile::agent::TerminalReporter reporter(line.json);
  const auto done = line.command(reporter);
  if (done.ok()) return done.value();
  const stile::Error& error = done.error();
  reporter.message("stile: " + std::string(name(error.reason)) + ": " + error.detail);
  return stile::agent::exit_code_of(error.reason);
}

}  // namespace

int main(int argc, char** argv) {
  stile::crypto::initialise();
  CLI::App app("Stile: share what was agreed, and nothing else");
  app.set_version_flag("--version", STILE_VERSION);
  stile::agent::CommandLine line;
  stile::agent::add_commands(app, line);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& wrong) {
    return app.exit(wrong) == 0 ? 0 : static_cast<int>(ExitCode::kUsage);
  }
  return static_cast<int>(run(line));
}
