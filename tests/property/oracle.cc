#include "tests/property/oracle.h"

#include <algorithm>
#include <utility>

namespace stile::property {
namespace {

using Text = std::string;

constexpr int kSmallHome = 3;
constexpr int kOldest = 30;

const std::map<Text, Text>& files() {
  static const std::map<Text, Text> files = {
      {kCallOut, "call-outs"}, {kEpisode, "missing-episodes"}, {kArrest, "arrests"},
      {kConcern, "concerns"},  {kHomeMonth, "home-months"},    {kManifest, "manifests"}};
  return files;
}

Text age_band(const Reading& row, const Date& day) {
  if (!row.child) return "no-child";
  if (!row.born || *row.born > day || age(*row.born, day) > kOldest) return "not-known";
  const int years = age(*row.born, day);
  return years < 1    ? "under-1"
         : years < 5  ? "1-4"
         : years < 10 ? "5-9"
         : years < 16 ? "10-15"
                      : "16-and-over";
}

Text part_of_day(long utc) {
  const long hour = london_of(utc) % kDay / kHour;
  return hour < 6 ? "night" : hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening";
}

Text duration(const Reading& row) {
  if (!row.end) return "still-missing";
  const long minutes = *row.end - row.time;
  if (minutes < 8 * kHour) return "under-8-hours";
  if (minutes < 16 * kHour) return "8-16-hours";
  if (minutes < 24 * kHour) return "16-24-hours";
  if (minutes < 2 * kDay) return "1-2-days";
  if (minutes < 7 * kDay) return "2-7-days";
  if (minutes < 28 * kDay) return "7-28-days";
  return "28-days-and-over";
}

// The columns of a file that a column of the table fills with a code as it is.
struct Copied {
  const char* type;
  const char* granted;
  const char* column;
  const char* field;  // of the export
};
constexpr Copied kCopied[] = {
    {kCallOut, "CATEGORY", "category", "CATEGORY"},
    {kCallOut, "CHANNEL", "channel", "CHANNEL"},
    {kCallOut, "CALLER_ROLE", "caller_role", "CALLER_ROLE"},
    {kCallOut, "DEPLOYMENT", "deployment", "DEPLOYMENT"},
    {kCallOut, "DEPLOYMENT", "home_told", "HOME_TOLD"},
    {kCallOut, "LEVEL", "level", "LEVEL"},
    {kCallOut, "LEVEL", "level_set_by", "LEVEL_SET_BY"},
    {kCallOut, "APPROPRIATENESS", "appropriateness", "APPROPRIATENESS"},
    {kEpisode, "CATEGORY", "absence", "ABSENCE"},
    {kEpisode, "DEPLOYMENT", "police_response", "POLICE_RESPONSE"},
    {kEpisode, "APPROPRIATENESS", "home_enquired", "HOME_ENQUIRED"},
    {kEpisode, "MISSING_RISK", "risk", "RISK"},
    {kArrest, "CATEGORY", "kind", "KIND"},
    {kConcern, "CATEGORY", "kind", "KIND"},
};

Text underscored(Text text) {
  std::ranges::replace(text, '-', '_');
  return text;
}

Text answered(const Text& what, const Text& answer, const Text& yes, const Text& no) {
  return what + "_" + (answer == "yes" ? yes : answer == "no" ? no : "not_known");
}

Text outcome_group(const Text& outcome) {
  static const std::map<Text, Text> groups = {{"0", "not_yet_assigned"},
                                              {"1", "formal"},
                                              {"4", "formal"},
                                              {"2", "out_of_court"},
                                              {"3", "out_of_court"},
                                              {"6", "out_of_court"},
                                              {"7", "informal"},
                                              {"8", "informal"},
                                              {"20", "20_other_body"},
                                              {"22", "22_diversion"},
                                              {"21", "21_police_not_in_public_interest"}};
  const auto found = groups.find(outcome);
  return found == groups.end() ? "no_further_action" : found->second;
}

// measures() are the counts to which a row adds one.
std::set<Text> measures(const Reading& row) {
  const auto said = [&](const char* field) {
    const auto found = row.codes.find(field);
    return found == row.codes.end() ? Text() : found->second;
  };
  std::set<Text> all;
  if (row.type == kCallOut) {
    const Text caller = said("CALLER_ROLE");
    all.insert(caller == "not-known" ? "calls_caller_not_known" : "calls_by_" + caller);
    if (caller == "staff") all.insert("staff_calls_" + underscored(said("APPROPRIATENESS")));
  }
  if (row.child && (row.type == kCallOut || row.type == kEpisode)) {
    const Text role = said("CHILD_ROLE");
    all.insert(role == "none" ? "child_no_role" : "child_" + role);
    all.insert(answered("exploitation", said("EXPLOITATION"), "concern", "none"));
    all.insert(answered("harm", said("HARM"), "yes", "no"));
    if (role == "alleged") {
      const Text offence = said("OFFENCE_GROUP");
      if (offence != "none") all.insert("offence_" + underscored(offence));
      if (said("ARRESTED") == "yes") all.insert("arrests");
      if (said("OUTCOME") != "no-crime") all.insert("outcome_" + outcome_group(said("OUTCOME")));
    }
  }
  if (said("INTERVIEW_DUE") == "yes") all.insert("interview_due");
  if (said("INTERVIEW_OFFERED") == "yes") all.insert("interview_offered");
  if (said("INTERVIEW_ACCEPTED") == "yes") all.insert("interview_accepted");
  if (said("CHILD_VIEW") == "yes") all.insert("view_recorded");
  if (said("DISPUTED") == "yes") all.insert("disputed");
  return all;
}

const std::map<Text, std::vector<Text>>& counted() {
  static const std::map<Text, std::vector<Text>> columns = {
      {"CALLER_ROLE",
       {"calls_by_staff", "calls_by_child", "calls_by_agency", "calls_by_public",
        "calls_caller_not_known"}},
      {"APPROPRIATENESS",
       {"staff_calls_appropriate", "staff_calls_inappropriate", "staff_calls_not_assessed"}},
      {"CHILD_ROLE",
       {"child_alleged", "child_victim", "child_witness", "child_missing", "child_no_role"}},
      {"EXPLOITATION",
       {"exploitation_concern", "exploitation_none", "exploitation_not_known", "harm_yes",
        "harm_no", "harm_not_known"}},
      {"OFFENCE",
       {"offence_violence", "offence_sexual", "offence_robbery", "offence_theft",
        "offence_damage_or_arson", "offence_drugs", "offence_weapons", "offence_public_order",
        "offence_other", "offence_not_known", "arrests", "outcome_not_yet_assigned",
        "outcome_formal", "outcome_out_of_court", "outcome_informal", "outcome_20_other_body",
        "outcome_21_police_not_in_public_interest", "outcome_22_diversion",
        "outcome_no_further_action"}},
      {"RETURN_INTERVIEW", {"interview_due", "interview_offered", "interview_accepted"}},
      {"CHILD_VIEW", {"view_recorded", "disputed"}}};
  return columns;
}

Line head_of(const Agreed& agreed) {
  return {{"source", "force/testshire"}, {"agreement", agreed.id}};
}

bool is_elsewhere(const Reading& row, const Sending& sending) {
  return month_text(local_date(row.time)) != sending.month;
}
bool is_here(const Reading& row, const Sending& sending) {
  return !is_elsewhere(row, sending) && row.time <= sending.now;
}

}  // namespace

// An export that has rows of other months and none of its own is not sent.
void Oracle::send(const Sending& sending) {
  const Layout& layout = *sending.layout;
  const auto any = [&](const auto& holds) {
    return std::ranges::any_of(sending.rows, [&](const auto& cells) {
      const Reading row = read(layout, cells);
      return row.fate == Reading::Fate::kRead && holds(row);
    });
  };
  const bool has_own = any([&](const Reading& row) { return is_here(row, sending); });
  if (!has_own && any([&](const Reading& row) { return is_elsewhere(row, sending); })) return;
  Ended& ended = ended_[{sending.month, layout.system}];
  ended = {layout.types, month_text(local_date(sending.now)) > sending.month, 0, {}};
  for (const auto& cells : sending.rows) take(read(layout, cells), sending, ended);
  for (const auto& agreed : world_.agreements) tell(agreed, sending.month);
}

// Of a row that is held, or may be, nothing is counted and nothing sent (R17).
void Oracle::take(const Reading& row, const Sending& sending, Ended& ended) {
  if (row.fate == Reading::Fate::kOutOfScope) return;
  const bool is_read = row.fate == Reading::Fate::kRead;
  if (!is_read || !is_here(row, sending)) {
    // A row of another month is that month's to tell of.
    if (!row.may_be_held && !(is_read && is_elsewhere(row, sending))) ++ended.rejected;
    return;
  }
  const Key key{sending.layout->system, row.type, row.reference, row.person};
  for (const auto& agreed : world_.agreements) {
    if (!agreed.clauses.contains(row.type)) continue;
    // What is held, or led to this recipient and does no more, is withdrawn.
    const bool of_regulator = row.home.starts_with(agreed.scheme + ":");
    if (row.held() || !of_regulator) routes_[agreed.id].records.erase(key);
    if (!row.held() && of_regulator) offer(agreed, row, key, ended);
  }
}

void Oracle::offer(const Agreed& agreed, const Reading& row, const Key& key, Ended& ended) {
  const Home* home = home_on(row.home, local_date(row.time));
  if (home == nullptr) ++ended.withheld[agreed.id][row.type];
  if (home == nullptr) return;
  auto& records = routes_[agreed.id].records;
  if (home->testshire) {
    records[key] = kept(agreed, row, *home);
  } else {
    records.erase(key);
  }
}

Oracle::Kept Oracle::kept(const Agreed& agreed, const Reading& row, const Home& home) const {
  const auto& granted = agreed.clauses.at(row.type);
  const Date day = local_date(row.time);
  const bool small = home.places <= kSmallHome;
  Line line = head_of(agreed);
  line["home"] = row.home;
  for (const auto& copied : kCopied) {
    if (row.type == copied.type && granted.contains(copied.granted)) {
      line[copied.column] = row.codes.at(copied.field);
    }
  }
  if (granted.contains("TIME")) line["event_date"] = text_of(day);
  if (row.type == kCallOut || row.type == kEpisode) {
    if (granted.contains("TIME")) line["part_of_day"] = part_of_day(row.time);
    if (granted.contains("AGE") && !small) line["age_band"] = age_band(row, day);
    if (granted.contains("PLACING_AUTHORITY")) {
      line["placing"] = distance(home.authority, row.placing, day);
    }
    if (granted.contains("MISSING_DURATION")) line["duration"] = duration(row);
    if (granted.contains("CONTACT")) line["contact"] = support::kContact;
  }
  const bool named = granted.contains("CHILD_PSEUDONYM") && row.child && !small;
  const Text same = row.person + "|" + row.home + "|" + quarter_text(day) + "|" + agreed.id;
  return {row.type,     month_text(day),   row.home,
          line,         named ? same : "", row.incident.empty() ? row.reference : row.incident,
          measures(row)};
}

// tell() is what follows a return: each home that has, or had, records of the month, and the
// manifest.
void Oracle::tell(const Agreed& agreed, const Text& month) {
  const bool whole_months = agreed.clauses.contains(kHomeMonth);
  const bool manifests = agreed.clauses.contains(kManifest);
  if (!whole_months && !manifests) return;
  Told& told = routes_[agreed.id].months[month];
  if (whole_months) {
    for (const auto& [key, record] : routes_[agreed.id].records) {
      if (record.month == month) told.homes[record.home];
    }
    for (auto& [home, line] : told.homes) line = home_month(agreed, month, home);
  }
  if (!manifests) return;
  Line says = manifest(agreed, month);
  const bool numbered = agreed.clauses.at(kManifest).contains("COMPLETENESS");
  told.manifest.erase("manifest_revision");
  if (says != told.manifest) ++told.manifests;
  told.manifest = std::move(says);
  if (numbered) told.manifest["manifest_revision"] = std::to_string(told.manifests);
}

Line Oracle::home_month(const Agreed& agreed, const Text& month, const Text& home) const {
  const auto& granted = agreed.clauses.at(kHomeMonth);
  Line line = head_of(agreed);
  line["home"] = home;
  if (granted.contains("TIME")) line["month"] = month;
  if (granted.contains("CONTACT")) line["contact"] = support::kContact;
  for (const auto& [field, columns] : counted()) {
    if (!granted.contains(field)) continue;
    for (const auto& column : columns) {
      const bool of_calls = field == "CALLER_ROLE" || field == "APPROPRIATENESS";
      int count = 0;
      std::set<std::pair<Text, Text>> calls;
      for (const auto& [key, record] : routes_.at(agreed.id).records) {
        if (record.month != month || record.home != home) continue;
        if (!record.measures.contains(column)) continue;
        ++count;
        calls.insert({std::get<0>(key), record.call});
      }
      line[column] = std::to_string(of_calls ? calls.size() : static_cast<std::size_t>(count));
    }
  }
  return line;
}

Line Oracle::manifest(const Agreed& agreed, const Text& month) const {
  const auto& granted = agreed.clauses.at(kManifest);
  Line line = head_of(agreed);
  if (granted.contains("TIME")) line["month"] = month;
  if (granted.contains("CONTACT")) line["contact"] = support::kContact;
  if (!granted.contains("COMPLETENESS")) return line;
  const std::map<Text, char> letters = {
      {kCallOut, 'C'}, {kEpisode, 'M'}, {kArrest, 'A'}, {kConcern, 'K'}};
  for (const auto& [type, letter] : letters) {
    if (!agreed.clauses.contains(type)) continue;
    const bool whole = std::ranges::all_of(layouts_, [&](const Layout& layout) {
      const bool has_type = layout.types.find(letter) != Text::npos;
      const auto ended = ended_.find({month, layout.system});
      return !has_type || (ended != ended_.end() && ended->second.whole);
    });
    int rejected = 0;
    int withheld = 0;
    for (const auto& [of, ended] : ended_) {
      if (of.first != month || ended.types.find(letter) == Text::npos) continue;
      // What could not be read is counted under the first type that the export may hold.
      if (ended.types.front() == letter) rejected += ended.rejected;
      const auto by_type = ended.withheld.find(agreed.id);
      if (by_type != ended.withheld.end() && by_type->second.contains(type)) {
        withheld += by_type->second.at(type);
      }
    }
    const auto route = routes_.find(agreed.id);
    const auto records = std::ranges::count_if(route->second.records, [&](const auto& one) {
      return one.second.type == type && one.second.month == month;
    });
    const Text stem = underscored(files().at(type));
    line[stem + "_complete"] = whole ? "true" : "false";
    line[stem + "_records"] = std::to_string(records);
    line[stem + "_withheld"] = std::to_string(withheld);
    line[stem + "_rejected"] = std::to_string(rejected);
  }
  return line;
}

const Home* Oracle::home_on(const Text& home, const Date& day) const {
  const auto found = std::ranges::find_if(world_.homes, [&](const Home& one) {
    return one.text() == home && (!one.first || *one.first <= day) &&
           (!one.last || day <= *one.last);
  });
  return found == world_.homes.end() ? nullptr : &*found;
}

// standing() is what a code stands for on a day: itself, or what its area was then part of.
std::set<Text> Oracle::standing(const Text& code, const Date& day) const {
  std::set<Text> codes;
  for (const auto& one : world_.authorities) {
    const bool ended = one.last && *one.last < day;
    const bool begun = !one.first || *one.first <= day;
    if (one.code == code && begun) codes.insert(ended ? one.successor : code);
    const bool awaited = std::ranges::any_of(world_.authorities, [&](const Authority& next) {
      return next.code == code && next.first && day < *next.first;
    });
    if (one.successor == code && awaited) codes.insert(one.code);
  }
  return codes;
}

Text Oracle::distance(const Text& home, const Text& placing, const Date& day) const {
  std::set<Text> found;
  for (const auto& one : world_.authorities) {
    if (!standing(home, day).contains(one.code)) continue;
    for (const auto& other : standing(placing, day)) {
      const bool adjoins = std::ranges::find(one.adjoining, other) != one.adjoining.end();
      found.insert(one.code == other ? "in-area" : adjoins ? "adjoining" : "distant");
    }
  }
  return found.size() == 1 ? *found.begin() : "not-known";
}

std::vector<Expected> Oracle::of(const Text& scheme) const {
  std::vector<Expected> all;
  for (const auto& agreed : world_.agreements) {
    const auto route = routes_.find(agreed.id);
    if (agreed.scheme != scheme || route == routes_.end()) continue;
    for (const auto& [key, record] : route->second.records) {
      all.push_back({files().at(record.type), record.month, record.line, record.same});
    }
    for (const auto& [month, told] : route->second.months) {
      for (const auto& [home, line] : told.homes) all.push_back({"home-months", month, line, ""});
      if (!told.manifest.empty()) all.push_back({"manifests", month, told.manifest, ""});
    }
  }
  return all;
}

}  // namespace stile::property
