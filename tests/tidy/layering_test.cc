#include "tests/tidy/layering.h"

#include <gtest/gtest.h>

#include <string>

namespace stile::tidy {
namespace {

bool refused(const std::string& path, const std::string& include) {
  return !layering_faults({path, "#pragma once\n\n#include " + include + "\n"}).empty();
}

TEST(LayeringTest, TheTreeKeepsItsLayers) {
  std::vector<Fault> all;
  for (const SourceFile& file : repository()) {
    for (Fault& fault : layering_faults(file)) all.push_back(std::move(fault));
  }
  EXPECT_TRUE(all.empty()) << listed(all);
}

TEST(LayeringTest, NamesTheLineOfAFault) {
  const auto faults =
      layering_faults({"core/base/a.cc", "\n#include <string>\n#include <sodium.h>\n"});
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].line, 3);
}

TEST(LayeringTest, LetsArrowsPointDownOnly) {
  EXPECT_FALSE(refused("core/record/a.cc", "\"core/base/ids.h\""));
  EXPECT_FALSE(refused("core/record/a.cc", "\"core/record/codes.h\""));
  EXPECT_TRUE(refused("core/base/a.cc", "\"core/crypto/digest.h\""));
  EXPECT_TRUE(refused("core/ledger/a.cc", "\"core/record/codes.h\""));
  EXPECT_TRUE(refused("core/agreement/a.cc", "\"core/wire/rows.h\""));
  EXPECT_TRUE(refused("core/base/a.cc", "\"gateway/pipeline/ports.h\""));
}

TEST(LayeringTest, KeepsAgentsAndGatewayApart) {
  EXPECT_TRUE(refused("agents/source/a.cc", "\"gateway/pipeline/exchange.h\""));
  EXPECT_TRUE(refused("gateway/service/a.cc", "\"agents/link/client.h\""));
  EXPECT_TRUE(refused("agents/source/a.cc", "\"agents/recipient/inbox.h\""));
  EXPECT_TRUE(refused("gateway/store/a.cc", "\"gateway/service/tls.h\""));
  EXPECT_FALSE(refused("agents/main.cc", "\"agents/recipient/inbox.h\""));
}

TEST(LayeringTest, KeepsTheProductFromItsTests) {
  EXPECT_TRUE(refused("gateway/store/a.cc", "\"tests/support/clock.h\""));
}

TEST(LayeringTest, KeepsEachLibraryAtHome) {
  EXPECT_FALSE(refused("core/crypto/seal.cc", "<sodium.h>"));
  EXPECT_TRUE(refused("core/ledger/merkle.cc", "<sodium/crypto_hash.h>"));
  EXPECT_FALSE(refused("gateway/transport/tls.cc", "<openssl/conf.h>"));
  EXPECT_TRUE(refused("gateway/store/a.cc", "<openssl/evp.h>"));
  EXPECT_FALSE(refused("core/storage/a.cc", "<sqlite3.h>"));
  EXPECT_TRUE(refused("gateway/store/a.cc", "<sqlite3.h>"));
  EXPECT_TRUE(refused("gateway/main.cc", "<sqlite3.h>"));
  EXPECT_TRUE(refused("agents/link/a.cc", "<sqlite3.h>"));
  EXPECT_FALSE(refused("agents/handing/a.cc", "<curl/curl.h>"));
  EXPECT_TRUE(refused("agents/link/a.cc", "<curl/curl.h>"));
  EXPECT_FALSE(refused("agents/link/a.cc", "<grpcpp/grpcpp.h>"));
  EXPECT_TRUE(refused("gateway/store/a.cc", "<grpcpp/grpcpp.h>"));
  EXPECT_TRUE(refused("agents/source/a.cc", "<CLI/CLI.hpp>"));
  EXPECT_TRUE(refused("agents/recipient/a.cc", "<csv.h>"));
}

TEST(LayeringTest, KeepsGeneratedCodeAtTheWire) {
  EXPECT_FALSE(refused("core/wire/row.cc", "\"stile/v1/record.pb.h\""));
  EXPECT_FALSE(refused("gateway/config.cc", "\"stile/v1/config.pb.h\""));
  EXPECT_TRUE(refused("core/agreement/agreement.cc", "\"stile/v1/documents.pb.h\""));
  EXPECT_TRUE(refused("core/agreement/agreement.cc", "<google/protobuf/text_format.h>"));
  EXPECT_TRUE(refused("core/wire/row.cc", "\"stile/v1/exchange.grpc.pb.h\""));
  EXPECT_TRUE(refused("gateway/store/a.cc", "\"stile/v1/record.pb.h\""));
}

TEST(LayeringTest, KeepsCoreAndPipelinePure) {
  EXPECT_TRUE(refused("core/ledger/merkle.cc", "<fstream>"));
  EXPECT_TRUE(refused("core/record/a.cc", "<mutex>"));
  EXPECT_TRUE(refused("gateway/pipeline/exchange.cc", "<thread>"));
  EXPECT_TRUE(refused("gateway/pipeline/exchange.cc", "<sqlite3.h>"));
  EXPECT_TRUE(refused("gateway/pipeline/exchange.cc", "<unistd.h>"));
  EXPECT_TRUE(refused("gateway/pipeline/exchange.cc", "\"stile/v1/record.pb.h\""));
  EXPECT_FALSE(refused("core/crypto/key_file.cc", "<unistd.h>"));
  EXPECT_FALSE(refused("gateway/service/acceptor.cc", "<sys/socket.h>"));
}

TEST(LayeringTest, RefusesAnUnknownFolderAndARelativeInclude) {
  EXPECT_TRUE(refused("core/extra/a.cc", "<string>"));
  EXPECT_TRUE(refused("core/base/a.cc", "\"ids.h\""));
}

TEST(LayeringTest, DoesNotReadComments) {
  EXPECT_FALSE(refused("core/base/a.cc", "<string>  // not <sodium.h>\n// #include <sodium.h>"));
}

}  // namespace
}  // namespace stile::tidy
