#include "tests/system/transport/identities.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "tests/support/built_from.h"

namespace stile::test {
namespace {

const std::filesystem::path kSource = support::source_dir();
const std::filesystem::path kMade = support::build_dir() + "/tests/system/transport/identities";

void run(const std::string& command) {
  if (std::system(command.c_str()) == 0) return;
  std::fprintf(stderr, "failed: %s\n", command.c_str());
  std::abort();
}

std::string quoted(const std::filesystem::path& path) { return "'" + path.string() + "'"; }

const std::filesystem::path& made() {
  static const bool once = [] {
    run(quoted(kSource / "tests/system/transport/make_identities") + " " + quoted(kMade));
    return true;
  }();
  static_cast<void>(once);
  return kMade;
}

}  // namespace

AgencyId gateway_id() { return AgencyId::parse("spiffe://stile.example/gateway").value(); }
AgencyId sussex() { return AgencyId::parse("spiffe://stile.example/force/sussex/agent").value(); }
AgencyId kent() { return AgencyId::parse("spiffe://stile.example/force/kent/agent").value(); }

tls::IdentityFiles identity(const std::string& folder) {
  return tls::IdentityFiles::in_folder(made() / folder);
}

void issue_into(const std::filesystem::path& folder, const AgencyId& who) {
  run(quoted(kSource / "certs/issue") + " --authority " + quoted(made() / "authority") +
      " --identity " + who.text() + " --out " + quoted(folder));
}

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace stile::test
