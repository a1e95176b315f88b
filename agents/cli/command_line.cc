#include "agents/cli/command_line.h"

#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <set>

#include "agents/cli/check.h"
#include "agents/cli/commands.h"
#include "agents/cli/doctor.h"
#include "agents/cli/receipt.h"
#include "agents/cli/sample.h"

namespace stile::agent {
namespace {

using std::string;

struct ReceiptOptions {
  string leaf;
  string receipt;
  string log;
};

void add_receipt(CLI::App& app, CommandLine& line) {
  CLI::App& group = noun(app, "receipt", "proofs from the ledger");
  const auto verify = [](CLI::App& command, ReceiptOptions& options) {
    command.add_option("--leaf", options.leaf, "file of the leaf's text")->required();
    command.add_option("--receipt", options.receipt, "file of the proof")->required();
    command.add_option("--log", options.log, "vkey of the ledger")->required();
  };
  add_command<ReceiptOptions>(group, line, "verify", "prove that the ledger holds a leaf", verify,
                              [](const ReceiptOptions& options, Reporter& reporter) {
                                return receipt_verify(options.leaf, options.receipt, options.log,
                                                      reporter);
                              });
}

void add_check(CLI::App& app, CommandLine& line) {
  const auto config = [](CLI::App& command, string& file) {
    command.add_option("--config", file, "of an agent or of the gateway")->required();
  };
  add_command<string>(
      app, line, "check", "find every fault of a configuration without starting anything", config,
      [](const string& file, Reporter& reporter) { return check_config(file, now(), reporter); });
}

void add_doctor(CLI::App& app, CommandLine& line) {
  const auto describe = [](CLI::App& command, DoctorOrder& order) {
    command.add_option("--config", order.config, "of an agent")->required();
  };
  add_command<DoctorOrder>(app, line, "doctor", "say what is well, what is not, and how to mend it",
                           describe, [&line](DoctorOrder order, Reporter& reporter) {
                             order.socket = line.socket;
                             return doctor(order, now(), reporter);
                           });
}

void add_sample(CLI::App& app, CommandLine& line) {
  const auto describe = [](CLI::App& command, SampleOrder& order) {
    order.regulator = "spiffe://training.stile.example/regulator/ofsted/agent";
    command.add_option("--seed", order.seed, "the same one gives the same month");
    command.add_option("--month", order.month, "the month, as 2026-10")->required();
    command.add_option("--kind", order.kind, "of which system's export")
        ->check(CLI::IsMember(std::set<string>{"call-outs", "records", "missing"}))
        ->capture_default_str();
    command.add_option("--area", order.area, "of which police force area, by its ONS code")
        ->capture_default_str();
    command.add_option("--rows", order.rows, "rows of the export; 0: as many as are usual");
    command.add_flag("--faults", order.faults, "with rows that have to be rejected");
    command.add_flag("--identity", order.identity, "with the columns that only notifications need");
    command.add_option("--regulator", order.regulator, "whose list of homes it is");
    command.add_option("--serial", order.serial, "of the list of homes");
    command.add_option("--homes", order.homes, "new file for the list of homes");
    command.add_option("--export", order.exported, "new file for the export")->required();
    command.add_option("--canaries", order.canaries, "plant texts that must never leave; new file");
  };
  add_command<SampleOrder>(
      app, line, "sample", "make an invented month of an export", describe,
      [](const SampleOrder& order, Reporter& reporter) { return sample(order, reporter); });
}

}  // namespace

Instant now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(since).count();
}

bool confirmed(const CommandLine& line, const string& question) {
  if (line.no_input) return true;
  if (::isatty(STDIN_FILENO) != 1) {
    std::cerr << "nobody is there to say yes; mend with: a terminal, or --no-input where it is decided already\n";
    return false;
  }
  std::cerr << question << " Type yes: " << std::flush;
  string answer;
  return std::getline(std::cin, answer) && answer == "yes";
}

void add_commands(CLI::App& app, CommandLine& line) {
  const char* socket = std::getenv("STILE_SOCKET");
  line.socket = socket == nullptr ? "" : socket;
  app.add_option("--socket", line.socket, "the agent's socket; else STILE_SOCKET");
  app.add_flag("--json", line.json, "answer with one JSON object a line");
  app.add_flag("--no-input", line.no_input, "never ask");
  app.fallthrough();
  app.require_subcommand(1);
  add_remote_commands(app, line);
  add_agreement_commands(app, line);
  add_document_commands(app, line);
  add_scheme_commands(app, line);
  add_homes_commands(app, line);
  add_map_commands(app, line);
  add_receipt(app, line);
  add_check(app, line);
  add_doctor(app, line);
  add_sample(app, line);
}

}  // namespace stile::agent
