#include "tests/bench/process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>
#include <utility>

namespace stile::bench {
namespace {

constexpr auto kPoll = std::chrono::milliseconds(10);
constexpr int kPollsMost = 60'000;
constexpr std::size_t kLogShown = 2000;
constexpr double kKibPerMib = 1024;

}  // namespace

Result<Process> Process::start(const std::vector<std::string>& command, const std::string& log) {
  std::vector<char*> arguments;
  for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, log.c_str(),
                                   O_WRONLY | O_CREAT | O_APPEND, 0600);
  posix_spawn_file_actions_adddup2(&files, STDERR_FILENO, STDOUT_FILENO);
  pid_t id = 0;
  const int failure =
      posix_spawn(&id, command.front().c_str(), &files, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  if (failure != 0) return Error{Reason::kIo, "cannot start " + command.front()};
  return Process(id, log);
}

Process::Process(Process&& other) noexcept
    : id_(std::exchange(other.id_, 0)), log_(std::move(other.log_)) {}

Process::~Process() { static_cast<void>(stop()); }

bool Process::running() {
  if (id_ != 0 && waitpid(id_, nullptr, WNOHANG) == id_) id_ = 0;
  return id_ != 0;
}

Status Process::wait_for(const std::string& file) {
  for (int polls = 0; polls < kPollsMost; ++polls) {
    if (std::filesystem::exists(file)) return ok();
    if (!running()) return failed("ended before it served");
    std::this_thread::sleep_for(kPoll);
  }
  return failed("does not serve");
}

double Process::peak_memory_mib() const {
  std::ifstream status("/proc/" + std::to_string(id_) + "/status");
  std::string word;
  while (status >> word) {
    double kib = 0;
    if (word == "VmHWM:" && status >> kib) return kib / kKibPerMib;
  }
  return 0;
}

Status Process::stop() {
  if (id_ != 0) kill(id_, SIGTERM);
  return finish();
}

Status Process::finish() {
  if (id_ == 0) return ok();
  int status = 0;
  waitpid(std::exchange(id_, 0), &status, 0);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return ok();
  return failed("did not end well");
}

Error Process::failed(const std::string& what) const {
  std::ifstream file(log_);
  std::string text(std::istreambuf_iterator<char>(file), {});
  if (text.size() > kLogShown) text.erase(0, text.size() - kLogShown);
  return {Reason::kUnavailable, "a process " + what + "; its log:\n" + text};
}

std::vector<std::string> lines_of(const std::string& file) {
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

Status run_once(const std::vector<std::string>& command, const std::string& log) {
  STILE_TRY(Process process, Process::start(command, log));
  return process.finish();
}

}  // namespace stile::bench
