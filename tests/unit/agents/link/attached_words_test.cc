#include <algorithm>
#include <deque>

#include "core/crypto/digest.h"
#include "tests/unit/agents/link/attachment_fixture.h"

// What a recipient's people say of notifications, on its way up.
namespace stile::agent {
namespace {

// Words keeps them as an inbox does: until the gateway has answered. All under the agent's lock.
class Words : public WordSource {
 public:
  explicit Words(Agent& agent) : agent_(agent) {}
  Result<std::vector<Bytes>> untaken(std::size_t most) override {
    const std::lock_guard lock(agent_.mutex_);
    if (fails_) return Error{Reason::kIo, "the disk"};
    return std::vector<Bytes>(words_.begin(),
                              words_.begin() + static_cast<long>(std::min(most, words_.size())));
  }
  Status taken(const Hash& digest) override {
    const std::lock_guard lock(agent_.mutex_);
    remove(digest);
    ++taken_;
    return ok();
  }
  Status refused(const Hash& digest, Reason reason) override {
    const std::lock_guard lock(agent_.mutex_);
    remove(digest);
    refused_.push_back(reason);
    return ok();
  }
  void add(const Bytes& word) {
    const std::lock_guard lock(agent_.mutex_);
    words_.push_back(word);
  }

  std::deque<Bytes> words_;
  std::size_t taken_ = 0;
  std::vector<Reason> refused_;
  bool fails_ = false;

 private:
  void remove(const Hash& digest) {
    std::erase_if(words_, [&](const Bytes& word) { return crypto::sha256(word) == digest; });
    agent_.tell();
  }
  Agent& agent_;
};

v1::AttachDown taken(const Bytes& word) {
  v1::AttachDown down;
  down.mutable_word_taken()->set_digest(std::string(view(crypto::sha256(word))));
  return down;
}

v1::AttachDown refused(const Bytes& word, Reason reason) {
  v1::AttachDown down;
  down.mutable_word_refused()->set_digest(std::string(view(crypto::sha256(word))));
  down.mutable_word_refused()->set_reason(static_cast<int>(reason) + 1);
  return down;
}

class AttachedWordsTest : public AttachmentFixture {
 protected:
  // attach() runs an attachment, which `act` may wake, until `holds`.
  void attach(
      const std::function<grpc::Status(Attached&)>& gateway, const std::function<bool()>& holds,
      const std::function<void(Attachment&)>& act = [](Attachment&) {}) {
    const auto after_hello = [&](const v1::Hello&, Attached& stream) {
      stream.Write(welcome(0));
      return gateway(stream);
    };
    auto with_words = ports();
    with_words.words = &words_;
    with_words.log_event = [this](std::string_view event, const Error& error) {
      const std::lock_guard lock(agent_.mutex_);
      events_.emplace_back(event);
      if (event == "attachment_ended") ended_ = error.reason;
      agent_.tell();
    };
    run(after_hello, with_words, [&](Attachment& attachment) {
      act(attachment);
      EXPECT_TRUE(agent_.wait_until(holds));
    });
  }
  // next_word() is the next word that comes up the stream.
  static Bytes next_word(Attached& stream) {
    v1::AttachUp up;
    return stream.Read(&up) && up.has_word() ? up.word().note() : Bytes("no word");
  }
  void heard(const Bytes& word) {
    const std::lock_guard lock(agent_.mutex_);
    heard_.push_back(word);
    agent_.tell();
  }

