#include "tests/unit/agents/link/attachment_fixture.h"

namespace stile::agent {
namespace {

using grpc::StatusCode;
using AttachmentTest = AttachmentFixture;

TEST_F(AttachmentTest, TakesTheDocumentsFirst) {
  attach(
      [&](const v1::Hello& hello, Attached& stream) {
        EXPECT_EQ(hello.sealing_key(), "the sealing key");
        EXPECT_EQ(hello.last_checkpoint(), "");
        stream.Write(welcome(0));
        hold(stream);
        return grpc::Status::OK;
      },
      [&] { return agent_.view_.size() == 5; });
  EXPECT_EQ(documents_->serial(), 7U);
}

TEST_F(AttachmentTest, HearsTheLastNumbers) {
  attach(
      [&](const v1::Hello&, Attached& stream) {
        auto down = welcome(0);
        auto& last = *down.mutable_welcome()->add_last_number();
        last.set_agreement_id("testshire-ofsted");
        last.set_number(12);
        stream.Write(down);
        hold(stream);
        return grpc::Status::OK;
      },
      [&] { return agent_.numbers_.size() == 1 && agent_.numbers_[0].number == 12; });
}

// A gateway of before says nothing.
TEST_F(AttachmentTest, HearsHowManyRowsOfOneConsignmentTheGatewayTakes) {
  std::atomic<int> attachments = 0;
  attach(
      [&](const v1::Hello&, Attached& stream) {
        auto down = welcome(0);
        const bool first = ++attachments == 1;
        if (first) down.mutable_welcome()->set_consignment_rows(512);
        stream.Write(down);
        if (first) {
          EXPECT_TRUE(agent_.wait_until([&] { return agent_.most_rows_ == 512U; }));
        } else {
          hold(stream);
        }
        return grpc::Status::OK;
      },
      [&] { return agent_.most_rows_ == 0U; });
  EXPECT_EQ(attachments, 2);
}

TEST_F(AttachmentTest, AttachesAgainFromWhatItSaw) {
  int attachments = 0;
  attach(
      [&](const v1::Hello& hello, Attached& stream) {
        if (++attachments == 1) {
          stream.Write(welcome(0));
          return grpc::Status::OK;
        }
        EXPECT_EQ(hello.last_checkpoint(), checkpoint(MemoryTree(5)));
        tree_.append("more");
        stream.Write(welcome(5));
        hold(stream);
        return grpc::Status::OK;
      },
      [&] { return agent_.view_.size() == 6; });
}

TEST_F(AttachmentTest, StopsForGoodWhenTheLedgerDoesNotExtendWhatItSaw) {
  MemoryTree other;
  for (int i = 0; i < 5; ++i) other.append("another history");
  ASSERT_TRUE(agent_.view_.see(checkpoint(other), {}).ok());
  attach(
      [&](const v1::Hello&, Attached& stream) {
        tree_.append("more");
        stream.Write(welcome(5));
        return grpc::Status::OK;
      },
      [&] { return agent_.alarm_.has_value(); });
  EXPECT_EQ(agent_.alarm_->reason, Reason::kIntegrity);
  EXPECT_EQ(agent_.view_.note(), checkpoint(other));
}

TEST_F(AttachmentTest, StopsForGoodWhenTheLedgerIsEmptyAgain) {
  ASSERT_TRUE(agent_.view_.see(checkpoint(tree_), {}).ok());
  tree_ = MemoryTree();
  attach(
      [&](const v1::Hello&, Attached& stream) {
        stream.Write(welcome(0));
        return grpc::Status::OK;
      },
      [&] { return agent_.alarm_.has_value(); });
}

TEST_F(AttachmentTest, StopsForGoodWhenTheGatewayAdmitsToBeDamaged) {
  attach(
      [&](const v1::Hello&, Attached&) { return grpc::Status(StatusCode::DATA_LOSS, "INTEGRITY"); },
      [&] { return agent_.alarm_.has_value(); });
}

TEST_F(AttachmentTest, StopsForGoodWhenItIsCondemned) {
  std::atomic<int> attachments = 0;
  const auto after_hello = [&](const v1::Hello&, Attached& stream) {
    ++attachments;
    stream.Write(welcome(0));
    hold(stream);
    return grpc::Status::OK;
  };
  run(after_hello, ports(), [&](Attachment& attachment) {
    ASSERT_TRUE(agent_.wait_until([&] { return agent_.view_.size() == 5; }));
    attachment.condemn({Reason::kIntegrity, "two leaves have one counter"});
    ASSERT_TRUE(agent_.wait_until([&] { return agent_.alarm_.has_value(); }));
    EXPECT_EQ(agent_.alarm_->detail, "two leaves have one counter");
  });
  EXPECT_EQ(attachments, 1);
}

TEST_F(AttachmentTest, GoesOnTryingAGatewayWithAnOlderDirectory) {
  std::atomic<int> attachments = 0;
  attach(
      [&](const v1::Hello&, Attached& stream) {
        auto down = welcome(0);
        down.mutable_welcome()->set_directory_serial(++attachments == 1 ? 6 : 7);
        stream.Write(down);
        hold(stream);
        return grpc::Status::OK;
      },
      [&] { return agent_.view_.size() == 5; });
  EXPECT_EQ(attachments, 2);
  EXPECT_FALSE(agent_.alarm_.has_value());
}

// A directory that an agent cannot take may be the one that names the successor of its ledger.
TEST_F(AttachmentTest, AnotherLedgersKeyIsNoFalsehoodWhileItsDirectoryIsBehind) {
  std::atomic<int> attachments = 0;
  attach(
      [&](const v1::Hello&, Attached& stream) {
        auto down = welcome(0);
        if (++attachments == 1) {
          down.mutable_welcome()->set_directory_serial(8);
          down.mutable_welcome()->set_checkpoint(checkpoint(tree_, "stile.example/ledger-2"));
        }
        stream.Write(down);
        hold(stream);
        return grpc::Status::OK;
      },
      [&] { return agent_.view_.size() == 5; });
  EXPECT_EQ(attachments, 2);
  EXPECT_FALSE(agent_.alarm_.has_value());
}

TEST_F(AttachmentTest, StopsForGoodWhereTheLedgersKeyIsAnotherUnderTheSameDirectory) {
  attach(
      [&](const v1::Hello&, Attached& stream) {
        auto down = welcome(0);
        down.mutable_welcome()->set_checkpoint(checkpoint(tree_, "stile.example/ledger-2"));
        stream.Write(down);
        return grpc::Status::OK;
      },
      [&] { return agent_.alarm_.has_value(); });
}

// What is not the ledger's continuation is a falsehood under any directory.
TEST_F(AttachmentTest, StopsForGoodWhenTheLedgerIsRewrittenUnderANewerDirectory) {
  MemoryTree other;
  for (int i = 0; i < 5; ++i) other.append("another history");
  ASSERT_TRUE(agent_.view_.see(checkpoint(other), {}).ok());
  attach(
      [&](const v1::Hello&, Attached& stream) {
        auto down = welcome(5);
        down.mutable_welcome()->set_directory_serial(8);
        stream.Write(down);
        return grpc::Status::OK;
      },
      [&] { return agent_.alarm_.has_value(); });
}

TEST_F(AttachmentTest, ConfirmsOnlyNotesThatAreKept) {
  std::vector<std::uint64_t> stored;
  bool done = false;
  attach(
      [&](const v1::Hello&, Attached& stream) {
        stream.Write(welcome(0));
        for (std::uint64_t id = 1; id <= 3; ++id) {
          v1::AttachDown down;
          down.mutable_note()->set_note(id);
          down.mutable_note()->set_text(id == 2 ? "forged" : "true");
          stream.Write(down);
        }
        v1::AttachUp up;
        while (stored.size() < 2 && stream.Read(&up)) stored.push_back(up.note_stored().note());
        {
          const std::lock_guard lock(agent_.mutex_);
          done = true;
          agent_.tell();
        }
        hold(stream);
        return grpc::Status::OK;
      },
      [&] { return done; });
  EXPECT_EQ(stored, (std::vector<std::uint64_t>{1, 3}));
}

TEST_F(AttachmentTest, TakesNewDocumentsWhenTold) {
  attach(
      [&](const v1::Hello&, Attached& stream) {
        stream.Write(welcome(0));
        scheme_.directory.serial = 8;
        stand_in_.on_sync = [this](const v1::SyncRequest&) { return notes(); };
        v1::AttachDown down;
        down.mutable_documents_changed()->set_directory_serial(8);
        stream.Write(down);
        stream.Write(delivery(1, 5));
        hold(stream);
        return grpc::Status::OK;
      },
      [&] { return agent_.view_.size() == 6; });
  EXPECT_EQ(documents_->serial(), 8U);
}

}  // namespace
}  // namespace stile::agent
