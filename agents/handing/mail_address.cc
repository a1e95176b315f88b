#include "agents/handing/mail_address.h"

#include <algorithm>
#include <charconv>

#include "core/base/loopback.h"

namespace stile::agent {
namespace {

constexpr std::size_t kLocalPartBytes = 64;
constexpr std::string_view kScheme = "smtp://";
constexpr unsigned kLastPort = 65535;

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// RFC 5322 section 3.2.3
bool is_atom_character(char c) {
  return is_letter_or_digit(c) ||
         std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

bool is_domain_character(char c) { return is_letter_or_digit(c) || c == '-'; }

// is_dotted() is true for one part or more, between dots, of such characters.
bool is_dotted(std::string_view text, bool (*fits)(char)) {
  if (text.empty() || text.front() == '.' || text.back() == '.') return false;
  if (text.find("..") != text.npos) return false;
  return std::ranges::all_of(text, [&](char c) { return c == '.' || fits(c); });
}

bool is_port(std::string_view text) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() && port > 0 && port <= kLastPort;
}

}  // namespace

Result<Mailbox> Mailbox::parse(std::string_view text) {
  const std::size_t at = text.find('@');
  const bool fits = at != text.npos && text.size() <= kMailboxBytes && at <= kLocalPartBytes &&
                    is_dotted(text.substr(0, at), is_atom_character) &&
                    is_dotted(text.substr(at + 1), is_domain_character);
  if (fits) return Mailbox(std::string(text));
  return Error{Reason::kMalformed,
               "is no plain mailbox; mend with: one such as duty@council.example"};
}

Result<MailServer> MailServer::parse(std::string_view url) {
  if (url.starts_with(kScheme)) {
    const std::string_view address = url.substr(kScheme.size());
    const std::size_t colon = address.find(':');
    const std::string host(address.substr(0, colon));
    const std::string port(colon == address.npos ? "25" : address.substr(colon + 1));
    if (is_dotted(host, is_domain_character) && is_port(port)) {
      std::string plain(kScheme);
      plain.append(host).append(":").append(port);
      return MailServer(std::move(plain), check_loopback(host + ":" + port).ok());
    }
  }
  return Error{
      Reason::kMalformed,
      "is no mail server; mend with: smtp://HOST:PORT, or smtp://127.0.0.1 for one on this "
      "machine"};
}

}  // namespace stile::agent
