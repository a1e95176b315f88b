#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "agents/homes/authorities.h"
#include "agents/homes/register.h"
#include "core/base/ids.h"

// Invented registers and an invented country for the tests of this folder.
namespace stile::agent {

// invented_authorities() has Testshire and Sir Brawf, Oldby (renamed Newby in 2025), Halfshire
// (split in 2021) and Lostshire, whose police force area is not in the table.
const Authorities& invented_authorities();

// RegisterRow is a row of an Ofsted register; every text may be anything.
struct RegisterRow {
  std::string urn;
  std::string authority = "Testshire";
  std::string places = "4";
  std::string provision = "Children's home";
  std::string status = "Active";
  std::string registered = {};
  std::string name = "REDACTED";
  std::string postcode = "REDACTED";
};

// ofsted_text() has the two header rows of the published layout, in CR LF lines.
std::string ofsted_text(const std::vector<RegisterRow>& rows);

// read_text() reads an Ofsted register of that day; aborts when it does not read.
Register read_text(const std::string& text, Day as_at, HomeScheme scheme = HomeScheme::kOfsted);

Day day(std::string_view text);
HomeId ofsted(std::string_view urn);
AreaCode area(std::string_view code);

// findings() are the findings of a register's remarks by their names, in order: "line:name".
std::vector<std::string> findings(const std::vector<Remark>& remarks);

}  // namespace stile::agent
