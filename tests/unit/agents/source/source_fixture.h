#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <iterator>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "agents/source/source.h"
#include "core/crypto/note.h"
#include "core/crypto/random.h"
#include "core/wire/row_codec.h"
#include "tests/support/built_from.h"
#include "tests/support/keys.h"
#include "tests/support/said.h"
#include "tests/support/scheme.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/agents/source/submitter_hand.h"

namespace stile::agent {

// ExportRow is one row of testshire's export; what a test does not say is common.
struct ExportRow {
  std::string reference = "CC-1";
  std::string person = "N1";
  std::string home = "SC900001";
  std::string time = "04/10/2026 21:10";
  std::string born = "04/05/2012";
  std::string care_home = "Y";
  std::string category = "Missing Person";
  std::string caller = "Home Staff";
  std::string incident = {};
  std::string exploitation = {};
  std::string hold = {};
  std::string placing = "E10000093";
};

inline std::string export_text(const std::vector<ExportRow>& rows) {
  std::string text =
      "Incident Ref,Nominal Ref,Ofsted URN,Date/Time Reported,Child DOB,Looked After?,Care Home?,"
      "Child Involved?,Incident Type,Police Deployed?,Home Told?,How Received,Caller Type,"
      "Appropriate Use?,Level,Level Set By,Child's Role,Placing Authority,Incident No,"
      "Exploitation Concern?,Offence Group,Outcome,Do Not Share\r\n";
  for (const auto& row : rows) {
    text += row.reference + "," + row.person + "," + row.home + "," + row.time + "," + row.born +
            ",Yes," + row.care_home + ",Y," + row.category + ",Deployed,N/A,101," + row.caller +
            ",Appropriate,Level 2,Home,Missing Person," + row.placing + "," + row.incident + "," +
            row.exploitation + ",,," + row.hold + "\r\n";
  }
  return text;
}

// rows_of() are `count` calls of different children, in the order of their references.
inline std::vector<ExportRow> rows_of(int count) {
  std::vector<ExportRow> rows;
  for (int i = 0; i < count; ++i) {
    rows.push_back(
        {.reference = "CC-" + std::to_string(100000 + i), .person = "N" + std::to_string(i)});
  }
  return rows;
}

// NoFile is for what is asked for no file of the rows that are to be mended.
class NoFile : public RejectedRows {
 public:
  void take(const RowFault&, std::span<const std::string_view>) override {}
};

// SourceFixture is testshire's sending side with an honest gateway, on the morning of kNow. Only
// the agreement with Ofsted is there unless a test adds the other.
class SourceFixture : public ::testing::Test {
 protected:
  SourceFixture() {
    scheme_.agreements.pop_back();
    use_documents();
    reopen();
  }
  ~SourceFixture() override { source_.reset(); }

  // column_map() is the shipped one, with one text in it replaced.
  static std::shared_ptr<const ColumnMap> column_map(const std::string& from = {},
                                                     const std::string& to = {}) {
    const std::string map =
        support::source_dir() + "/policies/column-maps/command-and-control.textproto";
    std::ifstream in(map);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!from.empty()) text = support::replaced(text, from, to);
    return std::make_shared<const ColumnMap>(load_column_map(text, map).value());
  }

  void use_documents() {
    auto documents = scheme_.document_set();
    const std::lock_guard lock(documents_mutex_);
    documents_ = std::move(documents);
  }

  // reopen() is a restart: the old one is gone before the new one begins.
  void reopen() {
    source_.reset();
    auto opened = Source::open(options(), gateway_);
    ASSERT_TRUE(opened.ok()) << opened.error().detail;
    source_ = std::move(opened).value();
    source_->start();
  }

  SourceOptions options() {
    return {.store = folder_.file("intake.db"),
            .exports = folder_.path(),
            .contact = contact_,
            .self = support::agency(self_),
            .signer = std::make_shared<const crypto::NoteSigner>(support::signer_named(self_)),
            .tokens = std::make_shared<const crypto::TokenKey>(
                support::token_key_named(support::kTestshire)),
            .column_maps =
                [this] {
                  ColumnMaps maps{column_map_};
                  if (second_map_) maps.push_back(second_map_);
                  return std::make_shared<const ColumnMaps>(std::move(maps));
                },
            .log = log_,
            .documents =
                [this] {
                  const std::lock_guard lock(documents_mutex_);
                  return documents_;
                },
            .clock = [this] { return now_.load(); },
            .random = crypto::system_random(),
            .unwitnessed = [this]() -> std::optional<std::string> {
              if (!unwitnessed_) return std::nullopt;
              return "no quorum of witnesses";
            }};
  }

  void write_export(const std::vector<ExportRow>& rows) {
    std::ofstream(folder_.file("month.csv"), std::ios::binary) << export_text(rows);
  }
  ExitCode send(const std::vector<ExportRow>& rows) {
    write_export(rows);
    said_ = Said();
    return source_->send(support::kMonth, "month.csv", "analyst", said_);
  }
  ExitCode preview(const std::vector<ExportRow>& rows) {
    write_export(rows);
    said_ = Said();
    return source_->preview(support::kMonth, "month.csv", said_);
  }
  std::string status() {
    Said said;
    status_code_ = source_->status(said);
    return said.text() + said.messages();
  }
  ExitCode audit() {
    said_ = Said();
    return source_->verify(said_);
  }
  bool said(std::string_view text) const {
    return (said_.text() + said_.messages()).find(text) != std::string::npos;
  }

  // acknowledgement_of() is the recipient's signed word for one consignment that came.
  Bytes acknowledgement_of(const Taken& one, std::string_view signer = support::kOfsted,
                           record::DisclosureState state = record::DisclosureState::kStored) const {
    record::Acknowledgement said{record::consignment_digest(one.note),
                                 one.statement.disclosure.from,
                                 one.statement.disclosure.to,
                                 one.statement.number,
                                 now_,
                                 state};
    if (state != record::DisclosureState::kStored) said.actor = said.consignment;
    return crypto::sign_note(record::acknowledgement_text(said),
                             support::signer_named(std::string(signer)));
  }

  // rows_taken() are the rows that the gateway took, in order.
  std::vector<wire::ConsignmentRow> rows_taken() const {
    std::vector<wire::ConsignmentRow> rows;
    for (const auto& one : gateway_.taken()) {
      rows.insert(rows.end(), one.consignment.rows.begin(), one.consignment.rows.end());
    }
    return rows;
  }
  std::vector<std::uint64_t> numbers_taken() const {
    std::vector<std::uint64_t> numbers;
    for (const auto& one : gateway_.taken()) numbers.push_back(one.statement.number);
    return numbers;
  }

  const char* self_ = support::kTestshire;  // from the next reopen(), as its contact
  const char* contact_ = support::kContact;
  support::TemporaryFolder folder_;
  support::Scheme scheme_;
  std::mutex documents_mutex_;  // the source's watch reads them meanwhile
  std::shared_ptr<const agreement::DocumentSet> documents_;
  std::shared_ptr<const ColumnMap> column_map_ = column_map();
  std::shared_ptr<const ColumnMap> second_map_;  // of another system; null: there is none
  std::atomic<Instant> now_ = support::kNow;     // the source's threads read it
  std::atomic<bool> unwitnessed_ = false;        // likewise
  ledger::Log log_ = support::signer_named(support::kLog).verifier();
  SubmitterHand gateway_;
  std::unique_ptr<Source> source_;
  Said said_;
  ExitCode status_code_ = ExitCode::kOk;
};

}  // namespace stile::agent
