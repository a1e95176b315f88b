#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace stile::property {

// read_csv() reads what a recipient exported (RFC 4180) as rows by the names of the header line.
// A second reader on purpose: the product's is not asked.
std::vector<std::map<std::string, std::string>> read_csv(std::string_view text);

}  // namespace stile::property
