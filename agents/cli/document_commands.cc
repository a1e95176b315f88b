#include <unistd.h>

#include <iostream>
#include <map>
#include <vector>

#include "agents/cli/agreement.h"
#include "agents/cli/commands.h"
#include "agents/cli/document.h"
#include "agents/cli/key.h"
#include "core/crypto/random.h"

namespace stile::agent {
namespace {

using std::string;

// confirmed() asks the person at the terminal; without one, or with --no-input, the command
// itself was the word.
bool confirmed(const CommandLine& line, const string& question) {
  if (line.no_input || ::isatty(STDIN_FILENO) != 1) return true;
  std::cerr << question << " Type yes: " << std::flush;
  string answer;
  return std::getline(std::cin, answer) && answer == "yes";
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
  add_command<string>(
      group, line, "show", "say in plain English what it allows", show,
      [](const string& file, Reporter& reporter) { return agreement_show(file, reporter); });
  add_command<SignOrder>(group, line, "sign", "read it, and add a signature", describe_sign,
                         [&line](const SignOrder& order, Reporter& reporter) {
                           const auto ask = [&line](const string& what) {
                             return confirmed(line, what);
                           };
                           return agreement_sign(order, ask, reporter);
                         });
  const auto verify = [](CLI::App& command, VerifyOptions& options) {
    command.add_option("file", options.file, "the signed agreement")->required();
    command.add_option("--directory", options.directory, "the scheme's directory")->required();
    command.add_option("--root", options.roots, "vkey of a root; three times");
  };
  add_command<VerifyOptions>(group, line, "verify", "say who signed, and whether that is enough",
                             verify, [](const VerifyOptions& options, Reporter& reporter) {
                               return agreement_verify(options.file, options.directory,
                                                       options.roots, reporter);
                             });
}

void add_document(CLI::App& app, CommandLine& line) {
  const auto sign = [](const SignOrder& order, Reporter&) { return document_sign(order); };
  CLI::App& group = noun(app, "document", "signed documents of every kind");
  add_command<SignOrder>(group, line, "sign", "add a signature", describe_sign, sign);
  const auto hash = [](CLI::App& command, string& file) {
    command.add_option("file", file, "the document")->required();
  };
  add_command<string>(
      group, line, "hash", "print the hash by which others name it", hash,
      [](const string& file, Reporter& reporter) { return document_hash(file, reporter); });
  CLI::App& directory = noun(app, "directory", "the scheme's directory");
  add_command<SignOrder>(directory, line, "sign", "add a signature", describe_sign, sign);
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
  add_command<KeyOptions>(group, line, "generate", "make a key and print its public half", generate,
                          [](const KeyOptions& options, Reporter& reporter) {
                            return key_generate(kinds().at(options.kind), options.name, options.out,
                                                crypto::system_random(), reporter);
                          });
}

}  // namespace

void add_document_commands(CLI::App& app, CommandLine& line) {
  add_agreement(app, line);
  add_document(app, line);
  add_key(app, line);
}

}  // namespace stile::agent
