#include <map>
#include <string>
#include <vector>

#include "agents/cli/agreement.h"
#include "agents/cli/agreement_check.h"
#include "agents/cli/agreement_diff.h"
#include "agents/cli/agreement_explain.h"
#include "agents/cli/agreement_status.h"
#include "agents/cli/agreement_template.h"
#include "agents/cli/commands.h"

namespace stile::agent {
namespace {

using agreement::StatusKind;
using std::string;

// What can be done before anybody has signed.
void add_drafting(CLI::App& group, CommandLine& line) {
  const auto filled = [](CLI::App& command, TemplateOrder& order) {
    command.add_option("--template", order.file, "a text with {{NAME}}s")->required();
    command.add_option("--set", order.values, "NAME=VALUE, once for each name");
    command.add_option("--out", order.out, "new file for the agreement's text")->required();
  };
  add_command<TemplateOrder>(group, line, "new", "fill in a template", filled,
                             [](const TemplateOrder& order, Reporter& reporter) {
                               return agreement_new(order, reporter);
                             });
  const auto check = [](CLI::App& command, CheckOrder& order) {
    command.add_option("file", order.file, "the agreement, signed or not")->required();
    command.add_option("--directory", order.directory, "the scheme's directory");
    command.add_option("--grounds", order.grounds, "the table of legal grounds");
  };
  add_command<CheckOrder>(group, line, "check", "find every fault before it is signed", check,
                          [](const CheckOrder& order, Reporter& reporter) {
                            return agreement_check(order, now(), reporter);
                          });
}

struct TwoVersions {
  string before;
  string after;
};

// What tells people what one says.
void add_reading(CLI::App& group, CommandLine& line) {
  const auto show = [](CLI::App& command, string& file) {
    command.add_option("file", file, "the agreement, signed or not")->required();
  };
  add_command<string>(
      group, line, "show", "say in plain English what it allows", show,
      [](const string& file, Reporter& reporter) { return agreement_show(file, reporter); });
  const auto diff = [](CLI::App& command, TwoVersions& versions) {
    command.add_option("old", versions.before, "the version in force")->required();
    command.add_option("new", versions.after, "the version to come")->required();
  };
  add_command<TwoVersions>(group, line, "diff",
                           "say what a new version widens, narrows or changes; 1: it widens", diff,
                           [](const TwoVersions& versions, Reporter& reporter) {
                             return agreement_diff(versions.before, versions.after, reporter);
                           });
}

void describe_explain(CLI::App& command, ExplainOrder& order) {
  command.add_option("file", order.file, "the signed agreement")->required();
  command.add_option("--directory", order.directory, "the scheme's directory")->required();
  command.add_option("--root", order.roots, "vkey of a root; three times")->required();
  command.add_option("--areas", order.areas, "the areas table")->required();
  command.add_option("--homes", order.documents, "lists of homes, statuses, other versions");
  command.add_option("--record", order.record, "what happened")->capture_default_str();
  command.add_option("--home", order.home, "as ofsted:SC123456")->required();
  command.add_option("--event", order.event, "the minute in UTC, as 2026-10-31T23:30Z")->required();
  command.add_option("--placing", order.placing,
                     "the placing authority's ONS code; else not known");
  command.add_option("--role", order.role, "the child's role")->capture_default_str();
  command.add_option("--child", order.child, "whether a child is concerned: yes or no")
      ->transform(CLI::CheckedTransformer(std::map<string, bool>{{"yes", true}, {"no", false}}));
  command.add_option("--month", order.month, "of the return, as 2026-10; else the event's");
  command.add_option("--at", order.at, "the minute at which it is asked; else now");
}

void add_explain(CLI::App& group, CommandLine& line) {
  add_command<ExplainOrder>(group, line, "explain", "decide one event, as the programs would",
                            describe_explain, [](const ExplainOrder& order, Reporter& reporter) {
                              return agreement_explain(order, now(), reporter);
                            });
}

struct VerifyOptions {
  string file;
  string directory;
  std::vector<string> roots;
};

void add_signing(CLI::App& group, CommandLine& line) {
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

void describe_status(CLI::App& command, StatusOrder& order) {
  command.add_option("file", order.file, "the signed agreement")->required();
  command.add_option("--serial", order.serial, "1 for its first status, then one more each time")
      ->required();
  command.add_option("--effective", order.effective, "the minute in UTC; else now");
  command.add_option("--key", order.key, "file of the private signing key")->required();
  command.add_option("--name", order.name, "the key's name in the directory")->required();
  command.add_option("--out", order.out, "new file for the status note")->required();
}

void add_statuses(CLI::App& group, CommandLine& line) {
  const auto add = [&](const string& verb, StatusKind kind, const string& what) {
    add_command<StatusOrder>(group, line, verb, what, describe_status,
                             [kind](const StatusOrder& order, Reporter& reporter) {
                               return agreement_status(kind, order, now(), reporter);
                             });
  };
  add("suspend", StatusKind::kSuspended, "stop sharing for now; either controller may");
  add("resume", StatusKind::kResumed, "share again; takes both controllers");
  add("end", StatusKind::kEnded, "stop sharing for good; either controller may");
}

}  // namespace

void add_agreement_commands(CLI::App& app, CommandLine& line) {
  CLI::App& group = noun(app, "agreement", "data-sharing agreements");
  add_drafting(group, line);
  add_reading(group, line);
  add_explain(group, line);
  add_signing(group, line);
  add_statuses(group, line);
}

}  // namespace stile::agent
