#include "agents/handing/mail_hand.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "agents/handing/mail.h"
#include "core/tls/floor.h"
#include "tests/support/built_from.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/agents/handing/hand_fixture.h"
#include "tests/unit/agents/handing/mail_server.h"

namespace stile::agent {
namespace {

using std::chrono::milliseconds;
using Lines = std::vector<std::string>;

constexpr char kSender[] = "stile@force.example";

// Certificates are made once for all of these tests.
class MailHandTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    tls::require_tls13();  // as the agent does before anything else
    certificates_ = new support::TemporaryFolder;
    const std::string make =
        support::source_dir() + "/tests/unit/agents/handing/make_certificates ";
    ASSERT_EQ(std::system((make + certificates_->path()).c_str()), 0);
  }
  static void TearDownTestSuite() { delete std::exchange(certificates_, nullptr); }
  static std::string certificate(const std::string& name) { return certificates_->file(name); }

  // start() skips the test where there is no mail server on this machine.
  void start(const Lines& arguments) {
    server_ = std::make_unique<RunningMailServer>(arguments);
    if (!server_->is_there()) {
      GTEST_SKIP() << "python3-aiosmtpd is not installed (deploy/packages test)";
    }
  }
  // A server by its name is anywhere; by its address, it is on this machine.
  Status give_to(const std::string& host, const Handing& one = handing(),
                 const std::string& roots = certificate("roots.pem"),
                 milliseconds longest = kMailLongest) {
    return open(host, roots, longest).give(one, {});
  }
  MailHand open(const std::string& host, const std::string& roots = {},
                milliseconds longest = kMailLongest) const {
    return MailHand::open({MailServer::parse("smtp://" + host + ":" + server_->port()).value(),
                           Mailbox::parse(kSender).value(), roots},
                          longest)
        .value();
  }
  // is_in() says whether the server heard something that holds the text.
  static bool is_in(const Lines& heard, const std::string& text) {
    return std::any_of(heard.begin(), heard.end(),
                       [&](const std::string& line) { return line.find(text) != line.npos; });
  }

  static support::TemporaryFolder* certificates_;
  std::unique_ptr<RunningMailServer> server_;
};

support::TemporaryFolder* MailHandTest::certificates_ = nullptr;

// The mail as the server's JSON has it.
std::string data_line() {
  std::string mail = mail_of(handing(), Mailbox::parse(kSender).value(),
                             Mailbox::parse(handing().to.mailbox).value());
  for (std::size_t at = 0; (at = mail.find("\r\n", at)) != mail.npos; at += 4) {
    mail.replace(at, 2, "\\r\\n");
  }
  return "{\"data\": \"" + mail + "\"}";
}

TEST_F(MailHandTest, GivesTheMailToAServerItCanTrust) {
  start({"--tls", certificate("good")});
  if (IsSkipped()) return;
  const Status given = give_to("localhost");
  EXPECT_TRUE(given.ok()) << given.error().detail;
  EXPECT_EQ(server_->heard(), (Lines{R"({"ehlo": "force.example", "tls": null})",
                                     R"({"ehlo": "force.example", "tls": "TLSv1.3"})",
                                     R"({"mail": "stile@force.example"})",
                                     R"({"rcpt": "duty@authority.example"})", data_line()}));
}

TEST_F(MailHandTest, NeedsNoTlsOnThisMachine) {
  start({});
  if (IsSkipped()) return;
  const Status given = give_to("127.0.0.1", handing(), {});
  EXPECT_TRUE(given.ok()) << given.error().detail;
  EXPECT_EQ(server_->heard(), (Lines{R"({"ehlo": "force.example", "tls": null})",
                                     R"({"mail": "stile@force.example"})",
                                     R"({"rcpt": "duty@authority.example"})", data_line()}));
}

TEST_F(MailHandTest, SendsNothingWithoutStarttls) {
  start({});
  if (IsSkipped()) return;
  EXPECT_EQ(give_to("localhost").reason(), Reason::kWrongPeer);
  EXPECT_EQ(server_->heard(), Lines{R"({"ehlo": "force.example", "tls": null})"});
}

TEST_F(MailHandTest, SendsNothingUnderACertificateThatDoesNotHold) {
  for (const char* name : {"other-name", "other-authority", "expired"}) {
    start({"--tls", certificate(name)});
    if (IsSkipped()) return;
    EXPECT_EQ(give_to("localhost").reason(), Reason::kWrongPeer) << name;
    EXPECT_EQ(server_->heard(), Lines{R"({"ehlo": "force.example", "tls": null})"}) << name;
  }
}

TEST_F(MailHandTest, TrustsTheSystemsAuthoritiesWhereNoneAreNamed) {
  start({"--tls", certificate("good")});
  if (IsSkipped()) return;
  EXPECT_EQ(give_to("localhost", handing(), {}).reason(), Reason::kWrongPeer);
}

