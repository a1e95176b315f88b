#include "agents/cli/commands.h"
#include "agents/cli/remote.h"
#include "agents/report/legal_hold.h"
#include "agents/report/listed_disclosure.h"
#include "agents/report/operation_line.h"
#include "agents/report/purpose.h"

namespace stile::agent {
namespace {

using std::string;

void describe_purpose(CLI::App& command, string& purpose) {
  const std::vector<string> purposes(kPurposes.begin(), kPurposes.end());
  command.add_option("--purpose", purpose, "why you look; it is written down beside your account")
      ->required()
      ->check(CLI::IsMember(purposes));
}

void describe_log(CLI::App& command, LogQuery& query) {
  command.add_option("--from", query.first, "first day, as 2026-10-01; else from the beginning");
  command.add_option("--to", query.last, "last day, as 2026-10-31; else until now");
  command.add_option("--operation", query.operation, "one alone")
      ->check(CLI::IsMember(std::vector<string>(kOperations.begin(), kOperations.end())));
  describe_purpose(command, query.purpose);
  command.add_flag("--csv", query.csv, "as CSV, for a spreadsheet");
}

void describe_what(CLI::App& command, SearchQuery& query) {
  command.add_option("--from", query.first, "first day, as 2026-10-01; else from the beginning");
  command.add_option("--to", query.last, "last day, as 2026-10-31; else until now");
  command.add_option("--agreement", query.agreement, "one alone: its file, or its id");
  command.add_option("--recipient", query.recipient,
                     "only what went to this one, as authority/E10000011");
  command.add_option("--source", query.source, "only what came from this one, as force/sussex");
  describe_purpose(command, query.purpose);
}

void describe_search(CLI::App& command, SearchQuery& query) {
  describe_what(command, query);
  command
      .add_option(
          "--only", query.only,
          "record by record, with why: held and withheld of what went in no consignment, by "
          "the month of the rows")
      ->check(CLI::IsMember(std::vector<string>(kOnly.begin(), kOnly.end())));
  command.add_flag("--csv", query.csv, "as CSV, for a spreadsheet");
}

void describe_export(CLI::App& command, ExportQuery& query) {
  describe_what(command, query.what);
  command.add_option("--out", query.out, "folder to make")->required();
}

void describe_prove(CLI::App& command, ProofQuery& query) {
  command.add_option("leaf", query.leaf, "index of its leaf, as `stile audit search` says it")
      ->required();
  describe_purpose(command, query.purpose);
  command.add_option("--out", query.out, "folder to make, with what proves it")->required();
  CLI::Option* row = command.add_option("--row", query.row, "open the row of this number, from 1");
  row->check(CLI::PositiveNumber);
  CLI::Option* reference = command.add_option(
      "--reference", query.reference, "open the row of the record that a system refers to so");
  reference->excludes(row);
  command.add_option("--system", query.system, "code of that system")->needs(reference);
}

struct AlarmsQuery {
  bool seen = false;
};

void describe_alarms(CLI::App& command, AlarmsQuery& query) {
  command.add_flag("--seen", query.seen, "you have looked into them: they are said no more");
}

void describe_child(CLI::App& command, SubjectQuery& query) {
  command.add_option("--system", query.system, "code of the exporting system")->required();
  command.add_option("--child", query.child, "that system's reference of the child")->required();
  describe_purpose(command, query.purpose);
}

void describe_subject(CLI::App& command, SubjectQuery& query) {
  describe_child(command, query);
  command.add_option("--language", query.language, "en or cy");
  CLI::Option* out =
      command.add_option("--out", query.out, "folder to make, with what proves it to an outsider");
  command.add_option("--page", query.page, "file to write, as an HTML page to print")
      ->excludes(out);
}

Result<ExitCode> erase(const CommandLine& line, const SubjectQuery& query, Reporter& reporter) {
  const bool sure = confirmed(
      line,
      "This destroys every record of the child, here and at everybody who was given one, for good. "
      "`stile audit subject` says what that is, and to whom it went.");
  if (!sure) return Error{Reason::kUsage, "nothing was erased"};
  return audit_erase({line.socket}, query, reporter);
}

void add_erasures(CLI::App& group, CommandLine& line) {
  add_command<SubjectQuery>(group, line, "erase",
                            "have everything destroyed that was shared about one child",
                            describe_child, [&line](const SubjectQuery& query, Reporter& reporter) {
                              return erase(line, query, reporter);
                            });
  add_command<Nothing>(group, line, "erasures", "how far each erasure has come, at each recipient",
                       describe_nothing, [&line](const Nothing&, Reporter& reporter) {
                         return audit_erasures({line.socket}, reporter);
                       });
}

void describe_hold(CLI::App& command, HoldPlaced& hold) {
  CLI::Option* event = command.add_option(
      "--event", hold.event, "at a recipient: the event reference that its lists and files have");
  CLI::Option* child =
      command.add_option("--child", hold.child, "at a force: its system's reference of the child");
  CLI::Option* system = command.add_option("--system", hold.system, "code of that system");
  child->needs(system)->excludes(event);
  system->needs(child);
  command.add_option("--ground", hold.ground, "which law obliges this agency to keep it")
      ->required()
      ->check(CLI::IsMember(std::vector<string>(kGrounds.begin(), kGrounds.end())));
  command.add_option("--matter", hold.matter, "the matter's reference, which names nobody");
  describe_purpose(command, hold.purpose);
}

void describe_lift(CLI::App& command, HoldLifted& hold) {
  command.add_option("hold", hold.hold, "its id, as `stile audit hold list` says it")->required();
  describe_purpose(command, hold.purpose);
}

void add_holds(CLI::App& audit, CommandLine& line) {
  CLI::App& group = noun(audit, "hold", "what the law keeps, whatever its time or an order says");
  add_command<HoldPlaced>(group, line, "place", "keep what is here until the hold is lifted",
                          describe_hold, [&line](const HoldPlaced& hold, Reporter& reporter) {
                            return audit_hold_place({line.socket}, hold, reporter);
                          });
  add_command<Nothing>(group, line, "list", "which are in force, and how much each keeps",
                       describe_nothing, [&line](const Nothing&, Reporter& reporter) {
                         return audit_hold_list({line.socket}, reporter);
                       });
  add_command<HoldLifted>(group, line, "lift", "let go what a hold keeps", describe_lift,
                          [&line](const HoldLifted& hold, Reporter& reporter) {
                            return audit_hold_lift({line.socket}, hold, reporter);
                          });
}

}  // namespace

void add_audit(CLI::App& app, CommandLine& line) {
  CLI::App& group = noun(app, "audit", "what was done with records, and whether all is whole");
  add_command<Nothing>(group, line, "verify", "check every signature, receipt and row that is kept",
                       describe_nothing, [&line](const Nothing&, Reporter& reporter) {
                         return audit_verify({line.socket}, reporter);
                       });
  add_command<AlarmsQuery>(group, line, "alarms",
                           "what in the ledger about this agency is not as it sent or received it",
                           describe_alarms, [&line](const AlarmsQuery& query, Reporter& reporter) {
                             return audit_alarms({line.socket}, query.seen, reporter);
                           });
  add_command<LogQuery>(group, line, "log", "who did what, and why (Data Protection Act 2018 s.62)",
                        describe_log, [&line](const LogQuery& query, Reporter& reporter) {
                          return audit_log({line.socket}, query, reporter);
                        });
  add_command<SearchQuery>(group, line, "search",
                           "what left here, and what came: to whom, when, under which agreement",
                           describe_search, [&line](const SearchQuery& query, Reporter& reporter) {
                             return audit_search({line.socket}, query, reporter);
                           });
  add_command<ExportQuery>(group, line, "export",
                           "all leaves of what left and came, with what proves them to an outsider",
                           describe_export, [&line](const ExportQuery& query, Reporter& reporter) {
                             return audit_export({line.socket}, query, reporter);
                           });
  add_command<ProofQuery>(group, line, "prove",
                          "what an outsider needs to prove one consignment, and one row of it",
                          describe_prove, [&line](const ProofQuery& query, Reporter& reporter) {
                            return audit_prove({line.socket}, query, reporter);
                          });
  add_command<Nothing>(group, line, "witness",
                       "who has cosigned the ledger, and how this agency stands with it",
                       describe_nothing, [&line](const Nothing&, Reporter& reporter) {
                         return agent_status({line.socket}, reporter);
                       });
  add_command<SubjectQuery>(group, line, "subject", "everything that was shared about one child",
                            describe_subject,
                            [&line](const SubjectQuery& query, Reporter& reporter) {
                              return audit_subject({line.socket}, query, reporter);
                            });
  add_erasures(group, line);
  add_holds(group, line);
}

}  // namespace stile::agent
