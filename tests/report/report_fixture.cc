// Writes the report of the invented answer, in English or, with "cy", in Welsh.
#include <cstdio>
#include <string_view>

#include "tests/report/sample_answer.h"

int main(int count, char** arguments) {
  const bool is_welsh = count > 1 && std::string_view(arguments[1]) == "cy";
  const std::string page = stile::agent::enquiry_report(
      stile::support::sample_report(),
      is_welsh ? stile::agent::Language::kWelsh : stile::agent::Language::kEnglish);
  return std::fwrite(page.data(), 1, page.size(), stdout) == page.size() ? 0 : 1;
}
