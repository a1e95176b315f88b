#include "tests/tidy/banned.h"

#include <algorithm>
#include <regex>
#include <string>
#include <string_view>

#include "tests/tidy/code_text.h"

namespace stile::tidy {
namespace {

using Names = std::vector<std::string_view>;

// Rule bans a pattern below `where`, but for the `homes` below it. Homes and places are
// folders or whole files; nothing in `where` means everywhere.
struct Rule {
  std::regex pattern;
  std::string what;
  Names where;
  Names homes;
};

const Names& product() {
  static const Names folders = {"core", "gateway", "agents"};
  return folders;
}

std::regex pattern(const std::string& text) { return std::regex(text, std::regex::optimize); }

const std::vector<Rule>& code_rules() {
  static const std::vector<Rule> rules = {
      {pattern(R"(\b(strcpy|strncpy|strcat|strncat|sprintf|vsprintf|gets|alloca)\s*\()"),
       "unchecked copying: use a string",
       {},
       {}},
      // The system fills an address of one of two sizes; eight bytes are looked at as one number.
      {pattern(R"(\b(memcpy|memmove)\s*\()"),
       "unchecked copying: use a container",
       {},
       {"gateway/transport/socket.cc", "agents/ingest/text_decoder.cc",
        "tests/system/canary_search.cc"}},
      {pattern(R"(\bstd::system\b|\b(popen|exec[lv]p?e?)\s*\()"),
       "a shell is never called",
       product(),
       {}},
      {pattern(R"(\b(rand|srand|drand48)\s*\()"), "chance comes from stile::crypto", {}, {}},
      {pattern(R"(\b(atoi|atol|atof|strtok|localtime|gmtime|asctime|ctime)\s*\()"),
       "no errors or shared state: use from_chars or civil_time",
       {},
       {}},
      {pattern(R"(\bthrow\b)"), "errors are values: return a Result", product(), {}},
      {pattern(R"(\breinterpret_cast\b)"),
       "views of bytes have their homes",
       product(),
       {"core/base/bytes.h", "core/crypto", "core/storage", "core/tls", "gateway/transport",
        "agents/transport", "agents/link", "agents/control"}},
      {pattern(R"(\bconst_cast\b)"), "const is kept", product(), {"core/base/result.h"}},
      // gRPC takes its deadlines as times of this clock.
      {pattern(
           R"(\b(system_clock::now|clock_gettime|gettimeofday)\b|\btime\s*\(\s*(nullptr|NULL|0)\s*\))"),
       "the time comes in as a value (I10)",
       product(),
       {"gateway/opening.cc", "agents/daemon.cc", "agents/cli", "gateway/service/link_service.cc",
        "agents/link"}},
      // How long to wait before dialling again needs no secret.
      {pattern(R"(\brandom_device\b)"),
       "chance comes in through stile::crypto (I10)",
       {},
       {"agents/link/attachment.cc"}},
      {pattern(R"(\bsleep_for\b|\busleep\s*\()"),
       "wait on a condition, not on the clock",
       product(),
       {"gateway/daemon.cc", "gateway/succeeding.cc", "agents/daemon.cc",
        "agents/awaited_documents.cc"}},
      // With libstdc++ 12 clang 14, which builds the fuzzers, knows no std::ranges::subrange.
      {pattern(
           R"(\branges::(unique|remove|remove_if|rotate|partition|stable_partition|subrange)\b)"),
       "not for clang 14: use the algorithm on iterators",
       {},
       {}},
      {pattern(R"(\bgetenv\s*\()"),
       "settings come from the configuration",
       product(),
       {"agents/cli", "agents/main.cc", "gateway/main.cc"}},
  };
  return rules;
}

// Written in two parts, so that this file does not break its own rules.
const std::vector<Rule>& text_rules() {
  static const std::vector<Rule> rules = {
      {pattern("\t"), "a tab", {}, {}},
      {pattern("\r"), "a carriage return", {}, {}},
      {pattern(" +$"), "blanks at the end of a line", {}, {}},
      {pattern(std::string(R"(\b(TO)") + R"(DO|FIX)" + R"(ME|XX)" + R"(X)\b)"),
       "finish it, or open an issue",
       {},
       {}},
      {pattern(std::string(R"((^|[\s"'=:(])/(wo)") + "rk/|ho" + "me/[a-z]|ro" + "ot/[a-z.])"),
       "a path of one machine",
       {},
       {}},
      {pattern(std::string("BEGIN [A-Z ]*PRI") + "VATE KEY"), "a private key", {}, {}},
  };
  return rules;
}

bool is_below_any(std::string_view path, const Names& places) {
  return std::ranges::any_of(places, [&](std::string_view place) { return is_below(path, place); });
}

bool applies(const Rule& rule, std::string_view path) {
  return (rule.where.empty() || is_below_any(path, rule.where)) && !is_below_any(path, rule.homes);
}

void search(const std::string& path, std::string_view text, const std::vector<Rule>& rules,
            std::vector<Fault>& faults) {
  const std::vector<std::string_view> lines = lines_of(text);
  for (const Rule& rule : rules) {
    if (!applies(rule, path)) continue;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (!std::regex_search(lines[i].begin(), lines[i].end(), rule.pattern)) continue;
      faults.push_back({path, static_cast<int>(i) + 1, rule.what});
    }
  }
}

// The length of the UTF-8 sequence that `text` begins with (RFC 3629); 0 if it is none.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : static_cast<unsigned char>(0);
  };
  const auto tail = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned char b = byte(0);
  if (b < 0x80) return 1;
  if (b >= 0xC2 && b <= 0xDF && tail(1)) return 2;
  const bool short_three = (b == 0xE0 && byte(1) < 0xA0) || (b == 0xED && byte(1) > 0x9F);
  if (b >= 0xE0 && b <= 0xEF && tail(1) && tail(2) && !short_three) return 3;
  const bool short_four = (b == 0xF0 && byte(1) < 0x90) || (b == 0xF4 && byte(1) > 0x8F);
  if (b >= 0xF0 && b <= 0xF4 && tail(1) && tail(2) && tail(3) && !short_four) return 4;
  return 0;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

// Folders whose files are read by programs and hold what people wrote elsewhere: corpora of
// the fuzzers and exports with every encoding and line end.
bool is_data(std::string_view path) {
  return path.find("/corpus/") != path.npos || path.find("/data/") != path.npos;
}

}  // namespace

std::vector<Fault> banned_faults(const SourceFile& file) {
  std::vector<Fault> faults;
  if (is_data(file.path)) return faults;
  if (file.path.ends_with(".go")) return faults;  // gofmt has its own manners
  if (!is_utf8(file.text)) faults.push_back({file.path, 0, "not UTF-8"});
  search(file.path, file.text, text_rules(), faults);
  if (!is_code(file.path)) return faults;
  const std::string code = code_only(file.text);
  search(file.path, code, code_rules(), faults);
  if (!is_header(file.path)) return faults;
  static const std::vector<Rule> header_rules = {
      {pattern(R"(\busing\s+namespace\b)"), "a header opens no namespace for others", {}, {}}};
  search(file.path, code, header_rules, faults);
  return faults;
}

}  // namespace stile::tidy
