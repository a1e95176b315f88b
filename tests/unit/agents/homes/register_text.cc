#include "tests/unit/agents/homes/register_text.h"

#include <sstream>

namespace stile::agent {
namespace {

constexpr std::string_view kAreas =
    "police_area { code: \"E23000091\" name: \"Testshire\" valid_from: \"2013-04-01\" }\n"
    "police_area { code: \"W15000091\" name: \"Sir Brawf\" valid_from: \"2013-04-01\" }\n"
    "authority { code: \"E10000091\" name: \"Testshire, County of\" alias: \"Testshire\"\n"
    "  police_area: \"E23000091\" valid_from: \"2013-04-01\" }\n"
    "authority { code: \"E08000091\" name: \"Oldby-on-Sea\" police_area: \"E23000091\"\n"
    "  successor: \"E08000092\" valid_from: \"2013-04-01\" valid_to: \"2025-03-31\" }\n"
    "authority { code: \"E08000092\" name: \"Newby & Oldby\" alias: \"Oldby-on-Sea\"\n"
    "  police_area: \"E23000091\" valid_from: \"2025-04-01\" }\n"
    "authority { code: \"E10000093\" name: \"Halfshire\" police_area: \"E23000091\"\n"
    "  successor: \"E06000094\" successor: \"E06000095\"\n"
    "  valid_from: \"2013-04-01\" valid_to: \"2021-03-31\" }\n"
    "authority { code: \"E06000094\" name: \"North Halfshire\" police_area: \"E23000091\"\n"
    "  valid_from: \"2021-04-01\" }\n"
    "authority { code: \"E06000095\" name: \"South Halfshire\" police_area: \"E23000091\"\n"
    "  valid_from: \"2021-04-01\" }\n"
    "authority { code: \"E10000096\" name: \"Lostshire\" police_area: \"E23000099\"\n"
    "  valid_from: \"2013-04-01\" }\n"
    "authority { code: \"W06000091\" name: \"Sir Brawf\" alias: \"Ynys Môr\"\n"
    "  police_area: \"W15000091\" valid_from: \"2013-04-01\" }\n";

std::string quoted(const std::string& cell) { return '"' + cell + '"'; }

}  // namespace

const Authorities& invented_authorities() {
  static const Authorities read = Authorities::read(kAreas, "areas").value();
  return read;
}

std::string ofsted_text(const std::vector<RegisterRow>& rows) {
  std::string text =
      "Provider information,,,,,,,,Latest Full Inspection\r\n"
      "URN,Provision type,Registration status,Name,Postcode,Local authority,Places,"
      "Registration date,Overall effectiveness\r\n";
  for (const RegisterRow& row : rows) {
    for (const std::string& cell : {row.urn, row.provision, row.status, row.name, row.postcode,
                                    row.authority, row.places, row.registered}) {
      text += quoted(cell) + ",";
    }
    text += "Good\r\n";
  }
  return text;
}

Register read_text(const std::string& text, Day as_at, HomeScheme scheme) {
  std::istringstream from(text);
  return read_register(from, scheme, invented_authorities(), as_at).value();
}

Day day(std::string_view text) { return to_day(parse_day(text).value()); }
HomeId ofsted(std::string_view urn) { return HomeId::make(HomeScheme::kOfsted, urn).value(); }
AreaCode area(std::string_view code) { return AreaCode::parse(code).value(); }

std::vector<std::string> findings(const std::vector<Remark>& remarks) {
  std::vector<std::string> all;
  for (const Remark& remark : remarks) {
    all.push_back(std::to_string(remark.line) + ":" + std::string(name(remark.finding)));
  }
  return all;
}

}  // namespace stile::agent
