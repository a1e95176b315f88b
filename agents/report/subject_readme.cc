// What an outsider is told of a child's account: words, commands, and the program that no shell
// replaces.
#include "agents/report/subject_files.h"
#include "core/wire/field_texts.h"

namespace stile::agent {
namespace {

constexpr std::string_view kReadme =
    R"README(What one agency has shared about one child, and what proves it.

Whoever reads this folder reads what the rows say: treat it as personal data. Who the child is stays
sealed to each recipient. Nothing here has to be believed, and no program of Stile is needed: every
command below is of Debian 12's packages openssl, golang-go and golang-golang-x-mod-dev, or of any
other system's. Run them in this folder, in bash with `set -euo pipefail`, so that they stop where
something is not as it should be. Read verify.go and account.go before you run them, or take them and
this file from an archive of another agency: they are the same in each that one version of Stile made.

1. The ledger holds each leaf-N.txt. verify.go checks that log.vkey signed the checkpoint at the end
   of leaf-N.tlog-proof (C2SP signed-note, tlog-checkpoint and tlog-proof) and that the hash of the
   leaf leads to its root (RFC 6962). Compare log.vkey with the one that the gateway has published,
   and checkpoints with those that any other agency has of that size.

    GO111MODULE=off GOPATH=/usr/share/gocode go run verify.go

2. Each leaf says who disclosed to whom, when, under which agreement (the SHA-256 of its text), clause
   and purpose, and how many rows. Its commit-rows is HMAC-SHA-256, by the salt in salt-N.hex, of the
   hash of row-list-N.bin: a line of text, then the SHA-256 of each row in order, 32 bytes each. Of the
   rows row-N-P.bin is that at place P. The others stay closed: their hashes tell nothing of them.

    [[ -z $(find . ! -type f ! -name .) ]]
    for row in row-[0-9]*-*.bin; do
      [[ $row =~ ^row-[0-9]{10,19}-[0-9]{5}\.bin$ ]]
      leaf=$(cut -d - -f 2 <<<"$row")
      place=$(cut -d - -f 3 <<<"${row%.bin}" | sed 's/^0*//')
      openssl dgst -sha256 -binary -out row.sha256 "$row"
      tail -c +$((32 * place - 17)) "row-list-$leaf.bin" | head -c 32 | cmp - row.sha256
      openssl dgst -sha256 -binary -out row-list.sha256 "row-list-$leaf.bin"
      printf 'stile-commit/v1\nrows\n' | cat - row-list.sha256 >commitment.bin
      openssl dgst -sha256 -mac HMAC -macopt hexkey:"$(cat "salt-$leaf.hex")" -r commitment.bin | cut -c 1-64 >commitment.hex
      grep -qx "commit-rows $(cat commitment.hex)" "leaf-$leaf.txt"
    done

3. account.go reads the rows, does all of step 2 once more, and says what they prove, a line for each;
   account.txt has to be just that. A row is a line of text, its salt (16 bytes), the event's token
   (16), the revision (8), then fields and sealed identity, each behind its length (4). The fields
   are a protobuf message, whose names account.go has from proto/stile/v1/record.proto, message
   RecordFields. Times are UTC, and end with Z; event_day is a day of London's calendar. Lines with one event are about one record, as told to one recipient. What
   said adds to the occasion, as what a correction did, is of statement-N.txt, which the agency signed
   (C2SP signed-note) with the hash of the same list. No command here checks that signature: whoever
   has the agency's key, from the scheme's directory of that day, checks it as any signed note; else
   said is the agency's word. A line says that it was admitted for its recipient, not that it came there.

