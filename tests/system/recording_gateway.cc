// Beside the gateway's own code, unchanged, this makes a gateway that writes down every byte it
// receives once TLS has been taken off: nothing that reaches it can be missed. gRPC reads through
// SSL_read, and the definition here stands before libssl's.
#include <dlfcn.h>
#include <openssl/ssl.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <string>

namespace {

using SslRead = int (*)(SSL*, void*, int);

// Recorder appends what each connection receives to a file of its own in the folder that
// STILE_RECORDING names.
class Recorder {
 public:
  void take(const SSL* connection, const void* bytes, int count) {
    const std::lock_guard lock(mutex_);
    std::FILE* const file = file_of(connection);
    const auto size = static_cast<std::size_t>(count);
    if (std::fwrite(bytes, 1, size, file) != size || std::fflush(file) != 0) std::abort();
  }

  // A connection that comes later may stand at the same address.
  void forget(const SSL* connection) {
    const std::lock_guard lock(mutex_);
    const auto open = files_.find(connection);
    if (open == files_.end()) return;
    std::fclose(open->second);
    files_.erase(open);
  }

 private:
  std::FILE* file_of(const SSL* connection) {
    std::FILE*& file = files_[connection];
    if (file != nullptr) return file;
    const char* const folder = std::getenv("STILE_RECORDING");
    if (folder == nullptr) std::abort();
    const std::string path = folder + std::string("/connection-") + std::to_string(++count_);
    file = std::fopen(path.c_str(), "wb");
    if (file == nullptr) std::abort();
    return file;
  }

  std::mutex mutex_;
  std::map<const SSL*, std::FILE*> files_;
  int count_ = 0;
};

// Never destroyed: connections may end after main().
Recorder& recorder() {
  static auto* const kept = new Recorder;
  return *kept;
}

template <typename Function>
Function next_named(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" int SSL_read(SSL* ssl, void* buffer, int size) {
  static const auto real = next_named<SslRead>("SSL_read");
  const int count = real(ssl, buffer, size);
  if (count > 0) recorder().take(ssl, buffer, count);
  return count;
}

extern "C" void SSL_free(SSL* ssl) {
  static const auto real = next_named<void (*)(SSL*)>("SSL_free");
  recorder().forget(ssl);
  real(ssl);
}
