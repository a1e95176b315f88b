#include "agents/cli/document.h"

#include <filesystem>

#include "agents/cli/key.h"
#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "core/crypto/note.h"
#include "core/crypto/random.h"
#include "tests/unit/agents/cli/files_fixture.h"

namespace stile::agent {
namespace {

class DocumentCommandTest : public FilesFixture {
 protected:
  Result<std::string> generate(KeyKind kind, const std::string& name) {
    Said said;
    const auto made = key_generate(kind, name, folder_.file(name), crypto::system_random(), said);
    if (!made.ok()) return made.error();
    return said.text();
  }
};

TEST_F(DocumentCommandTest, SignsADocumentOfEveryKind) {
  const std::string vkey = generate(KeyKind::kSigning, "officer").value();
  const auto key = crypto::NoteVerifier::parse(vkey.substr(0, vkey.size() - 1)).value();
  for (const auto& [file, document] : scheme_.notes()) {
    const std::string out = file + ".signed";
    const SignOrder order{write(file, document), folder_.file("officer"), "officer",
                          folder_.file(out)};
    ASSERT_TRUE(document_sign(order).ok()) << file;
    const auto note = crypto::parse_note(read(folder_.file(out))).value();
    EXPECT_EQ(crypto::verified_names(note, std::span(&key, 1))->size(), 1U) << file;
    EXPECT_EQ(note.text, crypto::parse_note(document)->text) << file;
  }
}

TEST_F(DocumentCommandTest, SignsNothingThatDoesNotRead) {
  ASSERT_TRUE(generate(KeyKind::kSigning, "officer").ok());
  for (const char* text : {"stile-homes/v1\nserial: 1\n", "stile-homes/v1\nunknown: 1\n",
                           "stile-homes/v2\nserial: 1\n", "anything\n", ""}) {
    const SignOrder order{write("d.text", text), folder_.file("officer"), "officer",
                          folder_.file("d.note")};
    EXPECT_FALSE(document_sign(order).ok()) << text;
    EXPECT_FALSE(std::filesystem::exists(folder_.file("d.note")));
  }
}

TEST_F(DocumentCommandTest, HashesTheTextAndNotTheSignatures) {
  const std::string document = note("homes-1.note");
  const std::string text = crypto::parse_note(document)->text;
  EXPECT_EQ(hash_of_document(document), crypto::sha256(text));
  EXPECT_EQ(hash_of_document(text), crypto::sha256(text));
  ASSERT_TRUE(document_hash(write("homes.note", document), said_).ok());
  EXPECT_EQ(said_.text(), crypto::hex(crypto::sha256(text)) + "\n");
}

TEST_F(DocumentCommandTest, PrintsPublicHalvesOnly) {
  const std::string vkey = generate(KeyKind::kSigning, "sussex").value();
  EXPECT_TRUE(vkey.starts_with("sussex+"));
  const auto signer = read_signer(folder_.file("sussex"), "sussex").value();
  EXPECT_EQ(signer.verifier().vkey() + "\n", vkey);
  EXPECT_EQ(generate(KeyKind::kSealing, "box")->size(), 45U);
  EXPECT_EQ(generate(KeyKind::kToken, "tokens").value(), "");
}

TEST_F(DocumentCommandTest, WritesKeysForTheirOwnerAloneAndNeverOverAnother) {
  namespace fs = std::filesystem;
  ASSERT_TRUE(generate(KeyKind::kSigning, "sussex").ok());
  EXPECT_EQ(fs::status(folder_.file("sussex")).permissions(), fs::perms::owner_read);
  const std::string before = read(folder_.file("sussex"));
  EXPECT_EQ(generate(KeyKind::kSigning, "sussex").reason(), Reason::kConflict);
  EXPECT_EQ(read(folder_.file("sussex")), before);
}

TEST_F(DocumentCommandTest, ReadsNoKeyThatOthersCanReach) {
  namespace fs = std::filesystem;
  ASSERT_TRUE(generate(KeyKind::kSigning, "sussex").ok());
  fs::permissions(folder_.file("sussex"), fs::perms::group_read, fs::perm_options::add);
  EXPECT_EQ(read_signer(folder_.file("sussex"), "sussex").reason(), Reason::kNotPermitted);
}

}  // namespace
}  // namespace stile::agent
