#include <gtest/gtest.h>

#include <random>

#include "core/base/limits.h"
#include "core/ledger/leaf.h"

namespace stile::ledger {
namespace {

Leaf full_leaf() {
  Leaf leaf;
  leaf.op = Op::kDisclosure;
  leaf.time = parse_utc_minute("2026-10-31T23:59Z").value();
  leaf.nonce.fill(0x0a);
  leaf.from = "spiffe://stile.example/force/test/agent";
  leaf.to = "spiffe://stile.example/regulator/test/agent";
  leaf.agreement = Hash{};
  leaf.agreement->fill(0xab);
  leaf.counter = 41;
  leaf.occasion = "return";
  leaf.clause = "call-outs";
  leaf.purpose = "regulation-of-childrens-homes";
  leaf.fields = {"category", "level"};
  leaf.rows = 256;
  leaf.decision = "admitted";
  leaf.commit_rows = Hash{};
  leaf.peer_certificate = Hash{};
  leaf.build = "0.1.0";
  return leaf;
}

const std::string kZeroes(64, '0');

// kFullText is what full_leaf() is on paper; a change here is a new format version.
const std::string kFullText =
    "stile-leaf/v1\n"
    "op disclosure\n"
    "time 2026-10-31T23:59Z\n"
    "clock sync\n"
    "nonce 0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a\n"
    "from spiffe://stile.example/force/test/agent\n"
    "to spiffe://stile.example/regulator/test/agent\n"
    "agreement abababababababababababababababababababababababababababababababab\n"
    "counter 41\n"
    "occasion return\n"
    "clause call-outs\n"
    "purpose regulation-of-childrens-homes\n"
    "fields category,level\n"
    "rows 256\n"
    "decision admitted\n"
    "reason -\n"
    "commit-rows " +
    kZeroes +
    "\n"
    "commit-actor -\n"
    "commit-reason -\n"
    "peer-certificate " +
    kZeroes +
    "\n"
    "build 0.1.0\n";

std::string with(std::string_view from, std::string_view to) {
  std::string text = kFullText;
  return text.replace(text.find(from), from.size(), to);
}

TEST(LeafTextTest, IsOneLineAKeyInFixedOrder) {
  EXPECT_EQ(leaf_text(full_leaf()).value(), kFullText);
}

TEST(LeafTextTest, ReadsWhatItWrote) { EXPECT_EQ(parse_leaf(kFullText).value(), full_leaf()); }

TEST(LeafTextTest, WritesADashForWhatThereIsNot) {
  const auto text = leaf_text(Leaf{}).value();
  EXPECT_NE(text.find("\nagreement -\ncounter -\noccasion -\n"), std::string::npos);
  EXPECT_NE(text.find("\nfields -\nrows 0\n"), std::string::npos);
  EXPECT_EQ(parse_leaf(text).value(), Leaf{});
}

TEST(LeafTextTest, KeepsTheMinuteOnly) {
  Leaf leaf = full_leaf();
  leaf.time += 59;
  EXPECT_EQ(leaf_text(leaf).value(), kFullText);
}

TEST(LeafTextTest, RefusesAValueThatWouldForgeALine) {
  for (const auto* value : {"a\nop erasure", "two words", "tab\t", "-", "tŵr", "\x7f"}) {
    Leaf leaf = full_leaf();
    leaf.from = value;
    EXPECT_EQ(leaf_text(leaf).reason(), Reason::kMalformed) << value;
  }
}

TEST(LeafTextTest, RefusesFieldsThatWouldReadAsOthers) {
  for (const auto& fields :
       std::vector<std::vector<std::string>>{{"a,b"}, {""}, {"a", ""}, {"-"}, {"a b"}}) {
    Leaf leaf = full_leaf();
    leaf.fields = fields;
    EXPECT_EQ(leaf_text(leaf).reason(), Reason::kMalformed);
  }
}

TEST(LeafTextTest, RefusesAClockOrTimeWithoutText) {
  Leaf leaf = full_leaf();
  leaf.clock = "";
  EXPECT_EQ(leaf_text(leaf).reason(), Reason::kMalformed);
  leaf = full_leaf();
  leaf.time = std::int64_t{1} << 60;
  EXPECT_EQ(leaf_text(leaf).reason(), Reason::kMalformed);
}

TEST(LeafTextTest, BoundsTheSize) {
  Leaf leaf = full_leaf();
  leaf.build = std::string(limits::kLeafBytes - kFullText.size() + leaf.build.size(), 'b');
  EXPECT_EQ(leaf_text(leaf)->size(), limits::kLeafBytes);
  EXPECT_TRUE(parse_leaf(*leaf_text(leaf)).ok());
  leaf.build += 'b';
  EXPECT_EQ(leaf_text(leaf).reason(), Reason::kTooLarge);
  EXPECT_EQ(parse_leaf(std::string(limits::kLeafBytes + 1, 'x')).reason(), Reason::kTooLarge);
}

TEST(LeafTextTest, RefusesWhatItWouldNotHaveWritten) {
  const std::vector<std::string> texts = {
      "",
      "stile-leaf/v2" + kFullText.substr(13),
      kFullText.substr(0, kFullText.size() - 1),
      kFullText + "more -\n",
      kFullText + "\n",
      with("reason -\n", ""),
      with("reason -\n", "reason -\nreason -\n"),
      with("clock sync\n", "clock  sync\n"),
      with("clock sync\n", "clock sync\r\n"),
      with("clock sync\n", "clock drift\n"),
      with("op disclosure\n", "op Disclosure\n"),
      with("op disclosure\n", "op -\n"),
      with("T23:59Z", "T23:60Z"),
      with("T23:59Z", "T23:59:00Z"),
      with("counter 41", "counter 041"),
      with("counter 41", "counter +41"),
      with("counter 41", "counter 18446744073709551616"),
      with("rows 256", "rows 4294967296"),
      with("rows 256", "rows -"),
      with("abab", "ABAB"),
      with("abab", "ab"),
      with("category,level", "category,,level"),
      with("category,level", "category,level,"),
      with("category,level", ",category"),
      with("reason -", "reason "),
      with("reason -", "reason"),
      with("from spiffe", "to spiffe"),
  };
  for (const auto& text : texts) EXPECT_FALSE(parse_leaf(text).ok()) << text;
}

// Random leaves: whatever can be written reads back as itself.
class RandomLeaves {
 public:
  Leaf next() {
    Leaf leaf;
    leaf.op = static_cast<Op>(below(11));
    leaf.time = static_cast<Instant>(below(4'000'000'000)) / 60 * 60;
    leaf.clock = below(2) == 0 ? "sync" : "unsync";
    for (auto& byte : leaf.nonce) byte = static_cast<std::uint8_t>(engine_());
    for (auto* text : {&leaf.from, &leaf.to, &leaf.occasion, &leaf.clause, &leaf.purpose,
                       &leaf.decision, &leaf.reason, &leaf.build}) {
      *text = word(below(2) * below(30));
    }
    for (auto* hash : {&leaf.agreement, &leaf.commit_rows, &leaf.commit_actor, &leaf.commit_reason,
                       &leaf.peer_certificate}) {
      if (below(2) == 0) *hash = some_hash();
    }
    if (below(2) == 0) leaf.counter = engine_();
    leaf.rows = static_cast<std::uint32_t>(engine_());
    for (auto n = below(6); n > 0; --n) leaf.fields.push_back(word(1 + below(12)));
    return leaf;
  }
  std::uint64_t below(std::uint64_t bound) { return engine_() % bound; }

 private:
  std::string word(std::uint64_t length) {
    static constexpr std::string_view kAlphabet = "abcXYZ019:/._@=+#!~";
    std::string word;
    while (word.size() < length) word += kAlphabet[below(kAlphabet.size())];
    return word;
  }
  Hash some_hash() {
    Hash hash;
    for (auto& byte : hash) byte = static_cast<std::uint8_t>(engine_());
    return hash;
  }
  std::mt19937_64 engine_{20'261'031};
};

TEST(LeafTextTest, ReadsBackEveryRandomLeaf) {
  RandomLeaves leaves;
  for (int i = 0; i < 2'000; ++i) {
    const Leaf leaf = leaves.next();
    const auto text = leaf_text(leaf);
    ASSERT_TRUE(text.ok()) << text.error().detail;
    const auto again = parse_leaf(*text);
    ASSERT_TRUE(again.ok()) << again.error().detail << "\n" << *text;
    EXPECT_EQ(*again, leaf);
  }
}

TEST(LeafTextTest, NeverReadsTwoTextsAsOneLeaf) {
  RandomLeaves leaves;
  for (int i = 0; i < 20'000; ++i) {
    std::string text = kFullText;
    text[leaves.below(text.size())] = static_cast<char>(leaves.below(256));
    const auto parsed = parse_leaf(text);
    if (!parsed.ok()) continue;
    EXPECT_EQ(leaf_text(*parsed).value(), text);
    EXPECT_EQ(*parsed == full_leaf(), text == kFullText);
  }
}

}  // namespace
}  // namespace stile::ledger
