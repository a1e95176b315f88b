#include "agents/cli/commands.h"
#include "agents/cli/map_check.h"
#include "agents/cli/map_try.h"

namespace stile::agent {
namespace {

struct TryOptions {
  std::string map;
  std::string file;
};

}  // namespace

void add_map_commands(CLI::App& app, CommandLine& line) {
  CLI::App& group = noun(app, "map", "column maps: how exports are read");
  const auto check = [](CLI::App& command, std::string& map) {
    command.add_option("map", map, "the column map")->required();
  };
  add_command<std::string>(
      group, line, "check", "find every fault of a column map, or say what it maps", check,
      [](const std::string& map, Reporter& reporter) { return map_check(map, reporter); });
  const auto attempt = [](CLI::App& command, TryOptions& options) {
    command.add_option("map", options.map, "the column map")->required();
    command.add_option("file", options.file, "an export")->required();
  };
  add_command<TryOptions>(group, line, "try",
                          "show what every row of an export becomes; nothing is sent", attempt,
                          [](const TryOptions& options, Reporter& reporter) {
                            return map_try(options.map, options.file, reporter);
                          });
}

}  // namespace stile::agent