    GO111MODULE=off go run account.go | cmp - account.txt

words.txt and words.html are the agency's own word, the same in each: all of it in plain language, to
give to the child, with its own references, what has not gone yet, how far each came, and how long it may be
kept. That these rows are about the child, and that no closed row is, is its
word, too, because nobody else can tell which rows are about whom. Answers to enquiries, and what
follows them, are not in here until 90 days have passed, whether there are any or not.
)README";

constexpr std::string_view kProgram =
    R"README(// Says what the rows of this folder prove, with the standard library alone.
package main

import (
  "bytes"
  "crypto/hmac"
  "crypto/sha256"
  "encoding/binary"
  "encoding/hex"
  "fmt"
  "os"
  "path/filepath"
  "strconv"
  "strings"
  "time"
)

const (
  rowHead  = "stile-row/v1\n"
  listHead = "stile-rows/v1\n"
)

func check(holds bool, what ...any) {
  if !holds {
    fmt.Fprintln(os.Stderr, append([]any{"NOT PROVEN:"}, what...)...)
    os.Exit(1)
  }
}

func read(name string) []byte {
  content, err := os.ReadFile(name)
  check(err == nil, err)
  return content
}

func main() {
  rows, _ := filepath.Glob("row-[0-9]*-*.bin")
  seen := map[string]bool{}
  for _, name := range rows {
    part := strings.Split(strings.TrimSuffix(name, ".bin"), "-")
    check(len(part) == 3, name)
    seen[part[1]] = true
    say(name, part[1], part[2])
  }
  for _, other := range []string{"leaf-*.txt", "statement-*.txt", "row-list-*.bin", "salt-*.hex"} {
    found, _ := filepath.Glob(other)
    check(len(found) == len(seen), other, "without a row")
  }
}

func say(name, leaf, digits string) {
  index, err := strconv.ParseInt(leaf, 10, 64)
  check(err == nil, name)
  place, err := strconv.Atoi(digits)
  check(err == nil && place > 0 && name == fmt.Sprintf("row-%010d-%05d.bin", index, place), name)
  said := lines("leaf-" + leaf + ".txt")
  row := read(name)
  list := read("row-list-" + leaf + ".bin")
  salt, err := hex.DecodeString(strings.TrimSpace(string(read("salt-" + leaf + ".hex"))))
  check(err == nil, "salt of", name)
  hash, all := sha256.Sum256(row), sha256.Sum256(list)
  mac := hmac.New(sha256.New, salt)
  mac.Write(append([]byte("stile-commit/v1\nrows\n"), all[:]...))
  check(hex.EncodeToString(mac.Sum(nil)) == said["commit-rows"], "the leaf of", name, "commits to another list")
  at := len(listHead) + 32*(place-1)
  check(len(list) >= at+32 && bytes.Equal(list[at:at+32], hash[:]), name, "is not in its list")
  check(strconv.Itoa((len(list)-len(listHead))/32) == said["rows"], "the list of", name, "has other rows")

  check(bytes.HasPrefix(row, []byte(rowHead)) && len(row) >= len(rowHead)+44, name)
  body := row[len(rowHead):]
  event, revision := body[18:32], binary.BigEndian.Uint64(body[32:40])
  fields, rest := prefixed(body[40:])
  sealed, rest := prefixed(rest)
  check(len(rest) == 0, name)
  identity := "none"
  if len(sealed) > 0 {
    identity = "sealed"
  }
  fmt.Printf("leaf=%d", index)
  for _, key := range []string{"time", "from", "to", "agreement", "clause", "purpose", "occasion", "reason"} {
    fmt.Printf(" %s=%s", key, said[key])
  }
  statement := lines("statement-" + leaf + ".txt")
  for _, key := range []string{"agreement", "from", "to"} {
    check(statement[key] == said[key], "the statement of", name, "is of another consignment")
  }
  check(statement["row-list"] == hex.EncodeToString(all[:]), "the statement of", name, "is of another list")
  fmt.Printf(" said=%s row=%d event=%x revision=%d identity=%s", statement["occasion"], place, event, revision, identity)
  sayFields(fields)
}

func lines(name string) map[string]string {
  said := map[string]string{}
  for _, line := range strings.Split(string(read(name)), "\n") {
    key, value, _ := strings.Cut(line, " ")
    check(said[key] == "" || key == "" || key == "\u2014", name, "says something twice")
    said[key] = value
  }
  return said
}

func prefixed(from []byte) (part, rest []byte) {
  check(len(from) >= 4, "a length is missing")
  size := int64(binary.BigEndian.Uint32(from))
  check(int64(len(from)) >= 4+size, "a row is too short")
  return from[4 : 4+size], from[4+size:]
}

func varint(from *[]byte) uint64 {
  value, size := binary.Uvarint(*from)
  check(size > 0, "a field is cut off")
  *from = (*from)[size:]
  return value
}

// inWords is a number as a date or a minute, where the field is one.
func inWords(name string, value int64) string {
  switch {
  case name == "event_day":
    return time.Unix(value*86400, 0).UTC().Format("2006-01-02")
  case name == "end_minute" && value == 0:
    return "still-missing"
  case name == "event_minute" || name == "end_minute":
    return time.Unix(value*60, 0).UTC().Format("2006-01-02T15:04Z")
  }
  return strconv.FormatInt(value, 10)
}

func sayFields(from []byte) {
  for len(from) > 0 {
    key := varint(&from)
    number := strconv.FormatUint(key>>3, 10)
    name, known := names[number]
    check(known, "field", number, "has no name")
    value := varint(&from)
    text := inWords(name, int64(value))
    switch key & 7 {
    case 0:
      if code, is := names[number+"="+text]; is {
        text = code
      }
    case 2:
      check(value <= uint64(len(from)), "a field is cut off")
      text, from = string(from[:value]), from[value:]
    default:
      check(false, "field", number, "is of another kind")
    }
    fmt.Printf(" %s=%s", name, text)
  }
  fmt.Println()
}

// Of fields by their numbers, and of codes by field and number.
var names = map[string]string{
)README";

}  // namespace

std::string_view subject_readme() { return kReadme; }

std::string account_program() {
  std::string program(kProgram);
  for (const auto& [number, name] : wire::field_names()) {
    program += "  \"" + number + "\": \"" + name + "\",\n";
  }
  return program + "}\n";
}

}  // namespace stile::agent
