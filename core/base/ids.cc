#include "core/base/ids.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace stile {
namespace {

constexpr std::string_view kPrefix = "spiffe://";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

template <typename Allowed>
bool made_of(std::string_view text, std::size_t longest, Allowed allowed) {
  return !text.empty() && text.size() <= longest &&
         std::all_of(text.begin(), text.end(), allowed);
}

bool is_trust_domain(std::string_view text) {
  return made_of(text, 255, [](char c) { return is_lower(c) || is_digit(c) || c == '-' || c == '.'; });
}

bool is_code(std::string_view text) {
  return made_of(text, 32, [](char c) { return is_lower(c) || is_upper(c) || is_digit(c) || c == '-'; });
}

std::optional<AgencyKind> kind_named(std::string_view text) {
  for (auto kind : {AgencyKind::kForce, AgencyKind::kRegulator, AgencyKind::kAuthority,
                    AgencyKind::kYjs, AgencyKind::kAuditor}) {
    if (name(kind) == text) return kind;
  }
  return std::nullopt;
}

std::string_view path_of(std::string_view spiffe_id) {
  const auto slash = spiffe_id.find('/', kPrefix.size());
  return slash == std::string_view::npos ? std::string_view{} : spiffe_id.substr(slash + 1);
}

Error not_an_agency() {
  return {Reason::kMalformed,
          "not an agency identity of the form spiffe://<trust-domain>/<kind>/<code>/agent"};
}

}  // namespace

std::string_view name(AgencyKind kind) {
  switch (kind) {
    case AgencyKind::kForce: return "force";
    case AgencyKind::kRegulator: return "regulator";
    case AgencyKind::kAuthority: return "authority";
    case AgencyKind::kYjs: return "yjs";
    case AgencyKind::kAuditor: return "auditor";
    case AgencyKind::kGateway: return "gateway";
  }
  __builtin_trap();
}

Result<AgencyId> AgencyId::parse(std::string_view spiffe_id) {
  if (!spiffe_id.starts_with(kPrefix)) return not_an_agency();
  const auto path = path_of(spiffe_id);
  if (path.empty()) return not_an_agency();
  const auto domain = spiffe_id.substr(kPrefix.size(), spiffe_id.size() - kPrefix.size() - path.size() - 1);
  if (!is_trust_domain(domain)) return not_an_agency();
  if (path == "gateway") return AgencyId(std::string(spiffe_id), AgencyKind::kGateway);

  const auto first = path.find('/');
  const auto second = path.find('/', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos) return not_an_agency();
  const auto kind = kind_named(path.substr(0, first));
  const auto code = path.substr(first + 1, second - first - 1);
  if (!kind || !is_code(code) || path.substr(second + 1) != "agent") return not_an_agency();
  return AgencyId(std::string(spiffe_id), *kind);
}

std::string_view AgencyId::trust_domain() const {
  const std::string_view all(text_);
  return all.substr(kPrefix.size(), all.find('/', kPrefix.size()) - kPrefix.size());
}

std::string_view AgencyId::code() const {
  const auto path = path_of(text_);
  const auto first = path.find('/');
  if (first == std::string_view::npos) return {};
  return path.substr(first + 1, path.find('/', first + 1) - first - 1);
}

std::string AgencyId::short_text() const {
  if (kind_ == AgencyKind::kGateway) return "gateway";
  return std::string(name(kind_)) + "/" + std::string(code());
}

std::string_view name(HomeScheme scheme) {
  return scheme == HomeScheme::kOfsted ? "ofsted" : "ciw";
}

Result<HomeId> HomeId::make(HomeScheme scheme, std::string_view number) {
  if (scheme == HomeScheme::kCiw) {
    const bool fits = made_of(number, 24, [](char c) {
      return is_lower(c) || is_upper(c) || is_digit(c) || c == '-' || c == '/';
    });
    if (!fits) return Error{Reason::kMalformed, "not a CIW number"};
    return HomeId(scheme, std::string(number));
  }
  const auto digits = number.starts_with("SC") ? number.substr(2) : number;
  const std::size_t want = number.starts_with("SC") ? 6 : 7;
  if (digits.size() != want || !made_of(digits, want, is_digit)) {
    return Error{Reason::kMalformed, "not an Ofsted URN: SC and six digits, or seven digits"};
  }
  return HomeId(scheme, std::string(number));
}

Result<HomeId> HomeId::parse(std::string_view text) {
  for (auto scheme : {HomeScheme::kOfsted, HomeScheme::kCiw}) {
    const auto prefix = name(scheme);
    if (text.starts_with(prefix) && text.substr(prefix.size()).starts_with(":")) {
      return make(scheme, text.substr(prefix.size() + 1));
    }
  }
  return Error{Reason::kMalformed, "a home is written ofsted:<URN> or ciw:<number>"};
}

std::string HomeId::text() const { return std::string(name(scheme_)) + ":" + number_; }

Result<AreaCode> AreaCode::parse(std::string_view text) {
  const bool fits = text.size() == 9 && (text[0] == 'E' || text[0] == 'W') &&
                    made_of(text.substr(1), 8, is_digit);
  if (!fits) return Error{Reason::kMalformed, "not an ONS code: E or W and eight digits"};
  return AreaCode(std::string(text));
}

Result<AgreementId> AgreementId::parse(std::string_view text) {
  const bool fits = !text.empty() && is_lower(text[0]) && made_of(text, 64, [](char c) {
    return is_lower(c) || is_digit(c) || c == '-';
  });
  if (!fits) return Error{Reason::kMalformed, "an agreement id is lower-case letters, digits and '-'"};
  return AgreementId(std::string(text));
}

}  // namespace stile
