#include "core/base/loopback.h"

#include <charconv>

namespace stile {
namespace {

// take_number() takes a decimal of at most `most` off the front of `text`.
bool take_number(std::string_view& text, unsigned most, unsigned& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || number > most) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

bool is_loopback(std::string_view text) {
  constexpr unsigned kNetwork = 127;
  unsigned number = 0;
  for (int part = 0; part < 4; ++part) {
    if (!take_number(text, 255, number) || (part == 0 && number != kNetwork)) return false;
    if (!text.starts_with(part == 3 ? ':' : '.')) return false;
    text.remove_prefix(1);
  }
  return take_number(text, 65535, number) && text.empty();
}

}  // namespace

Status check_loopback(std::string_view address) {
  if (is_loopback(address)) return ok();
  return Error{Reason::kMalformed,
               "only this machine may ask; mend with: a loopback address and a port, as "
               "\"127.0.0.1:9464\""};
}

}  // namespace stile
