#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/result.h"

namespace stile::agent {

inline constexpr std::size_t kMailboxBytes = 254;  // RFC 5321, erratum 1690

// Mailbox is an address of the plain form (RFC 5321 section 4.1.2: Dot-string "@" Domain) in ASCII:
// holding one means that there is no space, quote, comment, bracket, comma or line end in it, so
// that it can stand in a header or a command as it is.
class Mailbox {
 public:
  // parse() fails with kMalformed for any other text.
  static Result<Mailbox> parse(std::string_view text);

  const std::string& text() const { return text_; }
  std::string_view domain() const { return std::string_view(text_).substr(text_.find('@') + 1); }

 private:
  explicit Mailbox(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

// MailServer is where mail is given: "smtp://mail.example:587", or "smtp://127.0.0.1" for a server
// on this machine. Without a port it is 25.
class MailServer {
 public:
  // parse() fails with kMalformed, with how to write it, for any other form: another scheme, an
  // account, a path.
  static Result<MailServer> parse(std::string_view url);

  const std::string& url() const { return url_; }
  // is_loopback() is true of an address of 127.0.0.0/8, and of no name: what is given there does
  // not leave this machine, and needs no TLS.
  bool is_loopback() const { return loopback_; }

 private:
  MailServer(std::string url, bool loopback) : url_(std::move(url)), loopback_(loopback) {}
  std::string url_;
  bool loopback_;
};

}  // namespace stile::agent
