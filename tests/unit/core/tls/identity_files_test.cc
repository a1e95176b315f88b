#include "core/tls/identity_files.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "core/tls/certificate.h"
#include "tests/unit/core/tls/made_identity.h"

namespace stile::tls {
namespace {

namespace fs = std::filesystem;

constexpr char kSussex[] = "spiffe://stile.example/force/sussex/agent";

class IdentityFilesTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "stile-identity-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    files_ = IdentityFiles::in_folder(folder_);
    made_ = make_identity({kSussex}, "1");
    put(made_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  static void write(const fs::path& path, const std::string& text) {
    fs::remove(path);
    std::ofstream(path) << text;
    fs::permissions(path, fs::perms::owner_read);
  }
  void put(const MadeIdentity& made) {
    write(files_.key, made.key);
    write(files_.chain, made.certificate);
    write(files_.roots, made.certificate);
  }

  fs::path folder_;
  IdentityFiles files_;
  MadeIdentity made_;
};

TEST_F(IdentityFilesTest, SayUntilWhenTheyAreGood) {
  EXPECT_EQ(own_expiry(files_).value(), expiry_of(made_.certificate).value());
  write(files_.chain, "no certificate");
  EXPECT_EQ(own_expiry(files_).reason(), Reason::kMalformed);
  fs::remove(files_.chain);
  EXPECT_EQ(own_expiry(files_).reason(), Reason::kIo);
}

TEST_F(IdentityFilesTest, SayWhoseTheyAre) {
  const auto own = own_identity(files_);
  ASSERT_TRUE(own.ok()) << own.error().detail;
  EXPECT_EQ(own->text(), kSussex);
}

TEST_F(IdentityFilesTest, AreRefusedWhenTheKeyIsOpenToOthers) {
  fs::permissions(files_.key, fs::perms::group_read, fs::perm_options::add);
  const auto own = own_identity(files_);
  ASSERT_FALSE(own.ok());
  EXPECT_EQ(own.reason(), Reason::kNotPermitted);
  EXPECT_NE(own.error().detail.find("chmod 0400"), std::string::npos);
}

TEST_F(IdentityFilesTest, AreRefusedWhenTheKeyIsAnotherCertificates) {
  write(files_.key, make_identity({kSussex}, "1").key);
  EXPECT_EQ(own_identity(files_).reason(), Reason::kMalformed);
}

TEST_F(IdentityFilesTest, AreRefusedWithTwoIdentitiesOrNone) {
  put(make_identity({kSussex, "spiffe://stile.example/gateway"}, "1"));
  EXPECT_EQ(own_identity(files_).reason(), Reason::kWrongPeer);
  put(make_identity({}, "1"));
  EXPECT_EQ(own_identity(files_).reason(), Reason::kWrongPeer);
}

TEST_F(IdentityFilesTest, AreRefusedWhenAnyIsMissing) {
  for (const fs::path& path : {files_.key, files_.chain, files_.roots}) {
    put(make_identity({kSussex}, "1"));
    fs::remove(path);
    EXPECT_EQ(own_identity(files_).reason(), Reason::kIo) << path;
  }
}

TEST_F(IdentityFilesTest, AreRefusedWhenTheRootsAreNoCertificates) {
  write(files_.roots, "not a certificate\n");
  EXPECT_EQ(own_identity(files_).reason(), Reason::kMalformed);
}

}  // namespace
}  // namespace stile::tls
