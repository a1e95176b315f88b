#include "agents/cli/directory.h"

#include <filesystem>

#include "agents/cli/document.h"
#include "core/crypto/encoding.h"
#include "core/wire/document_codec.h"
#include "tests/unit/agents/cli/files_fixture.h"

namespace stile::agent {
namespace {

constexpr Instant kDay = 86400;

class DirectoryCommandTest : public FilesFixture {
 protected:
  DirectoryCommandTest() {
    order_.previous = write("previous.note", note("directory.note"));
    order_.out = folder_.file("next.text");
  }
  Result<ExitCode> make() { return directory_make(order_, support::kNow, said_); }
  agreement::Directory made() {
    const auto made = make();
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().detail);
    return wire::directory_of_text(read(order_.out), "next").value();
  }
  // check() holds what was made, signed by these roots, against the previous one.
  Result<ExitCode> check(const std::vector<std::string>& signers) {
    return directory_check(write("next.note", support::signed_by(signers, read(order_.out))),
                           order_.previous, roots(), said_);
  }
  static std::vector<std::string> roots() {
    return {support::vkey_of("root/one"), support::vkey_of("root/two"),
            support::vkey_of("root/three")};
  }
  // fragment() is a new agency as `enrol accept` writes it, with this signing key.
  static std::string fragment(const std::string& id, const std::string& key) {
    std::string text = "agency {\n  id: \"" + id + "\"\n  name: \"Ŵynshire\"\n" +
                       "  valid_from: \"2026-11-01\"\n  signing_key: \"" + support::vkey_of(key) +
                       "\"\n  signatures_needed: 2\n";
    for (const char* role : {"siro", "director"}) {
      text += "  signatory { role: \"" + std::string(role) + "\" key: \"" +
              support::vkey_of(id + role) + "\" }\n";
    }
    return text + "}\n";
  }
  bool said(const std::string& what) const { return said_.text().find(what) != std::string::npos; }

  DirectoryOrder order_;
};

constexpr char kNewcomer[] = "spiffe://stile.example/force/wynshire/agent";

TEST_F(DirectoryCommandTest, MakesTheNextOneOfThePreviousOne) {
  const auto before = wire::read_directory(note("directory.note"), "d").value().value;
  const auto after = made();
  EXPECT_EQ(after.serial, before.serial + 1);
  EXPECT_EQ(after.valid_from, support::kNow);
  EXPECT_EQ(after.valid_until, support::kNow + 14 * kDay);
  EXPECT_EQ(after.agencies.size(), before.agencies.size());
  EXPECT_EQ(after.documents, before.documents);
  EXPECT_EQ(after.areas, before.areas);
  EXPECT_EQ(check({"root/one", "root/two"}).value(), ExitCode::kOk) << said_.text();
  EXPECT_EQ(said_.text(), "");
}

TEST_F(DirectoryCommandTest, AnAgencyJoins) {
  order_.agencies = {write("agency", fragment(kNewcomer, "newcomer"))};
  EXPECT_NE(made().find(support::agency(kNewcomer)), nullptr);
  EXPECT_EQ(check({"root/one", "root/three"}).value(), ExitCode::kOk);
  EXPECT_TRUE(said("joins  force/wynshire")) << said_.text();
}

TEST_F(DirectoryCommandTest, AnAgencyThatChangesItsKeysTakesMoreThanTwoRoots) {
  order_.agencies = {write("agency", fragment(support::kTestshire, "stolen"))};
  EXPECT_EQ(made().agencies.size(), 4U);
  EXPECT_EQ(check({"root/one", "root/two"}).value(), ExitCode::kRefused);
  EXPECT_TRUE(said("other keys  force/testshire")) << said_.text();
  EXPECT_EQ(check({"root/one", "root/two", "root/three"}).value(), ExitCode::kOk);
  EXPECT_EQ(check({"root/one", "root/two", support::kTestshire}).value(), ExitCode::kOk);
}

TEST_F(DirectoryCommandTest, OneRootIsNotEnough) {
  ASSERT_TRUE(make().ok());
  EXPECT_EQ(check({"root/one"}).value(), ExitCode::kRefused);
}

TEST_F(DirectoryCommandTest, ListsDropsAndDenies) {
  const std::string homes = write("homes.note", note("homes-1.note"));
  order_.dropped = {homes};
  scheme_.homes.front().serial = 2;
  order_.documents = {write("newer.note", note("homes-1.note"))};
  order_.denied = {support::kOthershire, "0badc0de"};
  order_.leaving = {support::kCiw};
  const auto after = made();
  EXPECT_TRUE(after.documents.contains(hash_of_document(read(folder_.file("newer.note")))));
  EXPECT_FALSE(after.documents.contains(hash_of_document(read(homes))));
  EXPECT_TRUE(after.denied_agencies.contains(support::kOthershire));
  EXPECT_TRUE(after.denied_serials.contains("0badc0de"));
  EXPECT_EQ(after.find(support::agency(support::kCiw)), nullptr);
  EXPECT_EQ(check({"root/one", "root/two"}).value(), ExitCode::kOk);
  EXPECT_TRUE(said("leaves  regulator/ciw")) << said_.text();
  EXPECT_TRUE(said("denies  0badc0de")) << said_.text();
}

TEST_F(DirectoryCommandTest, DropsOnlyWhatIsThere) {
  order_.dropped = {crypto::hex(Hash{})};
  EXPECT_EQ(make().reason(), Reason::kNotFound);
  order_.dropped.clear();
  order_.leaving = {kNewcomer};
  EXPECT_EQ(make().reason(), Reason::kNotFound);
  EXPECT_FALSE(std::filesystem::exists(order_.out));
}

TEST_F(DirectoryCommandTest, MakesNoneThatCannotBe) {
  order_.days = 15;
  EXPECT_EQ(make().reason(), Reason::kMalformed);
  order_.days = 14;
  order_.agencies = {
      write("agency", support::replaced(fragment(kNewcomer, "newcomer"), "signatures_needed: 2",
                                        "signatures_needed: 1"))};
  EXPECT_EQ(make().reason(), Reason::kMalformed);
  order_.agencies = {write("more", fragment(kNewcomer, "newcomer") + "serial: 99\n")};
  EXPECT_EQ(make().reason(), Reason::kMalformed);
  EXPECT_FALSE(std::filesystem::exists(order_.out));
}

TEST_F(DirectoryCommandTest, MakesTheFirstOne) {
  order_.previous.clear();
  order_.agencies = {write("agency", fragment(kNewcomer, "newcomer"))};
  EXPECT_FALSE(make().ok()) << "it names no gateway, ledger or areas";
  order_.gateway = support::kGateway;
  order_.log_key = support::vkey_of(support::kLog);
  order_.areas = write("areas", scheme_.areas);
  const auto first = made();
  EXPECT_EQ(first.serial, 1U);
  EXPECT_EQ(first.gateway.text(), support::kGateway);
}

TEST_F(DirectoryCommandTest, FindsASkippedSerial) {
  ASSERT_TRUE(make().ok());
  const std::string text = support::replaced(read(order_.out), "serial: 8", "serial: 9");
  EXPECT_EQ(directory_check(write("skipped", text), order_.previous, {}, said_).value(),
            ExitCode::kFaults);
  EXPECT_TRUE(said("8 follows")) << said_.text();
}

}  // namespace
}  // namespace stile::agent
