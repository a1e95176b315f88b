#include "tests/tidy/layering.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "tests/tidy/code_text.h"

namespace stile::tidy {
namespace {

using Names = std::vector<std::string_view>;

// A folder and the folders whose headers it may include, besides its own. The last row that
// fits decides, so that a folder's row comes after its parent's.
struct Layer {
  std::string_view folder;
  Names may_include;
};

const std::vector<Layer>& layers() {
  static const std::vector<Layer> table = {
      {"core/base", {}},
      {"core/crypto", {"core/base"}},
      {"core/tls", {"core/base", "core/crypto"}},
      {"core/storage", {"core/base"}},
      {"core/log", {"core/base"}},
      {"core/metrics", {"core/base"}},
      {"core/notify", {"core/base"}},
      {"core/handover", {}},
      {"core/record", {"core/base", "core/crypto"}},
      {"core/ledger", {"core/base", "core/crypto"}},
      {"core/agreement", {"core/base", "core/crypto", "core/ledger", "core/record"}},
      {"core/wire", {"core"}},
      {"gateway", {"core", "gateway"}},
      {"gateway/pipeline", {"core"}},
      {"gateway/store", {"core", "gateway/pipeline"}},
      {"gateway/transport", {"core"}},
      {"gateway/service", {"core", "gateway/pipeline", "gateway/transport"}},
      {"agents", {"core", "agents"}},
      {"agents/ports", {"core"}},
      {"agents/report", {"core"}},
      {"agents/ingest", {"core"}},
      {"agents/homes", {"core", "agents/ingest"}},
      {"agents/transport", {"core"}},
      {"agents/documents", {"core", "agents/ports"}},
      {"agents/source",
       {"core", "agents/ports", "agents/report", "agents/documents", "agents/ingest"}},
      {"agents/drop", {"core", "agents/ports", "agents/report", "agents/ingest", "agents/source"}},
      {"agents/recipient", {"core", "agents/ports", "agents/report", "agents/documents"}},
      {"agents/watch", {"core", "agents/ports"}},
      {"agents/handing", {"core", "agents/report"}},
      {"agents/link",
       {"core", "agents/ports", "agents/report", "agents/documents", "agents/transport"}},
      {"agents/control", {"core", "agents/ports", "agents/report"}},
      {"agents/cli",
       {"core", "agents/control", "agents/report", "agents/ingest", "agents/homes",
        "agents/handing"}},
  };
  return table;
}

// An outside library, its headers ('*' at the end stands for any rest) and its homes.
struct Library {
  std::string_view name;
  Names headers;
  Names homes;
};

const std::vector<Library>& libraries() {
  static const Names grpc = {"gateway/transport", "gateway/service", "agents/transport",
                             "agents/link"};
  static const Names machine = {"gateway",
                                "agents",
                                "core/storage",
                                "core/tls",
                                "core/crypto/key_file",
                                "core/handover/bulk_thread"};
  static const std::vector<Library> table = {
      {"libsodium", {"sodium*"}, {"core/crypto"}},
      {"OpenSSL",
       {"openssl/*"},
       {"core/crypto", "core/tls", "gateway/transport", "agents/transport"}},
      {"SQLite", {"sqlite3*"}, {"core/storage"}},
      {"gRPC", {"grpc*"}, grpc},
      {"CLI11", {"CLI/*"}, {"agents/cli", "agents/main", "gateway/main"}},
      {"spdlog", {"spdlog/*"}, {"core/log"}},
      {"prometheus-cpp", {"prometheus/*"}, {"core/metrics"}},
      {"libsystemd", {"systemd/*"}, {"core/notify"}},
      {"libcsv", {"csv.h"}, {"agents/ingest"}},
      {"libcurl", {"curl/*"}, {"agents/handing"}},
      {"Abseil", {"absl/*"}, {"core/base"}},
      {"threads",
       {"thread", "mutex", "shared_mutex", "condition_variable", "future", "semaphore",
        "stop_token"},
       {"gateway", "agents", "core/storage", "core/metrics", "core/handover"}},
      {"input and output", {"fstream", "iostream", "filesystem"}, machine},
      {"the operating system",
       {"unistd.h", "fcntl.h", "sys/*", "netinet/*", "poll.h", "signal.h", "spawn.h"},
       machine},
  };
  return table;
}

// The pipeline stands below gateway/, where much is allowed, and is held to what core is.
constexpr std::string_view kPipeline = "gateway/pipeline";

struct Include {
  std::string_view target;
  bool quoted;
};

std::optional<Include> include_of(std::string_view line) {
  const std::size_t hash = line.find_first_not_of(" \t");
  if (hash == line.npos || !line.substr(hash).starts_with("#include")) return std::nullopt;
  const std::size_t open = line.find_first_of("\"<", hash);
  if (open == line.npos) return std::nullopt;
  const std::size_t close = line.find_first_of("\">", open + 1);
  if (close == line.npos) return std::nullopt;
  return Include{line.substr(open + 1, close - open - 1), line[open] == '"'};
}

bool is_below_any(std::string_view path, const Names& folders) {
  return std::ranges::any_of(folders, [&](std::string_view f) { return is_below(path, f); });
}

const Layer* layer_of(std::string_view path) {
  const Layer* found = nullptr;
  for (const Layer& layer : layers()) {
    if (is_below(path, layer.folder)) found = &layer;
  }
  return found;
}

bool is_ours(std::string_view target) {
  return is_below_any(target, {"core", "gateway", "agents", "tests", "proto"});
}

bool is_generated(std::string_view target) { return target.ends_with(".pb.h"); }

bool fits(std::string_view target, std::string_view header) {
  if (header.ends_with('*')) return target.starts_with(header.substr(0, header.size() - 1));
  return target == header;
}

// A home is a folder, or a file without its ending.
bool is_home(std::string_view path, const Names& homes) {
  return std::ranges::any_of(homes, [&](std::string_view home) {
    if (is_below(path, kPipeline) && !is_below(home, kPipeline)) return false;
    const bool file = path.starts_with(home) && path.substr(home.size()).starts_with('.');
    return file || is_below(path, home);
  });
}

std::string own_fault(std::string_view path, std::string_view target) {
  const Layer* layer = layer_of(path);
  if (layer == nullptr) return "stands in a folder that the layering table does not know";
  const bool own = layer_of(target) == layer;
  if (own || is_below_any(target, layer->may_include)) return {};
  return std::string(layer->folder) + " may not know " + std::string(target);
}

// Folders below gateway/ and agents/ that keep or move data and never see its wire form.
const Names kNoWire = {"gateway/pipeline", "gateway/store"};

std::string generated_fault(std::string_view path, std::string_view target) {
  static const Names services = {"gateway/service", "agents/link"};
  static const Names messages = {"core/wire", "gateway", "agents"};
  const bool service = target.ends_with(".grpc.pb.h");
  if (is_home(path, service ? services : messages) && !is_below_any(path, kNoWire)) return {};
  return "generated code is known to the wire, the services and the configuration only: " +
         std::string(target);
}

std::string library_fault(std::string_view path, std::string_view target) {
  for (const Library& library : libraries()) {
    const bool named = std::ranges::any_of(
        library.headers, [&](std::string_view header) { return fits(target, header); });
    if (named && !is_home(path, library.homes)) {
      return std::string(library.name) + " is not for this folder: " + std::string(target);
    }
  }
  return {};
}

std::string fault_of(std::string_view path, const Include& include) {
  if (is_generated(include.target)) return generated_fault(path, include.target);
  if (is_ours(include.target)) return own_fault(path, include.target);
  if (include.target.starts_with("google/protobuf/")) return generated_fault(path, include.target);
  if (include.quoted) return "not written from the root: " + std::string(include.target);
  return library_fault(path, include.target);
}

}  // namespace

std::vector<Fault> layering_faults(const SourceFile& file) {
  if (!is_code(file.path) || !is_below_any(file.path, {"core", "gateway", "agents"})) return {};
  std::vector<Fault> faults;
  if (layer_of(file.path) == nullptr) {
    faults.push_back({file.path, 0, "stands in a folder that the layering table does not know"});
  }
  const std::string code = code_only(file.text);
  int number = 0;
  for (const std::string_view line : lines_of(code)) {
    ++number;
    const std::optional<Include> include = include_of(line);
    if (!include) continue;
    std::string what = fault_of(file.path, *include);
    if (!what.empty()) faults.push_back({file.path, number, std::move(what)});
  }
  return faults;
}

}  // namespace stile::tidy
