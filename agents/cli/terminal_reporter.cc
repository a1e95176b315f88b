#include "agents/cli/terminal_reporter.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string>

namespace stile::agent {
namespace {

constexpr std::string_view kClearLine = "\r\033[K";

// bar_of() is nothing where nobody knows how far it is.
std::string bar_of(unsigned percent) {
  constexpr unsigned kWidth = 40;
  if (percent == 0) return {};
  const unsigned done = std::min(percent, 100U) * kWidth / 100;
  return "[" + std::string(done, '#') + std::string(kWidth - done, '.') + "] " +
         std::to_string(percent) + " %, ";
}

void write(std::string_view text, std::FILE* to) { std::fwrite(text.data(), 1, text.size(), to); }

}  // namespace

TerminalReporter::TerminalReporter(bool json)
    : json_(json),
      shows_progress_(!json && ::isatty(STDERR_FILENO) == 1),
      prints_on_terminal_(::isatty(STDOUT_FILENO) == 1) {}

TerminalReporter::~TerminalReporter() {
  clear_progress();
  std::fflush(stdout);
}

void TerminalReporter::line(std::string_view text, std::string_view json) {
  const std::string_view said = json_ ? json : text;
  if (said.empty() && json_) return;
  if (prints_on_terminal_) clear_progress();
  write(said, stdout);
  write("\n", stdout);
}

void TerminalReporter::message(std::string_view text) {
  clear_progress();
  std::fflush(stdout);
  write(text, stderr);
  write("\n", stderr);
}

void TerminalReporter::progress(std::uint64_t rows, unsigned percent) {
  if (!shows_progress_) return;
  std::fflush(stdout);
  write(kClearLine, stderr);
  write(bar_of(percent) + std::to_string(rows) + " rows", stderr);
  std::fflush(stderr);
  progress_shown_ = true;
}

void TerminalReporter::clear_progress() {
  if (!progress_shown_) return;
  write(kClearLine, stderr);
  progress_shown_ = false;
}

}  // namespace stile::agent
