#include <map>
#include <string>

#include "agents/cli/commands.h"
#include "agents/cli/document.h"
#include "agents/cli/key.h"
#include "core/crypto/random.h"

namespace stile::agent {
namespace {

using std::string;

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
  const auto witness = [](CLI::App& command, KeyOptions& options) {
    command.add_option("file", options.out, "file of the agency's private signing key")->required();
    command.add_option("--name", options.name, "that key's name in the directory")->required();
  };
  add_command<KeyOptions>(group, line, "witness",
                          "print the key that an agent cosigns the ledger with", witness,
                          [](const KeyOptions& options, Reporter& reporter) {
                            return key_witness(options.out, options.name, reporter);
                          });
}

}  // namespace

void describe_sign(CLI::App& command, SignOrder& order) {
  command.add_option("file", order.file, "an unsigned text, or a note")->required();
  command.add_option("--key", order.key, "file of the private signing key")->required();
  command.add_option("--name", order.name, "the key's name in the directory")->required();
  command.add_option("--out", order.out, "new file for the signed note")->required();
}

void add_document_commands(CLI::App& app, CommandLine& line) {
  add_document(app, line);
  add_key(app, line);
}

}  // namespace stile::agent
