#include "agents/source/subject_tokens.h"

#include <gtest/gtest.h>

#include "core/crypto/initialise.h"
#include "core/crypto/random.h"
#include "tests/support/keys.h"
#include "tests/support/scheme.h"
#include "tests/support/source_hand.h"

namespace stile::agent {
namespace {

class SubjectTokensTest : public ::testing::Test {
 protected:
  SubjectTokensTest() {
    crypto::initialise();
    const record::Disclosure what =
        support::disclosure_to(support::kOfsted, scheme_.agreement_hash());
    evaluation_ = agreement::Evaluation::begin(*documents_, what, support::kNow).value();
  }
  agreement::Grant grant(std::string_view day) const {
    auto event = support::call_out(support::kHome, std::string(day) + "T12:00Z");
    return evaluation_->of(record::envelope_of(event)).value();
  }
  static record::Origin of_child(std::string_view child) {
    return {"command-and-control", "CAD-1", std::string(child)};
  }
  Token direct(const agreement::Grant& grant, std::string_view child) const {
    return crypto::subject_token(key_, {.agreement = grant.agreement->id.text(),
                                        .recipient = support::kOfsted,
                                        .scope = agreement::subject_scope(grant, of_child(child)),
                                        .epoch = agreement::subject_epoch(grant),
                                        .person = child});
  }

  support::Scheme scheme_;
  std::shared_ptr<const agreement::DocumentSet> documents_ = scheme_.document_set();
  std::optional<agreement::Evaluation> evaluation_;
  const crypto::TokenKey key_ = crypto::TokenKey::generate(crypto::system_random());
  SubjectTokens tokens_{key_};
};

TEST_F(SubjectTokensTest, GivesTheSameTokenEachTime) {
  const auto today = grant("2026-10-10");
  for (int time = 0; time < 2; ++time) {
    EXPECT_EQ(tokens_.of(today, support::kOfsted, of_child("N-1")), direct(today, "N-1"));
  }
}

TEST_F(SubjectTokensTest, MistakesNoChildForAnother) {
  const auto today = grant("2026-10-10");
  tokens_.of(today, support::kOfsted, of_child("N-1"));
  EXPECT_EQ(tokens_.of(today, support::kOfsted, of_child("N-2")), direct(today, "N-2"));
}

TEST_F(SubjectTokensTest, IsAsGoodAfterItHasForgotten) {
  const auto today = grant("2026-10-10");
  for (std::size_t i = 0; i <= 2 * SubjectTokens::kMost; ++i) {
    const std::string child = "N-" + std::to_string(i);
    ASSERT_EQ(tokens_.of(today, support::kOfsted, of_child(child)), direct(today, child));
  }
}

}  // namespace
}  // namespace stile::agent
