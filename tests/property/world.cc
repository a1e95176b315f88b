#include "tests/property/world.h"

namespace stile::property {
namespace {

using Table = std::map<std::string, std::string>;

constexpr char kTestshireArea[] = "E23000091";
constexpr char kOthershireArea[] = "E23000092";
constexpr long kDirectoryBefore = 2 * kDay;
constexpr long kDirectoryAfter = 10 * kDay;

Table with(Table table, const Table& more) {
  table.insert(more.begin(), more.end());
  return table;
}

std::map<std::string, Table> table_of_least_fields() {
  const Table common = {{"HOME", "KEEP"},
                        {"EVENT_REFERENCE", "PSEUDONYM"},
                        {"CHILD_PSEUDONYM", "PSEUDONYM_HOME_AND_QUARTER"},
                        {"AGE", "BAND"},
                        {"TIME", "COARSEN"},
                        {"CATEGORY", "KEEP"},
                        {"DEPLOYMENT", "KEEP"},
                        {"APPROPRIATENESS", "KEEP"},
                        {"PLACING_AUTHORITY", "COARSEN"},
                        {"CONTACT", "KEEP"}};
  const Table kind = {
      {"HOME", "KEEP"}, {"EVENT_REFERENCE", "PSEUDONYM"}, {"TIME", "DAY"}, {"CATEGORY", "KEEP"}};
  return {
      {kCallOut, with(common, {{"CHANNEL", "KEEP"}, {"CALLER_ROLE", "KEEP"}, {"LEVEL", "KEEP"}})},
      {kEpisode, with(common, {{"MISSING_DURATION", "BAND"}, {"MISSING_RISK", "KEEP"}})},
      {kArrest, kind},
      {kConcern, kind},
      {kHomeMonth,
       {{"HOME", "KEEP"},
        {"EVENT_REFERENCE", "PSEUDONYM"},
        {"TIME", "MONTH"},
        {"CONTACT", "KEEP"},
        {"CALLER_ROLE", "COUNT"},
        {"APPROPRIATENESS", "COUNT"},
        {"CHILD_ROLE", "COUNT"},
        {"EXPLOITATION", "COUNT"},
        {"OFFENCE", "COUNT"},
        {"RETURN_INTERVIEW", "COUNT"},
        {"CHILD_VIEW", "COUNT"}}},
      {kManifest,
       {{"EVENT_REFERENCE", "PSEUDONYM"},
        {"TIME", "MONTH"},
        {"COMPLETENESS", "KEEP"},
        {"CONTACT", "KEEP"}}}};
}

std::string date_or(const std::optional<Date>& date, const char* otherwise) {
  return date ? text_of(*date) : otherwise;
}

std::string minute_text(long utc) {
  const long in_day = utc % kDay;
  const auto two = [](long number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return text_of(date_of(utc / kDay)) + "T" + two(in_day / kHour) + ":" + two(in_day % kHour) + "Z";
}

std::string areas_text(const World& world) {
  std::string text;
  for (const auto& authority : world.authorities) {
    text += "authority { code: \"" + authority.code + "\" name: \"Authority of " + authority.code +
            "\" police_area: \"" + kTestshireArea + "\" valid_from: \"" +
            date_or(authority.first, "2013-04-01") + "\"";
    if (authority.last) text += " valid_to: \"" + text_of(*authority.last) + "\"";
    for (const auto& code : authority.adjoining) text += " adjoining: \"" + code + "\"";
    if (!authority.successor.empty()) text += " successor: \"" + authority.successor + "\"";
    text += " }\n";
  }
  for (const char* code : {kTestshireArea, kOthershireArea}) {
    text += "police_area { code: \"" + std::string(code) + "\" name: \"Area of " + code +
            "\" valid_from: \"2013-04-01\" }\n";
  }
  return text;
}

void add_home(const Home& home, std::vector<support::HomesDraft>& lists) {
  lists[home.scheme == "ofsted" ? 0 : 1].homes.push_back(
      {.id = home.text(),
       .authority = home.authority,
       .force = home.testshire ? kTestshireArea : kOthershireArea,
       .places = static_cast<std::uint32_t>(home.places),
       .valid_from = date_or(home.first, "2013-04-01"),
       .valid_to = date_or(home.last, "")});
}

support::AgreementDraft draft_of(const Agreed& agreed) {
  const char* recipient = agreed.scheme == "ofsted" ? support::kOfsted : support::kCiw;
  support::AgreementDraft draft{.signing = {support::both(support::kTestshire, recipient)},
                                .id = agreed.id,
                                .source = support::kTestshire,
                                .recipient = recipient,
                                .processor = support::kGateway,
                                .clauses = {},
                                .from = "2020-01-01",
                                .review = "2034-12-31",
                                .until = "2035-12-31"};
  for (const auto& [type, granted] : agreed.clauses) {
    support::ClauseDraft clause{
        .name = "of-" + std::to_string(draft.clauses.size()), .grants = {}, .record = type};
    for (const auto& field : granted) {
      clause.grants.emplace_back(field, least_fields(type).at(field));
    }
    draft.clauses.push_back(std::move(clause));
  }
  return draft;
}

}  // namespace

const Table& least_fields(const std::string& type) {
  static const auto table = table_of_least_fields();
  return table.at(type);
}

std::set<std::string> required(const std::string& type) {
  if (type == kManifest) return {"EVENT_REFERENCE"};
  return {"EVENT_REFERENCE", "HOME"};
}

support::Scheme scheme_of(const World& world, long now) {
  support::Scheme scheme;
  scheme.directory.valid_from = minute_text(now - kDirectoryBefore);
  scheme.directory.valid_until = minute_text(now + kDirectoryAfter);
  for (auto& agency : scheme.directory.agencies) agency.valid_from = "2013-04-01";
  scheme.areas = areas_text(world);
  scheme.sealing_keys.clear();
  scheme.agreements.clear();
  for (const auto& agreed : world.agreements) scheme.agreements.push_back(draft_of(agreed));
  for (auto& list : scheme.homes) list.homes.clear();
  for (const auto& home : world.homes) add_home(home, scheme.homes);
  return scheme;
}

}  // namespace stile::property
