#include "tests/tidy/reasons.h"

#include <algorithm>
#include <cctype>
#include <regex>

#include "tests/tidy/code_text.h"

namespace stile::tidy {
namespace {

bool counts_as_test(std::string_view path) {
  return is_source(path) && is_below(path, "tests") && !is_below(path, "tests/tidy") &&
         !is_below(path, "tests/unit/core/base");
}

bool names(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool longer = end < text.size() && std::isalnum(static_cast<unsigned char>(text[end]));
    if (!longer) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> reasons_of(std::string_view header) {
  const std::string code = code_only(header);
  const std::size_t start = code.find("enum class Reason");
  if (start == code.npos) return {};
  const std::string body = code.substr(start, code.find('}', start) - start);
  static const std::regex enumerator(R"(\bk[A-Z]\w*)");
  std::vector<std::string> reasons;
  for (std::sregex_iterator at(body.begin(), body.end(), enumerator), end; at != end; ++at) {
    reasons.push_back(at->str());
  }
  return reasons;
}

std::vector<std::string> untested_reasons(const std::vector<std::string>& reasons,
                                          const std::vector<SourceFile>& files) {
  std::vector<std::string> untested;
  for (const std::string& reason : reasons) {
    const std::string mention = "Reason::" + reason;
    const bool tested = std::ranges::any_of(files, [&](const SourceFile& file) {
      return counts_as_test(file.path) && names(file.text, mention);
    });
    if (!tested) untested.push_back(reason);
  }
  return untested;
}

}  // namespace stile::tidy
