#include "agents/source/subject_paper.h"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <utility>

#include "agents/report/row_fields.h"
#include "agents/source/subject_labels.h"
#include "agents/source/subject_words.h"
#include "core/agreement/plain_words.h"
#include "core/crypto/encoding.h"

namespace stile::agent {
namespace {

using namespace subject;
using record::ChangeKind;
using record::OccasionKind;

// filled() is a sentence with {1}, {2} and {3} put in. What is put in is not looked at again.
std::string filled(std::string_view sentence, std::initializer_list<std::string_view> values) {
  std::string text;
  while (!sentence.empty()) {
    const bool place = sentence.size() > 2 && sentence[0] == '{' && sentence[2] == '}';
    if (place) text += *(values.begin() + (sentence[1] - '1'));
    if (!place) text += sentence[0];
    sentence.remove_prefix(place ? 3 : 1);
  }
  return text;
}

std::string label_in(std::span<const Label> list, std::string_view name, Language language) {
  const auto found = std::ranges::find(list, name, &Label::name);
  return std::string(found == list.end() ? name : found->in(language));
}

bool withdraws(const Sharing& sharing) {
  const auto& change = sharing.what.occasion.change;
  return change && record::kind_of(*change) == ChangeKind::kWithdrawn;
}

class Writer {
 public:
  explicit Writer(const SubjectAccount& account)
      : account_(account), language_(account.order.language) {}

  Paper paper() {
    head();
    each();
    left_out();
    rights();
    meanings();
    for_checkers();
    return std::move(paper_);
  }

 private:
  std::string say(const Label& label, std::initializer_list<std::string_view> values = {}) const {
    return filled(label.in(language_), values);
  }
  std::string day(Day of) const {
    if (language_ == Language::kEnglish) return agreement::date_words(of);
    const CivilDay date = to_civil(of);
    return std::to_string(date.day) + " " + month_name(date.month) + " " +
           std::to_string(date.year);
  }
  std::string month_name(int month) const {
    return std::string(kWelshMonths.at(static_cast<std::size_t>(month - 1)));
  }
  // "October 2026": what follows the day of its first.
  std::string month(const Month& of) const {
    const std::string first = day(to_day({of.year, of.month, 1}));
    return first.substr(first.find(' ') + 1);
  }
  std::string moment(Instant at) const {
    const CivilMinute local = local_minute(at);
    return say(kMoment,
               {day(to_day(local.date)), time_of_day_text(local.hour * 60 + local.minute)});
  }
  const agreement::Agency* agency(const AgencyId& id) const {
    return account_.documents == nullptr ? nullptr : account_.documents->agency(id);
  }
  std::string name_of(const AgencyId& id) const {
    const auto* found = agency(id);
    return found == nullptr ? id.short_text() : found->name;
  }
  const agreement::Agreement* agreement_of(const Sharing& sharing) const {
    if (account_.documents == nullptr) return nullptr;
    const auto found = account_.documents->agreement(sharing.what.agreement);
    return found.ok() ? found.value() : nullptr;
  }

  void head() {
    const std::string self = name_of(account_.self);
    const auto& all = account_.sharings;
    paper_.title(say(kTitle, {self}));
    paper_.fact(say(kFrom), self);
    paper_.fact(say(kAbout), say(kChild, {account_.order.child, account_.order.system}));
    paper_.fact(say(kMade), moment(account_.made));
    paper_.fact(say(kCovers), all.empty() ? say(kCoversNone)
                                          : say(kCoversSome, {day(local_day(all.front().made))}));
    if (!account_.order.purpose.empty()) {
      paper_.fact(say(kReason), label_in(kMadeFor, account_.order.purpose, language_));
    }
    paper_.heading(say(kWhat));
    paper_.text(say(kYou, {self}));
    paper_.text(say(kStile));
  }

  void each() {
    paper_.heading(say(kEach));
    const std::string count = std::to_string(account_.sharings.size());
    paper_.text(account_.sharings.empty() ? say(kNone) : say(kCount, {count}));
    for (std::size_t i = 0; i < account_.sharings.size(); ++i) entry(i);
  }

  void entry(std::size_t at) {
    const Sharing& one = account_.sharings[at];
    const std::string who = name_of(one.what.to);
    const bool waits = one.state == ConsignmentState::kQueued;
    paper_.entry(std::to_string(at + 1) + ". " + day(local_day(one.made)) + ": " + who,
                 sharing_json(one, account_.documents.get()));
    const std::string what = say(kEvents.at(static_cast<std::size_t>(one.what.record) - 1));
    paper_.text(say(waits ? kToTell : kTold, {moment(one.made), who, what}) + " " + occasion(one) +
                " " + say(kReference, {one.reference}));
    if (const auto before = replaced(at)) paper_.text(say(kReplaces, {std::to_string(*before)}));
    values(one);
    paper_.text(say(shared_state(one)));
    const auto* under = agreement_of(one);
    const std::string purpose(under != nullptr ? agreement::name(under->purpose)
                                               : std::string_view(one.purpose));
    paper_.text(law_of(one, under != nullptr ? under->title : one.agreement_id, purpose));
    if (const std::string kept = keeping(at); !kept.empty()) paper_.text(kept);
  }

