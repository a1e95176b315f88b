// What the program for an outsider holds an agency's own list against.
#include "agents/report/proof_program.h"

namespace stile::agent {
namespace {

constexpr std::string_view kPart = R"README(
// valueOf is what a leaf says of a key.
func valueOf(leaf, key string) string {
  found := regexp.MustCompile("(?m)^" + key + " (.*)$").FindStringSubmatch(leaf)
  if found == nil || found[1] == "-" {
    return ""
  }
  return found[1]
}

// differs is the first column in which a line of the agency's list is not as its leaf says; the last
// ones only where the line says something, and the agreement only where it is here.
func differs(said map[string]string, leaf string) string {
  for _, column := range []string{"time", "rows", "decision"} {
    if said[column] != valueOf(leaf, column) {
      return column
    }
  }
  for _, column := range []string{"clause", "purpose"} {
    if said[column] != "" && said[column] != valueOf(leaf, column) {
      return column
    }
  }
  if kind, _, _ := strings.Cut(said["occasion"], "/"); kind != valueOf(leaf, "occasion") {
    return "occasion"
  }
  for _, column := range []string{"from", "to"} {
    party := regexp.MustCompile("^\\S*/" + regexp.QuoteMeta(said[column]) + "(/\\S*)?$")
    if said[column] != "" && !party.MatchString(valueOf(leaf, column)) {
      return column
    }
  }
  for _, field := range strings.Split(said["fields"], ",") {
    granted := "," + valueOf(leaf, "fields") + ",event-reference,"
    if field != "" && !strings.Contains(granted, ","+field+",") {
      return "fields"
    }
  }
  if agreement := "agreement-" + valueOf(leaf, "agreement") + ".note"; has(agreement) {
    if !strings.Contains("\n"+read(agreement), "\nid: \""+said["agreement"]+"\"\n") {
      return "agreement"
    }
  }
  return ""
}

// proveList holds what the agency's list says of each consignment against its leaf.
func proveList() {
  lines, err := csv.NewReader(strings.NewReader(read("consignments.csv"))).ReadAll()
  must(err)
  for _, line := range lines[1:] {
    said := map[string]string{}
    for i, column := range lines[0] {
      said[column] = line[i]
    }
    if said["leaf"] == "" {
      continue
    }
    index, err := strconv.ParseInt(said["leaf"], 10, 64)
    must(err)
    name := fmt.Sprintf("leaf-%010d.txt", index)
    if !has(name) {
      must(fmt.Errorf("consignments.csv names leaf %d, which is not here", index))
    }
    if column := differs(said, read(name)); column != "" {
      must(fmt.Errorf("consignments.csv and %s differ in %s", name, column))
    }
  }
  fmt.Printf("consignments.csv is of %d consignments: time, parties, agreement, occasion, clause, purpose, "+
    "rows, decision and fields are as their leaves say\n", len(lines)-1)
}
)README";

}  // namespace

std::string_view proof_of_list() { return kPart; }

}  // namespace stile::agent
