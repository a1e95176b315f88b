// What an outsider is told: words, commands, and the one program that no shell replaces.
#include <tuple>

#include "agents/report/proof_files.h"

namespace stile::agent {
namespace {

constexpr std::string_view kLedger =
    R"README(A consignment of records, and what proves that it was disclosed as leaf.txt says.

Nothing here has to be believed, and no program of Stile is needed: every command below is one of
Debian 12's packages openssl, golang-go and golang-golang-x-mod-dev, or of any other system's. Run
them in this folder; each ends with an error where something is not as it should be.

1. The ledger holds leaf.txt. verify.go checks that log.vkey signed the checkpoint at the end of
   leaf.tlog-proof (C2SP signed-note, tlog-checkpoint and tlog-proof) and that the hash of leaf.txt
   leads to its root (RFC 6962). Compare log.vkey with the one that the gateway has published, and
   the checkpoint with the one that any other agency has of that size.

    GO111MODULE=off GOPATH=/usr/share/gocode go run verify.go

2. leaf.txt says who disclosed to whom, when, under which agreement (the SHA-256 of its text),
   clause and purpose, which fields, and how many rows, but not which. Its commit-rows is
   HMAC-SHA-256, by the salt in salt.hex, of the hash of row-list.bin: a line of text, then the
   SHA-256 of each row in order, 32 bytes each.

    openssl dgst -sha256 -binary -out row-list.sha256 row-list.bin
    printf 'stile-commit/v1\nrows\n' | cat - row-list.sha256 > commitment.bin
    openssl dgst -sha256 -mac HMAC -macopt hexkey:"$(cat salt.hex)" -r commitment.bin | cut -c 1-64 > commitment.hex
    grep -x "commit-rows $(cat commitment.hex)" leaf.txt
)README";

constexpr std::string_view kNoRow = R"README(
No row is opened here. A row's hash tells nothing of it: each has a random salt of its own.
)README";

constexpr std::string_view kExport =
    R"README(The leaves by which an agency's consignments stand in the ledger, each with its proof.

Nothing here has to be believed, and no program of Stile is needed: the command below is of Debian
12's packages golang-go and golang-golang-x-mod-dev, or of any other system's. Run it in this folder;
it ends with an error where something is not as it should be.

Each leaf-N.txt says who disclosed to whom, when, under which agreement (the SHA-256 of its text),
clause and purpose, which fields, and how many rows, or what became of a consignment. verify.go checks
of each that log.vkey signed the checkpoint at the end of leaf-N.tlog-proof (C2SP signed-note,
tlog-checkpoint and tlog-proof) and that the hash of the leaf leads to its root (RFC 6962). Compare
log.vkey with the one that the gateway has published, and checkpoints with those that any other agency
has of that size.

checkpoint and the files under tile/ are the whole tree of the ledger as this agency has seen it last
(C2SP tlog-tiles): the hash of every leaf, its own and everybody's, which tells nothing. verify.go
checks that log.vkey signed the checkpoint over exactly this tree, and that each checkpoint by which a
leaf is proven is an earlier state of it: one history, from which nothing was taken out. Where they are
missing, because the gateway could not be reached, it says so. cosigned is the last checkpoint that a
quorum of witnesses cosigned (C2SP tlog-cosignature); policy says who they are, and how many it takes
(C2SP tlog-policy).

agreement-HASH.note is the agreement of that SHA-256 as its signatories signed it; directory.note says
whose keys these are, and at least two of the keys in roots.vkey signed that. Compare roots.vkey with
the keys of the scheme, which every agency has. An agreement that is in force no more is not here.

consignments.csv is the agency's own list. What it says of time, parties,
agreement, clause, purpose and rows stands in the leaf that it names, and the kind of its occasion;
its number, type, month and reason, and how far each came, are the agency's word, and so is every
line without a leaf.

    GO111MODULE=off GOPATH=/usr/share/gocode go run verify.go

No row is in here: `stile audit prove` proves one. Answers to enquiries are not in here until 90 days
have passed, whether there are any or not.
)README";

constexpr std::string_view kProgram =
    R"README(// Proves that the ledger holds each leaf of this folder, and whatever else is in it, with
// golang.org/x/mod/sumdb alone.
package main

import (
  "crypto/ed25519"
  "crypto/sha256"
  "encoding/base64"
  "encoding/binary"
  "fmt"
  "os"
  "path/filepath"
  "regexp"
  "strconv"
  "strings"

  "golang.org/x/mod/sumdb/note"
  "golang.org/x/mod/sumdb/tlog"
)

func must(err error) {
  if err != nil {
    fmt.Fprintln(os.Stderr, "NOT PROVEN:", err)
    os.Exit(1)
  }
}

func read(name string) string {
  text, err := os.ReadFile(name)
  must(err)
  return string(text)
}

// tree is the ledger's, of so many leaves; nil where the folder has none.
var tree tlog.HashReader
var leavesOfTree int64

// folder has tiles where c2sp.org/tlog-tiles puts them: tlog's own paths without the height.
type folder struct{}

