#include "agents/source/children.h"

#include <gtest/gtest.h>

#include "agents/source/intake_digest.h"
#include "core/crypto/initialise.h"
#include "core/crypto/random.h"
#include "tests/support/keys.h"
#include "tests/support/scheme.h"
#include "tests/support/source_hand.h"

namespace stile::agent {
namespace {

class ChildrenTest : public ::testing::Test {
 protected:
  ChildrenTest() {
    crypto::initialise();
    const record::Disclosure what =
        support::disclosure_to(support::kOfsted, scheme_.agreement_hash());
    evaluation_ = agreement::Evaluation::begin(*documents_, what, support::kNow).value();
  }
  agreement::Grant grant(std::string_view day) const {
    auto event = support::call_out(support::kHome, std::string(day) + "T12:00Z");
    return evaluation_->of(record::envelope_of(event)).value();
  }
  Token direct(const agreement::Grant& grant, std::string_view child) const {
    return crypto::subject_token(key_, {.agreement = grant.agreement->id.text(),
                                        .recipient = support::kOfsted,
                                        .scope = agreement::subject_scope(grant),
                                        .epoch = agreement::subject_epoch(grant),
                                        .person = child});
  }

  support::Scheme scheme_;
  std::shared_ptr<const agreement::DocumentSet> documents_ = scheme_.document_set();
  std::optional<agreement::Evaluation> evaluation_;
  const crypto::TokenKey key_ = crypto::TokenKey::generate(crypto::system_random());
  Children children_{key_};
};

TEST_F(ChildrenTest, GivesTheSameNameEachTime) {
  const auto today = grant("2026-10-10");
  for (int time = 0; time < 2; ++time) {
    EXPECT_EQ(children_.digest("cad", "N-1"), child_digest(key_, "cad", "N-1"));
    EXPECT_EQ(children_.subject(today, support::kOfsted, "N-1"), direct(today, "N-1"));
  }
}

TEST_F(ChildrenTest, MistakesNoChildForAnother) {
  const auto today = grant("2026-10-10");
  children_.digest("cad", "N-1");
  children_.subject(today, support::kOfsted, "N-1");
  EXPECT_EQ(children_.digest("cadN", "-1"), child_digest(key_, "cadN", "-1"));
  EXPECT_EQ(children_.subject(today, support::kOfsted, "N-2"), direct(today, "N-2"));
}

TEST_F(ChildrenTest, IsAsGoodAfterItHasForgotten) {
  const auto today = grant("2026-10-10");
  for (std::size_t i = 0; i <= 2 * Children::kMost; ++i) {
    const std::string child = "N-" + std::to_string(i);
    ASSERT_EQ(children_.digest("cad", child), child_digest(key_, "cad", child));
    ASSERT_EQ(children_.subject(today, support::kOfsted, child), direct(today, child));
  }
}

}  // namespace
}  // namespace stile::agent