TEST_F(MailHandTest, SendsNothingUnderAnOlderTls) {
  start({"--tls", certificate("good"), "--tls12"});
  if (IsSkipped()) return;
  EXPECT_EQ(give_to("localhost").reason(), Reason::kWrongPeer);
  EXPECT_FALSE(is_in(server_->heard(), "mail"));
}

TEST_F(MailHandTest, GoesOnceTheServerNoLongerRefuses) {
  start({"--rcpt", "450", "--data", "451"});
  if (IsSkipped()) return;
  auto hand = open("127.0.0.1");
  const Status first = hand.give(handing(), {});
  EXPECT_EQ(first.reason(), Reason::kUnavailable);
  EXPECT_EQ(first.error().detail, "the mail server answered 450");
  const Status second = hand.give(handing(), {});
  EXPECT_EQ(second.reason(), Reason::kUnavailable);
  EXPECT_EQ(second.error().detail, "the mail server answered 451");
  EXPECT_TRUE(hand.give(handing(), {}).ok());
  const Lines heard = server_->heard();
  EXPECT_EQ(std::count(heard.begin(), heard.end(), data_line()), 1);
}

TEST_F(MailHandTest, SaysThatItIsRefusedForGood) {
  start({"--rcpt", "550", "--data", "554"});
  if (IsSkipped()) return;
  auto hand = open("127.0.0.1");
  for (const char* detail : {"the mail server answered 550", "the mail server answered 554"}) {
    const Status given = hand.give(handing(), {});
    EXPECT_EQ(given.reason(), Reason::kNotPermitted);
    EXPECT_EQ(given.error().detail, detail) << "and not the mailbox, which the server says";
  }
}

TEST_F(MailHandTest, WaitsNotForEverForAServerThatHangs) {
  start({"--silent"});
  if (IsSkipped()) return;
  EXPECT_EQ(give_to("127.0.0.1", handing(), {}, milliseconds(300)).reason(), Reason::kUnavailable);
}

TEST_F(MailHandTest, EndsSoonWhenTheAgentStops) {
  start({"--silent"});
  if (IsSkipped()) return;
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(open("127.0.0.1", {}, std::chrono::hours(1)).give(handing(), stop.get_token()).reason(),
            Reason::kUnavailable);
}

TEST_F(MailHandTest, SaysThatNobodyAnswers) {
  start({});
  if (IsSkipped()) return;
  auto hand = open("127.0.0.1");
  server_.reset();
  EXPECT_EQ(hand.give(handing(), {}).reason(), Reason::kUnavailable);
}

TEST_F(MailHandTest, IsToldNothingMoreByAMailbox) {
  start({});
  if (IsSkipped()) return;
  auto hand = open("127.0.0.1");
  for (const char* mailbox :
       {"duty@authority.example>\r\nRCPT TO:<all@authority.example",
        "duty@authority.example\r\nDATA", "duty@authority.example\nBcc: all@authority.example",
        "a@b.example, c@d.example", "duty@authority.example> NOTIFY=NEVER <x"}) {
    Handing one = handing();
    one.to.mailbox = mailbox;
    const Status given = hand.give(one, {});
    EXPECT_EQ(given.reason(), Reason::kMalformed);
    EXPECT_EQ(given.error().detail.find("authority.example"), std::string::npos);
  }
  Handing none = handing();
  none.to.mailbox.clear();
  EXPECT_EQ(hand.give(none, {}).reason(), Reason::kMissingField);
  EXPECT_TRUE(server_->heard().empty()) << "nobody was called";
}

TEST_F(MailHandTest, SaysNothingOfACodeOrATelephone) {
  start({});
  if (IsSkipped()) return;
  Handing one = handing();
  one.to.code = "duty\r\nBcc: all@authority.example";
  one.to.telephone = "\r\n.\r\nMAIL FROM:<x@y.example>";
  EXPECT_TRUE(give_to("127.0.0.1", one, {}).ok());
  const Lines heard = server_->heard();
  EXPECT_EQ(heard.size(), 4U);
  EXPECT_EQ(heard.back(), data_line());
}

TEST_F(MailHandTest, LooksAtNoProxyOfTheEnvironment) {
  start({});
  if (IsSkipped()) return;
  ASSERT_EQ(::setenv("all_proxy", "http://127.0.0.1:1", 1), 0);
  const Status given = give_to("127.0.0.1", handing(), {});
  ::unsetenv("all_proxy");
  EXPECT_TRUE(given.ok()) << given.error().detail;
}

TEST_F(MailHandTest, NeedsTheAuthoritiesThatItNames) {
  EXPECT_EQ(MailHand::open({MailServer::parse("smtp://mail.example").value(),
                            Mailbox::parse(kSender).value(), certificate("none.pem")})
                .reason(),
            Reason::kNotFound);
}

}  // namespace
}  // namespace stile::agent