  Words words_{agent_};
  std::vector<Bytes> heard_;
  std::vector<std::string> events_;
  std::optional<Reason> ended_;
};

TEST_F(AttachedWordsTest, SaysOnAttachingWhatWasNotTakenAndForgetsWhatIs) {
  words_.add("first");
  words_.add("second");
  attach(
      [&](Attached& stream) {
        for (int i = 0; i < 2; ++i) {
          const auto word = next_word(stream);
          stream.Write(taken(word));
          heard(word);
        }
        hold(stream);
        return grpc::Status::OK;
      },
      [&] { return words_.taken_ == 2 && heard_.size() == 2; });
  EXPECT_EQ(heard_, (std::vector<Bytes>{"first", "second"}));
  EXPECT_TRUE(words_.words_.empty());
}

TEST_F(AttachedWordsTest, SaysANewWordWhenItIsWoken) {
  std::atomic<bool> attached = false;
  attach(
      [&](Attached& stream) {
        attached = true;
        const auto word = next_word(stream);
        stream.Write(taken(word));
        heard(word);
        hold(stream);
        return grpc::Status::OK;
      },
      [&] { return words_.taken_ == 1 && heard_.size() == 1; },
      [&](Attachment& attachment) {
        while (!attached) std::this_thread::yield();
        words_.add("new");
        attachment.wake();
      });
  EXPECT_EQ(heard_, std::vector<Bytes>{"new"});
}

TEST_F(AttachedWordsTest, SaysAgainOnTheNextStreamWhatWasNotAnswered) {
  words_.add("word");
  int streams = 0;
  attach(
      [&](Attached& stream) {
        const auto word = next_word(stream);
        const bool first = streams++ == 0;
        if (!first) stream.Write(taken(word));
        heard(word);
        if (!first) hold(stream);
        return grpc::Status::OK;
      },
      [&] { return words_.taken_ == 1 && heard_.size() == 2; });
  EXPECT_EQ(heard_, (std::vector<Bytes>{"word", "word"}));
}

TEST_F(AttachedWordsTest, SaysNoMoreWhatIsRefusedAndGoesOn) {
  words_.add("refused");
  words_.add("taken");
  attach(
      [&](Attached& stream) {
        stream.Write(refused(next_word(stream), Reason::kConflict));
        stream.Write(taken(next_word(stream)));
        hold(stream);
        return grpc::Status::OK;
      },
      [&] { return words_.words_.empty() && words_.taken_ == 1; });
  EXPECT_EQ(words_.refused_, std::vector{Reason::kConflict});
  EXPECT_EQ(std::ranges::count(events_, "word_refused"), 1);
}

TEST_F(AttachedWordsTest, HasFewUnansweredAtOnceAndSaysThemInTheirOrder) {
  std::vector<Bytes> all;
  for (int i = 0; i < 50; ++i) {
    all.push_back("word " + std::to_string(i));
    words_.add(all.back());
  }
  // Nothing here is the test's own: it may end as soon as the last word was heard.
  attach(
      [this, unsaid = all.size()](Attached& stream) mutable {
        std::deque<Bytes> unanswered;
        for (int i = 0; i < 16; ++i, --unsaid) unanswered.push_back(next_word(stream));
        while (!unanswered.empty()) {
          const Bytes word = unanswered.front();
          unanswered.pop_front();
          stream.Write(taken(word));
          if (unsaid > 0) {
            --unsaid;
            unanswered.push_back(next_word(stream));
          }
          heard(word);
        }
        hold(stream);
        return grpc::Status::OK;
      },
      [&] { return words_.taken_ == 50 && heard_.size() == 50; });
  EXPECT_EQ(heard_, all);
}

TEST_F(AttachedWordsTest, AnAnswerToAWordThatWasNotSaidEndsTheAttachment) {
  words_.add("word");
  attach(
      [&](Attached& stream) {
        stream.Write(taken("another"));
        hold(stream);
        return grpc::Status::OK;
      },
      [&] { return ended_ == Reason::kMalformed; });
  EXPECT_EQ(words_.taken_, 0U);
  EXPECT_FALSE(words_.words_.empty());
}

TEST_F(AttachedWordsTest, AnAgentWithoutWordsTakesNoAnswer) {
  const auto after_hello = [&](const v1::Hello&, Attached& stream) {
    stream.Write(welcome(0));
    stream.Write(taken("word"));
    hold(stream);
    return grpc::Status::OK;
  };
  auto without = ports();
  without.log_event = [this](std::string_view event, const Error& error) {
    const std::lock_guard lock(agent_.mutex_);
    if (event == "attachment_ended") ended_ = error.reason;
    agent_.tell();
  };
  run(after_hello, without, [&](Attachment&) {
    EXPECT_TRUE(agent_.wait_until([&] { return ended_ == Reason::kMalformed; }));
  });
}

TEST_F(AttachedWordsTest, ADiskThatFailsEndsTheAttachment) {
  words_.fails_ = true;
  attach(
      [&](Attached& stream) {
        hold(stream);
        return grpc::Status::OK;
      },
      [&] { return ended_ == Reason::kIo; });
}

}  // namespace
}  // namespace stile::agent
