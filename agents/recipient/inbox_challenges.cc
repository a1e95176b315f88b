// What people hold against records, on its way to the data officers of their sources.
#include <algorithm>
#include <set>
#include <utility>

#include "agents/recipient/challenge_words.h"
#include "agents/recipient/inbox.h"
#include "agents/recipient/inbox_reader.h"
#include "agents/recipient/inbox_store.h"
#include "agents/report/failed.h"
#include "core/crypto/encoding.h"
#include "core/crypto/note.h"
#include "core/ledger/leaf.h"
#include "core/record/code_texts.h"

namespace stile::agent {
namespace {

constexpr Instant kSecondsPerDay = 86400;
constexpr std::string_view kChallenge = "challenge";
constexpr Label kNone = {"none", "no challenge waits for an answer", "nid oes her yn aros am ateb"};
constexpr Label kBefore = {"before", "that is challenged already", "heriwyd hynny eisoes"};

Error no_such() {
  return {Reason::kNotFound,
          "no record of that reference; mend with: the reference as `stile inbox list` or `stile "
          "inbox notices` writes it"};
}

// fields_of() are the names of what was ever disclosed of a record, in the order of Field.
std::vector<std::string> fields_of(const std::vector<CitedRow>& rows) {
  std::set<std::string> disclosed;
  for (const CitedRow& row : rows) {
    const auto leaf = ledger::parse_leaf(row.leaf);
    if (row.kept && leaf.ok()) disclosed.insert(leaf->fields.begin(), leaf->fields.end());
  }
  std::vector<std::string> fields;
  for (const auto name : record::names<record::Field>) {
    if (disclosed.contains(std::string(name))) fields.emplace_back(name);
  }
  return fields;
}

Status check_fields(const record::Doubt& doubt, const std::vector<CitedRow>& rows) {
  const auto has = fields_of(rows);
  for (const record::Field field : doubt.fields) {
    if (std::ranges::find(has, record::name(field)) != has.end()) continue;
    std::string list;
    for (const auto& one : has) list += (list.empty() ? "" : ", ") + one;
    return Error{Reason::kUsage, "the record has no " + std::string(record::name(field)) +
                                     "; mend with: --fields and some of " + list};
  }
  return ok();
}

// answer_seconds() is what the agreement says under which the row came.
Instant answer_seconds(const std::string& leaf_text, const agreement::DocumentSet& documents) {
  std::uint32_t days = record::kAnswerDaysUnlessAgreed;
  const auto leaf = ledger::parse_leaf(leaf_text);
  if (leaf.ok() && leaf->agreement) {
    const auto agreement = documents.agreement(*leaf->agreement);
    if (agreement.ok()) days = agreement.value()->answer_challenges_within_days;
  }
  return Instant{days} * kSecondsPerDay;
}

InboxOperation operation_of(const OwnChallenge& one, const CitedRow& row) {
  return {kConsultation,
          one.made,
          one.account,
          one.source,
          row.agreement_id,
          std::string(kChallenge),
          row.number,
          1,
          std::string(record::name(one.doubt.why))};
}

}  // namespace

Result<CitedRecord> Inbox::cited_record(const Challenger& by, std::string_view reference) {
  const auto token = crypto::uncrockford(reference);
  if (!token.ok()) return no_such();
  CitedRecord record{token.value(), false, {}};
  STILE_TRY(record.rows, store_->challenges().rows_of(record.event_token));
  STILE_TRY(const auto notices, store_->notices().of_event(record.event_token));
  const auto& rows = record.rows;
  if (rows.empty() && notices.empty()) return no_such();
  const auto source = rows.empty() ? notices.back().source_id : rows.back().source_id;
  STILE_TRY(const auto is, store_->challenges().whereabouts(source, record.event_token));
  if (!by.sees(is.notified)) return no_such();
  if (!rows.empty() && rows.front().source_id != source) {
    return Error{Reason::kConflict, "two sources use that reference; speak to a data officer"};
  }
  STILE_CHECKED(check_there(is));
  STILE_CHECKED(check_read(is));
  const bool kept = std::ranges::any_of(rows, [](const CitedRow& row) { return row.kept; });
  if (!kept) return no_such();
  record.notified = is.notified;
  return record;
}

// challenge_of() is of what came last of a record that this person may challenge.
Result<OwnChallenge> Inbox::challenge_of(const Challenger& by, std::string_view reference,
                                         record::Doubt doubt, CitedRow& cited) {
  STILE_TRY(const CitedRecord record, cited_record(by, reference));
  cited = record.rows.back();
  if (cited.type >= record::RecordType::kHomeMonth) {
    return Error{Reason::kUsage, "it is a count of records; mend with: challenge one of these"};
  }
  STILE_CHECKED(check_fields(doubt, record.rows));
  OwnChallenge one;
  one.parcel = cited.parcel;
  one.source_id = cited.source_id;
  one.source = cited.source;
  one.event_token = record.event_token;
  one.revision = cited.revision;
  one.type = cited.type;
  one.notified = record.notified;
  one.doubt = std::move(doubt);
  one.account = by.account;
  return one;
}

// Nobody but data officers may know of it, so that without one there is nobody to tell.
Status Inbox::seal(OwnChallenge& one, const CitedRow& cited) {
  const auto documents = options_.documents();
  STILE_TRY(const AgencyId source, AgencyId::parse(one.source));
  const auto* agency = documents == nullptr ? nullptr : documents->agency(source);
  if (agency == nullptr || agency->data_officer_keys.empty()) {
    return Error{Reason::kUnavailable,
                 source.short_text() +
                     " has no data officer in the directory, whom alone it may "
                     "be told; mend with: `data_officer_key` in its entry"};
  }
  const Hash actor = ledger::commitment(one.salt, "actor", one.account);
  record::Challenge said{
      cited.consignment, source, options_.self, cited.number, cited.row, actor, {}, one.made};
  STILE_TRY(said.doubt, record::seal_doubt(one.doubt, agency->data_officer_keys));
  one.due = one.made + answer_seconds(cited.leaf, *documents);
  one.note = crypto::sign_note(record::challenge_text(said), *options_.signer);
  return ok();
}

Result<bool> Inbox::challenged(const Challenger& by, std::string_view reference,
                               record::Doubt doubt, OwnChallenge& one) {
  const std::lock_guard lock(mutex_);
  CitedRow cited;
  STILE_TRY(one, challenge_of(by, reference, std::move(doubt), cited));
  STILE_TRY(const auto before, store_->challenges().of_event(one.source_id, one.event_token));
  const auto open = std::ranges::find_if(before, &OwnChallenge::is_open);
  if (open != before.end()) {
    if (open->doubt != one.doubt) {
      return Error{Reason::kConflict,
                   "that record is challenged since " + utc_minute_text(open->made) +
                       "; its source answers that first, by " + utc_minute_text(open->due)};
    }
    one = *open;
    return false;
  }
  one.made = options_.clock();
  one.salt = crypto::random_32(options_.random);
  STILE_CHECKED(seal(one, cited));
  const Status kept = store_->together([&]() -> Status {
    STILE_CHECKED(store_->challenges().add(one));
    return store_->log(operation_of(one, cited));
  });
  if (!kept.ok()) return kept.error();
  word_added_ = true;
  return true;
}

ExitCode Inbox::challenge(const Challenger& by, std::string_view reference, record::Doubt doubt,
                          Language language, Reporter& reporter) {
  OwnChallenge one;
  const auto made = challenged(by, reference, std::move(doubt), one);
  tell_of_words();
  if (!made.ok()) return failed(made.error(), reporter);
  if (!made.value()) reporter.message(kBefore.in(language));
  agent::say(one, options_.clock(), language, reporter);
  return ExitCode::kOk;
}

ExitCode Inbox::list_challenges(const Challenger& by, bool all, Language language,
                                Reporter& reporter) {
  const Instant now = options_.clock();
  std::vector<OwnChallenge> listed;
  const Status read = [&]() -> Status {
    STILE_TRY(const InboxReader inbox, InboxReader::open(options_.store));
    STILE_CHECKED(each_challenge(inbox.database(), [&](OwnChallenge one) {
      if (by.sees(one.notified) && (all || one.is_open())) listed.push_back(std::move(one));
      return ok();
    }));
    return log_consultation(by.account, "challenges", listed.size());
  }();
  if (!read.ok()) return failed(read.error(), reporter);
  if (listed.empty()) reporter.message(kNone.in(language));
  for (const OwnChallenge& one : listed) agent::say(one, now, language, reporter);
  return ExitCode::kOk;
}

}  // namespace stile::agent
