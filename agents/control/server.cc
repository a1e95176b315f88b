#include "agents/control/server.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <list>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "agents/control/frame.h"
#include "agents/control/permission.h"
#include "agents/control/socket.h"
#include "agents/control/socket_reporter.h"
#include "agents/report/exit_code.h"
#include "core/wire/strict.h"
#include "stile/v1/control.pb.h"

namespace stile::agent {
namespace {

constexpr int kTickMs = 100;
constexpr int kRequestSeconds = 10;
constexpr int kAnswerSeconds = 60;

// A name that nobody answers at is what a killed agent left behind.
Status remove_stale(const std::string& path) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0) return ok();
  if (!S_ISSOCK(found.st_mode)) return Error{Reason::kConflict, path + ": is not a socket"};
  const Result<Socket> answer = connect_to(path);
  if (answer.ok()) return Error{Reason::kConflict, path + ": another agent answers there"};
  if (answer.reason() != Reason::kUnavailable) return answer.error();
  if (::unlink(path.c_str()) != 0) return system_error(path, errno);
  return ok();
}

Result<v1::ControlRequest> request_on(const Socket& socket) {
  STILE_TRY(const Bytes bytes, read_frame(socket));
  v1::ControlRequest request;
  STILE_CHECKED(wire::parse_strict(bytes, request));
  return request;
}

// Accounts remembers a user's account for a minute, as nscd(8) does: where accounts are kept in a
// directory service, a slow one holds no notification up. Any thread.
class Accounts {
 public:
  Result<std::string> of(std::uint32_t user) {
    const auto now = std::chrono::steady_clock::now();
    {
      const std::lock_guard lock(mutex_);
      const auto known = known_.find(user);
      if (known != known_.end() && now < known->second.until) return known->second.account;
    }
    STILE_TRY(std::string account, account_of(user));
    const std::lock_guard lock(mutex_);
    if (known_.size() >= kControlConnections) known_.clear();
    known_[user] = {account, now + kRemembered};
    return account;
  }

 private:
  static constexpr auto kRemembered = std::chrono::minutes(1);
  struct Known {
    std::string account;
    std::chrono::steady_clock::time_point until;
  };
  std::mutex mutex_;
  std::map<std::uint32_t, Known> known_;
};

// Connection is one conversation; `done` is the last thing its thread sets.
struct Connection {
  explicit Connection(Socket accepted) : socket(std::move(accepted)) {}
  Socket socket;
  std::atomic<bool> done = false;
  std::jthread thread;
};

}  // namespace

class ControlServer::Impl {
 public:
  Impl(std::string path, Socket listener, PeopleNow people, Handler handler)
      : path_(std::move(path)),
        listener_(std::move(listener)),
        people_(std::move(people)),
        handler_(std::move(handler)),
        thread_([this](const std::stop_token& stop) { run(stop); }) {}

  ~Impl() {
    thread_.request_stop();
    thread_.join();
    ::unlink(path_.c_str());
    // Whoever has not asked yet is not waited for; a handler at work is.
    for (Connection& connection : connections_) connection.socket.end();
    connections_.clear();
  }

 private:
  void run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      pollfd waiting{listener_.number(), POLLIN, 0};
      if (::poll(&waiting, 1, kTickMs) > 0) take_one();
      connections_.remove_if([](const Connection& connection) { return connection.done.load(); });
    }
  }

  void take_one() {
    Socket socket(::accept4(listener_.number(), nullptr, nullptr, SOCK_CLOEXEC));
    if (socket.number() < 0) {
      ::poll(nullptr, 0, kTickMs);  // out of descriptors: not in a circle
      return;
    }
    if (!socket.limit_waiting(kRequestSeconds, kAnswerSeconds).ok()) return;
    if (connections_.size() >= kControlConnections) {
      SocketReporter(socket).done({Reason::kUnavailable, "the agent is busy: try again"});
      return;
    }
    Connection& connection = connections_.emplace_back(std::move(socket));
    connection.thread = std::jthread([this, &connection] {
      serve(connection.socket);
      connection.socket.end();
      connection.done = true;
    });
  }

  void serve(const Socket& socket) {
    SocketReporter reporter(socket);
    const Result<ExitCode> code = answer(socket, reporter);
    code.ok() ? reporter.done(code.value()) : reporter.done(code.error());
  }

  // The person is found before the request is read: a stranger's bytes are not parsed.
  Result<ExitCode> answer(const Socket& socket, Reporter& reporter) {
    STILE_TRY(const std::uint32_t user, user_of_peer(socket));
    STILE_TRY(const std::string account, accounts_.of(user));
    const auto people = people_();
    const Person* person = people->find(account);
    if (person == nullptr) {
      return Error{Reason::kNotPermitted, "your account is not in the people file of this agent"};
    }
    STILE_TRY(const v1::ControlRequest request, request_on(socket));
    STILE_CHECKED(may(*person, request));
    return handler_(*person, request, reporter);
  }

  const std::string path_;
  const Socket listener_;
  const PeopleNow people_;
  const Handler handler_;
  Accounts accounts_;
  std::list<Connection> connections_;  // of the accepting thread while it runs
  std::jthread thread_;
};

Result<std::unique_ptr<ControlServer>> ControlServer::listen(const std::string& path,
                                                             PeopleNow people, Handler handler) {
  STILE_CHECKED(remove_stale(path));
  STILE_TRY(Socket listener, listen_at(path));
  auto impl =
      std::make_unique<Impl>(path, std::move(listener), std::move(people), std::move(handler));
  return std::unique_ptr<ControlServer>(new ControlServer(std::move(impl)));
}

ControlServer::ControlServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ControlServer::~ControlServer() = default;

}  // namespace stile::agent
