#include "tests/unit/agents/handing/mail_server.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <utility>

#include "tests/support/built_from.h"

namespace stile::agent {

RunningMailServer::RunningMailServer(const std::vector<std::string>& arguments) {
  std::array<int, 2> input{};
  std::array<int, 2> output{};
  if (::pipe2(input.data(), O_CLOEXEC) != 0 || ::pipe2(output.data(), O_CLOEXEC) != 0) std::abort();
  std::vector<std::string> words{support::source_dir() + "/tests/unit/agents/handing/serve_mail"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);

  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, input[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, output[1], STDOUT_FILENO);
  const int code =
      posix_spawn(&process_, words[0].c_str(), &files, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  ::close(input[0]);
  ::close(output[1]);
  to_ = input[1];
  from_ = output[0];
  if (code != 0) {
    process_ = 0;
    return;
  }
  const std::string first = line();
  if (first.starts_with("port ")) port_ = first.substr(5);
}

RunningMailServer::~RunningMailServer() {
  end();
  ::close(from_);
  if (process_ > 0) ::waitpid(process_, nullptr, 0);
}

void RunningMailServer::end() {
  if (to_ >= 0) ::close(std::exchange(to_, -1));
}

std::string RunningMailServer::line() {
  std::string text;
  char c = 0;
  while (::read(from_, &c, 1) == 1 && c != '\n') text.push_back(c);
  return text;
}

std::vector<std::string> RunningMailServer::heard() {
  end();
  std::vector<std::string> all;
  for (std::string next = line(); !next.empty(); next = line()) all.push_back(std::move(next));
  return all;
}

}  // namespace stile::agent
