#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "core/base/result.h"

// Identifiers whose form is checked when they are made: holding one means it is well formed,
// never that it exists. All are copyable values ordered by their text.
namespace stile {

enum class AgencyKind { kForce, kRegulator, kAuthority, kYjs, kAuditor, kGateway };
std::string_view name(AgencyKind kind);

// AgencyId is a SPIFFE identity of this project's shape:
// spiffe://<trust-domain>/<kind>/<code>/agent, or spiffe://<trust-domain>/gateway
// (SPIFFE-ID section 2). Trust domain: lower-case letters, digits, '-', '.'; code: letters,
// digits, '-', at most 32.
class AgencyId {
 public:
  // parse() fails with kMalformed for any other shape, a port, a query, a trailing slash.
  static Result<AgencyId> parse(std::string_view spiffe_id);

  const std::string& text() const { return text_; }
  AgencyKind kind() const { return kind_; }
  std::string_view trust_domain() const;
  // code() is "sussex" of .../force/sussex/agent; empty for the gateway.
  std::string_view code() const;
  // short_text() is "force/sussex", for people and folder names.
  std::string short_text() const;
  auto operator<=>(const AgencyId& other) const { return text_ <=> other.text_; }
  bool operator==(const AgencyId& other) const { return text_ == other.text_; }

 private:
  AgencyId(std::string text, AgencyKind kind) : text_(std::move(text)), kind_(kind) {}
  std::string text_;
  AgencyKind kind_;
};

// HomeScheme says who gave a home its number.
enum class HomeScheme { kOfsted, kCiw };
std::string_view name(HomeScheme scheme);

// HomeId is an Ofsted URN (^(SC\d{6}|\d{7})$) or a CIW number (letters, digits, '-', '/',
// at most 24; opaque). Text form "ofsted:SC123456", "ciw:W-0001".
class HomeId {
 public:
  static Result<HomeId> make(HomeScheme scheme, std::string_view number);
  static Result<HomeId> parse(std::string_view text);

  HomeScheme scheme() const { return scheme_; }
  const std::string& number() const { return number_; }
  std::string text() const;
  auto operator<=>(const HomeId&) const = default;

 private:
  HomeId(HomeScheme scheme, std::string number) : scheme_(scheme), number_(std::move(number)) {}
  HomeScheme scheme_;
  std::string number_;
};

// AreaCode is a nine-character ONS code: a letter E or W and eight digits.
class AreaCode {
 public:
  static Result<AreaCode> parse(std::string_view text);
  const std::string& text() const { return text_; }
  auto operator<=>(const AreaCode&) const = default;

 private:
  explicit AreaCode(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

// AgreementId names an agreement over its versions: lower-case letters, digits, '-', at most
// 64, starting with a letter.
class AgreementId {
 public:
  static Result<AgreementId> parse(std::string_view text);
  const std::string& text() const { return text_; }
  auto operator<=>(const AgreementId&) const = default;

 private:
  explicit AgreementId(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

}  // namespace stile
