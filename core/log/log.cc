#include "core/log/log.h"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <string>

namespace stile {
namespace {

// Only plain characters reach the log, so a line is always one JSON object.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool is_plain = c >= ' ' && c <= '~' && c != '"' && c != '\\';
    out.push_back(is_plain ? c : '?');
  }
  return out;
}

}  // namespace

void start_log() {
  auto logger = std::make_shared<spdlog::logger>("stile", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_formatter(std::make_unique<spdlog::pattern_formatter>(
      R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})", spdlog::pattern_time_type::utc));
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
}

void log_event(std::string_view event, std::string_view detail) {
  spdlog::info(R"("event":"{}","detail":"{}")", plain(event), plain(detail));
}

void log_problem(std::string_view event, Reason reason, std::string_view detail) {
  spdlog::warn(R"("event":"{}","reason":"{}","detail":"{}")", plain(event), name(reason), plain(detail));
}

}  // namespace stile
