// An inspector takes an answer away as a file (proto/ENQUIRIES.md).
#include <algorithm>

#include "tests/unit/agents/recipient/enquiry_fixture.h"

namespace stile::agent {
namespace {

class EnquiryFileTest : public EnquiryFixture {
 protected:
  ExitCode report(const Question& question, const std::string& csv = {}) {
    said_ = Said();
    return inbox_->report_enquiry("inspector", crypto::hex(question.enquiry), Language::kEnglish,
                                  csv, said_);
  }
  void alter(const char* statement) {
    inbox_.reset();
    {
      auto own =
          storage::Database::open(folder_.file("inbox.db"), storage::OpenMode::kWrite).value();
      ASSERT_TRUE(own.run(statement).ok());
    }
    restart();
  }
};

TEST_F(EnquiryFileTest, IsOfWhatHasComeAndNamesNobodyWhoAsked) {
  ask();
  EXPECT_EQ(report(asked()), ExitCode::kFaults);
  EXPECT_TRUE(said("pending: nothing has come yet"));
  ASSERT_TRUE(take(rows(1, asked())).ok());
  ASSERT_TRUE(take(manifest(2, asked(), 2)).ok());
  EXPECT_EQ(report(asked()), ExitCode::kOk) << said_.messages();
  EXPECT_TRUE(said("<!DOCTYPE html>"));
  EXPECT_TRUE(said("<dd>ofsted:SC900001</dd>")) << said_.text();
  EXPECT_TRUE(said("<p>Records: 2</p>"));
  EXPECT_FALSE(said("inspector")) << "the account";
}

TEST_F(EnquiryFileTest, OfACsvThereIsItsMetadataToo) {
  ask();
  ASSERT_TRUE(take(rows(1, asked())).ok());
  EXPECT_EQ(report(asked(), "rows.csv"), ExitCode::kFaults);
  EXPECT_EQ(std::ranges::count(said_.text(), '\r'), 3);
  EXPECT_NE(said_.json().find("\"url\":\"rows.csv\""), std::string::npos);
  EXPECT_EQ(report(asked(), "../rows.csv"), ExitCode::kUsage);
  EXPECT_EQ(said_.text(), "");
}

TEST_F(EnquiryFileTest, IsAConsultationBeforeAnythingIsSaid) {
  ask();
  ASSERT_TRUE(take(rows(1, asked())).ok());
  constexpr auto kLogged =
      "SELECT count(*) FROM operation_log WHERE operation = 'consultation'"
      " AND account = 'inspector' AND reason = 'export' AND rows = 2";
  report(asked());
  EXPECT_EQ(number_of(kLogged), 1);
  EXPECT_EQ(report(support::question(scheme_)), ExitCode::kUsage);
  EXPECT_TRUE(said("no enquiry of that id; mend with: one that `stile enquiry list` says"));
  EXPECT_EQ(number_of(kLogged), 1);
  alter(
      "CREATE TRIGGER full BEFORE INSERT ON operation_log BEGIN SELECT RAISE(ABORT, 'full'); END");
  report(asked());
  EXPECT_EQ(said_.text(), "") << "what cannot be logged is not shown";
}

TEST_F(EnquiryFileTest, OfAQuestionThatWasAlteredThereIsNone) {
  ask();
  ASSERT_TRUE(take(rows(1, asked())).ok());
  alter("DROP TRIGGER question_update");
  alter("UPDATE question SET note = replace(note, 'INS-1001', 'INS-1002')");
  EXPECT_EQ(report(asked()), ExitCode::kIntegrity);
  EXPECT_EQ(said_.text(), "");
}

}  // namespace
}  // namespace stile::agent
