#include "tests/adversary/recipient_bench.h"

#include <gtest/gtest.h>

#include "core/crypto/key_file.h"
#include "core/crypto/random.h"
#include "tests/support/keys.h"

namespace stile::test {

using support::kLog;
using support::kNow;
using support::kOfsted;

RecipientBench::RecipientBench(std::shared_ptr<const agreement::DocumentSet> documents) {
  agent::InboxOptions options{
      .store = folder_.file("inbox.db"),
      .sealing_key = folder_.file("sealing.key"),
      .out = folder_.path(),
      .self = support::agency(kOfsted),
      .signer = std::make_shared<const crypto::NoteSigner>(support::signer_named(kOfsted)),
      .log = support::signer_named(kLog).verifier(),
      .documents = [documents = std::move(documents)] { return documents; },
      .clock = [] { return kNow; },
      .random = crypto::system_random()};
  inbox_ = agent::Inbox::open(std::move(options)).value();
}

crypto::SealingPublicKey RecipientBench::sealing_key() const {
  const Bytes secret = crypto::read_key_file(folder_.file("sealing.key")).value();
  return crypto::SealingKey::from_secret(secret).value().public_key();
}

std::pair<agent::ExitCode, std::string> RecipientBench::audit() {
  Heard heard;
  const agent::ExitCode code = inbox_->verify("auditor", heard);
  return {code, heard.text()};
}

std::string RecipientBench::listed() {
  Heard heard;
  EXPECT_EQ(inbox_->list("inspector", {}, agent::Language::kEnglish, heard), agent::ExitCode::kOk);
  return heard.text();
}

}  // namespace stile::test