  // law_of() is by what right it was shared. Who the child is, is told on the law that was named.
  std::string law_of(const Sharing& one, const std::string& title,
                     const std::string& purpose) const {
    if (one.identifies()) {
      if (!one.basis) return say(kLawUnknown);
      return say(kAllowedByLaw, {label_of(*one.basis).in(language_)});
    }
    const std::string law = say(kAllowed, {title});
    if (purpose.empty()) return law;
    return law + " " + say(kFor, {label_in(kSharedFor, purpose, language_)});
  }

  // replaced() is the number of what one of a later export took the place of, by the same list.
  std::optional<std::size_t> replaced(std::size_t at) const {
    const Sharing& one = account_.sharings[at];
    if (one.what.occasion.kind != OccasionKind::kReturn) return std::nullopt;
    for (std::size_t before = at; before-- > 0;) {
      const Sharing& other = account_.sharings[before];
      const bool same = other.what.to == one.what.to && other.what.record == one.what.record &&
                        other.agreement_id == one.agreement_id &&
                        other.reference == one.reference;
      if (!same) continue;
      // Behind a withdrawal it is another record.
      if (other.what.occasion == one.what.occasion) return before + 1;
      return std::nullopt;
    }
    return std::nullopt;
  }

  std::string occasion(const Sharing& one) const {
    const record::Occasion& why = one.what.occasion;
    switch (why.kind) {
      case OccasionKind::kReturn: return say(kReturn, {month(why.month)});
      case OccasionKind::kNotify: return say(kNotify);
      case OccasionKind::kEnquiry: return say(kEnquiry);
      case OccasionKind::kCorrection:
        if (why.identifies()) return say(kIdentified);
        return say(kCorrection, {label_of(record::kind_of(*why.change)).in(language_),
                                 label_of(*why.change).in(language_)});
      case OccasionKind::kExercise: break;  // nobody's data is in one
    }
    __builtin_trap();
  }

  void values(const Sharing& one) {
    if (one.destroyed) return paper_.text(say(kDestroyed));
    const auto said = shared_values(one.row, language_);
    if (said.empty() && !one.identity && !one.pseudonym) return paper_.text(say(kSaysNothing));
    paper_.text(say(kSays));
    for (const SharedValue& value : said) {
      used_[value.name] = value.title;
      paper_.item(value.title + ": " + in_words(value));
    }
    if (one.identity) paper_.item(say(kIdentity));
    if (one.pseudonym) paper_.item(say(kPseudonym));
  }

  // What is a code in a row, and a word in the documents or the calendar.
  std::string in_words(const SharedValue& value) const {
    if (const auto minute = parse_utc_minute(value.code); minute.ok()) {
      return moment(minute.value());
    }
    if (const auto date = parse_day(value.code); date.ok()) return day(to_day(date.value()));
    if (value.name == "home") {
      if (const auto home = HomeId::parse(value.code); home.ok()) {
        return say(kHomeNumber, {home->number(), regulator(home->scheme())});
      }
    }
    if (value.name == "placing_authority") {
      if (const auto code = AreaCode::parse(value.code); code.ok()) return authority(code.value());
    }
    const auto* self = agency(account_.self);
    if (value.name == "contact" && self != nullptr && self->has_contact(value.code)) {
      return value.code + ", " + self->contact(value.code)->mailbox;
    }
    return value.words;
  }
  std::string regulator(HomeScheme scheme) const {
    if (account_.documents != nullptr) {
      for (const auto& one : account_.documents->directory().agencies) {
        if (one.regulates == scheme) return one.name;
      }
    }
    return std::string(name(scheme));
  }
  std::string authority(const AreaCode& code) const {
    if (account_.documents != nullptr) {
      for (const auto& one : account_.documents->directory().agencies) {
        const bool is = one.id.kind() == AgencyKind::kAuthority && one.has_area(code);
        if (is) return one.name + " (" + code.text() + ")";
      }
    }
    return code.text();
  }

  // taken_back() is the number of the later entry by which it was withdrawn.
  std::optional<std::size_t> taken_back(std::size_t at) const {
    const auto& all = account_.sharings;
    const auto of = [](const Sharing& one) {
      return std::tie(one.what.to, one.agreement_id, one.what.record, one.reference);
    };
    for (std::size_t later = at + 1; later < all.size(); ++later) {
      const bool same = of(all[later]) == of(all[at]);
      if (same && withdraws(all[later]) && all[later].index) return later + 1;
    }
    return std::nullopt;
  }

