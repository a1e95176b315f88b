#include "core/crypto/note.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "core/base/limits.h"
#include "tests/unit/core/crypto/fixed_random.h"

namespace stile::crypto {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// The example of Go's golang.org/x/mod/sumdb/note.
constexpr std::string_view kGoVkey =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr std::string_view kGoNote =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "\u2014 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    "\n";

NoteSigner signer(std::string_view name, std::uint64_t seed) {
  return NoteSigner::make(name, SigningKey::generate(fixed_random(seed))).value();
}

Result<std::vector<std::string>> names_of(std::string_view note,
                                          std::span<const NoteVerifier> known) {
  STILE_TRY(const Note parsed, parse_note(note));
  return verified_names(parsed, known);
}

TEST(NoteTest, VerifiesTheExampleOfGo) {
  const auto verifier = NoteVerifier::parse(kGoVkey).value();
  EXPECT_THAT(names_of(kGoNote, {&verifier, 1}).value(), ElementsAre("PeterNeumann"));
}

TEST(NoteTest, RefusesEveryAlteredByteOfTheExample) {
  const auto verifier = NoteVerifier::parse(kGoVkey).value();
  for (std::size_t i = 0; i < kGoNote.size(); ++i) {
    std::string altered(kGoNote);
    altered[i] = static_cast<char>(altered[i] ^ 1);
    const auto names = names_of(altered, {&verifier, 1});
    EXPECT_TRUE(!names.ok() || names->empty()) << i;
  }
}

TEST(NoteTest, VerifiesWhatItSigned) {
  const auto root = signer("root/one", 1);
  const std::string note = sign_note("line\n\nafter a blank line, tŵr\n", root);
  EXPECT_EQ(parse_note(note)->text, "line\n\nafter a blank line, tŵr\n");
  EXPECT_THAT(names_of(note, {&root.verifier(), 1}).value(), ElementsAre("root/one"));
}

TEST(NoteTest, GathersSignaturesOfSeveral) {
  const auto one = signer("root/one", 1);
  const auto two = signer("root/two", 2);
  const std::array known{one.verifier(), two.verifier()};
  const auto note = add_signature(sign_note("text\n", one), two).value();
  EXPECT_THAT(names_of(note, known).value(), ElementsAre("root/one", "root/two"));
}

TEST(NoteTest, CountsOneSignatoryOnce) {
  const auto one = signer("root/one", 1);
  const std::string line = one.sign_line("text\n");
  EXPECT_THAT(names_of("text\n\n" + line + line, {&one.verifier(), 1}).value(),
              ElementsAre("root/one"));
  EXPECT_EQ(add_signature(sign_note("text\n", one), one).value(), sign_note("text\n", one));
}

TEST(NoteTest, IgnoresStrangersEvenUnderAKnownName) {
  const auto one = signer("root/one", 1);
  const auto stranger = signer("root/one", 9);
  const std::string note = sign_note("text\n", stranger);
  EXPECT_THAT(names_of(note, {&one.verifier(), 1}).value(), IsEmpty());
  EXPECT_THAT(names_of(add_signature(note, one).value(), {&one.verifier(), 1}).value(),
              ElementsAre("root/one"));
}

TEST(NoteTest, RefusesTheWholeNoteForOneBadSignatureOfAKnownKey) {
  const auto one = signer("root/one", 1);
  const auto two = signer("root/two", 2);
  const std::array known{one.verifier(), two.verifier()};
  const std::string note = "text\n\n" + one.sign_line("text\n") + two.sign_line("other\n");
  EXPECT_EQ(names_of(note, known).reason(), Reason::kBadSignature);
}

TEST(NoteTest, RefusesABadSecondSignatureOfTheSameKey) {
  const auto one = signer("root/one", 1);
  const std::string note = "text\n\n" + one.sign_line("text\n") + one.sign_line("other\n");
  EXPECT_EQ(names_of(note, {&one.verifier(), 1}).reason(), Reason::kBadSignature);
}

TEST(NoteTest, RefusesMalformedNotes) {
  const std::string line = signer("n", 1).sign_line("text\n");
  const std::array<std::string, 15> notes = {
      "",
      "text\n",
      "text\n\n",
      "text\n" + line,
      "text\n\n" + line.substr(0, line.size() - 1),
      "text\n\n" + line + "\n",
      "text\n\n" + line + "more\n",
      "te\txt\n\n" + line,
      "text\r\n\n" + line,
      "te\x7fxt\n\n" + line,
      "te\xff\n\n" + line,
      "\ufefftext\n\n" + line,
      "text\n\n\u2013 n AAAAAAA=\n",
      "text\n\n\u2014 n AAAAAA==\n",
      "text\n\n\u2014 n+m AAAAAAA=\n",
  };
  for (const auto& note : notes) {
    EXPECT_EQ(parse_note(note).reason(), Reason::kMalformed) << note;
  }
}

TEST(NoteTest, NamesTheLineOfAForbiddenCharacter) {
  const auto status = check_note_text("one\ntwo\nth\tree\n");
  ASSERT_FALSE(status.ok());
  EXPECT_NE(status.error().detail.find("line 3"), std::string::npos);
  EXPECT_EQ(check_note_text("no newline").reason(), Reason::kMalformed);
  EXPECT_TRUE(check_note_text("text\n").ok());
}

TEST(NoteTest, BoundsTheSignatures) {
  std::string note = sign_note("text\n", signer("n0", 100));
  for (std::size_t i = 1; i < limits::kNoteSignatures; ++i) {
    note = add_signature(note, signer("n" + std::to_string(i), 100 + i)).value();
  }
  EXPECT_EQ(parse_note(note)->signatures.size(), limits::kNoteSignatures);
  EXPECT_EQ(add_signature(note, signer("more", 99)).reason(), Reason::kTooLarge);
  EXPECT_EQ(parse_note(note + signer("more", 99).sign_line("text\n")).reason(), Reason::kTooLarge);
}

TEST(NoteTest, BoundsTheSize) {
  const std::string text(limits::kDocumentBytes + 1, '\n');
  EXPECT_EQ(parse_note(text).reason(), Reason::kTooLarge);
  EXPECT_EQ(check_note_text(text).reason(), Reason::kTooLarge);
}

TEST(NoteDeathTest, NeverSignsWhatCannotBeRead) {
  EXPECT_DEATH(sign_note("carriage return\r\n", signer("n", 1)), "cannot be a note");
}

}  // namespace
}  // namespace stile::crypto
