#include <iostream>
#include <string>

#include "agents/cli/commands.h"
#include "agents/cli/remote_identities.h"

// What a source's data officers do about requests for a child's identity.
namespace stile::agent {
namespace {

using std::string;

struct AskedOptions {
  string key;
  bool all = false;
};
struct Decision {
  string request;
  string key;
};

void describe_key(CLI::App& command, string& key) {
  command.add_option("--officer-key", key, "the data officer's own key, which stays here")
      ->required();
}

// What is typed goes neither to stdout, which may be a file, nor into an argument.
Officer officer_of(const CommandLine& line, const Decision& decision) {
  return {decision.key, &std::cin, &std::cerr, crypto::system_random(),
          [&line](const string& question) { return confirmed(line, question); }};
}

}  // namespace

void add_reidentify_officer(CLI::App& group, CommandLine& line) {
  const auto describe_asked = [](CLI::App& command, AskedOptions& options) {
    describe_key(command, options.key);
    command.add_flag("--all", options.all, "also those that are over");
  };
  add_command<AskedOptions>(
      group, line, "asked", "whom recipients ask for, for this agency's data officers alone",
      describe_asked, [&line](const AskedOptions& options, Reporter& reporter) {
        return identities_asked({line.socket}, options.all, options.key, now(), reporter);
      });
  const auto describe_decision = [](CLI::App& command, Decision& decision) {
    command.add_option("request", decision.request, "its name, or how that begins")->required();
    describe_key(command, decision.key);
  };
  add_command<Decision>(
      group, line, "approve",
      "as one of two data officers; the first is asked, line by line, who the child is",
      describe_decision, [&line](const Decision& decision, Reporter& reporter) {
        return identity_approve({line.socket}, decision.request, officer_of(line, decision),
                                reporter);
      });
  add_command<Decision>(group, line, "refuse", "say that nobody is identified", describe_decision,
                        [&line](const Decision& decision, Reporter& reporter) {
                          return identity_refuse({line.socket}, decision.request,
                                                 officer_of(line, decision), reporter);
                        });
}

}  // namespace stile::agent
