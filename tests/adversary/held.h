#pragma once

#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>

#include "core/base/limits.h"
#include "core/crypto/digest.h"
#include "stile/v1/link.grpc.pb.h"
#include "tests/adversary/caller.h"
#include "tests/adversary/two_forces.h"

namespace stile::test {

// Held is an attached stream in a test's own hands.
class Held {
 public:
  Held(const TwoForces& world, const char* agency) : stub_(v1::Link::NewStub(world.dial(agency))) {
    context_.set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(1));
    stream_ = stub_->Attach(&context_);
    v1::AttachUp up;
    *up.mutable_hello() = hello();
    say(up);
    const auto welcome = next().welcome();
    EXPECT_EQ(welcome.time(), static_cast<std::uint64_t>(world.now()));
    EXPECT_EQ(welcome.consignment_rows(), limits::kConsignmentRows);
    EXPECT_TRUE(next().has_documents_changed());
  }
  ~Held() { context_.TryCancel(); }
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;

  void say(const v1::AttachUp& up) { EXPECT_TRUE(stream_->Write(up)); }
  v1::AttachDown next() {
    v1::AttachDown down;
    if (!stream_->Read(&down)) throw std::runtime_error("the stream has ended");
    return down;
  }
  // answer_to() says a word and gives the reason it was refused for; nothing when it was taken.
  std::optional<Reason> answer_to(const Bytes& note) {
    say(word(note));
    v1::AttachDown down = next();
    while (!down.has_word_taken() && !down.has_word_refused()) down = next();
    EXPECT_EQ(down.has_word_taken() ? down.word_taken().digest() : down.word_refused().digest(),
              view(crypto::sha256(note)));
    if (down.has_word_taken()) return std::nullopt;
    return static_cast<Reason>(down.word_refused().reason() - 1);
  }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<v1::Link::Stub> stub_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::AttachUp, v1::AttachDown>> stream_;
};

}  // namespace stile::test
