#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "agents/recipient/notice.h"
#include "core/crypto/encoding.h"
#include "core/crypto/note.h"
#include "core/record/acknowledgement.h"
#include "core/record/identity.h"
#include "core/record/row.h"
#include "tests/support/notifying.h"
#include "tests/unit/agents/recipient/inbox_fixture.h"

namespace stile::agent {

// NoticeLies are what a dishonest source does with an identity, before it is sealed; `sealed`
// puts other bytes in its place.
struct NoticeLies {
  std::function<void(record::BoundIdentity& bound)> bound = {};
  std::string signer = support::kTestshire;
  std::optional<crypto::SealingPublicKey> to = {};
  std::optional<Bytes> sealed = {};
};

// incident() is a call about a missing child whom the distant authority has placed; `of_offence()`
// the same call about a child of whom a theft is alleged, missing() an episode.
inline record::Event incident(const std::string& reference = "CAD-1",
                              const std::string& child = "N-1") {
  return support::call_out(support::kHome, "2026-11-02T21:15Z", reference, child);
}
inline record::Event missing(record::Event event = incident()) {
  event.type = record::RecordType::kMissingEpisode;
  return event;
}
inline record::Event of_offence(record::Event event = incident()) {
  event.category = record::Category::kAllegedCrime;
  event.child_role = record::ChildRole::kAlleged;
  event.offence = record::OffenceGroup::kTheft;
  event.outcome = record::Outcome::k0;
  return event;
}

// NoticeFixture is the inbox of the distant authority, or of another agency, that is told of single
// events. Consignments are numbered as they are sent.
class NoticeFixture : public InboxFixture {
 protected:
  explicit NoticeFixture(const char* self = support::kFarCouncil)
      : InboxFixture(support::notifying_scheme(), self) {}

  static record::Identity tom() {
    return {.surname = "Pryce-Jones",
            .forenames = "Tomos Siôn",
            .known_as = "Tom",
            .date_of_birth = to_day({2012, 5, 4}),
            .police_reference = "TS/1234/26",
            .pac_mash_reference = {},
            .authority_reference = "FS-77"};
  }

  // notice() is a consignment of one event under a clause, with tom's identity where it grants one.
  wire::Consignment notice(const record::Event& event, const std::string& clause,
                           std::uint64_t revision = 1, const NoticeLies& lies = {}) {
    const auto what = support::notification_to(scheme_, self_, clause);
    const auto& clauses = documents_->agreement(what.agreement).value()->clauses;
    const bool named = std::ranges::find(clauses, clause, &agreement::Clause::name)
                           ->treatments.grants(record::Field::kChildIdentity);
    const Lies on_the_way{.rows = [&](wire::Consignment& rows) {
      record::Row& row = rows.rows.front().row;
      row.revision = revision;
      if (named) row.sealed_identity = lies.sealed.value_or(identity(what, row, lies));
    }};
    const std::vector<record::Event> events{event};
    return support::SourceHand(documents_, what).consign(events, ++number_, on_the_way);
  }

  // tell() has the inbox take a notice; what comes back is its reference.
  std::string tell(const record::Event& event, const std::string& clause,
                   std::uint64_t revision = 1, const NoticeLies& lies = {}) {
    return took(notice(event, clause, revision, lies));
  }
  std::string took(const wire::Consignment& consignment) {
    const auto taken = take(consignment);
    EXPECT_TRUE(taken.ok()) << taken.error().detail;
    return crypto::crockford(consignment.rows.front().row.event_token);
  }

  ExitCode listed(const Asker& asker, bool all = false, Language language = Language::kEnglish) {
    said_ = Said();
    return inbox_->list_notices(asker, all, language, said_);
  }
  ExitCode opened(const Asker& asker, const std::string& reference,
                  Language language = Language::kEnglish) {
    said_ = Said();
    return inbox_->open_notice(asker, reference, language, said_);
  }
  ExitCode acknowledged(const Asker& asker, const std::string& reference) {
    said_ = Said();
    return inbox_->acknowledge_notice(asker, reference, said_);
  }
  ExitCode returned(const Asker& asker, const std::string& reference,
                    NoticeState word = NoticeState::kNotOurs) {
    said_ = Said();
    return inbox_->return_notice(asker, reference, word, said_);
  }
  std::string everything() const { return said_.text() + said_.json() + said_.messages(); }
  bool said(std::string_view what) const { return everything().find(what) != std::string::npos; }

  // words() are what waits to go up, each verified to be signed here.
  std::vector<record::Acknowledgement> words() {
    std::vector<record::Acknowledgement> words;
    const auto own = support::signer_named(self_).verifier();
    const std::vector<Bytes> waiting = inbox_->untaken(100).value();
    for (const Bytes& text : waiting) {
      const auto note = crypto::parse_note(text).value();
      EXPECT_EQ(crypto::verified_names(note, std::span(&own, 1))->size(), 1U);
      words.push_back(record::parse_acknowledgement(note.text).value());
    }
    return words;
  }
  std::vector<record::DisclosureState> states() {
    std::vector<record::DisclosureState> states;
    for (const auto& word : words()) states.push_back(word.state);
    return states;
  }
  // state() is that of the notice which the n-th parcel brought.
  std::int64_t state(int parcel = 1) {
    return number_of(("SELECT state FROM notice WHERE parcel = " + std::to_string(parcel)).c_str());
  }
  std::int64_t operations(const std::string& name) {
    return number_of(
        ("SELECT count(*) FROM operation_log WHERE operation = '" + name + "'").c_str());
  }

  const Asker asker_{"mary", false};

 private:
  Bytes identity(const record::Disclosure& what, const record::Row& row, const NoticeLies& lies) {
    record::BoundIdentity bound{tom(),
                                {record::identity_row_hash(row.salt, row.fields), row.event_token,
                                 what.agreement, what.to}};
    if (lies.bound) lies.bound(bound);
    return record::seal_identity(bound, support::signer_named(lies.signer),
                                 lies.to.value_or(sealing_key()))
        .value();
  }

  std::uint64_t number_ = 0;
};

}  // namespace stile::agent
