#pragma once

#include <grpcpp/client_context.h>

#include <memory>
#include <string>

#include "core/base/result.h"
#include "stile/v1/exchange.grpc.pb.h"
#include "tests/bench/bare_server.h"
#include "tests/bench/process.h"

namespace stile::bench {

// BareLeg is a machine that is reached over one stream, open from the beginning: a bare server
// (bare_server.h) with mutual TLS, in a process of its own. One thread.
class BareLeg {
 public:
  // open() starts it with `identities`/gateway and its file in `folder`, and connects as `caller`
  // of `identities`.
  static Result<std::unique_ptr<BareLeg>> open(const std::string& folder,
                                               const std::string& identities,
                                               const std::string& caller,
                                               BareKeeps keeps = BareKeeps::kMessages);
  BareLeg(Process server, const std::shared_ptr<grpc::Channel>& channel);
  ~BareLeg();
  BareLeg(const BareLeg&) = delete;
  BareLeg& operator=(const BareLeg&) = delete;

  // round_trip() returns when the server has made the request durable and answered.
  Status round_trip(const v1::SubmitRequest& request);

 private:
  Process server_;
  grpc::ClientContext context_;
  std::unique_ptr<v1::Exchange::Stub> stub_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::SubmitRequest, v1::SubmitAnswer>> stream_;
};

// be_bare_server() is the program of such a server, where `arguments` are those of one: then it
// serves until SIGTERM comes, and what comes back is true.
Result<bool> be_bare_server(int count, char** arguments);

}  // namespace stile::bench