func (folder) Height() int { return 8 }

func (folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
  var all [][]byte
  for _, tile := range tiles {
    name := "tile/" + strings.TrimPrefix(tile.Path(), "tile/8/")
    hashes, err := os.ReadFile(name)
    if err == nil && len(hashes) != tile.W*tlog.HashSize {
      err = fmt.Errorf("%s has %d bytes", name, len(hashes))
    }
    if err != nil {
      return nil, err
    }
    all = append(all, hashes)
  }
  return all, nil
}

func (folder) SaveTiles([]tlog.Tile, [][]byte) {}

func has(name string) bool {
  _, err := os.Stat(name)
  return err == nil
}

func main() {
  key, err := note.NewVerifier(strings.TrimSpace(read("log.vkey")))
  must(err)
  if has("checkpoint") {
    readTree(key)
  } else if has("consignments.csv") {
    fmt.Println("THE TREE IS NOT HERE: each leaf has its own proof alone")
  }
  proofs, err := filepath.Glob("*.tlog-proof")
  must(err)
  leaves, err := filepath.Glob("leaf*.txt")
  must(err)
  if len(proofs) == 0 || len(proofs) != len(leaves) {
    must(fmt.Errorf("%d proofs of %d leaves", len(proofs), len(leaves)))
  }
  for _, leaf := range leaves {
    prove(key, strings.TrimSuffix(leaf, ".txt")+".tlog-proof", leaf)
  }
  if has("directory.note") {
    directory := readDirectory()
    proveAgreements(directory)
    if has("cosigned") {
      proveCosigned(key, directory)
    }
  }
}

// checkpoint is what the log signed: so many leaves, and their root.
func checkpoint(key note.Verifier, name, signed string) (int64, tlog.Hash) {
  opened, err := note.Open([]byte(signed), note.VerifierList(key))
  must(err)
  text := strings.Split(opened.Text, "\n")
  if len(text) != 4 || text[0] != key.Name() {
    must(fmt.Errorf("%s has no checkpoint of this log", name))
  }
  size, err := strconv.ParseInt(text[1], 10, 64)
  must(err)
  root, err := tlog.ParseHash(text[2])
  must(err)
  return size, root
}

func readTree(key note.Verifier) {
  size, root := checkpoint(key, "checkpoint", read("checkpoint"))
  tree, leavesOfTree = tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, folder{}), size
  mustBeOfTree("checkpoint", size, root)
  for n := int64(0); n < size; n += 256 {
    _, err := tree.ReadHashes([]int64{tlog.StoredHashIndex(0, n)})
    must(err)
  }
  fmt.Printf("the tree is the one of %d leaves that %s signed\n", size, key.Name())
}

// mustBeOfTree ends it unless a checkpoint is an earlier state of the tree.
func mustBeOfTree(name string, size int64, root tlog.Hash) {
  if size > leavesOfTree {
    must(fmt.Errorf("%s is of more leaves than the tree", name))
  }
  then, err := tlog.TreeHash(size, tree)
  must(err)
  if then != root {
    must(fmt.Errorf("%s is of another history than the tree", name))
  }
}

// cosigner is a witness (c2sp.org/tlog-cosignature).
type cosigner struct {
  name string
  hash uint32
  key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.hash }
func (c cosigner) Verify(text, signature []byte) bool {
  if len(signature) != 8+ed25519.SignatureSize {
    return false
  }
  head := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(signature))
  return ed25519.Verify(c.key, append([]byte(head), text...), signature[8:])
}

// Whoever made the folder may have written a policy that is easily met: the directory has the last word.
func proveCosigned(key note.Verifier, directory string) {
  var witnesses []note.Verifier
  least := 0
  for _, line := range strings.Split(read("policy"), "\n") {
    words := strings.Fields(line)
    if len(words) == 3 && words[0] == "witness" {
      parts := strings.SplitN(words[2], "+", 3)
      hash, err := strconv.ParseUint(parts[1], 16, 32)
      must(err)
      bytes, err := base64.StdEncoding.DecodeString(parts[2])
      if err == nil && (len(bytes) != 33 || bytes[0] != 4) {
        err = fmt.Errorf("%s is no witness", words[1])
      }
      must(err)
      if !strings.Contains(directory, words[2]) {
        must(fmt.Errorf("the directory has no witness %s", words[1]))
      }
      witnesses = append(witnesses, cosigner{parts[0], uint32(hash), bytes[1:]})
    } else if len(words) > 3 && words[0] == "group" {
      k, err := strconv.Atoi(words[2])
      must(err)
      least = k
    }
  }
  size, root := checkpoint(key, "cosigned", read("cosigned"))
  if tree != nil {
    mustBeOfTree("cosigned", size, root)
  }
  opened, err := note.Open([]byte(read("cosigned")), note.VerifierList(witnesses...))
  must(err)
  if members := strings.Count(directory, "\nquorum: "); least*2 <= members {
    must(fmt.Errorf("%d are not more than half of the %d witnesses of the directory", least, members))
  }
  if len(opened.Sigs) < least {
    must(fmt.Errorf("%d of the %d witnesses that it takes have cosigned", len(opened.Sigs), least))
  }
  fmt.Printf("%d of %d witnesses cosigned it at %d leaves; it takes %d\n", len(opened.Sigs),
    len(witnesses), size, least)
}

