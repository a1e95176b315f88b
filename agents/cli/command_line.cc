#include "agents/cli/command_line.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <map>
#include <memory>
#include <vector>

#include "agents/cli/agreement.h"
#include "agents/cli/check.h"
#include "agents/cli/document.h"
#include "agents/cli/key.h"
#include "agents/cli/receipt.h"
#include "agents/cli/remote.h"
#include "agents/cli/sample.h"
#include "core/crypto/random.h"

namespace stile::agent {
namespace {

using std::make_shared;
using std::string;

Instant now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(since).count();
}

// confirmed() asks the person at the terminal; without one, or with --no-input, the command
// itself was the word.
bool confirmed(const CommandLine& line, const string& question) {
  if (line.no_input || ::isatty(STDIN_FILENO) != 1) return true;
  std::cerr << question << " Type yes: " << std::flush;
  string answer;
  return std::getline(std::cin, answer) && answer == "yes";
}

// Command is one command: its options are read into `Options`, and `run` does it.
template <typename Options, typename Describe, typename Run>
void add(CLI::App& parent, CommandLine& line, const string& name, const string& what,
         const Describe& describe, const Run& run) {
  CLI::App* command = parent.add_subcommand(name, what);
  const auto options = make_shared<Options>();
  describe(*command, *options);
  command->callback([&line, options, run] {
    line.command = [options, run](Reporter& reporter) { return run(*options, reporter); };
  });
}

CLI::App& noun(CLI::App& app, const string& name, const string& what) {
  CLI::App* group = app.add_subcommand(name, what);
  group->require_subcommand(1);
  return *group;
}

struct MonthAndFile {
  string month;
  string file;
};

void describe_return(CLI::App& command, MonthAndFile& options) {
  command.add_option("--month", options.month, "the month, as 2026-10")->required();
  command.add_option("file", options.file, "name of the export in the exports folder")->required();
}

struct Nothing {};
void describe_nothing(CLI::App&, Nothing&) {}

void add_return(CLI::App& app, CommandLine& line) {
  CLI::App& group = noun(app, "return", "the monthly return of a force");
  add<MonthAndFile>(group, line, "preview", "show what would be sent, row by row, and what not",
                    describe_return, [&line](const MonthAndFile& options, Reporter& reporter) {
                      return return_preview({line.socket}, options.month, options.file, reporter);
                    });
  add<MonthAndFile>(group, line, "send", "send it", describe_return,
                    [&line](const MonthAndFile& options, Reporter& reporter) {
                      return return_send({line.socket}, options.month, options.file, reporter);
                    });
  add<Nothing>(group, line, "status", "what was sent, admitted, stored, withheld", describe_nothing,
               [&line](const Nothing&, Reporter& reporter) {
                 return return_status({line.socket}, reporter);
               });
}

void add_inbox(CLI::App& app, CommandLine& line) {
  CLI::App& group = noun(app, "inbox", "what a recipient holds");
  const auto list = [](CLI::App& command, MonthAndFile& options) {
    command.add_option("--month", options.month, "one month, as 2026-10; else all");
  };
  add<MonthAndFile>(group, line, "list", "rows, consignments and revisions per source and month",
                    list, [&line](const MonthAndFile& options, Reporter& reporter) {
                      return inbox_list({line.socket}, options.month, reporter);
                    });
  const auto exported = [](CLI::App& command, MonthAndFile& options) {
    command.add_option("--month", options.month, "the month, as 2026-10")->required();
    command.add_option("--out", options.file, "name of the file in the out folder")->required();
  };
  add<MonthAndFile>(group, line, "export", "write a month's rows as CSV", exported,
                    [&line](const MonthAndFile& options, Reporter& reporter) {
                      return inbox_export({line.socket}, options.month, options.file, reporter);
                    });
}

void add_audit(CLI::App& app, CommandLine& line) {
  CLI::App& group = noun(app, "audit", "whether what is kept is whole");
  add<Nothing>(group, line, "verify", "check every signature, receipt and row that is kept",
               describe_nothing, [&line](const Nothing&, Reporter& reporter) {
                 return audit_verify({line.socket}, reporter);
               });
}

void describe_sign(CLI::App& command, SignOrder& order) {
  command.add_option("file", order.file, "an unsigned text, or a note")->required();
  command.add_option("--key", order.key, "file of the private signing key")->required();
  command.add_option("--name", order.name, "the key's name in the directory")->required();
  command.add_option("--out", order.out, "new file for the signed note")->required();
}

struct VerifyOptions {
  string file;
  string directory;
  std::vector<string> roots;
};

void add_agreement(CLI::App& app, CommandLine& line) {
  CLI::App& group = noun(app, "agreement", "data-sharing agreements");
  const auto show = [](CLI::App& command, string& file) {
    command.add_option("file", file, "the agreement, signed or not")->required();
  };
  add<string>(
      group, line, "show", "say in plain English what it allows", show,
      [](const string& file, Reporter& reporter) { return agreement_show(file, reporter); });
  add<SignOrder>(group, line, "sign", "read it, and add a signature", describe_sign,
                 [&line](const SignOrder& order, Reporter& reporter) {
                   const auto ask = [&line](const string& what) { return confirmed(line, what); };
                   return agreement_sign(order, ask, reporter);
                 });
  const auto verify = [](CLI::App& command, VerifyOptions& options) {
    command.add_option("file", options.file, "the signed agreement")->required();
    command.add_option("--directory", options.directory, "the scheme's directory")->required();
    command.add_option("--root", options.roots, "vkey of a root; three times");
  };
  add<VerifyOptions>(group, line, "verify", "say who signed, and whether that is enough", verify,
                     [](const VerifyOptions& options, Reporter& reporter) {
                       return agreement_verify(options.file, options.directory, options.roots,
                                               reporter);
                     });
}

void add_document(CLI::App& app, CommandLine& line) {
  const auto sign = [](const SignOrder& order, Reporter&) { return document_sign(order); };
  CLI::App& group = noun(app, "document", "signed documents of every kind");
  add<SignOrder>(group, line, "sign", "add a signature", describe_sign, sign);
  const auto hash = [](CLI::App& command, string& file) {
    command.add_option("file", file, "the document")->required();
  };
  add<string>(group, line, "hash", "print the hash by which others name it", hash,
              [](const string& file, Reporter& reporter) { return document_hash(file, reporter); });
  CLI::App& directory = noun(app, "directory", "the scheme's directory");
  add<SignOrder>(directory, line, "sign", "add a signature", describe_sign, sign);
}

struct KeyOptions {
  string kind = "signing";
  string name;
  string out;
};

const std::map<string, KeyKind>& kinds() {
  static const std::map<string, KeyKind> all = {
      {"signing", KeyKind::kSigning}, {"sealing", KeyKind::kSealing}, {"token", KeyKind::kToken}};
  return all;
}

void add_key(CLI::App& app, CommandLine& line) {
  CLI::App& group = noun(app, "key", "private keys, which stay in files of mode 0400");
  const auto generate = [](CLI::App& command, KeyOptions& options) {
    command.add_option("--kind", options.kind, "signing, sealing or token")
        ->check(CLI::IsMember(kinds()))
        ->capture_default_str();
    command.add_option("--name", options.name, "the key's name in the directory")->required();
    command.add_option("--out", options.out, "new file for the private key")->required();
  };
  add<KeyOptions>(group, line, "generate", "make a key and print its public half", generate,
                  [](const KeyOptions& options, Reporter& reporter) {
                    return key_generate(kinds().at(options.kind), options.name, options.out,
                                        crypto::system_random(), reporter);
                  });
}

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
  add<ReceiptOptions>(group, line, "verify", "prove that the ledger holds a leaf", verify,
                      [](const ReceiptOptions& options, Reporter& reporter) {
                        return receipt_verify(options.leaf, options.receipt, options.log, reporter);
                      });
}

