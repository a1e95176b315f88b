#include "agents/handing/command_hand.h"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

extern "C" {  // glibc 2.36 does not say so itself
#include <sys/pidfd.h>
}

namespace stile::agent {
namespace {

constexpr mode_t kOthersWrite = 022;
constexpr int kStepMilliseconds = 50;  // how soon a stop is noticed
constexpr int kFirstOfTheAgents = 3;   // after stdin, stdout, stderr

Error failed(std::string_view what, int code) {
  return {Reason::kUnavailable, "the command: cannot " + std::string(what) + ": " +
                                    std::generic_category().message(code)};
}

// Descriptor closes what it holds; -1 is nothing.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }

 private:
  int number_;
};

// filled_pipe() is the end to read of a pipe that holds all of `text` and is at its end after it.
// It is filled while both ends are here: a command that does not read it holds nobody up.
Result<Descriptor> filled_pipe(std::string_view text) {
  if (text.size() > PIPE_BUF) {
    return Error{Reason::kTooLarge, "the contact is too long for a command"};
  }
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return failed("make a pipe", errno);
  Descriptor out(ends[0]);
  const Descriptor in(ends[1]);
  const ssize_t put = ::write(in.number(), text.data(), text.size());
  if (put != static_cast<ssize_t>(text.size())) return failed("fill a pipe", errno);
  return out;
}

// Spawning is how the command starts: what of this process it gets to see.
class Spawning {
 public:
  explicit Spawning(int input) {
    posix_spawn_file_actions_init(&files_);
    posix_spawn_file_actions_adddup2(&files_, input, STDIN_FILENO);
    for (const int output : {STDOUT_FILENO, STDERR_FILENO}) {
      posix_spawn_file_actions_addopen(&files_, output, "/dev/null", O_WRONLY, 0);
    }
    posix_spawn_file_actions_addclosefrom_np(&files_, kFirstOfTheAgents);
    posix_spawn_file_actions_addchdir_np(&files_, "/");

    sigset_t signals;
    posix_spawnattr_init(&attributes_);
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes_, &signals);
    sigfillset(&signals);
    posix_spawnattr_setsigdefault(&attributes_, &signals);
    posix_spawnattr_setpgroup(&attributes_, 0);  // its own
    posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  Spawning(const Spawning&) = delete;
  Spawning& operator=(const Spawning&) = delete;
  ~Spawning() {
    posix_spawnattr_destroy(&attributes_);
    posix_spawn_file_actions_destroy(&files_);
  }

  Result<pid_t> start(std::string command) const {
    std::string path = "PATH=/usr/bin:/bin";
    std::string language = "LANG=C.UTF-8";
    const std::array<char*, 2> arguments{command.data(), nullptr};
    const std::array<char*, 3> environment{path.data(), language.data(), nullptr};
    pid_t process = 0;
    const int code = posix_spawn(&process, command.c_str(), &files_, &attributes_, arguments.data(),
                                 environment.data());
    if (code != 0) return failed("start it", code);
    return process;
  }

 private:
  posix_spawn_file_actions_t files_{};
  posix_spawnattr_t attributes_{};
};

// has_ended() waits for the process, but no longer than `longest` and not beyond a stop.
bool has_ended(pid_t process, std::chrono::milliseconds longest, const std::stop_token& stop) {
  const Descriptor descriptor(::pidfd_open(process, 0));
  const auto latest = std::chrono::steady_clock::now() + longest;
  pollfd ended{descriptor.number(), POLLIN, 0};
  while (::poll(&ended, 1, kStepMilliseconds) <= 0) {
    if (stop.stop_requested() || std::chrono::steady_clock::now() >= latest) return false;
  }
  return (ended.revents & POLLIN) != 0;
}

// end_group() ends all that is left of the command and gives its exit status. Until it is waited
// for nobody else can have the group's number.
Result<int> end_group(pid_t process) {
  ::kill(-process, SIGKILL);
  ::kill(process, SIGKILL);  // it may have gone into another group
  int status = 0;
  while (::waitpid(process, &status, 0) < 0) {
    if (errno != EINTR) return failed("wait for it", errno);
  }
  return status;
}

Status outcome(int status) {
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return ok();
  const std::string how = WIFEXITED(status) ? "with " + std::to_string(WEXITSTATUS(status))
                                            : "by signal " + std::to_string(WTERMSIG(status));
  return Error{Reason::kUnavailable, "the command ended " + how};
}

}  // namespace

Status check_command(const std::filesystem::path& command) {
  struct stat found {};
  if (::stat(command.c_str(), &found) != 0) {
    return Error{Reason::kNotFound, command.string() + ": no such program; mend with: its path"};
  }
  if (!S_ISREG(found.st_mode) || ::access(command.c_str(), X_OK) != 0) {
    return Error{Reason::kNotPermitted, command.string() +
                                            ": not a program that this account may execute; mend "
                                            "with: chmod 0755 " +
                                            command.string()};
  }
  if ((found.st_mode & kOthersWrite) != 0) {
    return Error{Reason::kNotPermitted, command.string() +
                                            ": others than its owner may write it; mend with: "
                                            "chmod go-w " +
                                            command.string()};
  }
  return ok();
}

Result<CommandHand> CommandHand::open(std::filesystem::path command,
                                      std::chrono::milliseconds longest) {
  STILE_CHECKED(check_command(command));
  return CommandHand(std::move(command), longest);
}

Status CommandHand::give(const Handing& handing, const std::stop_token& stop) {
  STILE_TRY(const Descriptor input, filled_pipe(json_of(handing) + "\n"));
  STILE_TRY(const pid_t process, Spawning(input.number()).start(command_.string()));
  const bool ended = has_ended(process, longest_, stop);
  STILE_TRY(const int status, end_group(process));
  if (ended) return outcome(status);
  return Error{Reason::kUnavailable, "the command did not end in time and was killed"};
}

}  // namespace stile::agent