// keysIn are the keys that a text has in quotes, or on lines of their own.
func keysIn(text string) note.Verifiers {
  var keys []note.Verifier
  known := map[string]bool{}
  for _, vkey := range regexp.MustCompile(`[^\s"]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]{44,}`).FindAllString(text, -1) {
    key, err := note.NewVerifier(vkey)
    if err == nil && !known[vkey] {
      keys = append(keys, key)
      known[vkey] = true
    }
  }
  return note.VerifierList(keys...)
}

func signers(signed *note.Note) string {
  var names []string
  for _, one := range signed.Sigs {
    names = append(names, one.Name)
  }
  return strings.Join(names, ", ")
}

func readDirectory() string {
  directory, err := note.Open([]byte(read("directory.note")), keysIn(read("roots.vkey")))
  must(err)
  if len(directory.Sigs) < 2 {
    must(fmt.Errorf("directory.note is signed by %s alone", signers(directory)))
  }
  if !strings.Contains(directory.Text, strings.TrimSpace(read("log.vkey"))) {
    must(fmt.Errorf("log.vkey is not the ledger's key in directory.note"))
  }
  fmt.Printf("directory.note is signed by %s\n", signers(directory))
  return directory.Text
}

func proveAgreements(directory string) {
  agreements, err := filepath.Glob("agreement-*.note")
  must(err)
  for _, name := range agreements {
    signed, err := note.Open([]byte(read(name)), keysIn(directory))
    must(err)
    if name != fmt.Sprintf("agreement-%x.note", sha256.Sum256([]byte(signed.Text))) {
      must(fmt.Errorf("%s is another agreement", name))
    }
    fmt.Printf("%s is signed by %s\n", name, signers(signed))
  }
}

func prove(key note.Verifier, name, leaf string) {
  head, signed, found := strings.Cut(read(name), "\n\n")
  lines := strings.Split(head, "\n")
  if !found || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" {
    must(fmt.Errorf("%s is no proof", name))
  }
  index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
  must(err)
  if name != "leaf.tlog-proof" && name != fmt.Sprintf("leaf-%010d.tlog-proof", index) {
    must(fmt.Errorf("%s proves leaf %d", name, index))
  }
  var proof tlog.RecordProof
  for _, line := range lines[2:] {
    hash, err := tlog.ParseHash(line)
    must(err)
    proof = append(proof, hash)
  }
  size, root := checkpoint(key, name, signed)
  if index < 0 || index >= size {
    must(fmt.Errorf("%s is not below its checkpoint", leaf))
  }
  must(tlog.CheckRecord(proof, size, root, index, tlog.RecordHash([]byte(read(leaf)))))
  if tree != nil {
    mustBeOfTree(name, size, root)
  }
  fmt.Printf("%s is leaf %d of the %d of %s\n", leaf, index, size, key.Name())
}
)README";

constexpr std::string_view kRow = R"README(
3. Row {row} is opened: row.bin is what its hash is of. Whoever reads this folder reads what the row
   says: treat it as personal data. Who the child is stays sealed to the recipient.

    openssl dgst -sha256 -binary -out row.sha256 row.bin
    tail -c +{place} row-list.bin | head -c 32 | cmp - row.sha256

4. row.bin is a line of text, the row's salt (16 bytes), the event's token (16) and the revision (8),
   then fields and sealed identity, each behind its length (4). The fields are a protobuf message,
   which protoc (package protobuf-compiler) shows by number; proto/stile/v1/record.proto, message
   RecordFields, has their names.

    tail -c +{fields} row.bin | head -c {length} | protoc --decode_raw
)README";

// Where the hashes begin in row-list.bin, and the fields in row.bin, both counted from 0.
constexpr std::size_t kHashes = std::string_view("stile-rows/v1\n").size();
constexpr std::size_t kFields =
    std::string_view("stile-row/v1\n").size() + 2 * std::tuple_size_v<Token> + 8 + 4;

void fill(std::string& text, std::string_view place, std::size_t number) {
  text.replace(text.find(place), place.size(), std::to_string(number));
}

std::string row_part(const OpenedRow& opened) {
  std::string text(kRow);
  fill(text, "{row}", opened.place + 1);
  fill(text, "{place}", kHashes + sizeof(Hash) * opened.place + 1);
  fill(text, "{fields}", kFields + 1);
  fill(text, "{length}", opened.row.fields.size());
  return text;
}

}  // namespace

std::string proof_readme(const ProvenConsignment& kept) {
  return std::string(kLedger) + (kept.opened ? row_part(*kept.opened) : std::string(kNoRow));
}

std::string_view export_readme() { return kExport; }

std::string_view proof_program() { return kProgram; }

}  // namespace stile::agent
