#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The published files that the product was made from, where a checkout has them beside it.
namespace stile::agent {

// published_path() is the path of a file of ../shared/data; nothing where it is not.
std::optional<std::string> published_path(std::string_view name);

// published_rows() are the rows of such a file with one header row, cells by their columns.
std::vector<std::map<std::string, std::string>> published_rows(const std::string& path);

// areas_text() is policies/areas/areas.textproto.
std::string areas_text();

}  // namespace stile::agent
