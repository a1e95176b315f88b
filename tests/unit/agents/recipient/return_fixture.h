#pragma once

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "core/record/code_texts.h"
#include "tests/unit/agents/recipient/inbox_fixture.h"

namespace stile::agent {

using record::RecordType;

// event() is a record of the first home in the month, of any type that is an event.
inline record::Event event(RecordType type, const std::string& reference,
                           const char* home = support::kHome,
                           const char* minute = "2026-10-10T20:15Z") {
  record::Event event = call_out(home, minute, reference, "NOMINAL-" + reference);
  event.type = type;
  event.end = event.time + 9 * 3600;
  event.kind =
      type == RecordType::kConcern ? record::Kind::kSelfHarm : record::Kind::kVoluntaryInterview;
  return event;
}

// ReturnFixture is an inbox under an agreement that grants every type of record, and the force
// whose consignments it takes, numbered as they are sent.
class ReturnFixture : public InboxFixture {
 protected:
  explicit ReturnFixture(support::Scheme scheme = whole_return()) : InboxFixture(scheme) {}

  static support::Scheme whole_return() {
    support::Scheme scheme;
    scheme.add_every_type();
    return scheme;
  }

  support::SourceHand hand_of(RecordType type, const Month& month = support::kMonth) const {
    auto what = support::disclosure_to(support::kOfsted, scheme_.agreement_hash(), type);
    what.occasion.month = month;
    return support::SourceHand(documents_, what);
  }

  // send() has the inbox take events of one type; send_revised() with a later revision.
  void send(const std::vector<record::Event>& events) { send_revised(events, 1); }
  void send_revised(const std::vector<record::Event>& events, std::uint64_t revision) {
    const Lies revise{.rows = [revision](wire::Consignment& rows) {
      for (auto& row : rows.rows) row.row.revision = revision;
    }};
    took(hand_of(events.front().type).consign(events, next_number(), revise));
  }
  void send(RecordType type, const support::Figures& figures) {
    took(hand_of(type).consign_figures(std::span(&figures, 1), next_number()));
  }
  void send_manifest(std::vector<record::Collection> collections, std::uint32_t revision = 1) {
    support::Figures manifest;
    manifest.collections = std::move(collections);
    manifest.revision = revision;
    send(RecordType::kReturnManifest, manifest);
  }
  void send_home_month(std::vector<record::Count> counts) {
    support::Figures figures;
    figures.home = support::kHome;
    figures.counts = std::move(counts);
    send(RecordType::kHomeMonth, figures);
  }
  // send_one_of_each() is a month with a record of every type.
  void send_one_of_each() {
    for (const auto type : {RecordType::kCallOut, RecordType::kMissingEpisode, RecordType::kArrest,
                            RecordType::kConcern}) {
      send({event(type, std::string(record::name(type)))});
    }
    send_home_month({{record::Measure::kCallsByStaff, 3}, {record::Measure::kArrests, 1}});
    send_manifest(
        {{RecordType::kCallOut, true, 1, 2, 3}, {RecordType::kMissingEpisode, true, 1, 0, 0}});
  }

  void took(const wire::Consignment& consignment) {
    const auto taken = take(consignment);
    ASSERT_TRUE(taken.ok()) << taken.error().detail;
  }
  std::uint64_t next_number() { return ++number_; }

  ExitCode listed(const Selection& selection = {}, Language language = Language::kEnglish) {
    return inbox_->list("inspector", selection, language, said_);
  }
  ExitCode exported(const Selection& selection = {}, const std::string& folder = "october") {
    return inbox_->export_month("inspector", support::kMonth, selection, folder, said_);
  }
  std::string text_of(const std::string& file) {
    std::ifstream in(folder_.file(file), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::vector<std::string> lines_of(const std::string& file) {
    std::ifstream in(folder_.file(file), std::ios::binary);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
  }

 private:
  std::uint64_t number_ = 0;
};

}  // namespace stile::agent
