#include "tests/unit/agents/link/attachment_fixture.h"

namespace stile::agent {
namespace {

class AttachedParcelsTest : public AttachmentFixture {
 protected:
  // asked_behind_one() begins a stream on which a parcel is taken before a question of the agent's
  // own is answered elsewhere; the agent takes nothing more while the lock is held.
  std::unique_lock<std::mutex> asked_behind_one(Attached& stream) {
    stream.Write(welcome(0));
    stream.Write(delivery(1, tree_.size()));
    std::unique_lock lock(agent_.mutex_);
    agent_.changed_.wait(lock, [&] { return agent_.view_.size() == 6; });
    tree_.append("a question");
    const auto proof = ledger::consistency_proof(6, tree_.size(), tree_).value();
    EXPECT_TRUE(agent_.view_.see(checkpoint(tree_), proof).ok());
    return lock;
  }
  // count() counts the answers to so many parcels.
  void count(int& answers, int parcels, Attached& stream) {
    v1::AttachUp up;
    while (answers < parcels && stream.Read(&up)) {
      const std::lock_guard lock(agent_.mutex_);
      ++answers;
      agent_.tell();
    }
    hold(stream);
  }
};

TEST_F(AttachedParcelsTest, AnswersParcelsInOrder) {
  std::vector<std::string> answers;
  attach(
      [&](const v1::Hello&, Attached& stream) {
        stream.Write(welcome(0));
        for (std::uint64_t parcel = 1; parcel <= 3; ++parcel) {
          stream.Write(delivery(parcel, tree_.size()));
        }
        v1::AttachUp up;
        for (int i = 0; i < 3 && stream.Read(&up); ++i) {
          const std::lock_guard lock(agent_.mutex_);
          answers.push_back(up.parcel_stored().acknowledgement());
          agent_.tell();
        }
        hold(stream);
        return grpc::Status::OK;
      },
      [&] { return answers.size() == 3; });
  EXPECT_EQ(answers,
            (std::vector<std::string>{"acknowledged 1", "acknowledged 2", "acknowledged 3"}));
}

// The first parcel holds the taking thread up until the others have come.
TEST_F(AttachedParcelsTest, TakesTogetherWhatCameMeanwhile) {
  int answers = 0;
  std::vector<std::string> said;
  const auto parcels = [&](Attached& stream, std::uint64_t from, std::uint64_t to) {
    for (auto parcel = from; parcel <= to; ++parcel) stream.Write(delivery(parcel, tree_.size()));
  };
  attach(
      [&](const v1::Hello&, Attached& stream) {
        stream.Write(welcome(0));
        parcels(stream, 1, 1);
        {
          std::unique_lock lock(agent_.mutex_);
          agent_.changed_.wait(lock, [&] { return agent_.parcels_.size() == 1; });
          parcels(stream, 2, 40);
        }
        v1::AttachUp up;
        while (answers < 40 && stream.Read(&up)) {
          const std::lock_guard lock(agent_.mutex_);
          ++answers;
          said.push_back(up.parcel_stored().acknowledgement());
          agent_.tell();
        }
        hold(stream);
        return grpc::Status::OK;
      },
      [&] { return answers == 40; });
  for (std::size_t i = 0; i < said.size(); ++i) {
    EXPECT_EQ(said[i], "acknowledged " + std::to_string(i + 1));
  }
  for (const std::size_t count : agent_.together_) EXPECT_LE(count, 8U);
}

// It has asked something, and knows a checkpoint that this stream has not shown: those that come
// are proven from there, and taken together all the same.
TEST_F(AttachedParcelsTest, TakesTogetherAlsoWhereItsOwnViewHasMoved) {
  int answers = 0;
  attach(
      [&](const v1::Hello&, Attached& stream) {
        {
          const auto lock = asked_behind_one(stream);
          stream.Write(delivery(2, 6));
          for (std::uint64_t id = 3; id <= 9; ++id) stream.Write(delivery(id, tree_.size()));
        }
        count(answers, 9, stream);
        return grpc::Status::OK;
      },
      [&] { return answers == 9; });
  std::size_t together = 0;
  for (const std::size_t count : agent_.together_) together += count;
  EXPECT_EQ(together + agent_.parcels_.size(), 9U);  // none was taken by itself after all
}

// The gateway has answered what it asked, and proves from there.
TEST_F(AttachedParcelsTest, AsksForNoProofThatTheGatewayBrings) {
  int asked = 0;
  int answers = 0;
  stand_in_.on_consistency = [&](const v1::ConsistencyRequest&, v1::ProofAnswer&) {
    ++asked;
    return grpc::Status(grpc::StatusCode::UNAVAILABLE, "nobody has to ask");
  };
  attach(
      [&](const v1::Hello&, Attached& stream) {
        {
          const auto lock = asked_behind_one(stream);
          for (std::uint64_t id = 2; id <= 4; ++id) stream.Write(delivery(id, tree_.size()));
        }
        count(answers, 4, stream);
        return grpc::Status::OK;
      },
      [&] { return answers == 4; });
  EXPECT_EQ(asked, 0);
}

// The gateway has answered what it asked, and that comes while a parcel is proven from before.
class OvertakenTest : public AttachedParcelsTest {
 protected:
  // answered() is what becomes of so many parcels, the first of which is overtaken so.
  std::vector<std::string> answered(std::uint64_t parcels) {
    int attachments = 0;
    std::vector<std::string> answers;
    std::string asked_at;
    std::vector<Hash> from_welcome;
    const auto prove = stand_in_.on_consistency;
    stand_in_.on_consistency = [&, prove](const v1::ConsistencyRequest& asked,
                                          v1::ProofAnswer& answer) {
      const std::lock_guard lock(agent_.mutex_);
      if (agent_.view_.size() == 5) {
        EXPECT_TRUE(agent_.view_.see(asked_at, from_welcome).ok());
      }
      return prove(asked, answer);
    };
    attach(
        [&](const v1::Hello&, Attached& stream) {
          ++attachments;
          stream.Write(welcome(0));
          {
            const std::lock_guard lock(agent_.mutex_);
            tree_.append("a question");
            asked_at = checkpoint(tree_);
            from_welcome = ledger::consistency_proof(5, tree_.size(), tree_).value();
            for (std::uint64_t id = 1; id <= parcels; ++id) {
              stream.Write(delivery(id, tree_.size()));
            }
          }
          v1::AttachUp up;
          while (answers.size() < parcels && stream.Read(&up)) {
            const std::lock_guard lock(agent_.mutex_);
            answers.push_back(up.parcel_stored().acknowledgement());
            agent_.tell();
          }
          hold(stream);
          return grpc::Status::OK;
        },
        [&] { return answers.size() == parcels; });
    EXPECT_EQ(attachments, 1);
    return answers;
  }
};

TEST_F(OvertakenTest, AParcelIsProvenAgainAndTaken) {
  EXPECT_EQ(answered(1), std::vector<std::string>{"acknowledged 1"});
}

TEST_F(OvertakenTest, SoAreSeveral) {
  EXPECT_EQ(answered(3),
            (std::vector<std::string>{"acknowledged 1", "acknowledged 2", "acknowledged 3"}));
}

TEST_F(AttachedParcelsTest, TakesEachByItselfWhereOneOfSeveralIsRejected) {
  agent_.rejected_[3] = Reason::kBadSignature;
  std::vector<int> reasons;
  attach(
      [&](const v1::Hello&, Attached& stream) {
        stream.Write(welcome(0));
        for (std::uint64_t id = 1; id <= 5; ++id) stream.Write(delivery(id, tree_.size()));
        v1::AttachUp up;
        while (reasons.size() < 5 && stream.Read(&up)) {
          const std::lock_guard lock(agent_.mutex_);
          reasons.push_back(up.parcel_rejected().reason());
          agent_.tell();
        }
        hold(stream);
        return grpc::Status::OK;
      },
      [&] { return reasons.size() == 5; });
  const int refused = static_cast<int>(Reason::kBadSignature) + 1;
  EXPECT_EQ(reasons, (std::vector<int>{0, 0, refused, 0, 0}));
}

TEST_F(AttachedParcelsTest, TakesTheNextParcelAfterOneThatItRejected) {
  agent_.rejected_[1] = Reason::kBadSignature;
  int reason = 0;
  attach(
      [&](const v1::Hello&, Attached& stream) {
        stream.Write(welcome(0));
        stream.Write(delivery(1, 5));
        stream.Write(delivery(2, 6));
        v1::AttachUp up;
        stream.Read(&up);
        {
          const std::lock_guard lock(agent_.mutex_);
          reason = up.parcel_rejected().reason();
          agent_.tell();
        }
        hold(stream);
        return grpc::Status::OK;
      },
      [&] { return reason != 0 && agent_.view_.size() == 7; });
  EXPECT_EQ(reason, static_cast<int>(Reason::kBadSignature) + 1);
}

// The first parcel holds the taking thread up until the others have come, as above.
TEST_F(AttachedParcelsTest, TakesWhatCameBeforeAMalformedDelivery) {
  int attachments = 0;
  attach(
      [&](const v1::Hello&, Attached& stream) {
        if (++attachments > 1) return grpc::Status(grpc::StatusCode::UNAVAILABLE, "gone");
        stream.Write(welcome(0));
        stream.Write(delivery(1, tree_.size()));
        {
          std::unique_lock lock(agent_.mutex_);
          agent_.changed_.wait(lock, [&] { return agent_.parcels_.size() == 1; });
          for (std::uint64_t id = 2; id <= 3; ++id) stream.Write(delivery(id, tree_.size()));
          auto malformed = delivery(4, tree_.size());
          malformed.mutable_delivery()->add_consistency("short");
          stream.Write(malformed);
        }
        hold(stream);
        return grpc::Status::OK;
      },
      [&] { return agent_.view_.size() == 8; });
}

TEST_F(AttachedParcelsTest, ComesAgainForAParcelItCouldNotStore) {
  agent_.rejected_[1] = Reason::kIo;
  int attachments = 0;
  attach(
      [&](const v1::Hello&, Attached& stream) {
        stream.Write(welcome(++attachments == 1 ? 0 : 5));
        if (attachments == 1) {
          stream.Write(delivery(1, 5));
        } else {
          const std::lock_guard lock(agent_.mutex_);
          agent_.rejected_.clear();
        }
        hold(stream);
        return grpc::Status::OK;
      },
      [&] { return agent_.rejected_.empty() || attachments > 1; });
  EXPECT_FALSE(agent_.alarm_.has_value());
}

}  // namespace
}  // namespace stile::agent
