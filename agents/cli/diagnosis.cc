#include "agents/cli/diagnosis.h"

#include "agents/report/json.h"

namespace stile::agent {
namespace {

std::string padded(std::string_view text, std::size_t width) {
  std::string wide(text);
  if (wide.size() < width) wide.resize(width, ' ');
  return wide + " ";
}

}  // namespace

void Diagnosis::say(std::string_view state, std::string_view thing, const std::string& what,
                    const std::string& mend) {
  constexpr std::size_t kState = 7;
  constexpr std::size_t kThing = 13;
  reporter_.line(padded(state, kState) + padded(thing, kThing) + what +
                     (mend.empty() ? "" : "; mend with: " + mend),
                 JsonObject()
                     .text("state", state)
                     .text("thing", thing)
                     .text("what", what)
                     .text("mend", mend)
                     .done());
}

}  // namespace stile::agent
