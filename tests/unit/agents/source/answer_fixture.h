#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "agents/source/change_run.h"
#include "core/record/question.h"
#include "core/storage/database.h"
#include "tests/support/enquiring.h"
#include "tests/unit/agents/source/source_fixture.h"

namespace stile::agent {

using record::Question;
using record::RecordType;

// AnswerFixture is a force whom Ofsted may ask before an inspection.
class AnswerFixture : public SourceFixture {
 protected:
  AnswerFixture() {
    scheme_ = support::enquiring_scheme();
    scheme_.agreements.erase(scheme_.agreements.begin() + 1);  // CIW's
    use_documents();
    reopen();
  }

  // question() is about kHome, from October on.
  Question question(std::uint8_t enquiry = 1) const {
    Question asked = support::question(support::enquiring_scheme());
    asked.agreement = scheme_.agreement_hash(scheme_.agreements.size() - 1);
    asked.enquiry = {enquiry};
    asked.first = to_day({2026, 10, 1});
    asked.last = to_day({2026, 10, 31});
    return asked;
  }
  bool take(const Question& asked, const char* signer = support::kOfsted,
            const std::function<void(ledger::Leaf&)>& lie = {}) {
    const auto taken =
        source_->questions().take(gateway_.ask(support::signed_question(asked, signer), lie));
    return taken.ok() && taken.value();
  }
  // answers() are what the gateway took of the answers to an enquiry.
  std::vector<Taken> answers(std::uint8_t enquiry = 1) const {
    auto all = gateway_.taken();
    std::erase_if(all, [&](const Taken& one) {
      return one.statement.disclosure.occasion != record::answer_to({enquiry});
    });
    return all;
  }
  // whole() is the answer once its last consignment has been taken.
  std::vector<Taken> whole(std::uint8_t enquiry = 1) const {
    const auto is_whole = [&] {
      const auto all = answers(enquiry);
      return !all.empty() && all.back().statement.disclosure.record == RecordType::kReturnManifest;
    };
    EXPECT_TRUE(eventually(is_whole));
    return answers(enquiry);
  }
  std::vector<Taken> asked(const Question& what) {
    EXPECT_TRUE(take(what));
    return whole(what.enquiry[0]);
  }
  // rows_of_type() are in the order of their days, in which they do not come.
  static std::vector<wire::ConsignmentRow> rows_of_type(const std::vector<Taken>& all,
                                                        RecordType type) {
    std::vector<wire::ConsignmentRow> rows;
    for (const auto& one : all) {
      if (one.statement.disclosure.record != type) continue;
      rows.insert(rows.end(), one.consignment.rows.begin(), one.consignment.rows.end());
    }
    std::ranges::stable_sort(rows, {}, [](const wire::ConsignmentRow& row) {
      return wire::decode_fields(row.row.fields).value().event_day;
    });
    return rows;
  }
  static record::Collection said_of(const std::vector<Taken>& all, RecordType type) {
    const auto manifest = rows_of_type(all, RecordType::kReturnManifest).at(0);
    const auto treated = wire::decode_fields(manifest.row.fields).value();
    const auto found = std::ranges::find(treated.collections, type, &record::Collection::type);
    return found == treated.collections.end() ? record::Collection{} : *found;
  }
  // declined() is what the manifest of an answer says, of which there is nothing else.
  static std::optional<record::Declined> declined(const std::vector<Taken>& all) {
    const auto manifest = rows_of_type(all, RecordType::kReturnManifest).at(0);
    return wire::decode_fields(manifest.row.fields).value().declined;
  }
  // order() is what becomes of one of the calls.
  static RecordOrder order(record::ChangeReason reason, std::string reference = "CC-1") {
    return {.system = "command-and-control",
            .type = RecordType::kCallOut,
            .reference = std::move(reference),
            .child = {},
            .reason = reason,
            .only = {}};
  }
  static bool eventually(const std::function<bool()>& holds) {
    for (int tries = 0; tries < 2000; ++tries) {
      if (holds()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
  }
  bool none_queued() {
    auto store = storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kRead);
    return store.value().integer("SELECT count(*) FROM consignment WHERE state = 1").value() == 0;
  }
  std::int64_t questions_where(const std::string& what) {
    auto store = storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kRead);
    const std::string sql = "SELECT count(*) FROM question WHERE " + what;
    return store.value().integer(sql.c_str()).value();
  }
  void set_status(const char* kind) {
    scheme_.add_status(kind, "2026-11-03T08:00Z", support::signatories_of(support::kOfsted))
        .agreement = scheme_.agreement_hash(1);
    use_documents();
    source_->documents_changed();
  }
};

inline std::vector<ExportRow> october() {
  return {{.reference = "CC-1", .person = "N1", .time = "04/10/2026 21:10"},
          {.reference = "CC-2", .person = "N1", .time = "09/10/2026 02:00"},
          {.reference = "CC-3", .person = "N2", .time = "10/10/2026 12:00"},
          {.reference = "CC-4", .home = "SC900002", .time = "11/10/2026 12:00"}};
}

}  // namespace stile::agent
