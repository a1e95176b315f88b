#include "agents/cli/commands.h"
#include "agents/cli/remote.h"

namespace stile::agent {
namespace {

using std::string;

struct ShowOptions {
  string enquiry;
  string language;
};

struct RefuseOptions {
  string enquiry;
  string reason;
};

struct ReportOptions {
  string enquiry;
  string language;
  string page;
  string csv;
};

void describe_refuse(CLI::App& command, RefuseOptions& options) {
  command.add_option("enquiry", options.enquiry, "as `stile enquiry list` writes it")->required();
  command
      .add_option("--reason", options.reason,
                  "reference-unconfirmed, wider-than-needed, asked-before or other-ground")
      ->required()
      ->check(CLI::IsMember(
          {"reference-unconfirmed", "wider-than-needed", "asked-before", "other-ground"}));
}

void describe_report(CLI::App& command, ReportOptions& options) {
  command.add_option("enquiry", options.enquiry, "as `stile enquiry list` writes it")->required();
  command.add_option("--language", options.language, "en or cy, of the page");
  auto* page = command.add_option("--out", options.page, "new file for a page to print");
  command.add_option("--csv", options.csv, "new file for the rows; FILE-metadata.json beside it")
      ->excludes(page);
}

Result<ExitCode> report(const CommandLine& line, const ReportOptions& options, Reporter& reporter) {
  const bool is_csv = !options.csv.empty();
  const string& file = is_csv ? options.csv : options.page;
  if (file.empty()) return Error{Reason::kUsage, "give --out FILE or --csv FILE"};
  return enquiry_report({line.socket}, {options.enquiry, options.language, file, is_csv}, reporter);
}

struct InspectedOptions {
  string enquiry;
  string day;
};

void describe_inspected(CLI::App& command, InspectedOptions& options) {
  command.add_option("enquiry", options.enquiry, "as `stile enquiry list` writes it")->required();
  command.add_option("--on", options.day, "its first day, as 2026-11-10")->required();
}

void describe_ask(CLI::App& command, EnquiryQuery& query) {
  command.add_option("--home", query.home, "its number, as ofsted:SC900001")->required();
  command.add_option("--from", query.first,
                     "first day, as 2025-10-01; that of the last full inspection");
  command.add_option("--to", query.last, "last day, which is over; yesterday where it is left out");
  command.add_option("--inspection", query.inspection, "full, interim or monitoring")
      ->required()
      ->check(CLI::IsMember({"full", "interim", "monitoring"}));
  command.add_option("--reference", query.reference, "the inspection's number, as INS-10012345")
      ->required();
  command.add_flag("--dry-run", query.preview, "say who would be asked and what would come");
}

Result<ExitCode> ask(const CommandLine& line, EnquiryQuery query, Reporter& reporter) {
  if (query.last.empty()) query.last = to_text(to_civil(local_day(now()) - 1));
  return enquiry_ask({line.socket}, query, reporter);
}

// add_decisions() are for the data officer of a force whose agreement asks for approval.
void add_decisions(CLI::App& group, CommandLine& line) {
  const auto which = [](CLI::App& command, string& enquiry) {
    command.add_option("enquiry", enquiry, "as `stile enquiry list` writes it")->required();
  };
  add_command<string>(group, line, "approve", "let a regulator's question be answered", which,
                      [&line](const string& enquiry, Reporter& reporter) {
                        return enquiry_approve({line.socket}, enquiry, reporter);
                      });
  add_command<RefuseOptions>(
      group, line, "refuse", "let it be declined: the regulator is told the reason",
      describe_refuse, [&line](const RefuseOptions& options, Reporter& reporter) {
        return enquiry_refuse({line.socket}, options.enquiry, options.reason, reporter);
      });
}

}  // namespace

void add_enquiry(CLI::App& app, CommandLine& line) {
  CLI::App& group = noun(app, "enquiry", "what forces have of one home, before an inspection");
  add_command<EnquiryQuery>(group, line, "ask", "ask every force whose area the home was in",
                            describe_ask, [&line](const EnquiryQuery& query, Reporter& reporter) {
                              return ask(line, query, reporter);
                            });
  add_decisions(group, line);
  add_command<Nothing>(group, line, "list", "what was asked, and how far the answers are",
                       describe_nothing, [&line](const Nothing&, Reporter& reporter) {
                         return enquiry_list({line.socket}, reporter);
                       });
  const auto which = [](CLI::App& command, ShowOptions& options) {
    command.add_option("enquiry", options.enquiry, "as `stile enquiry list` writes it")->required();
    command.add_option("--language", options.language, "en or cy, of what people read");
  };
  add_command<ShowOptions>(group, line, "show", "the rows that have come, and whether all have",
                           which, [&line](const ShowOptions& options, Reporter& reporter) {
                             return enquiry_show({line.socket}, options.enquiry, options.language,
                                                 reporter);
                           });
  add_command<ReportOptions>(group, line, "report", "the answer as a page to print, or as a CSV",
                             describe_report,
                             [&line](const ReportOptions& options, Reporter& reporter) {
                               return report(line, options, reporter);
                             });
  add_command<InspectedOptions>(
      group, line, "inspected", "say that the inspection took place, once it has",
      describe_inspected, [&line](const InspectedOptions& options, Reporter& reporter) {
        return enquiry_inspected({line.socket}, options.enquiry, options.day, reporter);
      });
}

}  // namespace stile::agent
