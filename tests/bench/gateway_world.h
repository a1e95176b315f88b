#pragma once

#include <string>
#include <vector>

#include "core/agreement/document_set.h"
#include "core/base/result.h"
#include "core/tls/identity_files.h"
#include "tests/support/scheme.h"

namespace stile::bench {

// GatewayWorld is the invented world of tests/support as files that the gateway's program
// reads: certificates, keys, and documents that are in force now and whose homes, a hundred,
// have long been open.
class GatewayWorld {
 public:
  // make() fills a folder; kUnavailable when the certificates cannot be made.
  static Result<GatewayWorld> make(const std::string& folder);

  const agreement::DocumentSet& documents() const { return documents_; }
  const Hash& agreement() const { return agreement_; }
  const std::vector<HomeId>& homes() const { return homes_; }
  const std::string& folder() const { return folder_; }
  tls::IdentityFiles gateway_files() const;
  tls::IdentityFiles source_files() const;

  // new_gateway() makes the configuration of a gateway with an empty ledger in a folder of its
  // own, which it returns: gateway.textproto, and `address` once that gateway serves.
  Result<std::string> new_gateway(const std::string& name) const;

 private:
  GatewayWorld(std::string folder, const support::Scheme& scheme);
  Status write_documents(const support::Scheme& scheme) const;
  Status make_certificates() const;

  std::string folder_;
  agreement::DocumentSet documents_;
  Hash agreement_;
  std::vector<HomeId> homes_;
};

}  // namespace stile::bench
