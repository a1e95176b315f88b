#include "agents/homes/report.h"

namespace stile::agent {
namespace {

// A home's text begins with the name of its scheme, so that no cell begins a formula; no closed
// word holds a quote.
std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

std::string text_of(const std::optional<HomeId>& home) {
  return home ? home->text() : std::string();
}

}  // namespace

std::string report_text(std::span<const Remark> remarks) {
  std::string text = "file,line,home,finding,outcome,other home,mend\r\n";
  for (const Remark& remark : remarks) {
    text += std::string(remark.file) + ',' + std::to_string(remark.line) + ',' +
            text_of(remark.home) + ',' + std::string(name(remark.finding)) + ',' +
            std::string(name(remark.outcome)) + ',' + text_of(remark.other) + ',' +
            quoted(mend(remark.finding)) + "\r\n";
  }
  return text;
}

std::map<Finding, std::int64_t> count_findings(std::span<const Remark> remarks) {
  std::map<Finding, std::int64_t> counts;
  for (const Remark& remark : remarks) ++counts[remark.finding];
  return counts;
}

}  // namespace stile::agent
