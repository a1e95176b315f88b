#include <unistd.h>

#include <iostream>

#include "agents/cli/commands.h"
#include "agents/cli/remote.h"

namespace stile::agent {
namespace {

using std::string;

struct MonthAndFile {
  string month;
  string file;
};

void describe_return(CLI::App& command, MonthAndFile& options) {
  command.add_option("--month", options.month, "the month, as 2026-10")->required();
  command.add_option("file", options.file, "name of the export in the exports folder")->required();
}

void add_return(CLI::App& app, CommandLine& line) {
  CLI::App& group = noun(app, "return", "the monthly return of a force");
  add_command<MonthAndFile>(
      group, line, "preview", "show what would be sent, row by row, and what not", describe_return,
      [&line](const MonthAndFile& options, Reporter& reporter) {
        return return_preview({line.socket}, options.month, options.file, reporter);
      });
  add_command<MonthAndFile>(group, line, "send", "send it", describe_return,
                            [&line](const MonthAndFile& options, Reporter& reporter) {
                              return return_send({line.socket}, options.month, options.file,
                                                 reporter);
                            });
  add_command<Nothing>(group, line, "status", "what was sent, admitted, stored, withheld",
                       describe_nothing, [&line](const Nothing&, Reporter& reporter) {
                         return return_status({line.socket}, reporter);
                       });
}

void describe_events(CLI::App& command, string& file) {
  command.add_option("file", file, "export of the events; - for the standard input")->required();
}

struct Rung {
  std::uint64_t alarm = 0;
  string contact;
};

// A person's identity is typed where it is asked for, and never stands on a command line.
Result<ExitCode> enter(const CommandLine& line, const string& map, Reporter& reporter) {
  if (line.no_input || ::isatty(STDIN_FILENO) != 1) {
    return Error{Reason::kUsage,
                 "there is nobody to ask; mend with: a terminal, or `stile notify send FILE`"};
  }
  return notify_enter({line.socket}, map, std::cin, std::cerr, reporter);
}

void add_enter(CLI::App& group, CommandLine& line) {
  const auto describe = [](CLI::App& command, string& map) {
    command.add_option("--map", map, "the column map that the event is entered for")->required();
  };
  add_command<string>(
      group, line, "enter", "ask for one event, and tell them", describe,
      [&line](const string& map, Reporter& reporter) { return enter(line, map, reporter); });
}

void add_notify(CLI::App& app, CommandLine& line) {
  CLI::App& group =
      noun(app, "notify", "tell at once who answers for a child in contact with police");
  add_command<string>(group, line, "preview", "show who would be told, what, and why",
                      describe_events, [&line](const string& file, Reporter& reporter) {
                        return notify_preview({line.socket}, file, reporter);
                      });
  add_command<string>(group, line, "send", "tell them", describe_events,
                      [&line](const string& file, Reporter& reporter) {
                        return notify_send({line.socket}, file, reporter);
                      });
  add_enter(group, line);
  const auto all = [](CLI::App& command, bool& read_too) {
    command.add_flag("--all", read_too, "also those that were read");
  };
  add_command<bool>(group, line, "status", "what is queued, delivered, read, overdue", all,
                    [&line](const bool& read_too, Reporter& reporter) {
                      return notify_status({line.socket}, read_too, reporter);
                    });
  const auto rung = [](CLI::App& command, bool& rung_too) {
    command.add_flag("--all", rung_too, "also those for which somebody was rung");
  };
  add_command<bool>(group, line, "alarms", "whom the control room has to ring", rung,
                    [&line](const bool& rung_too, Reporter& reporter) {
                      return notify_alarms({line.socket}, rung_too, reporter);
                    });
  const auto answered = [](CLI::App& command, Rung& options) {
    command.add_option("alarm", options.alarm, "its number")->required();
    command.add_option("--contact", options.contact, "code of the contact who answered")
        ->required();
  };
  add_command<Rung>(group, line, "rang", "record that somebody was rung", answered,
                    [&line](const Rung& options, Reporter& reporter) {
                      return notify_rang({line.socket}, options.alarm, options.contact, reporter);
                    });
  const auto agency = [](CLI::App& command, string& only) {
    command.add_option("--agency", only, "one agency, as authority/E10000001; else all");
  };
  add_command<string>(group, line, "exercise",
                      "ask every contact who may be on duty to answer; nobody's data is in it",
                      agency, [&line](const string& only, Reporter& reporter) {
                        return notify_exercise({line.socket}, only, reporter);
                      });
  const auto earlier = [](CLI::App& command, bool& earlier_too) {
    command.add_flag("--all", earlier_too, "also those that a later one followed");
  };
  add_command<bool>(group, line, "exercises", "which agencies have answered the last exercise",
                    earlier, [&line](const bool& earlier_too, Reporter& reporter) {
                      return notify_exercises({line.socket}, earlier_too, reporter);
                    });
}

void describe_selection(CLI::App& command, InboxQuery& query) {
  command.add_option("--force", query.force, "one force, as sussex; else all");
  command.add_option("--home", query.home, "one home, as ofsted:SC000000; else all");
  command.add_option("--type", query.type,
                     "call-out, missing-episode, arrest, concern, home-month or return-manifest");
}

void describe_language(CLI::App& command, InboxQuery& query) {
  command.add_option("--language", query.language, "en or cy, of what people read");
}

void add_completeness(CLI::App& group, CommandLine& line) {
  const auto describe = [](CLI::App& command, InboxQuery& query) {
    command.add_option("--month", query.month, "the month, as 2026-10")->required();
    describe_language(command, query);
  };
  add_command<InboxQuery>(group, line, "completeness",
                          "whether all that a month's manifests promise is here", describe,
                          [&line](const InboxQuery& query, Reporter& reporter) {
                            return inbox_completeness({line.socket}, query, reporter);
                          });
}

void add_inbox(CLI::App& app, CommandLine& line) {
  CLI::App& group = noun(app, "inbox", "what a recipient holds");
  const auto list = [](CLI::App& command, InboxQuery& query) {
    command.add_option("--month", query.month, "one month, as 2026-10; else all");
    describe_selection(command, query);
    describe_language(command, query);
  };
  add_command<InboxQuery>(group, line, "list", "the newest revision of each record", list,
                          [&line](const InboxQuery& query, Reporter& reporter) {
                            return inbox_list({line.socket}, query, reporter);
                          });
  const auto exported = [](CLI::App& command, InboxQuery& query) {
    command.add_option("--month", query.month, "the month, as 2026-10")->required();
    describe_selection(command, query);
    command.add_option("--out", query.folder, "name of a folder in the out folder")->required();
  };
  add_command<InboxQuery>(group, line, "export",
                          "write a month's records as CSV and CSVW, a file for each type", exported,
                          [&line](const InboxQuery& query, Reporter& reporter) {
                            return inbox_export({line.socket}, query, reporter);
                          });
  add_completeness(group, line);
  add_notices(group, line);
}

}  // namespace

void add_remote_commands(CLI::App& app, CommandLine& line) {
  add_return(app, line);
  add_notify(app, line);
  add_record(app, line);
  add_enquiry(app, line);
  add_inbox(app, line);
  add_audit(app, line);
  add_reidentify(app, line);
}

}  // namespace stile::agent
