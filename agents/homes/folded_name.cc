#include "agents/homes/folded_name.h"

#include "agents/ingest/code_table.h"

namespace stile::agent {
namespace {

constexpr std::string_view kCurlyApostrophe = "\u2019";

}  // namespace

std::string folded_name(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with(kCurlyApostrophe)) {
      i += kCurlyApostrophe.size() - 1;
    } else if (text[i] == '&') {
      plain += " and ";
    } else if (text[i] == '-' || text[i] == ',' || text[i] == '.') {
      plain += ' ';
    } else if (text[i] != '\'') {
      plain += text[i];
    }
  }
  return folded_header(plain);
}

}  // namespace stile::agent