void add_check(CLI::App& app, CommandLine& line) {
  const auto config = [](CLI::App& command, string& file) {
    command.add_option("--config", file, "of an agent or of the gateway")->required();
  };
  add<string>(
      app, line, "check", "find every fault of a configuration without starting anything", config,
      [](const string& file, Reporter& reporter) { return check_config(file, now(), reporter); });
}

void add_sample(CLI::App& app, CommandLine& line) {
  const auto describe = [](CLI::App& command, SampleOrder& order) {
    order.regulator = "spiffe://training.stile.example/regulator/ofsted/agent";
    command.add_option("--seed", order.seed, "the same one gives the same month");
    command.add_option("--month", order.month, "the month, as 2026-10")->required();
    command.add_option("--rows", order.rows, "rows of the export; 0: as many as are usual");
    command.add_flag("--faults", order.faults, "with rows that have to be rejected");
    command.add_option("--regulator", order.regulator, "whose list of homes it is");
    command.add_option("--serial", order.serial, "of the list of homes");
    command.add_option("--homes", order.homes, "new file for the list of homes");
    command.add_option("--export", order.exported, "new file for the export")->required();
    command.add_option("--canaries", order.canaries, "plant texts that must never leave; new file");
  };
  add<SampleOrder>(
      app, line, "sample", "make an invented month of call-outs", describe,
      [](const SampleOrder& order, Reporter& reporter) { return sample(order, reporter); });
}

}  // namespace

void add_commands(CLI::App& app, CommandLine& line) {
  const char* socket = std::getenv("STILE_SOCKET");
  line.socket = socket == nullptr ? "" : socket;
  app.add_option("--socket", line.socket, "the agent's socket; else STILE_SOCKET");
  app.add_flag("--json", line.json, "answer with one JSON object a line");
  app.add_flag("--no-input", line.no_input, "never ask");
  app.fallthrough();
  app.require_subcommand(1);
  add_return(app, line);
  add_inbox(app, line);
  add_audit(app, line);
  add_agreement(app, line);
  add_document(app, line);
  add_key(app, line);
  add_receipt(app, line);
  add_check(app, line);
  add_sample(app, line);
}

}  // namespace stile::agent
