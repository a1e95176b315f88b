// Runs the inclusion and consistency vectors of transparency-dev/merkle, one JSON file each,
// and the tree of RFC 6962's test data.
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>

#include "core/crypto/encoding.h"
#include "core/ledger/merkle.h"
#include "tests/support/built_from.h"

namespace stile::ledger {
namespace {

// Vector gives the fields of one file their types. A hash that is not 32 bytes is no Hash, so
// that it refuses the vector as our types would.
class Vector {
 public:
  explicit Vector(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    const auto status = google::protobuf::util::JsonStringToMessage(text.str(), &fields_);
    EXPECT_TRUE(status.ok()) << file;
  }

  bool want_error() const { return fields_.fields().at("wantErr").bool_value(); }

  // JSON numbers are read as doubles, which hold every size here but 2^64 - 1; that one
  // becomes 2^64 and comes back by the bound.
  std::uint64_t number(const std::string& key) const {
    const double value = fields_.fields().at(key).number_value();
    if (value >= 0x1p64) return std::numeric_limits<std::uint64_t>::max();
    return static_cast<std::uint64_t>(value);
  }
  std::optional<Hash> hash(const std::string& key) const {
    return decode(fields_.fields().at(key));
  }
  std::optional<std::vector<Hash>> proof() const {
    std::vector<Hash> hashes;
    for (const auto& value : fields_.fields().at("proof").list_value().values()) {
      const auto hash = decode(value);
      if (!hash) return std::nullopt;
      hashes.push_back(*hash);
    }
    return hashes;
  }

 private:
  static std::optional<Hash> decode(const google::protobuf::Value& value) {
    const auto bytes = crypto::unbase64(value.string_value());
    Hash hash;
    if (!bytes.ok() || !copy_exact(*bytes, hash)) return std::nullopt;
    return hash;
  }
  google::protobuf::Struct fields_;
};

bool inclusion_holds(const Vector& v) {
  const auto leaf = v.hash("leafHash");
  const auto root = v.hash("root");
  const auto proof = v.proof();
  return leaf && root && proof &&
         verify_inclusion(v.number("leafIdx"), v.number("treeSize"), *leaf, *proof, *root).ok();
}

bool consistency_holds(const Vector& v) {
  const auto old_root = v.hash("root1");
  const auto new_root = v.hash("root2");
  const auto proof = v.proof();
  return old_root && new_root && proof &&
         verify_consistency(v.number("size1"), v.number("size2"), *proof, *old_root, *new_root)
             .ok();
}

std::string published() { return support::source_dir() + "/../shared/vectors/merkle"; }

class MerkleVectorsTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::is_directory(published())) {
      GTEST_SKIP() << "the published vectors are not at " << published();
    }
  }

  template <typename Holds>
  static void run(const char* kind, const Holds& holds) {
    int count = 0;
    const auto folder = std::filesystem::path(published()) / kind;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (entry.path().extension() != ".json") continue;
      ++count;
      // Its roots are 12 bytes of text; a verifier of 32-byte hashes refuses them rightly.
      const bool dummy_root =
          entry.path().filename() == "sizes-are-equal-one-and-proof-is-empty.json";
      const Vector vector(entry.path());
      EXPECT_EQ(holds(vector), !vector.want_error() && !dummy_root) << entry.path();
    }
    EXPECT_EQ(count, 98);
  }
};

TEST_F(MerkleVectorsTest, AgreesOnEveryInclusionProof) { run("inclusion", inclusion_holds); }

TEST_F(MerkleVectorsTest, AgreesOnEveryConsistencyProof) { run("consistency", consistency_holds); }

TEST(Rfc6962TreeTest, HasThePublishedRoot) {
  constexpr std::array<std::string_view, 8> kLeaves = {"",
                                                       "00",
                                                       "10",
                                                       "2021",
                                                       "3031",
                                                       "40414243",
                                                       "5051525354555657",
                                                       "606162636465666768696a6b6c6d6e6f"};
  Frontier frontier;
  for (const auto leaf : kLeaves) frontier.append(leaf_hash(crypto::unhex(leaf).value()));
  EXPECT_EQ(crypto::hex(frontier.root()),
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
}

}  // namespace
}  // namespace stile::ledger
