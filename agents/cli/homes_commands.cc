#include <set>

#include "agents/cli/commands.h"
#include "agents/cli/homes.h"

namespace stile::agent {
namespace {

void describe_list(CLI::App& command, HomesOrder& order) {
  command.add_option("register", order.homes_register, "the register, a CSV file")->required();
  command.add_option("--areas", order.areas, "the scheme's areas table")->required();
  command.add_option("--regulator", order.regulator, "SPIFFE identity")->required();
  command.add_option("--as-at", order.as_at, "day of the register, as 2026-10-31")->required();
  command.add_option("--serial", order.serial, "of the list; higher than the last")->required();
  command.add_option("--scheme", order.scheme, "whose layout and numbers")
      ->check(CLI::IsMember(std::set<std::string>{"ofsted", "ciw"}))
      ->capture_default_str();
  command.add_option("--previous", order.previous, "the list before, signed");
  command.add_option("--links", order.links, "CSV of re-registrations: urn, predecessor");
  command.add_option("--previous-register", order.previous_register,
                     "the register before, for suggesting re-registrations");
  command.add_option("--out", order.out, "new file for the list, to be signed")->required();
  command.add_option("--report", order.report, "new file for what to read before signing");
}

}  // namespace

void add_homes_commands(CLI::App& app, CommandLine& line) {
  CLI::App& group = noun(app, "homes", "a regulator's list of homes");
  add_command<HomesOrder>(
      group, line, "list", "make the next list of homes from a register", describe_list,
      [](const HomesOrder& order, Reporter& reporter) { return homes_list(order, reporter); });
}

}  // namespace stile::agent
