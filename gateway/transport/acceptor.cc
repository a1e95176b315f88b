#include "gateway/transport/acceptor.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <utility>

#include "gateway/transport/socket.h"

namespace stile::gateway {
namespace {

constexpr int kTickMs = 50;
constexpr int kBackOffMs = 20;
constexpr std::chrono::seconds kQuiet{10};

// Connections taken in a row before the tick has its turn.
constexpr int kBurst = 64;

Descriptor open_reserve() { return Descriptor(open("/dev/null", O_RDONLY | O_CLOEXEC)); }

bool is_exhaustion(int error) {
  return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

void wait_ms(int ms) { poll(nullptr, 0, ms); }

bool wait_readable(const Descriptor& socket, int ms) {
  pollfd waiting{socket.number(), POLLIN, 0};
  return poll(&waiting, 1, ms) > 0;
}

}  // namespace

Result<std::unique_ptr<Acceptor>> Acceptor::listen(const std::string& host, std::uint16_t port) {
  STILE_TRY(Descriptor listener, listen_on(host, port));
  return std::unique_ptr<Acceptor>(new Acceptor(std::move(listener)));
}

Acceptor::Acceptor(Descriptor listener)
    : listener_(std::move(listener)), reserve_(open_reserve()) {}

Acceptor::~Acceptor() { stop(); }

std::uint16_t Acceptor::port() const { return local_port(listener_); }

void Acceptor::start(Handlers handlers) {
  handlers_ = std::move(handlers);
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void Acceptor::stop() {
  if (thread_.joinable()) {
    thread_.request_stop();
    thread_.join();
  }
  listener_.close();
}

void Acceptor::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    if (wait_readable(listener_, kTickMs)) {
      for (int taken = 0; taken < kBurst && take_one(); ++taken) continue;
    }
    handlers_.tick();
  }
}

bool Acceptor::take_one() {
  Descriptor socket(accept4(listener_.number(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (socket.held()) {
    send_at_once(socket);
    handlers_.connection(std::move(socket));
    return true;
  }
  const int error = errno;
  if (is_exhaustion(error)) turn_one_away();
  // A connection that was reset before it was taken leaves others behind it in the queue.
  return error == ECONNABORTED;
}

// Without this the queue would stay full, and nobody in it would learn that we are full.
void Acceptor::turn_one_away() {
  report_trouble();
  reserve_.close();
  Descriptor(accept4(listener_.number(), nullptr, nullptr, SOCK_CLOEXEC)).close();
  reserve_ = open_reserve();
  wait_ms(kBackOffMs);
}

void Acceptor::report_trouble() {
  const auto now = std::chrono::steady_clock::now();
  if (now < quiet_until_) return;
  quiet_until_ = now + kQuiet;
  handlers_.trouble("out of descriptors or memory: connections are turned away");
}

}  // namespace stile::gateway
