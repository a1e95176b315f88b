#include "agents/cli/agreement.h"

#include <filesystem>

#include "agents/cli/key.h"
#include "core/crypto/note.h"
#include "core/crypto/random.h"
#include "tests/unit/agents/cli/files_fixture.h"

namespace stile::agent {
namespace {

class AgreementCommandTest : public FilesFixture {
 protected:
  AgreementCommandTest() {
    key_ = folder_.file("siro.key");
    Said made;
    EXPECT_TRUE(key_generate(KeyKind::kSigning, "siro", key_, crypto::system_random(), made).ok());
  }

  SignOrder order(const std::string& from, const std::string& to = "signed.note") const {
    return {from, key_, "siro", folder_.file(to)};
  }
  std::string unsigned_text() const { return support::text_of(scheme_.agreements[0]); }
  Result<ExitCode> verify() {
    return agreement_verify(write("agreement.note", note("agreement-1.note")),
                            write("directory.note", note("directory.note")), roots(), said_);
  }
  static std::vector<std::string> roots() {
    return {support::vkey_of("root/one"), support::vkey_of("root/two"),
            support::vkey_of("root/three")};
  }
  static bool yes(const std::string&) { return true; }

  std::filesystem::path key_;
};

TEST_F(AgreementCommandTest, ShowsAnAgreementBeforeAndAfterItIsSigned) {
  const auto text = write("agreement.text", unsigned_text());
  ASSERT_EQ(agreement_show(text, said_).value(), ExitCode::kOk);
  const std::string before = said_.text();
  Said after;
  const auto signed_note = write("agreement.note", note("agreement-1.note"));
  ASSERT_EQ(agreement_show(signed_note, after).value(), ExitCode::kOk);
  EXPECT_NE(before.find("  + the home, by its register number"), std::string::npos);
  EXPECT_EQ(after.text(), before);
}

TEST_F(AgreementCommandTest, ShowsWhatNobodyMaySignAndSaysSo) {
  scheme_.grant("TIME", "KEEP");
  const auto shown = agreement_show(write("agreement.text", unsigned_text()), said_);
  EXPECT_EQ(shown.reason(), Reason::kWidens);
  EXPECT_NE(said_.text().find("the time of the event"), std::string::npos);
}

TEST_F(AgreementCommandTest, SignsATextAndThenANote) {
  ASSERT_TRUE(agreement_sign(order(write("a.text", unsigned_text())), yes, said_).ok());
  const std::string first = read(folder_.file("signed.note"));
  EXPECT_EQ(crypto::parse_note(first)->text, unsigned_text());
  EXPECT_EQ(crypto::parse_note(first)->signatures.size(), 1U);
  SignOrder second = order(write("others.note", note("agreement-1.note")), "second.note");
  ASSERT_TRUE(agreement_sign(second, yes, said_).ok());
  EXPECT_EQ(crypto::parse_note(read(folder_.file("second.note")))->signatures.size(), 5U);
}

TEST_F(AgreementCommandTest, SignsNothingWithoutAYes) {
  const auto no = [](const std::string&) { return false; };
  EXPECT_FALSE(agreement_sign(order(write("a.text", unsigned_text())), no, said_).ok());
  EXPECT_FALSE(std::filesystem::exists(folder_.file("signed.note")));
}

TEST_F(AgreementCommandTest, SignsNothingThatWidens) {
  scheme_.grant("CHILD_IDENTITY", "SEAL");
  EXPECT_EQ(agreement_sign(order(write("a.text", unsigned_text())), yes, said_).reason(),
            Reason::kWidens);
  EXPECT_FALSE(std::filesystem::exists(folder_.file("signed.note")));
}

TEST_F(AgreementCommandTest, ReplacesNoFile) {
  write("signed.note", "precious");
  EXPECT_EQ(agreement_sign(order(write("a.text", unsigned_text())), yes, said_).reason(),
            Reason::kConflict);
  EXPECT_EQ(read(folder_.file("signed.note")), "precious");
}

TEST_F(AgreementCommandTest, VerifiesThatEnoughSigned) {
  EXPECT_EQ(verify().value(), ExitCode::kOk);
  EXPECT_NE(said_.text().find("force/testshire: 2 of 2"), std::string::npos);
}

TEST_F(AgreementCommandTest, SaysWhoHasNotSignedYet) {
  scheme_.agreement().signing.signers.pop_back();
  EXPECT_EQ(verify().value(), ExitCode::kRefused);
  EXPECT_NE(said_.text().find("regulator/ofsted: 1 of 2"), std::string::npos);
  EXPECT_NE(said_.text().find("guardian: has not signed"), std::string::npos);
}

TEST_F(AgreementCommandTest, FindsAnAlteredByte) {
  scheme_.agreement().signing.tamper = [](std::string& text) {
    text = support::replaced(text, "2027-12-31", "2028-12-31");
  };
  EXPECT_EQ(verify().reason(), Reason::kBadSignature);
}

TEST_F(AgreementCommandTest, BelievesNoDirectoryThatTheRootsDidNotSign) {
  scheme_.directory.signing.signers = {"root/one", "another"};
  EXPECT_FALSE(verify().ok());
}

TEST_F(AgreementCommandTest, SaysWhenTheDirectoryDoesNotListIt) {
  scheme_.agreement().signing.listed = false;
  EXPECT_EQ(verify().value(), ExitCode::kOk);
  EXPECT_NE(said_.messages().find("does not list"), std::string::npos);
}

}  // namespace
}  // namespace stile::agent
