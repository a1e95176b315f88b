#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "agents/report/reporter.h"
#include "core/base/result.h"

namespace stile::agent {

using TemplateValues = std::map<std::string, std::string>;

// fill_template() puts a value in the place of each {{NAME}} of a template (names are capitals,
// digits and '-'). A placeholder without a value is kMissingField and an unclosed one kMalformed,
// each with its place; a value without a placeholder is kUsage, and one that could leave its
// quotes kMalformed. Pure.
Result<std::string> fill_template(std::string_view text, std::string_view file,
                                  const TemplateValues& values);

// TemplateOrder says how to make an agreement of a template.
struct TemplateOrder {
  std::filesystem::path file;
  std::vector<std::string> values;  // each "NAME=VALUE"
  std::filesystem::path out;        // new file
};

// agreement_new() writes the filled text once it reads and agreement::check() passes it; else it
// writes nothing.
Result<ExitCode> agreement_new(const TemplateOrder& order, Reporter& reporter);

}  // namespace stile::agent
