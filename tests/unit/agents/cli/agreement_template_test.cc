#include "agents/cli/agreement_template.h"

#include <filesystem>

#include "agents/cli/agreement_check.h"
#include "core/agreement/least_fields.h"
#include "core/record/code_texts.h"
#include "core/wire/document_codec.h"
#include "tests/support/built_from.h"
#include "tests/unit/agents/cli/files_fixture.h"

namespace stile::agent {
namespace {

Result<std::string> fill(const std::string& text, const TemplateValues& values) {
  return fill_template(text, "t", values);
}

TEST(FillTemplateTest, FillsEveryPlaceholder) {
  EXPECT_EQ(fill("a {{X}} b {{Y-1}} {{X}}\n", {{"X", "1"}, {"Y-1", "2"}}).value(), "a 1 b 2 1\n");
  EXPECT_EQ(fill("nothing\n", {}).value(), "nothing\n");
}

TEST(FillTemplateTest, NamesThePlaceOfOneThatStaysEmpty) {
  const auto filled = fill("first\nid: \"{{X}}\"\n", {});
  EXPECT_EQ(filled.reason(), Reason::kMissingField);
  EXPECT_TRUE(filled.error().detail.starts_with("t:2:6: {{X}} has no value"))
      << filled.error().detail;
}

TEST(FillTemplateTest, RefusesAValueThatHasNoPlace) {
  EXPECT_EQ(fill("{{X}}\n", {{"X", "1"}, {"Z", "2"}}).reason(), Reason::kUsage);
}

TEST(FillTemplateTest, RefusesAValueThatLeavesItsQuotes) {
  for (const char* value : {"a\"", "a\\", "a\nb", "a\tb"}) {
    EXPECT_EQ(fill("{{X}}\n", {{"X", value}}).reason(), Reason::kMalformed) << value;
  }
}

TEST(FillTemplateTest, RefusesAPlaceholderThatIsNone) {
  EXPECT_EQ(fill("{{X\n", {{"X", "1"}}).reason(), Reason::kMalformed);
  EXPECT_EQ(fill("{{x}}\n", {{"x", "1"}}).reason(), Reason::kMalformed);
}

// Every text that is shipped, filled in for invented parties of the right countries.
class ShippedAgreementsTest : public FilesFixture {
 protected:
  ShippedAgreementsTest() {
    add_force("spiffe://stile.example/force/welshshire/agent", "W15000091");
    for (const char* code : {"sussex", "west-mercia", "west-yorkshire", "metropolitan"}) {
      add_force("spiffe://stile.example/force/" + std::string(code) + "/agent", "E23000091");
    }
    add_force("spiffe://stile.example/force/south-wales/agent", "W15000092");
    for (const char* code : {"E10000091", "E10000093"}) {
      add_force("spiffe://stile.example/authority/" + std::string(code) + "/agent", code);
    }
  }
  void add_force(const std::string& id, const std::string& area) {
    support::AgencyDraft force = scheme_.agency(support::kTestshire);
    force.id = id;
    force.areas = {area};
    scheme_.directory.agencies.push_back(force);
  }
  std::string made(const std::string& file, std::vector<std::string> more) {
    std::vector<std::string> values = {"TRUST-DOMAIN=stile.example", "DPIA-REFERENCE=DPIA-1",
                                       "FIRST-DAY=2026-11-01", "LAST-DAY=2027-10-31",
                                       "REVIEW-DAY=2027-05-01"};
    values.insert(values.end(), more.begin(), more.end());
    const std::string out = folder_.file(file + ".text");
    const auto made = agreement_new(
        {support::source_dir() + "/policies/agreements/" + file + ".textproto", values, out},
        said_);
    EXPECT_TRUE(made.ok()) << file << ": " << (made.ok() ? "" : made.error().detail);
    return out;
  }
  void expect_no_fault(const std::string& file) {
    Said said;
    const CheckOrder order{file, write("directory.note", note("directory.note")),
                           support::source_dir() + "/policies/grounds/grounds.textproto"};
    EXPECT_EQ(agreement_check(order, support::kNow, said).value(), ExitCode::kOk) << said.text();
  }
  static std::vector<std::string> of_force(const std::string& code) {
    return {"AGREEMENT-ID=new-agreement", "VERSION=1", "TITLE=A title", "FORCE=" + code};
  }
};

TEST_F(ShippedAgreementsTest, TheTemplatesPassEveryCheck) {
  expect_no_fault(made("monthly-return-to-ofsted", of_force("testshire")));
  expect_no_fault(made("monthly-return-to-ciw", of_force("welshshire")));
}

TEST_F(ShippedAgreementsTest, TheTemplateOfWhatIsPassedOnPassesEveryCheckAndGrantsTheWholeTable) {
  const std::string file =
      made("notification-passed-on", {"AGREEMENT-ID=new-agreement", "VERSION=1", "TITLE=A title",
                                      "AREA-AUTHORITY=E10000091", "AUTHORITY=E10000093"});
  expect_no_fault(file);
  const auto agreement = wire::agreement_of_text(read(file), "passed-on").value();
  EXPECT_EQ(agreement.clauses.size(), 4U);
  for (const auto& clause : agreement.clauses) {
    for (int number = 1; number <= record::count<record::Field>; ++number) {
      const auto field = static_cast<record::Field>(number);
      EXPECT_EQ(clause.treatments.grants(field), !agreement::allowed(clause, field).empty())
          << clause.name << " " << record::name(field);
    }
  }
}

TEST_F(ShippedAgreementsTest, TheTextsOfEachForcePassEveryCheck) {
  for (const char* name : {"sussex-to-ofsted", "west-mercia-to-ofsted", "west-yorkshire-to-ofsted",
                           "metropolitan-to-ofsted", "south-wales-to-ciw"}) {
    expect_no_fault(made(name, {}));
  }
}

// A type or a field that a template forgot would be missing from every return made under it.
TEST_F(ShippedAgreementsTest, TheTemplatesGrantAllThatTheTableOfLeastFieldsLetsGo) {
  for (const auto& [name, force] : {std::pair{"monthly-return-to-ofsted", "testshire"},
                                    std::pair{"monthly-return-to-ciw", "welshshire"}}) {
    const auto agreement = wire::agreement_of_text(read(made(name, of_force(force))), name).value();
    ASSERT_EQ(agreement.clauses.size(), record::count<record::RecordType>) << name;
    int type = 0;
    for (const auto& clause : agreement.clauses) {
      EXPECT_EQ(clause.record, static_cast<record::RecordType>(++type)) << name;
      for (int number = 1; number <= record::count<record::Field>; ++number) {
        const auto field = static_cast<record::Field>(number);
        const auto most = agreement::allowed(clause, field);
        EXPECT_EQ(clause.treatments.grants(field), !most.empty())
            << clause.name << " " << record::name(field);
      }
    }
  }
}

// No source counts months for an answer yet: all else that the table lets go is granted.
TEST_F(ShippedAgreementsTest, TheTemplatesOfEnquiriesPassEveryCheckAndGrantAllThatIsAnswered) {
  for (const auto& [name, force] :
       {std::pair{"enquiry-of-ofsted", "testshire"}, std::pair{"enquiry-of-ciw", "welshshire"}}) {
    const std::string file = made(name, of_force(force));
    expect_no_fault(file);
    const auto agreement = wire::agreement_of_text(read(file), name).value();
    EXPECT_EQ(agreement.clauses.size(), std::size_t{record::count<record::RecordType>}) << name;
    for (const auto& clause : agreement.clauses) {
      for (int number = 1; number <= record::count<record::Field>; ++number) {
        const auto field = static_cast<record::Field>(number);
        EXPECT_EQ(clause.treatments.grants(field), !agreement::allowed(clause, field).empty())
            << clause.name << " " << record::name(field);
      }
    }
  }
}

TEST_F(ShippedAgreementsTest, AnEnglishForceHasNoWelshGround) {
  Said said;
  const CheckOrder order{made("monthly-return-to-ciw", of_force("testshire")),
                         write("directory.note", note("directory.note")),
                         support::source_dir() + "/policies/grounds/grounds.textproto"};
  EXPECT_EQ(agreement_check(order, support::kNow, said).value(), ExitCode::kRefused);
  EXPECT_NE(said.text().find("\"children-act-2004-ss25-28\" holds in Wales only"),
            std::string::npos)
      << said.text();
}

TEST_F(ShippedAgreementsTest, WritesNothingThatMayNotBeSigned) {
  const std::string out = folder_.file("new.text");
  const std::string text =
      support::replaced(support::text_of(scheme_.agreement()), "field: TIME\ntreatment: COARSEN",
                        "field: TIME\ntreatment: KEEP");
  EXPECT_EQ(agreement_new({write("template", text), {}, out}, said_).reason(), Reason::kWidens);
  EXPECT_FALSE(std::filesystem::exists(out));
}

TEST_F(ShippedAgreementsTest, WantsNameAndValue) {
  const std::string file = write("template", support::text_of(scheme_.agreement()));
  for (const char* value : {"NAME", "name=1", "=1"}) {
    EXPECT_EQ(agreement_new({file, {value}, folder_.file("new.text")}, said_).reason(),
              Reason::kUsage);
  }
}

}  // namespace
}  // namespace stile::agent
