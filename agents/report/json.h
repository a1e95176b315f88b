#pragma once

#include <concepts>
#include <string>
#include <string_view>

namespace stile::agent {

// JsonObject writes one JSON object (RFC 8259) on one line, members in the order they are added.
// Texts are UTF-8; names are constants without characters to escape.
class JsonObject {
 public:
  JsonObject& text(std::string_view name, std::string_view value) {
    begin(name);
    text_ += '"';
    for (const char c : value) escape(c);
    text_ += '"';
    return *this;
  }
  template <std::integral T>
  JsonObject& number(std::string_view name, T value) {
    begin(name);
    text_ += std::to_string(value);
    return *this;
  }
  JsonObject& flag(std::string_view name, bool value) {
    begin(name);
    text_ += value ? "true" : "false";
    return *this;
  }
  // json() is a value that is JSON already.
  JsonObject& json(std::string_view name, std::string_view value) {
    begin(name);
    text_ += value;
    return *this;
  }
  std::string done() const { return text_ + "}"; }

 private:
  void begin(std::string_view name) {
    text_ += text_.size() > 1 ? ",\"" : "\"";
    text_.append(name).append("\":");
  }
  void escape(char c) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      text_.append({'\\', c});
    } else if (code < 0x20) {
      text_.append("\\u00").append({kDigits[code >> 4U], kDigits[code & 0xFU]});
    } else {
      text_ += c;
    }
  }

  std::string text_ = "{";
};

}  // namespace stile::agent
