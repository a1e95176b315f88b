#include "tests/unit/agents/ingest/layouts.h"

#include <functional>
#include <sstream>

#include "agents/ingest/sample_line.h"

namespace stile::agent {
namespace {

using Cells = std::vector<std::string>;

constexpr int kRows = 40;

std::string line_of(const Cells& cells, char separator) {
  std::string line;
  std::ostringstream to;
  write_sample_line(std::span(cells), separator, line, to);
  return to.str();
}

std::string rows_of(char separator, const std::function<Cells(int)>& row) {
  std::string rows;
  for (int i = 0; i < kRows; ++i) rows += line_of(row(i), separator);
  return rows;
}

std::string numbered(const char* pattern, int i) { return sample_format(pattern, i); }
std::string home(int i) { return numbered("SC9%05d", i % 7 + 1); }
std::string person(int i) { return numbered("N%04d", i % 11); }

// windows_1252() writes the few letters that these files hold.
std::string windows_1252(std::string text) {
  const std::vector<std::pair<std::string, std::string>> letters = {
      {"’", "\x92"}, {"–", "\x96"}, {"é", "\xE9"}, {"ê", "\xEA"}, {"ô", "\xF4"}};
  for (const auto& [utf8, byte] : letters) {
    for (auto at = text.find(utf8); at != text.npos; at = text.find(utf8)) {
      text.replace(at, utf8.size(), byte);
    }
  }
  return text;
}

Layout call_outs_with_a_mark() {
  const auto row = [](int i) -> Cells {
    return {numbered("L%04d", i),
            person(i),
            home(i),
            numbered("%02d/10/2026 21:15:30", i % 28 + 1),
            "07/05/2012",
            i == 5 ? "N" : "Y",
            i % 2 == 0 ? "MISPER" : "WELFARE",
            "Y",
            "101",
            i % 3 == 0 ? "Carer" : "",
            "Victim",
            "E10000030",
            "Zq told all"};
  };
  return {"01-call-outs-bom",
          "\xEF\xBB\xBF"
          "Log,Nominal,URN,Created,DOB,Care Home,Closing Code,Attended,Source,Informant,Role,"
          "LA Code,Narrative\r\n",
          rows_of(',', row),
          {39, 0, 1, 0}};
}

Layout call_outs_with_a_decimal_comma() {
  const auto row = [](int i) -> Cells {
    return {numbered("%d", i),
            person(i),
            home(i),
            i == 9 ? "46,298.5" : "46298,5",
            "41036",
            "yes",
            "other",
            i % 2 == 0 ? "L1" : "",
            "none",
            i == 3   ? "H1"
            : i == 4 ? "H9"
                     : ""};
  };
  return {"02-call-outs-decimal-comma",
          "No;Child No;Home;When;Born;Child?;Kind;Level;Role;Hold\r\n",
          rows_of(';', row),
          {37, 1, 0, 2}};
}

Layout episodes_under_two_header_rows() {
  const auto row = [](int i) -> Cells {
    return {numbered("E%04d", i),
            "46298.5",
            i % 4 == 0 ? ""
            : i == 7   ? "46298.25"
                       : "46299.25",
            i % 2 == 0 ? "MP" : "UA",
            "low",
            person(i),
            "41036",
            "E10000030",
            home(i),
            i == 2 ? "no" : "yes",
            "yes",
            "no",
            ""};
  };
  return {"03-episodes-two-header-rows",
          "Episode\t\t\t\t\tChild\t\t\tHome\t\tInterview\t\t\r\n"
          "Number\tFrom\tTo\tType\tRisk\tNumber\tBorn\tAuthority\tNumber\tRegistered\tDue\t"
          "Offered\tAccepted\r\n",
          rows_of('\t', row),
          {38, 0, 1, 1}};
}

Layout records_in_windows_1252() {
  const auto row = [](int i) -> Cells {
    const bool arrest = i % 2 == 0;
    return {arrest ? "Arrêt" : "Inquiétude",
            numbered("R%04d", i),
            person(i),
            home(i),
            "03.10.2026 09:05",
            i == 6 ? "Café" : "Children’s Home",
            "Môn – Anglesey",
            arrest != (i == 8) ? "arrested" : "self-harm",
            "victim",
            "violence",
            i == 10 ? "Enquête" : ""};
  };
  return {"04-records-windows-1252",
          windows_1252("Dossier|Numéro|Child’s Number|URN|Recorded|Place|Placed by|Kind|Role|"
                       "Offence|Retenu\r\n"),
          windows_1252(rows_of('|', row)),
          {37, 1, 1, 1}};
}

Layout call_outs_in_welsh() {
  const auto row = [](int i) -> Cells {
    return {numbered("C%04d", i),
            person(i),
            numbered("W-%04d", i % 5 + 1),
            "03/10/2026 21:15",
            "07/05/2012",
            "Ydy",
            i == 1 ? "Tŷ teulu" : "Ydy",
            i % 2 == 0 ? "Ar goll" : "Pryder – dŵr",
            "Arlein",
            i == 2 ? "Tyst" : "Dioddefwr",
            i % 2 == 0 ? "Sir y Fflint" : "Ŵydd",
            "Zq"};
  };
  return {"05-call-outs-welsh",
          "Cyfeirnod,Rhif y plentyn,Rhif AGC,Dyddiad ac amser,Dyddiad geni,Derbyn gofal?,"
          "Cartref gofal?,Math,Sianel,Rôl,Awdurdod lleoli,Hanes\r\n",
          rows_of(',', row),
          {38, 0, 1, 1}};
}

Layout concerns_with_line_breaks() {
  const auto row = [](int i) -> Cells {
    return {numbered("K%04d", i),
            person(i),
            home(i),
            "2026-10-03 21:15",
            "Zq said \"no\",\r\nthen left.\n\nZq came back.",
            i % 2 == 0 ? "CSE" : "Self-harm",
            "",
            i % 2 == 0 ? "Y" : "",
            i == 3 ? "Staff" : ""};
  };
  return {"06-concerns-line-breaks",
          "Concern Ref,Child Ref,Home URN,\"Date\nRecorded\",Narrative,\"Concern\r\nType\",Role,"
          "Flag,Withhold\r\n",
          rows_of(',', row),
          {39, 1, 0, 0}};
}

Layout arrests_with_formulas() {
  const auto row = [](int i) -> Cells {
    return {i == 1 ? "=A1+1" : numbered("A%04d", i),
            i == 2 ? "+440000" : person(i),
            home(i),
            i == 3 ? "=NOW()" : "03/10/2026 21:15",
            "07/05/2012",
            i % 2 == 0 ? "Arrest" : "VA",
            i == 4 ? "@SUM(Z1)" : "Assault",
            i % 2 == 0 ? "22" : "",
            "=HYPERLINK(Zq)"};
  };
  return {"07-arrests-formulas",
          "Custody No,Detained Person,Address URN,Arrested At,DOB,Grounds,Offence,HO Outcome,"
          "Link\r\n",
          rows_of(',', row),
          {36, 0, 0, 4}};
}

Layout episodes_by_other_names() {
  const auto row = [](int i) -> Cells {
    return {numbered("E%04d", i),
            person(i),
            home(i),
            "03/10/2026 21:15",
            "04/10/2026 07:00",
            "07/05/2012",
            i == 1 ? "Foster" : "Residential",
            "E10000030",
            i % 2 == 0 ? "M" : "H",
            "Taxi",
            "yes",
            "yes",
            i == 2 ? "Risk to child" : ""};
  };
  return {"08-episodes-synonyms",
          "Report ID;Subject ID;Placement URN;Reported;Closed;DOB;Placement;LA;Risk;Response;"
          "Home Checked;RHI;Sensitive\r\n",
          rows_of(';', row),
          {38, 1, 1, 0}};
}

Layout call_outs_by_address() {
  const auto row = [](int i) -> Cells {
    const bool twins = i == 4;
    return {numbered("V%04d", i),
            person(i),
            twins        ? "Beacon House"
            : i == 5     ? "Zq House"
            : i % 2 == 0 ? "TŶ GWYN"
                         : "the elms",
            twins        ? "3 Beacon Gardens Fennick"
            : i % 2 == 0 ? "1, Heron Walk; Marlhaven."
                         : "2 Heron-Walk Marlhaven",
            "03-10-2026 21:15",
            "missing",
            "999"};
  };
  return {"09-call-outs-gazetteer",
          "Event,Person,Premises,Location,Date,Type,By\r\n",
          rows_of(',', row),
          {38, 0, 0, 2}};
}

Layout episodes_with_offsets() {
  const auto row = [](int i) -> Cells {
    return {numbered("%04d", i),
            person(i),
            home(i),
            "2026-10-25T01:30:00+01:00",
            i == 1 ? "2026-10-25T01:29:00+01:00" : "2026-10-25T01:30:00+00:00",
            "2012-05-07",
            "",
            "late",
            "not-assessed",
            "no",
            "not-known",
            "yes",
            "yes",
            "no",
            i == 2 ? "secrecy-order" : "none"};
  };
  return {"10-episodes-iso-offsets",
          "id|subject|urn|start|end|birth|authority|absence|risk|exploitation|harm|interview_due|"
          "interview_offered|interview_accepted|hold\n",
          rows_of('|', row),
          {38, 1, 0, 1}};
}

}  // namespace

std::vector<Layout> all_layouts() {
  return {call_outs_with_a_mark(),
          call_outs_with_a_decimal_comma(),
          episodes_under_two_header_rows(),
          records_in_windows_1252(),
          call_outs_in_welsh(),
          concerns_with_line_breaks(),
          arrests_with_formulas(),
          episodes_by_other_names(),
          call_outs_by_address(),
          episodes_with_offsets()};
}

}  // namespace stile::agent
