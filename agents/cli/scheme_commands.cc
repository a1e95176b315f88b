#include <string>
#include <vector>

#include "agents/cli/commands.h"
#include "agents/cli/directory.h"
#include "agents/cli/enrol.h"
#include "core/crypto/random.h"

namespace stile::agent {
namespace {

using std::string;

void describe_directory(CLI::App& command, DirectoryOrder& order) {
  command.add_option("--agency", order.agencies, "file of an agency that joins, or has changed");
  command.add_option("--document", order.documents, "a note to list: agreement or homes");
  command.add_option("--quorum", order.quorum,
                     "SPIFFE identities of the witnesses that count; all of them, each time");
  command.add_option("--deny", order.denied, "a SPIFFE identity, or a certificate's serial");
  command.add_option("--areas", order.areas, "the areas table");
  command.add_option("--gateway", order.gateway, "SPIFFE identity of the gateway");
  command.add_option("--log-key", order.log_key, "vkey of the ledger");
  command.add_option("--days", order.days, "how long it is valid, at most 14")
      ->check(CLI::Range(1, 14))
      ->capture_default_str();
  command.add_option("--out", order.out, "new file for the unsigned text")->required();
}

void describe_next(CLI::App& command, DirectoryOrder& order) {
  command.add_option("--previous", order.previous, "the directory in force")->required();
  command.add_option("--leave", order.leaving, "SPIFFE identity of an agency that leaves");
  command.add_option("--drop", order.dropped, "a note, or its hash, to list no longer");
  command
      .add_option("--close-log", order.close_log,
                  "the largest checkpoint of the ledger before, which cannot go on")
      ->check(CLI::ExistingFile);
  command.add_option("--log-kept", order.log_kept,
                     "how many of its leaves the gateway's store has still");
  describe_directory(command, order);
}

struct DirectoryFiles {
  string file;
  string previous;
  std::vector<string> roots;
};

void add_directory(CLI::App& app, CommandLine& line) {
  CLI::App& group = noun(app, "directory", "the scheme's directory");
  const auto make = [](const DirectoryOrder& order, Reporter& reporter) {
    return directory_make(order, now(), reporter);
  };
  add_command<DirectoryOrder>(group, line, "new", "write the first one", describe_directory, make);
  add_command<DirectoryOrder>(group, line, "next", "write the one after the one in force",
                              describe_next, make);
  const auto check = [](CLI::App& command, DirectoryFiles& files) {
    command.add_option("file", files.file, "the directory, signed or not")->required();
    command.add_option("--previous", files.previous, "the directory in force");
    command.add_option("--root", files.roots, "vkey of a root; three times");
  };
  add_command<DirectoryFiles>(group, line, "check", "say what it changes, and who has signed",
                              check, [](const DirectoryFiles& files, Reporter& reporter) {
                                return directory_check(files.file, files.previous, files.roots,
                                                       reporter);
                              });
  const auto duty = [](CLI::App& command, DutyOrder& order) {
    command.add_option("directory", order.directory, "the directory, signed or not")->required();
    command.add_option("--agency", order.agency, "e.g. authority/E10000011")->required();
    command.add_option("--at", order.at,
                       "London's 2026-12-25T02:00, or UTC with a Z after it; otherwise now");
  };
  add_command<DutyOrder>(group, line, "duty", "say who of an agency is on duty", duty,
                         [](const DutyOrder& order, Reporter& reporter) {
                           return directory_duty(order, now(), reporter);
                         });
  add_command<SignOrder>(group, line, "sign", "add a signature", describe_sign,
                         [](const SignOrder& order, Reporter&) { return document_sign(order); });
}

void describe_request(CLI::App& command, EnrolOrder& order) {
  command.add_option("--scheme", order.scheme, "the scheme's card")->required();
  command.add_option("--kind", order.kind, "what the agency is")
      ->check(CLI::IsMember({"force", "regulator", "authority", "yjs", "auditor"}))
      ->required();
  command.add_option("--code", order.code, "as in its identity, e.g. sussex")->required();
  command.add_option("--name", order.name, "for people")->required();
  command.add_option("--area", order.areas, "ONS code that it answers for");
  command.add_option("--regulates", order.regulates, "OFSTED or CIW");
  command.add_option("--contact", order.contacts, "CODE,MAILBOX,TELEPHONE of a role");
  command.add_option("--duty", order.duty, "file of its duty calendar");
  command.add_option("--control-room", order.control_room, "CODE of the contact that is it");
  command.add_option("--signatory", order.signatories, "ROLE=VKEY; or ROLE, to make a key")
      ->required();
  command.add_option("--data-officer", order.data_officers,
                     "VKEY of somebody who opens what recipients decide");
  command.add_option("--areas-table", order.areas_table, "the scheme's areas table")->required();
  command.add_option("--column-map", order.column_map, "how to read a force's exports");
  command.add_option("--account", order.account, "whose stile may ask at first")->required();
  command.add_option("--out", order.out, "new folder for the agent")->required();
}

void add_enrol(CLI::App& app, CommandLine& line) {
  CLI::App& group = noun(app, "enrol", "joining the scheme");
  add_command<EnrolOrder>(group, line, "request", "at the agency: make keys, and ask to join",
                          describe_request, [](const EnrolOrder& order, Reporter& reporter) {
                            return enrol_request(order, now(), crypto::system_random(), reporter);
                          });
  const auto accept = [](CLI::App& command, AcceptOrder& order) {
    command.add_option("request", order.request, "what the agency sent")->required();
    command.add_option("--fingerprint", order.fingerprint, "as the agency read it out")->required();
    command.add_option("--scheme", order.scheme, "the scheme's card")->required();
    command.add_option("--directory", order.directory, "the directory in force")->required();
    command.add_option("--out", order.out, "new folder")->required();
  };
  add_command<AcceptOrder>(group, line, "accept", "at the scheme: believe a request", accept,
                           [](const AcceptOrder& order, Reporter& reporter) {
                             return enrol_accept(order, now(), reporter);
                           });
}

}  // namespace

void add_scheme_commands(CLI::App& app, CommandLine& line) {
  add_directory(app, line);
  add_enrol(app, line);
}

}  // namespace stile::agent
