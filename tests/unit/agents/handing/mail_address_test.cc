#include "agents/handing/mail_address.h"

#include <gtest/gtest.h>

#include <string>

namespace stile::agent {
namespace {

TEST(MailboxTest, IsAPlainAddress) {
  for (const char* text : {"duty@authority.example", "first.contact+out-of-hours@yjs.example",
                           "o'brien_team@a-b.c.example", "x@localhost"}) {
    EXPECT_EQ(Mailbox::parse(text)->text(), text);
  }
  EXPECT_EQ(Mailbox::parse("duty@authority.example")->domain(), "authority.example");
}

TEST(MailboxTest, HasNothingInItThatAServerOrAHeaderCouldTakeForMore) {
  for (const std::string& text :
       {std::string("duty"),
        std::string("@authority.example"),
        std::string("duty@"),
        std::string("duty@authority.example\r\nBcc: all@authority.example"),
        std::string("duty@authority.example>\r\nRCPT TO:<all@authority.example"),
        std::string("duty@authority.example\n"),
        std::string("\rduty@authority.example"),
        std::string("duty\0@authority.example", 23),
        std::string("duty@authority.example,a@b.example"),
        std::string("Duty <duty@authority.example>"),
        std::string("\"du ty\"@authority.example"),
        std::string("duty(team)@authority.example"),
        std::string("du ty@authority.example"),
        std::string("duty@a@b.example"),
        std::string("duty@[127.0.0.1]"),
        std::string("d\u00FCty@authority.example"),
        std::string(".duty@authority.example"),
        std::string("duty@authority..example"),
        std::string(65, 'x') + "@authority.example",
        "duty@" + std::string(250, 'x')}) {
    EXPECT_EQ(Mailbox::parse(text).reason(), Reason::kMalformed) << text;
  }
}

TEST(MailServerTest, IsAHostAndAPort) {
  EXPECT_EQ(MailServer::parse("smtp://mail.example:587")->url(), "smtp://mail.example:587");
  EXPECT_EQ(MailServer::parse("smtp://mail.example")->url(), "smtp://mail.example:25");
}

TEST(MailServerTest, NeedsNoTlsOnThisMachineOnly) {
  EXPECT_TRUE(MailServer::parse("smtp://127.0.0.1")->is_loopback());
  EXPECT_TRUE(MailServer::parse("smtp://127.0.0.53:2525")->is_loopback());
  for (const char* url : {"smtp://localhost", "smtp://127.0.0.1.example", "smtp://10.0.0.1",
                          "smtp://128.0.0.1", "smtp://mail.example:127"}) {
    EXPECT_FALSE(MailServer::parse(url)->is_loopback()) << url;
  }
}

TEST(MailServerTest, IsNothingElse) {
  for (const char* url :
       {"", "mail.example:25", "http://mail.example", "smtps://mail.example", "smtp://",
        "smtp://:25", "smtp://mail.example:", "smtp://mail.example:0", "smtp://mail.example:65536",
        "smtp://mail.example:25x", "smtp://user:secret@mail.example", "smtp://mail.example/helo",
        "smtp://mail.example:25/helo", "smtp://mail.example:25?x", "smtp://mail example",
        "smtp://mail.example:25\r\nx", "SMTP://mail.example", "smtp://[::1]:25"}) {
    const auto server = MailServer::parse(url);
    ASSERT_FALSE(server.ok()) << url;
    EXPECT_NE(server.error().detail.find("mend with: smtp://"), std::string::npos);
  }
}

}  // namespace
}  // namespace stile::agent
