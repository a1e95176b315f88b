#include "tests/bench/bare_server.h"

#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>
#include <signal.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

#include "core/base/limits.h"
#include "stile/v1/exchange.grpc.pb.h"
#include "tests/bench/plain_database.h"

namespace stile::bench {
namespace {

using Bytes = grpc::ByteBuffer;

// Kept is what the server has taken.
class Kept {
 public:
  Kept(const std::string& path, BareKeeps keeps)
      : database_(path,
                  "CREATE TABLE message (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);"
                  "CREATE TABLE row (key BLOB PRIMARY KEY, row BLOB NOT NULL) STRICT,"
                  " WITHOUT ROWID"),
        keeps_(keeps),
        add_message_(database_, "INSERT INTO message (bytes) VALUES (?)"),
        add_row_(database_, "INSERT INTO row (key, row) VALUES (?, ?)") {}

  void take(const v1::Consignment& consignment, const std::string& bytes) {
    if (keeps_ == BareKeeps::kMessages) return add_message_.run(bytes);
    database_.run("BEGIN");
    for (const auto& row : consignment.row()) add_row_.run(row.event_token(), row.fields());
    database_.run("COMMIT");
  }

 private:
  PlainDatabase database_;
  const BareKeeps keeps_;
  PlainInsert add_message_;
  PlainInsert add_row_;
};

// Stream answers one message after the other. It takes the message's bytes as they came, so
// that they need not be made again from what was parsed.
class Stream final : public grpc::ServerBidiReactor<Bytes, Bytes> {
 public:
  explicit Stream(Kept& kept) : kept_(kept) { StartRead(&incoming_); }

  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::OK);
    std::vector<grpc::Slice> slices;
    std::string bytes;
    if (!incoming_.Dump(&slices).ok()) std::abort();
    for (const auto& slice : slices) {
      bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
    }
    v1::SubmitRequest request;
    if (!request.ParseFromString(bytes)) std::abort();
    if (!request.has_consignment()) return StartRead(&incoming_);
    kept_.take(request.consignment(), bytes);
    v1::SubmitAnswer answer;
    answer.set_number(++answered_);
    answer.mutable_receipt();
    const grpc::Slice slice(answer.SerializeAsString());
    outgoing_ = Bytes(&slice, 1);
    StartWrite(&outgoing_);
  }
  void OnWriteDone(bool ok) override {
    if (ok) StartRead(&incoming_);
  }
  void OnDone() override { delete this; }

 private:
  Kept& kept_;
  Bytes incoming_;
  Bytes outgoing_;
  std::uint64_t answered_ = 0;
};

using Service = v1::Exchange::WithRawCallbackMethod_Submit<v1::Exchange::Service>;

class Bare final : public Service {
 public:
  Bare(const std::string& path, BareKeeps keeps) : kept_(path, keeps) {}
  grpc::ServerBidiReactor<Bytes, Bytes>* Submit(grpc::CallbackServerContext*) override {
    return new Stream(kept_);
  }

 private:
  Kept kept_;
};

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::shared_ptr<grpc::ServerCredentials> credentials(const tls::IdentityFiles& files) {
  grpc::SslServerCredentialsOptions options(
      GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  options.pem_root_certs = content_of(files.roots);
  options.pem_key_cert_pairs.push_back({content_of(files.key), content_of(files.chain)});
  return grpc::SslServerCredentials(options);
}

}  // namespace

Status serve_bare(const std::string& folder, const tls::IdentityFiles& files, BareKeeps keeps) {
  sigset_t stopping;
  sigemptyset(&stopping);
  sigaddset(&stopping, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &stopping, nullptr);

  Bare service(folder + "/bare.db", keeps);
  int port = 0;
  grpc::ServerBuilder builder;
  builder.SetMaxReceiveMessageSize(static_cast<int>(limits::kMessageBytes));
  builder.AddListeningPort("127.0.0.1:0", credentials(files), &port);
  builder.RegisterService(&service);
  const auto server = builder.BuildAndStart();
  if (server == nullptr) return Error{Reason::kUnavailable, "the bare server does not start"};
  std::ofstream(folder + "/address.new") << "127.0.0.1:" << port << '\n';
  std::filesystem::rename(folder + "/address.new", folder + "/address");
  int signal = 0;
  sigwait(&stopping, &signal);
  server->Shutdown();
  return ok();
}

}  // namespace stile::bench
