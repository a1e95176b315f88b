#pragma once

#include <chrono>
#include <string>
#include <utility>

#include "agents/handing/handing.h"
#include "agents/handing/mail_address.h"

namespace stile::agent {

inline constexpr std::chrono::milliseconds kMailLongest{30'000};

struct MailSettings {
  MailServer server;
  Mailbox sender;  // of the envelope too: what cannot be delivered comes back there
  std::string
      roots;  // file: the authorities (PEM) of the server's certificate; empty: the system's
};

// MailHand gives mail_of() to a mail server (RFC 5321) for the contact's mailbox. Nothing is said
// to a server beyond EHLO before STARTTLS has succeeded, with TLS 1.3 and a certificate of the
// server's name; on this machine (MailServer::is_loopback()) there is no TLS. The server is told
// the sender's domain, not the machine's name. No proxy, netrc or environment is looked at. Fails
// with
//   kMissingField  the contact has no mailbox;  kMalformed  it has none that is plain
//   kWrongPeer     no STARTTLS, or the certificate does not hold; nothing was sent
//   kNotPermitted  refused for good (5xx): a person has to mend it, at the server or in the
//   directory kUnavailable   anything else, a refusal for now (4xx) included
// Success means that the server has taken the mail. Details name no mailbox.
class MailHand : public Hand {
 public:
  // open() fails as storage::read_whole() where the roots cannot be read.
  static Result<MailHand> open(MailSettings settings,
                               std::chrono::milliseconds longest = kMailLongest);
  Status give(const Handing& handing, const std::stop_token& stop) override;

 private:
  MailHand(MailSettings settings, std::chrono::milliseconds longest)
      : settings_(std::move(settings)), longest_(longest) {}

  MailSettings settings_;
  std::chrono::milliseconds longest_;
};

}  // namespace stile::agent
