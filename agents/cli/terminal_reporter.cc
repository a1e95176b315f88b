#include "agents/cli/terminal_reporter.h"

#include <unistd.h>

#include <cstdio>
#include <string>

namespace stile::agent {
namespace {

constexpr std::string_view kClearLine = "\r\033[K";

void write(std::string_view text, std::FILE* to) { std::fwrite(text.data(), 1, text.size(), to); }

}  // namespace

TerminalReporter::TerminalReporter(bool json)
    : json_(json), shows_progress_(!json && ::isatty(STDERR_FILENO) == 1) {}

TerminalReporter::~TerminalReporter() {
  clear_progress();
  std::fflush(stdout);
}

void TerminalReporter::line(std::string_view text, std::string_view json) {
  const std::string_view said = json_ ? json : text;
  if (said.empty() && json_) return;
  clear_progress();
  write(said, stdout);
  write("\n", stdout);
}

void TerminalReporter::message(std::string_view text) {
  clear_progress();
  std::fflush(stdout);
  write(text, stderr);
  write("\n", stderr);
}

void TerminalReporter::progress(std::uint64_t rows) {
  if (!shows_progress_) return;
  std::fflush(stdout);
  write(kClearLine, stderr);
  write(std::to_string(rows) + " rows", stderr);
  std::fflush(stderr);
  progress_shown_ = true;
}

void TerminalReporter::clear_progress() {
  if (!progress_shown_) return;
  write(kClearLine, stderr);
  progress_shown_ = false;
}

}  // namespace stile::agent
