#include "agents/handing/mail.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/agents/handing/hand_fixture.h"

namespace stile::agent {
namespace {

std::string mail(const Handing& one) {
  return mail_of(one, Mailbox::parse("stile@force.example").value(),
                 Mailbox::parse("duty@authority.example").value());
}

TEST(MailTest, SaysThatSomethingWaitsAndWhereToReadIt) {
  EXPECT_EQ(
      mail(handing()),
      "Date: Tue, 03 Nov 2026 09:00:00 +0000\r\n"
      "From: Stile <stile@force.example>\r\n"
      "To: <duty@authority.example>\r\n"
      "Message-ID: <0024H-36H2N-CSVRH-6DAQF-6DVVQ-Z-notification.1793696400@force.example>\r\n"
      "Subject: A notification waits in Stile\r\n"
      "Auto-Submitted: auto-generated\r\n"
      "MIME-Version: 1.0\r\n"
      "Content-Type: text/plain; charset=us-ascii\r\n"
      "\r\n"
      "A notification waits in Stile.\r\n"
      "\r\n"
      "Reference: 0024H-36H2N-CSVRH-6DAQF-6DVVQ-Z\r\n"
      "Read it with: stile inbox notices\r\n"
      "\r\n"
      "Mae rhywbeth yn aros i'w ddarllen yn Stile: stile inbox notices\r\n");
}

TEST(MailTest, IsTheSameMailAtEveryTry) {
  Handing again = handing();
  again.attempt = 7;
  EXPECT_EQ(mail(again), mail(handing()));
}

TEST(MailTest, IsPlainAsciiInShortLinesWhateverItIsOf) {
  for (const auto kind :
       {Handing::Kind::kNotification, Handing::Kind::kOverdue, Handing::Kind::kCorrected,
        Handing::Kind::kWithdrawn, Handing::Kind::kControlRoom, Handing::Kind::kExercise}) {
    const std::string text = mail(handing(kind));
    std::size_t line = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      EXPECT_TRUE((c >= ' ' && c <= '~') || c == '\r' || c == '\n');
      EXPECT_EQ(c == '\n', i > 0 && text[i - 1] == '\r') << "a line ends with CR and LF together";
      line = c == '\n' ? 0 : line + 1;
      EXPECT_LE(line, 100U);
    }
    EXPECT_NE(text.find("\r\nSubject: "), std::string::npos);
  }
}

TEST(MailTest, CallsAnExerciseAnExercise) {
  EXPECT_NE(mail(handing(Handing::Kind::kExercise)).find("Subject: EXERCISE"), std::string::npos);
  EXPECT_NE(mail(handing(Handing::Kind::kExercise)).find("Read it with: stile inbox exercises"),
            std::string::npos);
  EXPECT_EQ(mail(handing()).find("xercise"), std::string::npos);
}

TEST(MailTest, IsDatedOnEveryDayOfALeapYear) {
  Handing one = handing();
  one.time = 1709164800;  // 2024-02-29, a Thursday
  EXPECT_EQ(mail(one).substr(0, 37), "Date: Thu, 29 Feb 2024 00:00:00 +0000");
  one.time = 1704067199;  // the second before 2024, a Sunday
  EXPECT_EQ(mail(one).substr(0, 37), "Date: Sun, 31 Dec 2023 23:59:59 +0000");
}

}  // namespace
}  // namespace stile::agent
