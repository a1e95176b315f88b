#include <set>

#include "agents/cli/commands.h"
#include "agents/cli/remote.h"
#include "core/record/change.h"

namespace stile::agent {
namespace {

using record::ChangeKind;
using record::ChangeReason;
using std::string;

std::set<string> reasons_of(ChangeKind kind) {
  std::set<string> reasons;
  for (std::size_t i = 0; i < record::names<ChangeReason>.size(); ++i) {
    const auto reason = static_cast<ChangeReason>(i + 1);
    if (record::kind_of(reason) != kind || record::answers_request(reason)) continue;
    reasons.emplace(record::name(reason));
  }
  return reasons;
}

template <typename Named>
void describe_record(CLI::App& command, Named& record) {
  command.add_option("--system", record.system, "code of the exporting system")->required();
  command.add_option("--type", record.type, "call-out, missing-episode, arrest or concern")
      ->required();
  command.add_option("--reference", record.reference, "the record's, as its system writes it")
      ->required();
  command.add_option("--child", record.child, "the system's reference of it, of several");
}

CLI::Option* describe(CLI::App& command, RecordChange& change, ChangeKind kind) {
  change.change = record::name(kind);
  describe_record(command, change);
  command.add_option("--reason", change.reason, "why")
      ->required()
      ->check(CLI::IsMember(reasons_of(kind)));
  return command.add_option("--only", change.only, "one recipient, as authority/E10000001");
}

void describe_change(CLI::App& command, RecordChange& change, ChangeKind kind) {
  describe(command, change, kind)->description("one recipient, as authority/E10000001; else all");
  command.add_flag("--preview", change.preview, "say what it would do, and do nothing");
}

struct ChallengesOptions {
  string key;
  bool all = false;
};

void add_challenges(CLI::App& record, CommandLine& line) {
  const auto list = [](CLI::App& command, ChallengesOptions& options) {
    command
        .add_option("--officer-key", options.key, "the data officer's own key, which stays here")
        ->required();
    command.add_flag("--all", options.all, "also those that were answered");
  };
  add_command<ChallengesOptions>(
      record, line, "challenges",
      "what its recipients hold against it, for this agency's data officers alone", list,
      [&line](const ChallengesOptions& options, Reporter& reporter) {
        return record_challenges({line.socket}, options.all, options.key, now(), reporter);
      });
  const auto answer = [](CLI::App& command, RecordChange& change) {
    describe(command, change, ChangeKind::kAnswered)->required();
  };
  add_command<RecordChange>(record, line, "answer", "answer a recipient's challenge of it", answer,
                            [&line](const RecordChange& change, Reporter& reporter) {
                              return record_answer({line.socket}, change, reporter);
                            });
}

Result<ExitCode> withdraw(const CommandLine& line, const RecordChange& change, Reporter& reporter) {
  const bool sure =
      change.preview ||
      confirmed(line,
                "This destroys the record at everybody who was given it, for good. --preview says "
                "who that is.");
  if (!sure) return Error{Reason::kUsage, "nothing was withdrawn"};
  return record_change({line.socket}, change, reporter);
}

Result<ExitCode> release(const CommandLine& line, const OwnCopyNamed& record, Reporter& reporter) {
  const bool sure =
      record.preview ||
      confirmed(line,
                "This tells the home's own authority of the record and who the child is. --preview "
                "says whom, and what.");
  if (!sure) return Error{Reason::kUsage, "nothing was released"};
  return record_release({line.socket}, record, reporter);
}

// What a data officer does once the authority has decided of whom it was told.
void add_own_copies(CLI::App& group, CommandLine& line) {
  const auto released = [](CLI::App& command, OwnCopyNamed& record) {
    describe_record(command, record);
    command.add_flag("--preview", record.preview, "say what it would do, and do nothing");
  };
  add_command<OwnCopyNamed>(group, line, "release",
                            "tell the home's own authority, once who was told has denied it",
                            released, [&line](const OwnCopyNamed& record, Reporter& reporter) {
                              return release(line, record, reporter);
                            });
  add_command<OwnCopyNamed>(
      group, line, "forget", "delete this agency's own copy, once somebody has acknowledged it",
      describe_record<OwnCopyNamed>, [&line](const OwnCopyNamed& record, Reporter& reporter) {
        return record_forget({line.socket}, record, reporter);
      });
}

}  // namespace

void add_record(CLI::App& app, CommandLine& line) {
  CLI::App& group = noun(app, "record", "what becomes of a record that was sent");
  const auto of_kind = [](ChangeKind kind) {
    return [kind](CLI::App& command, RecordChange& change) {
      return describe_change(command, change, kind);
    };
  };
  const auto ask = [&line](const RecordChange& change, Reporter& reporter) {
    return record_change({line.socket}, change, reporter);
  };
  add_command<RecordChange>(group, line, "withdraw", "have it destroyed by all who were given it",
                            of_kind(ChangeKind::kWithdrawn),
                            [&line](const RecordChange& change, Reporter& reporter) {
                              return withdraw(line, change, reporter);
                            });
  add_command<RecordChange>(group, line, "annotate", "mark it as disputed or under review",
                            of_kind(ChangeKind::kAnnotated), ask);
  add_command<RecordChange>(group, line, "restrict", "have it kept, but no longer used",
                            of_kind(ChangeKind::kRestricted), ask);
  add_command<RecordChange>(group, line, "lift", "end its annotations and restrictions",
                            of_kind(ChangeKind::kLifted), ask);
  const auto open = [](CLI::App& command, bool& only_open) {
    command.add_flag("--open", only_open, "only those that nobody there has confirmed yet");
  };
  add_command<bool>(group, line, "changes", "what was changed, and who has confirmed it", open,
                    [&line](const bool& only_open, Reporter& reporter) {
                      return record_changes({line.socket}, !only_open, reporter);
                    });
  const auto key = [](CLI::App& command, string& file) {
    command.add_option("--officer-key", file, "the data officer's own key, which stays here")
        ->required();
  };
  add_command<string>(group, line, "verdicts",
                      "what its recipients have decided, for this agency's data officers alone",
                      key, [&line](const string& file, Reporter& reporter) {
                        return record_verdicts({line.socket}, file, now(), reporter);
                      });
  add_own_copies(group, line);
  add_challenges(group, line);
}

}  // namespace stile::agent
