#include <set>

#include "agents/cli/commands.h"
#include "agents/cli/remote_reidentify.h"
#include "core/record/identity_request.h"

namespace stile::agent {
namespace {

using std::string;

constexpr std::uint32_t kMostDays = 30;

struct ListOptions {
  bool all = false;
  string language;
};

struct ShowOptions {
  string reference;
  string language;
};

std::set<string> bases() {
  std::set<string> all;
  for (const auto name : record::names<record::IdentityBasis>) all.emplace(name);
  return all;
}

void describe_reference(CLI::App& command, string& reference) {
  command
      .add_option("reference", reference,
                  "as `stile inbox list` or `stile inbox notices` writes it")
      ->required();
}

void describe_language(CLI::App& command, string& language) {
  command.add_option("--language", language, "en or cy, of what people read");
}

void describe_request(CLI::App& command, IdentityQuery& query) {
  describe_reference(command, query.reference);
  command.add_option("--basis", query.basis, "the law on which it is asked")
      ->required()
      ->check(CLI::IsMember(bases()));
  command.add_option("--person", query.person, "for whom: the name of who is to know")->required();
  command.add_option("--matter", query.matter, "this agency's reference of the matter")->required();
  command.add_option("--days", query.days, "how long it may be answered: 1 to 30, else 7")
      ->check(CLI::Range(std::uint32_t{1}, kMostDays));
  describe_language(command, query.language);
}

}  // namespace

void add_reidentify(CLI::App& app, CommandLine& line) {
  CLI::App& group = noun(app, "reidentify", "who a child is, asked of a source");
  add_command<IdentityQuery>(
      group, line, "request", "ask a source's data officers, two of whom have to approve it",
      describe_request, [&line](const IdentityQuery& query, Reporter& reporter) {
        return reidentify_request({line.socket}, query, reporter);
      });
  const auto list = [](CLI::App& command, ListOptions& options) {
    command.add_flag("--all", options.all, "also those that are over");
    describe_language(command, options.language);
  };
  add_command<ListOptions>(group, line, "list", "what was asked, and how that stands", list,
                           [&line](const ListOptions& options, Reporter& reporter) {
                             return reidentify_list({line.socket}, options.all, options.language,
                                                    reporter);
                           });
  const auto show = [](CLI::App& command, ShowOptions& options) {
    describe_reference(command, options.reference);
    describe_language(command, options.language);
  };
  add_command<ShowOptions>(group, line, "show", "read who the child is, once that was answered",
                           show, [&line](const ShowOptions& options, Reporter& reporter) {
                             return reidentify_show({line.socket}, options.reference,
                                                    options.language, reporter);
                           });
  add_reidentify_officer(group, line);
}

}  // namespace stile::agent