  std::string keeping(std::size_t at) const {
    const Sharing& one = account_.sharings[at];
    if (withdraws(one) || &shared_state(one) == &kEnded) return {};
    if (const auto later = taken_back(at)) return say(kTakenBack, {std::to_string(*later)});
    const auto* under = agreement_of(one);
    if (under == nullptr) return say(kKeepUnknown);
    const std::string days = std::to_string(under->retention_days);
    const auto until = kept_until(one, account_.documents.get());
    if (!until) return say(kKeepFor, {days});
    const bool over = *until <= account_.made;
    return say(over ? kKeptUntil : kKeepUntil, {day(local_day(*until)), days});
  }

  void left_out() {
    paper_.heading(say(kOut));
    paper_.item(say(kEmbargoed));
    paper_.item(say(kErased));
    paper_.item(say(kOneReference));
    std::string more;
    for (const auto& system : account_.elsewhere) more += (more.empty() ? "" : ", ") + system;
    if (!more.empty()) paper_.item(say(kMore, {more}));
    paper_.item(say(kOtherWays));
  }

  void rights() {
    paper_.heading(say(kRights));
    for (const Label& one : {kAccess, kRectify, kErase, kHelp, kComplain}) paper_.item(say(one));
    paper_.heading(say(kAsk));
    std::set<AgencyId> all;
    reach(account_.self);
    for (const Sharing& one : account_.sharings) {
      if (all.insert(one.what.to).second) reach(one.what.to);
    }
  }
  void reach(const AgencyId& id) {
    const auto* found = agency(id);
    const auto* contact = found == nullptr ? nullptr : found->contact(kDataProtectionContact);
    paper_.fact(name_of(id), contact == nullptr
                                 ? say(kNoContact)
                                 : say(kReach, {contact->mailbox, contact->telephone}));
  }

  void meanings() {
    const auto is_used = [&](const Label& one) { return used_.contains(std::string(one.name)); };
    if (std::ranges::none_of(kMeanings, is_used)) return;
    paper_.heading(say(kWords));
    for (const Label& one : kMeanings) {
      if (is_used(one)) paper_.fact(used_[std::string(one.name)], say(one));
    }
  }

  void for_checkers() {
    paper_.heading(say(kCheck));
    paper_.text(say(kCheckHow));
    paper_.fact("made", utc_minute_text(account_.made) + ", " + account_.self.text());
    if (account_.documents != nullptr) {
      paper_.fact("directory", "serial " + std::to_string(account_.documents->directory().serial));
    }
    std::map<Hash, const Sharing*> agreements;
    for (std::size_t i = 0; i < account_.sharings.size(); ++i) {
      const Sharing& one = account_.sharings[i];
      agreements.emplace(one.what.agreement, &one);
      paper_.fact(std::to_string(i + 1), technical(one));
    }
    for (const auto& [hash, one] : agreements) {
      paper_.fact("agreement " + one->agreement_id, terms(hash, agreement_of(*one)));
    }
  }

  static std::string technical(const Sharing& one) {
    std::string text =
        one.index ? "leaf " + std::to_string(*one.index) + " at " + utc_minute_text(one.admitted)
                  : "no leaf";
    text += ", consignment " + std::to_string(one.number) + " of " + utc_minute_text(one.made) +
            " to " + one.what.to.text() + ", " + std::string(record::name(one.what.record)) + ", " +
            record::to_text(one.what.occasion) + ", agreement " + one.agreement_id + ", clause " +
            one.what.clause;
    std::string fields;
    for (const auto& field : one.fields) fields += (fields.empty() ? "" : ", ") + field;
    return fields.empty() ? text : text + "; the clause's fields: " + fields;
  }

  static std::string terms(const Hash& hash, const agreement::Agreement* found) {
    std::string text = "SHA-256 " + crypto::hex(hash);
    if (found == nullptr) return text;
    text += ", version " + std::to_string(found->version) + ", kept by the recipient for " +
            std::to_string(found->retention_days) + " days";
    const auto grounds = [&](std::string_view who, const agreement::Controller& party) {
      text += "; " + std::string(who) + " on the ground of ";
      for (const auto& ground : party.legal_grounds) {
        text += (&ground == &party.legal_grounds.front() ? "" : ", ") + ground;
      }
    };
    grounds("sent", found->source);
    grounds("received", found->recipient);
    return text;
  }

  const SubjectAccount& account_;
  Language language_;
  Paper paper_;
  std::map<std::string, std::string> used_;  // titles of what rows have said, by name
};

}  // namespace

Paper subject_paper(const SubjectAccount& account) { return Writer(account).paper(); }

}  // namespace stile::agent
