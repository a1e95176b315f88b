#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "agents/cli/command_line.h"
#include "agents/cli/document.h"
#include "core/base/civil_time.h"

// How commands are described. Each file …_commands.cc adds the nouns of one topic.
namespace stile::agent {

// Command is one command: its options are read into `Options`, and `run` does it.
template <typename Options, typename Describe, typename Run>
void add_command(CLI::App& parent, CommandLine& line, const std::string& name,
                 const std::string& what, const Describe& describe, const Run& run) {
  CLI::App* command = parent.add_subcommand(name, what);
  const auto options = std::make_shared<Options>();
  describe(*command, *options);
  command->callback([&line, options, run] {
    line.command = [options, run](Reporter& reporter) { return run(*options, reporter); };
  });
}

inline CLI::App& noun(CLI::App& app, const std::string& name, const std::string& what) {
  CLI::App* group = app.add_subcommand(name, what);
  group->require_subcommand(1);
  return *group;
}

struct Nothing {};
inline void describe_nothing(CLI::App&, Nothing&) {}

// now() is this machine's clock; what a command decides by it gets it as a value.
Instant now();

// confirmed() asks the person at the terminal; without one, or with --no-input, the command
// itself was the word.
bool confirmed(const CommandLine& line, const std::string& question);

// describe_sign() describes the options of every command that signs a file.
void describe_sign(CLI::App& command, SignOrder& order);

// add_notices() adds what a recipient does with single events to `inbox`.
void add_notices(CLI::App& inbox, CommandLine& line);

// add_record() adds what a force does with records that it has sent.
void add_record(CLI::App& app, CommandLine& line);

// add_enquiry() adds what an inspector asks before an inspection.
void add_enquiry(CLI::App& app, CommandLine& line);

// add_reidentify() adds what a recipient's data officer asks of a source about a child, and
// add_reidentify_officer() what those of the source do with it, to the same `group`.
void add_reidentify(CLI::App& app, CommandLine& line);
void add_reidentify_officer(CLI::App& group, CommandLine& line);

// add_audit() adds what a data officer asks about what this agency has done.
void add_audit(CLI::App& app, CommandLine& line);

// Each topic adds its nouns to `app`.
void add_remote_commands(CLI::App& app, CommandLine& line);  // return, inbox, enquiry, …
void add_agreement_commands(CLI::App& app, CommandLine& line);
void add_document_commands(CLI::App& app, CommandLine& line);  // document, key
void add_scheme_commands(CLI::App& app, CommandLine& line);    // directory, enrol
void add_homes_commands(CLI::App& app, CommandLine& line);     // homes
void add_map_commands(CLI::App& app, CommandLine& line);       // map

}  // namespace stile::agent
