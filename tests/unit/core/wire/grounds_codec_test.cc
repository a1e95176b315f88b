#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "core/wire/document_codec.h"
#include "tests/support/built_from.h"
#include "tests/support/drafts.h"

namespace stile::wire {
namespace {

using agreement::Side;

constexpr char kTable[] =
    "ground {\n  code: \"a\"\n  title: \"A\"\n  side: SOURCE\n  kind: FORCE\n"
    "  country: WALES\n}\n";

Result<agreement::Grounds> read(const std::string& text) { return read_grounds(text, "g"); }

TEST(GroundsTableTest, ReadsEveryPart) {
  const auto grounds = read(kTable).value();
  const agreement::Ground* ground = grounds.find("a");
  ASSERT_NE(ground, nullptr);
  EXPECT_EQ(ground->title, "A");
  EXPECT_EQ(ground->sides, std::set{Side::kSource});
  EXPECT_EQ(ground->kinds, std::set{AgencyKind::kForce});
  EXPECT_EQ(ground->countries, std::set{agreement::Country::kWales});
  EXPECT_EQ(grounds.find("b"), nullptr);
}

TEST(GroundsTableTest, RefusesWhatIsUnknownZeroOrMissing) {
  const auto changed = [](const char* from, const char* to) {
    return read(support::replaced(kTable, from, to)).reason();
  };
  EXPECT_EQ(changed("side: SOURCE", "side: BOTH"), Reason::kUnknownValue);
  EXPECT_EQ(changed("kind: FORCE", "kind: KIND_UNSPECIFIED"), Reason::kUnknownValue);
  EXPECT_EQ(changed("title:", "name:"), Reason::kUnknownField);
  EXPECT_EQ(changed("  country: WALES\n", ""), Reason::kMalformed);
  EXPECT_EQ(read(std::string(kTable) + kTable).reason(), Reason::kMalformed);
}

// The table that is shipped holds what domain and law say of who can rely on what.
TEST(GroundsTableTest, TheShippedTableKnowsWhoseEachGroundIs) {
  std::ifstream file(support::source_dir() + "/policies/grounds/grounds.textproto");
  const auto grounds = read({std::istreambuf_iterator<char>(file), {}}).value();
  const auto* crime_and_disorder = grounds.find("crime-and-disorder-act-1998-s115");
  ASSERT_NE(crime_and_disorder, nullptr);
  EXPECT_FALSE(crime_and_disorder->kinds.contains(AgencyKind::kRegulator));
  EXPECT_TRUE(crime_and_disorder->kinds.contains(AgencyKind::kAuthority));
  EXPECT_EQ(grounds.find("children-act-2004-ss10-11")->countries,
            std::set{agreement::Country::kEngland});
  EXPECT_EQ(grounds.find("children-act-2004-ss25-28")->countries,
            std::set{agreement::Country::kWales});
  EXPECT_EQ(grounds.find("dpa-2018-part-3-s35")->sides, std::set{Side::kSource});
}

TEST(StatusTextTest, ReadsBackAsItWasWritten) {
  const agreement::AgreementStatus status{Hash{7}, agreement::StatusKind::kResumed, 1793696400, 3};
  const std::string note = support::note_of(status_text(status), {.signers = {"a-signatory"}});
  const auto read_back = read_status(note, "status").value().value;
  EXPECT_EQ(read_back.agreement, status.agreement);
  EXPECT_EQ(read_back.kind, status.kind);
  EXPECT_EQ(read_back.effective, status.effective);
  EXPECT_EQ(read_back.serial, status.serial);
}

}  // namespace
}  // namespace stile::wire
