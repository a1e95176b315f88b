#include <set>

#include "agents/cli/commands.h"
#include "agents/cli/remote.h"
#include "core/record/challenge.h"

namespace stile::agent {
namespace {

using std::string;

struct NoticesOptions {
  bool all = false;
  string language;
};

struct NoticeOptions {
  string reference;
  string language;
  bool not_ours = false;
  bool wrong_child = false;
};

void describe_language(CLI::App& command, string& language) {
  command.add_option("--language", language, "en or cy, of what people read");
}

void describe_notice(CLI::App& command, NoticeOptions& options) {
  command.add_option("reference", options.reference, "as `stile inbox notices` writes it")
      ->required();
}

void describe_open(CLI::App& command, NoticeOptions& options) {
  describe_notice(command, options);
  describe_language(command, options.language);
}

void describe_return(CLI::App& command, NoticeOptions& options) {
  describe_notice(command, options);
  auto* not_ours =
      command.add_flag("--not-ours", options.not_ours, "the child is not this agency's");
  command.add_flag("--wrong-child", options.wrong_child, "it names another child than it is about")
      ->excludes(not_ours);
}

Result<ExitCode> give_back(const CommandLine& line, const NoticeOptions& options,
                           Reporter& reporter) {
  if (!options.not_ours && !options.wrong_child) {
    return Error{Reason::kUsage, "why? Give --not-ours or --wrong-child"};
  }
  const bool sure = confirmed(line,
                              "This destroys the notification here, tells who sent it, and opens a "
                              "breach entry for the data officers of both.");
  if (!sure) return Error{Reason::kUsage, "nothing was returned"};
  return inbox_return({line.socket}, options.reference,
                      options.not_ours ? "not-ours" : "wrong-child", reporter);
}

struct PassOnOptions {
  string reference;
  string authority;
};

void add_pass_on(CLI::App& inbox, CommandLine& line) {
  const auto describe = [](CLI::App& command, PassOnOptions& options) {
    command.add_option("reference", options.reference, "as `stile inbox notices` writes it")
        ->required();
    command
        .add_option("--to", options.authority,
                    "ONS code of the authority that placed the child, as E10000030")
        ->required();
  };
  add_command<PassOnOptions>(
      inbox, line, "pass-on", "tell the authority that placed the child, once that is known",
      describe, [&line](const PassOnOptions& options, Reporter& reporter) -> Result<ExitCode> {
        const bool sure = confirmed(
            line, "This tells " + options.authority +
                      " who the child is and all that the force has told this authority.");
        if (!sure) return Error{Reason::kUsage, "nothing was passed on"};
        return inbox_pass_on({line.socket}, options.reference, options.authority, reporter);
      });
}

struct RefusalOptions {
  string reference;
  string reason;
  string language;
};

void describe_change(CLI::App& command, string& reference, string& language) {
  command.add_option("reference", reference, "as `stile inbox changes` writes it")->required();
  describe_language(command, language);
}

void add_changes(CLI::App& inbox, CommandLine& line) {
  const auto list = [](CLI::App& command, NoticesOptions& options) {
    command.add_flag("--all", options.all, "also those that were confirmed or refused");
    describe_language(command, options.language);
  };
  add_command<NoticesOptions>(
      inbox, line, "changes", "what followed records and waits for somebody: withdrawals, marks",
      list, [&line](const NoticesOptions& options, Reporter& reporter) {
        return inbox_changes({line.socket}, options.all, options.language, reporter);
      });
  const auto confirm = [](CLI::App& command, NoticeOptions& options) {
    describe_change(command, options.reference, options.language);
  };
  add_command<NoticeOptions>(inbox, line, "confirm",
                             "say that this agency follows it in every copy", confirm,
                             [&line](const NoticeOptions& options, Reporter& reporter) {
                               return inbox_close({line.socket}, options.reference, "confirmed",
                                                  options.language, reporter);
                             });
  const auto refuse = [](CLI::App& command, RefusalOptions& options) {
    describe_change(command, options.reference, options.language);
    command.add_option("--reason", options.reason, "kept-by-law or own-record")
        ->required()
        ->check(CLI::IsMember({"kept-by-law", "own-record"}));
  };
  add_command<RefusalOptions>(inbox, line, "refuse", "say that copies stay, and why", refuse,
                              [&line](const RefusalOptions& options, Reporter& reporter) {
                                return inbox_close({line.socket}, options.reference, options.reason,
                                                   options.language, reporter);
                              });
}

std::set<string> challenge_reasons() {
  std::set<string> reasons;
  for (const auto name : record::names<record::ChallengeReason>) reasons.emplace(name);
  return reasons;
}

void add_challenges(CLI::App& inbox, CommandLine& line) {
  const auto challenge = [](CLI::App& command, RecordChallenge& options) {
    command
        .add_option("reference", options.reference,
                    "as `stile inbox list` or `stile inbox notices` writes it")
        ->required();
    command.add_option("--reason", options.reason, "why")
        ->required()
        ->check(CLI::IsMember(challenge_reasons()));
    command.add_option("--fields", options.fields, "what of it, as home,time; else the record")
        ->delimiter(',');
    describe_language(command, options.language);
  };
  add_command<RecordChallenge>(
      inbox, line, "challenge", "tell its source's data officers that a record is not right",
      challenge, [&line](const RecordChallenge& options, Reporter& reporter) {
        return inbox_challenge({line.socket}, options, reporter);
      });
  const auto list = [](CLI::App& command, NoticesOptions& options) {
    command.add_flag("--all", options.all, "also those that were answered");
    describe_language(command, options.language);
  };
  add_command<NoticesOptions>(
      inbox, line, "challenges", "what was challenged and waits for an answer", list,
      [&line](const NoticesOptions& options, Reporter& reporter) {
        return inbox_challenges({line.socket}, options.all, options.language, reporter);
      });
}

void add_exercises(CLI::App& inbox, CommandLine& line) {
  const auto earlier = [](CLI::App& command, bool& all) {
    command.add_flag("--all", all, "also those that a later one followed");
  };
  add_command<bool>(inbox, line, "exercises", "who was told of an exercise, and has answered",
                    earlier, [&line](const bool& all, Reporter& reporter) {
                      return inbox_exercises({line.socket}, all, reporter);
                    });
  const auto reference = [](CLI::App& command, string& of) {
    command.add_option("reference", of, "as the message, or `stile inbox exercises`, writes it")
        ->required();
  };
  add_command<string>(inbox, line, "answer", "say that this contact was reached by an exercise",
                      reference, [&line](const string& of, Reporter& reporter) {
                        return inbox_answer({line.socket}, of, reporter);
                      });
}

}  // namespace

void add_notices(CLI::App& inbox, CommandLine& line) {
  const auto list = [](CLI::App& command, NoticesOptions& options) {
    command.add_flag("--all", options.all, "also those that were acknowledged or returned");
    describe_language(command, options.language);
  };
  add_command<NoticesOptions>(inbox, line, "notices", "single events that wait for somebody", list,
                              [&line](const NoticesOptions& options, Reporter& reporter) {
                                return inbox_notices({line.socket}, options.all, options.language,
                                                     reporter);
                              });
  add_command<NoticeOptions>(
      inbox, line, "open", "read one, with the child's identity", describe_open,
      [&line](const NoticeOptions& options, Reporter& reporter) {
        return inbox_open({line.socket}, options.reference, options.language, reporter);
      });
  add_command<NoticeOptions>(inbox, line, "acknowledge", "say that it is this agency's, and read",
                             describe_notice,
                             [&line](const NoticeOptions& options, Reporter& reporter) {
                               return inbox_acknowledge({line.socket}, options.reference, reporter);
                             });
  add_command<NoticeOptions>(inbox, line, "return", "send back and destroy what is somebody else's",
                             describe_return,
                             [&line](const NoticeOptions& options, Reporter& reporter) {
                               return give_back(line, options, reporter);
                             });
  add_command<Nothing>(inbox, line, "breaches",
                       "what came here and was somebody else's, or was not proven",
                       describe_nothing, [&line](const Nothing&, Reporter& reporter) {
                         return inbox_breaches({line.socket}, reporter);
                       });
  add_command<Nothing>(inbox, line, "retention",
                       "until when what is kept here may be, and what was destroyed since",
                       describe_nothing, [&line](const Nothing&, Reporter& reporter) {
                         return inbox_retention({line.socket}, reporter);
                       });
  add_changes(inbox, line);
  add_challenges(inbox, line);
  add_exercises(inbox, line);
  add_pass_on(inbox, line);
}

}  // namespace stile::agent
